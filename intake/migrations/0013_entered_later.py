"""A signal keeps the moment it came in and, where it was another day, the one it was typed (X14)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0012_source_corrected"), ("casework", "0016_answer_entered")]

    operations = [
        migrations.AddField(model, "entered_at", models.DateTimeField(null=True))
        for model in ("signal", "historicalsignal")
    ]
