"""Signed rows keep the names of their day (X34)."""

from django.db import migrations, models

from common.names_then import fill

NAMES = models.JSONField(default=dict, editable=False)
# By model the column of a person or agency, and that of the moment at which they sign.
SIGNED = {
    "ClosureProposal": {
        "proposed_by": "proposed_at",
        "signed_by": "signed_at",
        "signed_for": "signed_at",
        "withdrawn_by": "withdrawn_at",
    },
    "Opinion": {"author": "given_at", "agency": "given_at"},
    "InformedParty": {"told_by": "told_on"},
    "Silence": {"asked_by": "asked_at", "agency": "written_at", "written_by": "written_at"},
    "Transfer": {
        "asked_by": "asked_at",
        "noted_by": "noted_at",
        "signed_by": "signed_at",
        "called_off_by": "called_off_at",
    },
}


def of_that_day(apps, schema_editor):
    """The names of this day, marked as such: those of the days themselves were not kept."""
    for model, names in SIGNED.items():
        fill(apps.get_model("closure", model), names, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_account_mail"), ("closure", "0006_transfer")]

    operations = [
        migrations.AddField("ClosureProposal", "names", NAMES),
        migrations.AddField("Opinion", "names", NAMES),
        migrations.AddField("InformedParty", "names", NAMES),
        migrations.AddField("Silence", "names", NAMES),
        migrations.AddField("Transfer", "names", NAMES),
        migrations.RunPython(of_that_day, migrations.RunPython.noop),
    ]
