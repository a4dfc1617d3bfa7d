"""Two files on one person: the question, its answer, what is undone, who joins (X04, S78)."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from casework.need_to_know import OVERSEERS, leads, on_team
from common.need_to_know import WithItsTable

TEAM, LEADS = on_team(), leads(OVERSEERS)
# From then on the whole team of each file knows of it.
KNOWN = "state in ('agreed', 'undo_asked', 'undone')"
EVERY = "insert or delete or update"
JOINING = "update of is_active, agency_id, invited_at, last_login"
# What the sweeps have to look at again (X21), by triggers of their own.
DUTIES = "one_file_answer,one_file_awaited,one_file_undoing,who_joins"
PENDING = (
    ("closure_absorption", EVERY, "subject", "case_id"),
    ("closure_formerpart", EVERY, "subject", "case_id"),
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
        f"create trigger pending_one_file after {moment} on {table} for each row{when}"
        f" execute function access.pending('{what}', '{column}', '{DUTIES}')",
        f"drop trigger pending_one_file on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0023_absorbed"),
        ("closure", "0008_opinions_given_on"),
        ("agencies", "0005_turns"),
        ("notices", "0004_pending"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absorption",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("names", models.JSONField(default=dict, editable=False)),
                ("pair", models.UUIDField(editable=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("asks", "asked here"), ("asked", "asked of this file")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "other_reference",
                    models.CharField(max_length=30, verbose_name="reference of the other file"),
                ),
                (
                    "met",
                    models.CharField(
                        choices=[
                            ("match", "as a possible match on a signal"),
                            ("refusal", "by a refusal, when something was joined or opened"),
                        ],
                        max_length=10,
                        verbose_name="how the other file was met",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="why it is one person")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "answer awaited"),
                            ("declined", "declined"),
                            ("taken_back", "taken back"),
                            ("agreed", "agreed"),
                            ("undo_asked", "agreed; undoing is asked"),
                            ("undone", "undone"),
                        ],
                        default="open",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                (
                    "answer_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("process_coordinator", "process coordinator"),
                            ("content_coordinator", "content coordinator"),
                            ("partner", "partner"),
                            ("risk_owner", "risk owner"),
                            ("evaluator", "evaluator"),
                        ],
                        editable=False,
                        max_length=30,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_because", models.TextField(blank=True)),
                ("was", models.CharField(blank=True, editable=False, max_length=20)),
                ("left", models.JSONField(default=list, editable=False)),
                ("join_by", models.DateField(null=True)),
                ("undo_here", models.BooleanField(default=False, editable=False)),
                ("undo_at", models.DateTimeField(null=True)),
                ("undo_because", models.TextField(blank=True, verbose_name="why it was an error")),
                ("undo_answer_by", models.DateField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_because", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorptions",
                        to="casework.case",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undo_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "question about two files",
                "verbose_name_plural": "questions about two files",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="FormerPart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("process_coordinator", "process coordinator"),
                            ("content_coordinator", "content coordinator"),
                            ("partner", "partner"),
                            ("risk_owner", "risk owner"),
                            ("evaluator", "evaluator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                (
                    "stays_out_because",
                    models.TextField(blank=True, verbose_name="why they do not join"),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "absorption",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="closure.absorption",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "part on an absorbed file",
                "verbose_name_plural": "parts on absorbed files",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalAbsorption",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("pair", models.UUIDField(editable=False)),
                ("side", models.CharField(editable=False, max_length=10)),
                ("other_reference", models.CharField(max_length=30)),
                ("met", models.CharField(max_length=10)),
                ("grounds", models.TextField()),
                ("state", models.CharField(default="open", editable=False, max_length=20)),
                ("proposed_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("answer_role", models.CharField(blank=True, editable=False, max_length=30)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_because", models.TextField(blank=True)),
                ("was", models.CharField(blank=True, editable=False, max_length=20)),
                ("left", models.JSONField(default=list, editable=False)),
                ("join_by", models.DateField(null=True)),
                ("undo_here", models.BooleanField(default=False, editable=False)),
                ("undo_at", models.DateTimeField(null=True)),
                ("undo_because", models.TextField(blank=True)),
                ("undo_answer_by", models.DateField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_because", models.TextField(blank=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(max_length=1)),
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
                    "proposed_by",
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
                    "settled_by",
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
                    "undo_by",
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
                    "undone_by",
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
            name="HistoricalFormerPart",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("role", models.CharField(max_length=30)),
                ("stays_out_because", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(max_length=1)),
                (
                    "absorption",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="closure.absorption",
                    ),
                ),
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
                    "settled_by",
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
                    "user",
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
        migrations.AddIndex(
            model_name="absorption",
            index=models.Index(fields=["case", "-proposed_at"], name="absorption_of_case"),
        ),
        migrations.AddIndex(
            model_name="absorption",
            index=models.Index(fields=["pair"], name="absorption_pair"),
        ),
        migrations.AddIndex(
            model_name="absorption",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["answer_by"],
                name="absorption_awaited",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side", "asks"), ("state", "open")),
                fields=("case",),
                name="absorption_one_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.UniqueConstraint(
                fields=("pair", "side"), name="absorption_two_sides"
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other_reference", ""), _negated=True),
                    models.Q(("grounds", ""), _negated=True),
                ),
                name="absorption_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="absorption_settled_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["agreed", "undo_asked", "undone"]), _negated=True),
                    models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="absorption_agreed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["undo_asked", "undone"]), _negated=True),
                    models.Q(
                        ("undo_answer_by__isnull", False),
                        ("undo_at__isnull", False),
                        ("undo_by__isnull", False),
                        models.Q(("undo_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="absorption_undo_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), _negated=True),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        models.Q(("undone_by", models.F("undo_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="absorption_undone_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_by__gte", datetime.date(1900, 1, 1)),
                    ("answer_by__lt", datetime.date(2200, 1, 1)),
                ),
                name="closure_absorption_answer_by_window",
                violation_error_message="This day cannot be kept. Look at the year.",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("join_by__gte", datetime.date(1900, 1, 1)),
                    ("join_by__lt", datetime.date(2200, 1, 1)),
                ),
                name="closure_absorption_join_by_window",
                violation_error_message="This day cannot be kept. Look at the year.",
            ),
        ),
        migrations.AddConstraint(
            model_name="absorption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undo_answer_by__gte", datetime.date(1900, 1, 1)),
                    ("undo_answer_by__lt", datetime.date(2200, 1, 1)),
                ),
                name="closure_absorption_undo_answer_by_window",
                violation_error_message="This day cannot be kept. Look at the year.",
            ),
        ),
        migrations.AddIndex(
            model_name="formerpart",
            index=models.Index(fields=["case"], name="former_part_of_case"),
        ),
        migrations.AddConstraint(
            model_name="formerpart",
            constraint=models.UniqueConstraint(
                fields=("absorption", "user"), name="former_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="formerpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("stays_out_because", "")),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        models.Q(("stays_out_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="former_part_out_in_words",
            ),
        ),
        WithItsTable("Absorption", reads=f"({TEAM} and ({KNOWN} or {LEADS}))"),
        WithItsTable("FormerPart", reads=LEADS),
        *(pending(*one) for one in PENDING),
    ]
