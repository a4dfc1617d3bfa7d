"""When an urgent signal is reminded of, and which hours are night, are settings (S24, rulings 7)."""

import django.core.validators
from django.db import migrations, models


def setting(name, label, default, lowest, highest, help_text):
    return migrations.AddField(
        model_name="territoryprofile",
        name=name,
        field=models.PositiveSmallIntegerField(
            default=default,
            help_text=help_text,
            validators=[
                django.core.validators.MinValueValidator(lowest),
                django.core.validators.MaxValueValidator(highest),
            ],
            verbose_name=label,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_keys_of_names")]

    operations = [
        setting(
            "urgent_reminder_hours",
            "remind of a signal with a possible danger: hours (S63)",
            2,
            1,
            24,
            "From its arrival, while nobody has acknowledged it. By day whoever holds it is"
            " reminded; at night and on days off whoever is on call, alone.",
        ),
        setting(
            "urgent_stand_in_hours",
            "the same, tell the stand-in: hours",
            4,
            1,
            48,
            "At night and on days off the second call.",
        ),
        setting(
            "urgent_number_hours",
            "the same, show the coordinators the number on call: hours",
            6,
            1,
            72,
            "It then stands on the first page of each signal coordinator.",
        ),
        setting(
            "day_begins_hour",
            "the day begins: hour",
            8,
            0,
            12,
            "Before it, and on days off, urgent reminders go to the duty roster.",
        ),
        setting(
            "day_ends_hour",
            "the day ends: hour",
            18,
            13,
            23,
            "From then on urgent reminders go to the duty roster.",
        ),
    ]
