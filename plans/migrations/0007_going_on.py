"""An action that goes on under monitoring says why (S89)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_waiting_for_an_agency"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="goes_on",
            field=models.TextField(blank=True, verbose_name="why it goes on after the closure"),
        ),
        migrations.AddField(
            model_name="historicalfollowup",
            name="goes_on",
            field=models.TextField(blank=True),
        ),
    ]
