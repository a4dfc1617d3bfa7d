"""An answer of the security services keeps the day it was given and the moment it was noted (X14)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_paper_files")]

    operations = [
        migrations.AddField(model, "answer_entered_at", models.DateTimeField(null=True))
        for model in ("deconfliction", "historicaldeconfliction")
    ]
