"""Unread notices in the order in which they are shown."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_many_at_once")]

    operations = [
        migrations.RemoveIndex("Notice", "notice_unread"),
        migrations.AddIndex(
            "Notice",
            models.Index(
                fields=["recipient", "-made_at", "-id"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ),
    ]
