"""How long an invitation holds is a setting (X22)."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_rights_of_one"),
    ]

    operations = [
        migrations.AddField(
            model_name="territoryprofile",
            name="invitation_working_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
                verbose_name="use an invitation: working days",
            ),
        ),
    ]
