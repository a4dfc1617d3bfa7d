"""Days by which a conference is held, an analysis begun, a plan approved (X23)."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_misplaced"),
    ]

    operations = [
        migrations.AddField(
            model_name="territoryprofile",
            name="analysis_start_days",
            field=models.PositiveSmallIntegerField(
                default=21,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3650),
                ],
                verbose_name="begin the analysis of an opened case: days",
            ),
        ),
        migrations.AddField(
            model_name="territoryprofile",
            name="conference_working_days",
            field=models.PositiveSmallIntegerField(
                default=20,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(120),
                ],
                verbose_name="hold the conference on a signal that was taken to it: working days (S22)",
            ),
        ),
        migrations.AddField(
            model_name="territoryprofile",
            name="plan_draft_days",
            field=models.PositiveSmallIntegerField(
                default=42,
                help_text="From the beginning of the analysis, or of a later version.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3650),
                ],
                verbose_name="bring a plan to its approval: days",
            ),
        ),
    ]
