"""What the sweep of a duty has yet to look at: every change of what it asks about says so (X21)."""

from datetime import date
from pathlib import Path

from django.db import migrations, models

from common.need_to_know import WithItsTable

FUNCTION = Path(__file__).with_name("pending.sql").read_text(encoding="utf-8")
OF_SIGNALS = ("security_answer", "information_asked", "first_analysis")
OF_CASES = (
    *("gap", "action_answer", "action_end", "promise", "checkpoint"),
    *("opinion", "signature", "monitoring_check"),
)
EVERY = "insert or delete or update"
JOINING = "update of is_active, agency_id, invited_at, last_login"
# table, moment, what is to be looked at, the column that names it, the duties
TRIGGERS = (
    ("casework_case", "insert or update of state", "subject", "id", OF_CASES),
    ("casework_teammember", EVERY, "subject", "case_id", OF_CASES),
    ("plans_gap", EVERY, "subject", "case_id", ("gap",)),
    ("plans_followup", EVERY, "subject", "case_id", ("action_answer", "action_end")),
    ("plans_commitment", EVERY, "subject", "case_id", ("promise",)),
    ("plans_plan", EVERY, "subject", "case_id", ("checkpoint",)),
    ("plans_checkpoint", EVERY, "subject", "case_id", ("checkpoint",)),
    ("plans_checkpointmeeting", EVERY, "subject", "case_id", ("checkpoint",)),
    ("closure_closureproposal", EVERY, "subject", "case_id", ("opinion", "signature")),
    ("closure_opinion", EVERY, "subject", "case_id", ("opinion", "signature")),
    ("closure_monitoringcheck", EVERY, "subject", "case_id", ("monitoring_check",)),
    ("intake_signal", EVERY, "subject", "id", OF_SIGNALS),
    ("intake_outcome", EVERY, "subject", "signal_id", ("information_asked", "first_analysis")),
    ("casework_deconfliction", EVERY, "subject", "signal_id", ("security_answer",)),
    ("agencies_user", JOINING, "person", "id", (*OF_CASES, *OF_SIGNALS)),
    ("agencies_absence", EVERY, "person", "user_id", (*OF_CASES, *OF_SIGNALS)),
    ("agencies_duty", EVERY, "everything", "user_id", OF_SIGNALS),
)


def trigger(table, moment, what, column, duties):
    told = ", ".join(f"'{word}'" for word in (what, column, ",".join(duties)))
    # A sign-in changes nothing, but for the first one.
    sides = (
        f"{row}.is_active, {row}.agency_id, {row}.invited_at, {row}.last_login is null"
        for row in ("old", "new")
    )
    when = " when (({}) is distinct from ({}))".format(*sides) if moment == JOINING else ""
    return migrations.RunSQL(
        f"create trigger pending after {moment} on {table}"
        f" for each row{when} execute function access.pending({told})",
        f"drop trigger pending on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_unread_in_order"),
        ("agencies", "0002_need_to_know"),
        ("casework", "0005_own_parts"),
        ("intake", "0003_words_of_the_conference"),
        ("plans", "0005_days_of_cases"),
        ("closure", "0003_open_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            "Pending",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=60)),
                ("subject", models.UUIDField(null=True)),
                ("person", models.BigIntegerField(null=True)),
            ],
            {
                "verbose_name": "thing to look at",
                "verbose_name_plural": "things to look at",
                "indexes": [models.Index(fields=["duty", "id"], name="pending_of_duty")],
            },
        ),
        WithItsTable("Pending", worker_alone=True, deletes=True),
        migrations.AddField("Sweep", "looked_on", models.DateField(null=True)),
        migrations.AddField("Sweep", "looked_by", models.CharField(blank=True, max_length=32)),
        migrations.AddConstraint(
            "Sweep",
            models.CheckConstraint(
                condition=models.Q(looked_on__gte=date(1900, 1, 1), looked_on__lt=date(2200, 1, 1)),
                name="notices_sweep_looked_on_window",
                violation_error_message="This day cannot be kept. Look at the year.",
            ),
        ),
        migrations.RunSQL(FUNCTION, "drop function access.pending()"),
        *(trigger(*one) for one in TRIGGERS),
    ]
