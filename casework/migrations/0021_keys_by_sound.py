"""Keys of matching by whole words (X41), and how often a person may be named again unnoticed."""

from importlib import import_module

import django.core.validators
from django.db import migrations, models

fill = import_module("casework.migrations.0009_fill_keys").fill


class Migration(migrations.Migration):
    dependencies = [("casework", "0020_lean_indexes")]

    operations = [
        migrations.AddField(
            model_name="territoryprofile",
            name="renamings_unnoticed",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
                verbose_name="name a signal’s person again before the data protection officer"
                " is told: times",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
