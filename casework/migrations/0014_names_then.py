"""Signed rows keep the names of their day (X34)."""

from django.db import migrations, models

from common.names_then import fill

NAMES = models.JSONField(default=dict, editable=False)
# By model the column of a person or agency, and that of the moment at which they sign.
SIGNED = {
    "JournalEntry": {"by": "at", "agency": "at"},
    "Conference": {"recorded_by": "recorded_at"},
    "ConferenceSeat": {"agency": ""},
}


def of_that_day(apps, schema_editor):
    """The names of this day, marked as such: those of the days themselves were not kept."""
    for model, names in SIGNED.items():
        fill(apps.get_model("casework", model), names, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_account_mail"), ("casework", "0013_sole_process")]

    operations = [
        migrations.AddField("JournalEntry", "names", NAMES),
        migrations.AddField("Conference", "names", NAMES),
        migrations.AddField("ConferenceSeat", "names", NAMES),
        migrations.RunPython(of_that_day, migrations.RunPython.noop),
    ]
