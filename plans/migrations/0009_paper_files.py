"""Files from paper while they are brought in (X14); a plan approved on an earlier day."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from casework.need_to_know import MINE, on_team
from common.need_to_know import WithItsTable

# Before it is a case: who opened it, who types it, who confirms it.
IN_HAND = f"(file_id is null and {MINE} in (opened_by_id, types_id, confirms_id))"
EVERY = "insert or delete or update"
JOINING = "update of is_active, agency_id, invited_at, last_login"
# What the sweep of signatures has to look at again (X21), by triggers of its own.
PENDING = (
    ("plans_paperfile", EVERY, "subject", "file_id"),
    ("casework_case", "insert or update of state", "subject", "id"),
    ("casework_teammember", EVERY, "subject", "case_id"),
    ("agencies_user", JOINING, "person", "id"),
    ("agencies_absence", EVERY, "person", "user_id"),
)


def pending(table, moment, what, column):
    sides = (
        f"{row}.is_active, {row}.agency_id, {row}.invited_at, {row}.last_login is null"
        for row in ("old", "new")
    )
    when = " when (({}) is distinct from ({}))".format(*sides) if moment == JOINING else ""
    return migrations.RunSQL(
        f"create trigger pending_paper after {moment} on {table} for each row{when}"
        f" execute function access.pending('{what}', '{column}', 'paper_signature')",
        f"drop trigger pending_paper on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0015_paper_files"),
        ("plans", "0008_names_then"),
        ("notices", "0004_pending"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalplan",
            name="approval_entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="approval_entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("opened_at", models.DateTimeField()),
                (
                    "paper_place",
                    models.CharField(max_length=200, verbose_name="where the paper lies"),
                ),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("grounds", models.TextField(blank=True, verbose_name="grounds for opening")),
                (
                    "prevention_level",
                    models.CharField(
                        choices=[
                            ("specific", "Specific prevention"),
                            ("individual", "Individual prevention"),
                        ],
                        default="individual",
                        max_length=20,
                        verbose_name="level of prevention",
                    ),
                ),
                (
                    "given_name",
                    models.CharField(blank=True, max_length=150, verbose_name="given name"),
                ),
                (
                    "family_name",
                    models.CharField(blank=True, max_length=150, verbose_name="family name"),
                ),
                (
                    "alias",
                    models.CharField(blank=True, max_length=200, verbose_name="also known as"),
                ),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="date of birth"),
                ),
                (
                    "age_text",
                    models.CharField(blank=True, max_length=60, verbose_name="age, as told"),
                ),
                (
                    "concern",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Not on what we know"),
                            ("possible", "Possibly"),
                            ("imminent", "Danger may be imminent"),
                        ],
                        max_length=10,
                        verbose_name="security matter",
                    ),
                ),
                ("concern_grounds", models.TextField(blank=True, verbose_name="what it rests on")),
                (
                    "asked_of",
                    models.CharField(blank=True, max_length=200, verbose_name="whom was asked"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("may_continue", "Local work may go on"),
                            ("with_limits", "It may go on, within limits"),
                            ("wait", "Wait"),
                            ("taken_over", "They take it over"),
                        ],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="answered on"),
                ),
                (
                    "wording",
                    models.TextField(blank=True, verbose_name="what may be said, and the limits"),
                ),
                ("others", models.JSONField(default=list)),
                ("typed", models.JSONField(default=dict)),
                ("handed_at", models.DateTimeField(null=True)),
                ("given_back_because", models.TextField(blank=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("sign_due_on", models.DateField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "confirms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="casework.case",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "risk_owner",
                    models.ForeignKey(
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
                (
                    "types",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "file from paper",
                "verbose_name_plural": "files from paper",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("file__isnull", False), ("signed_at__isnull", True)),
                        fields=["sign_due_on"],
                        name="paper_unsigned",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on__gte", datetime.date(1900, 1, 1)),
                            ("opened_on__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="plans_paperfile_opened_on_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__gte", datetime.date(1900, 1, 1)),
                            ("answered_on__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="plans_paperfile_answered_on_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_date__gte", datetime.date(1880, 1, 1)),
                            ("birth_date__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="plans_paperfile_birth_date_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sign_due_on__gte", datetime.date(1900, 1, 1)),
                            ("sign_due_on__lt", datetime.date(2200, 1, 1)),
                        ),
                        name="plans_paperfile_sign_due_on_window",
                        violation_error_message="This day cannot be kept. Look at the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("file__isnull", True),
                                ("sign_due_on__isnull", True),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("file__isnull", False),
                                ("sign_due_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_confirmed_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", True),
                            models.Q(("family_name", ""), ("given_name", ""), ("typed", {})),
                            _connector="OR",
                        ),
                        name="paper_empty_once_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_signed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("types", models.F("confirms")), _negated=True),
                        name="paper_typed_by_one_confirmed_by_another",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        WithItsTable(
            "PaperFile",
            reads=f"({IN_HAND} or {on_team('[self].file_id')})",
            adds=f"(file_id is null and opened_by_id = {MINE} and (select access.has_duty('decider')))",
            changes=IN_HAND,
            stands=("opened_by", "types", "confirms", "risk_owner", "file"),
            deletes=True,
        ),
        *(pending(*one) for one in PENDING),
    ]
