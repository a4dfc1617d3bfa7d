"""Each day that people fill in lies inside fixed bounds, whoever writes it (X09)."""

from datetime import date

from django.db import migrations, models

from common import columns

FIRST, BEYOND = date(1900, 1, 1), date(2200, 1, 1)
BORN = date(1880, 1, 1)
DAYS = {
    "conference": ("held_on",),
    "record": ("ask_again_on",),
}


def bring_inside(apps, schema_editor):
    """Rows of before: a day that cannot be gets the nearest that can."""
    for model, names in DAYS.items():
        columns.bring_inside(schema_editor, f"casework_{model}", names, (FIRST, BEYOND))
    # A birth is not made up: it is unknown again, and what was typed stays as the age told.
    columns.forget_outside(
        schema_editor, "casework_person", "birth_date", "age_text", (BORN, BEYOND)
    )
    schema_editor.execute(
        "delete from casework_localholiday where day not between %s and %s", (FIRST, BEYOND)
    )


def within(model, field, first=FIRST):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            name=f"casework_{model}_{field}_window",
            condition=models.Q((f"{field}__gte", first), (f"{field}__lt", BEYOND)),
            violation_error_message="This day cannot be kept. Look at the year.",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_windows_of_days"), ("casework", "0018_one_file_a_person")]

    operations = [
        migrations.RunPython(bring_inside, migrations.RunPython.noop),
        *[within(model, field) for model, names in DAYS.items() for field in names],
        within("person", "birth_date", BORN),
        within("localholiday", "day"),
    ]
