"""A case goes over to another authority (X25, rulings 7)."""

import datetime
import uuid
from importlib import import_module

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from casework.need_to_know import on_team
from common.need_to_know import WithItsTable

TEAM = on_team()
OF_CASE = {"reads": TEAM, "adds": TEAM, "changes": TEAM, "stands": ("case",)}

# Answers and signatures that are waited for: these tables tell of their changes, for two duties
# more (X21); the third was added by 0004.
pending = import_module("notices.migrations.0004_pending")
DUTIES = ("transfer_answer", "transfer_signature")
TELLING = ("casework_case", "casework_teammember", "agencies_user", "agencies_absence")


def tells_more(table, moment, what, column, duties):
    before = pending.trigger(table, moment, what, column, (*duties, "without_year"))
    after = pending.trigger(table, moment, what, column, (*duties, "without_year", *DUTIES))
    return migrations.RunSQL([before.reverse_sql, after.sql], [after.reverse_sql, before.sql])


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_seats_of_a_correction"),
        ("closure", "0005_silences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalTransfer",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("state", models.CharField(default="asked", editable=False, max_length=20)),
                ("authority", models.CharField(max_length=200)),
                ("contact", models.CharField(max_length=200)),
                ("grounds", models.TextField()),
                ("basis", models.TextField()),
                ("goes_along", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("accepted_on", models.DateField(null=True)),
                ("accepted_by_words", models.CharField(blank=True, max_length=200)),
                ("paper_at", models.CharField(blank=True, max_length=200)),
                ("noted_at", models.DateTimeField(null=True)),
                ("sign_by", models.DateField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_words", models.TextField(blank=True)),
                ("called_off_at", models.DateTimeField(null=True)),
                ("called_off_because", models.TextField(blank=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(max_length=1)),
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
                    "called_off_by",
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
                    "noted_by",
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
                    "signed_by",
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
            name="Transfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "acceptance awaited"),
                            ("accepted", "accepted, not signed yet"),
                            ("signed", "signed"),
                            ("called_off", "called off"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("authority", models.CharField(max_length=200, verbose_name="to which authority")),
                ("contact", models.CharField(max_length=200, verbose_name="whom there")),
                ("grounds", models.TextField(verbose_name="why")),
                ("basis", models.TextField(verbose_name="on what basis")),
                ("goes_along", models.TextField(verbose_name="what goes along, on paper")),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("accepted_on", models.DateField(null=True, verbose_name="accepted on")),
                (
                    "accepted_by_words",
                    models.CharField(blank=True, max_length=200, verbose_name="who accepted"),
                ),
                (
                    "paper_at",
                    models.CharField(blank=True, max_length=200, verbose_name="where the paper is"),
                ),
                ("noted_at", models.DateTimeField(null=True)),
                ("sign_by", models.DateField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "signed_words",
                    models.TextField(blank=True, verbose_name="words of the risk owner"),
                ),
                ("called_off_at", models.DateTimeField(null=True)),
                ("called_off_because", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "called_off_by",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="casework.case",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["case", "-asked_at"], name="transfer_of_case"),
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["answer_by"],
                        name="transfer_awaited",
                    ),
                    models.Index(
                        condition=models.Q(("state", "accepted")),
                        fields=["sign_by"],
                        name="transfer_to_sign",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "accepted"])),
                        fields=("case",),
                        name="transfer_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", ""), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            models.Q(("goes_along", ""), _negated=True),
                        ),
                        name="transfer_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "signed"]), _negated=True),
                            models.Q(
                                ("accepted_on__isnull", False),
                                ("noted_at__isnull", False),
                                ("sign_by__isnull", False),
                                models.Q(("accepted_by_words", ""), _negated=True),
                                models.Q(("paper_at", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_accepted_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("state", "signed"),
                            ),
                            models.Q(
                                models.Q(("state", "signed"), _negated=True),
                                ("signed_at", None),
                                ("signed_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by__isnull", True),
                            models.Q(("signed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="transfer_signed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("called_off_at__isnull", False),
                                ("state", "called_off"),
                                models.Q(("called_off_because", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "called_off"), _negated=True),
                                ("called_off_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_called_off_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by__gte", datetime.date(1900, 1, 1)),
                            ("answer_by__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="closure_transfer_answer_by_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on__gte", datetime.date(1900, 1, 1)),
                            ("accepted_on__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="closure_transfer_accepted_on_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sign_by__gte", datetime.date(1900, 1, 1)),
                            ("sign_by__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="closure_transfer_sign_by_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        WithItsTable("Transfer", **OF_CASE),
        pending.trigger("closure_transfer", pending.EVERY, "subject", "case_id", DUTIES),
        *(tells_more(*one) for one in pending.TRIGGERS if one[0] in TELLING),
    ]
