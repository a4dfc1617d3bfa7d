"""What becomes of a commitment when its case closes: kept on until a day, or handed on (X28)."""

from datetime import date

from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("open", "open"),
    ("kept", "kept"),
    ("not_kept", "not kept"),
    ("taken_back", "taken back"),
    ("handed_on", "handed on"),
]
STATE = {"choices": STATES, "default": "open", "editable": False, "max_length": 20}
KEPT = "kept under monitoring until"


def columns(model: str, **words: dict) -> list:
    """The columns on the model or on its history, whose columns have no words."""
    said = {name: {"verbose_name": text} for name, text in words.items()}
    return [
        migrations.AddField(
            model,
            "handed_to",
            models.CharField(blank=True, default="", max_length=200, **said.get("handed_to", {})),
            preserve_default=False,
        ),
        migrations.AddField(
            model,
            "goes_on",
            models.TextField(blank=True, default="", **said.get("goes_on", {})),
            preserve_default=False,
        ),
        migrations.AddField(
            model, "goes_on_until", models.DateField(null=True, **said.get("goes_on_until", {}))
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_paper_files")]

    operations = [
        migrations.AlterField("commitment", "state", models.CharField(**STATE)),
        *columns(
            "commitment",
            handed_to="handed on to",
            goes_on="why it is kept after the closure",
            goes_on_until=KEPT,
        ),
        *columns("historicalcommitment"),
        migrations.AddConstraint(
            "commitment",
            models.CheckConstraint(
                name="commitment_handed_on_to_somebody",
                condition=Q(state="handed_on") ^ Q(handed_to=""),
            ),
        ),
        migrations.AddConstraint(
            "commitment",
            models.CheckConstraint(
                name="plans_commitment_goes_on_until_window",
                condition=Q(
                    goes_on_until__gte=date(1900, 1, 1), goes_on_until__lt=date(2200, 1, 1)
                ),
                violation_error_message="This day cannot be kept. Look at the year.",
            ),
        ),
    ]
