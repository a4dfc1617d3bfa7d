"""Silences of agencies: asked once more by name, signed over one by one (S80, X28)."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from casework.need_to_know import on_team
from common.need_to_know import WithItsTable

TEAM = on_team()
OF_CASE = {"reads": TEAM, "adds": TEAM, "changes": TEAM, "stands": ("case",)}


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_account_mail"),
        ("casework", "0011_next_steps"),
        ("closure", "0004_without_year"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSilence",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("asked_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("words", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(max_length=1)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="closure.closureproposal",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("asked_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateField(null=True, verbose_name="to be answered by")),
                (
                    "words",
                    models.TextField(
                        blank=True, verbose_name="why it is signed without this agency"
                    ),
                ),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silences",
                        to="closure.closureproposal",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "silence of an agency",
                "verbose_name_plural": "silences of agencies",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "agency"), name="silence_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer_by", None),
                                ("asked", None),
                                ("asked_at", None),
                                ("asked_by", None),
                            ),
                            models.Q(
                                ("answer_by__isnull", False),
                                ("asked_at__isnull", False),
                                ("asked__isnull", False),
                                ("asked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="silence_asked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), ("written_at", None), ("written_by", None)),
                            models.Q(
                                models.Q(("words", ""), _negated=True),
                                ("written_at__isnull", False),
                                ("written_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="silence_signed_over_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by__gte", datetime.date(1900, 1, 1)),
                            ("answer_by__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="closure_silence_answer_by_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        WithItsTable("Silence", **OF_CASE),
    ]
