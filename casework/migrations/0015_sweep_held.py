"""What a sweep remembers of a clock that is not believed, and of whom nobody could tell."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_sweep"),
    ]

    operations = [
        migrations.AddField(
            model_name="sweep",
            name="doubt",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ahead", "far ahead of the last run"),
                    ("back", "behind the last run"),
                    ("apart", "not that of the database server"),
                ],
                default="",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sweep",
            name="seen_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sweep",
            name="steady",
            field=models.DurationField(default=datetime.timedelta),
        ),
        migrations.AddField(
            model_name="sweep",
            name="unheard",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
