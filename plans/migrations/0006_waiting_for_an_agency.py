"""What waits for an agency, its questions and actions: of all of them only the open ones are read."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import DO_NOTHING, PROTECT

AGENCY = {"db_index": False, "null": True, "related_name": "+", "to": "agencies.agency"}
# For which agency somebody was asked: the one they are at, where nothing else is known.
# Nobody decides anything by it, so no version of the row is made.
ASKED = """
alter table plans_gap disable trigger user;
update plans_gap set finder_agency_id = u.agency_id
from agencies_user u where u.id = finder_id;
set constraints all immediate;
alter table plans_gap enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_need_to_know"), ("plans", "0005_days_of_cases")]

    operations = [
        migrations.AddField("Gap", "finder_agency", models.ForeignKey(on_delete=PROTECT, **AGENCY)),
        migrations.AddField(
            "HistoricalGap",
            "finder_agency",
            models.ForeignKey(on_delete=DO_NOTHING, blank=True, db_constraint=False, **AGENCY),
        ),
        migrations.RunSQL(ASKED, migrations.RunSQL.noop),
        migrations.AddIndex(
            "Gap",
            models.Index(
                fields=["finder_agency", "due_on", "id"],
                condition=Q(status="to_find_out"),
                name="gap_of_agency",
            ),
        ),
        migrations.AddIndex(
            "FollowUp",
            models.Index(
                fields=["agency", "ends_on"],
                condition=Q(state__in=["waiting", "accepted", "running"]),
                name="follow_up_of_agency",
            ),
        ),
    ]
