"""Signed rows keep the names of their day (X34)."""

from django.db import migrations, models

from common.names_then import fill

NAMES = models.JSONField(default=dict, editable=False)
# By model the column of a person or agency, and that of the moment at which they sign.
SIGNED = {
    "Outcome": {
        "proposed_by": "proposed_at",
        "second_reader": "second_read_at",
        "reopened_by": "reopened_at",
    },
}


def of_that_day(apps, schema_editor):
    """The names of this day, marked as such: those of the days themselves were not kept."""
    for model, names in SIGNED.items():
        fill(apps.get_model("intake", model), names, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_account_mail"), ("intake", "0010_waits_for_a_file")]

    operations = [
        migrations.AddField("Outcome", "names", NAMES),
        migrations.RunPython(of_that_day, migrations.RunPython.noop),
    ]
