"""Each day that people fill in lies inside fixed bounds, whoever writes it (X09)."""

from datetime import date

from django.db import migrations, models

from common import columns

FIRST, BEYOND = date(1900, 1, 1), date(2200, 1, 1)
DAYS = {
    "action": ("starts_on", "ends_on"),
    "actionreport": ("happened_on",),
    "adverseeffect": ("noticed_on",),
    "checkmeeting": ("due_on", "held_on", "next_on"),
    "checkpoint": ("due_on",),
    "commitment": ("said_on", "due_on"),
    "followup": ("ends_on", "answer_due_on", "ended_on"),
    "gap": ("due_on",),
    "goal": ("due_on",),
    "levelrating": ("rated_on",),
    "pause": ("review_on",),
    "viewpoint": ("heard_on",),
}


def bring_inside(apps, schema_editor):
    """Rows of before: a day that cannot be gets the nearest that can."""
    for model, names in DAYS.items():
        columns.bring_inside(schema_editor, f"plans_{model}", names, (FIRST, BEYOND))


def within(model, field, first=FIRST):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            name=f"plans_{model}_{field}_window",
            condition=models.Q((f"{field}__gte", first), (f"{field}__lt", BEYOND)),
            violation_error_message="This day cannot be kept. Look at the year.",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_windows_of_days"), ("plans", "0009_findings_taken_back")]

    operations = [
        migrations.RunPython(bring_inside, migrations.RunPython.noop),
        *[within(model, field) for model, names in DAYS.items() for field in names],
    ]
