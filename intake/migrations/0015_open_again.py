"""The first analysis that was opened again counts from that day (X24)."""

from django.db import migrations, models

REOPENED = """
set constraints all immediate;
alter table intake_signal disable trigger user;
update intake_signal s set open_again_at = r.at
from (
  select signal_id, max(reopened_at) as at from intake_outcome
  where reopened_at is not null group by signal_id
) r
where r.signal_id = s.id and s.state in ('acknowledged', 'in_triage');
set constraints all immediate;
alter table intake_signal enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0014_ranked_before_cut")]

    operations = [
        *(
            migrations.AddField(model, "open_again_at", models.DateTimeField(null=True))
            for model in ("signal", "historicalsignal")
        ),
        migrations.RunSQL(REOPENED, migrations.RunSQL.noop),
    ]
