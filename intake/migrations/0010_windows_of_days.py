"""Each day that people fill in lies inside fixed bounds, whoever writes it (X09)."""

from datetime import date

from django.db import migrations, models

from common import columns

FIRST, BEYOND = date(1900, 1, 1), date(2200, 1, 1)
DAYS = {
    "outcome": ("due_on", "accepted_on", "keep_until"),
}


def bring_inside(apps, schema_editor):
    """Rows of before: a day that cannot be gets the nearest that can."""
    for model, names in DAYS.items():
        columns.bring_inside(schema_editor, f"intake_{model}", names, (FIRST, BEYOND))


def within(model, field, first=FIRST):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            name=f"intake_{model}_{field}_window",
            condition=models.Q((f"{field}__gte", first), (f"{field}__lt", BEYOND)),
            violation_error_message="This day cannot be kept. Look at the year.",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_windows_of_days"), ("intake", "0009_joined_to_case")]

    operations = [
        migrations.RunPython(bring_inside, migrations.RunPython.noop),
        *[within(model, field) for model, names in DAYS.items() for field in names],
    ]
