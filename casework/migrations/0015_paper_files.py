"""The route of a file that ran on paper (X14)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_names_then"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="entry_route",
            field=models.CharField(
                choices=[
                    ("signal", "signal"),
                    ("returnee", "return from a zone"),
                    ("prison_release", "release from prison"),
                    ("transfer_in", "transfer from another authority"),
                    ("paper", "taken over from paper"),
                ],
                max_length=20,
                verbose_name="route of entry",
            ),
        ),
    ]
