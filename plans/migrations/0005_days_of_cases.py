"""Planned and agreed days of the cases of one person, by index."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_words_of_the_conference")]

    operations = [
        migrations.AddIndex(
            "Checkpoint",
            models.Index(
                fields=["case", "due_on"],
                condition=Q(removed_at__isnull=True),
                name="checkpoint_of_case",
            ),
        ),
        migrations.AddIndex(
            "CheckpointMeeting",
            models.Index(
                fields=["case", "next_on"],
                condition=Q(state="concluded"),
                name="check_meeting_next",
            ),
        ),
    ]
