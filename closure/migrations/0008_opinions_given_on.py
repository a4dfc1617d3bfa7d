"""An opinion that was given on an earlier day keeps when it was entered (X14)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("closure", "0007_names_then"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalopinion",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="opinion",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
    ]
