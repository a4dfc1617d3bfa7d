"""Indexes that another covers, or that lure the planner, go; one for who has not declared."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT, Q


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_windows_of_days")]

    operations = [
        migrations.AlterField(
            "readinglog",
            "case",
            models.ForeignKey(
                "casework.case", PROTECT, related_name="readings", null=True, db_index=False
            ),
        ),
        migrations.AlterField(
            "teammember",
            "agency",
            models.ForeignKey("agencies.agency", PROTECT, related_name="+", db_index=False),
        ),
        migrations.AlterField(
            "teammember",
            "user",
            models.ForeignKey(
                settings.AUTH_USER_MODEL, PROTECT, related_name="memberships", db_index=False
            ),
        ),
        migrations.AddIndex(
            "teammember",
            models.Index(
                fields=["user"], condition=Q(active=True, interest=""), name="team_silent"
            ),
        ),
    ]
