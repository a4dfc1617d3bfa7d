"""What an agency still has to do: of all its actions, most of them over, only those are read."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_days_of_cases")]

    operations = [
        migrations.AddIndex(
            "FollowUp",
            models.Index(
                fields=["agency", "ends_on"],
                condition=Q(state__in=["waiting", "accepted", "running"]),
                name="follow_up_of_agency",
            ),
        ),
    ]
