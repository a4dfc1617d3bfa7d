"""Signals whose first analysis has no outcome yet: few of many."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_words_of_the_conference")]

    operations = [
        migrations.AddIndex(
            "Signal",
            models.Index(
                fields=["acknowledged_at"],
                condition=Q(state__in=("acknowledged", "in_triage")),
                name="signal_before_outcome",
            ),
        ),
    ]
