"""Marks of what a caller left, and the one question that is asked of them (S39)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# A number alone leaves the function, for a signal coordinator of today: they see every signal, and
# still do not learn from it which ones came from one caller.
UNFOUNDED_REPORTS = """
create function access.unfounded_reports(wanted uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
with asked as (
  select s.received_at as at, i.marks from intake_signal s
  join intake_sourceidentity i on i.signal_id = s.id
  where s.id = wanted
    and s.state in ('acknowledged', 'in_triage', 'need_more', 'malicious', 'no_action')
    and exists (select 1 from agencies_user u where u.id = access.uid() and u.is_active)
    and exists (
      select 1 from agencies_duty d
      where d.user_id = access.uid() and d.kind = 'signal_coordinator'
        and d.since <= access.today() and (d.until is null or d.until >= access.today()))),
others as (
  select s.received_at as at from asked
  join intake_sourceidentity i on i.marks && asked.marks
  join intake_signal s on s.id = i.signal_id and s.id <> wanted
  join intake_outcome o on o.signal_id = s.id and o.status = 'in_force'
  left join intake_sourceassessment c on c.signal_id = s.id
  where o.kind = 'malicious' or (o.kind = 'no_action' and c.credibility = 'improbable')),
twelve_months as (
  select spans.since, spans.since + interval '12 months' as till
  from (select at as since from asked union select at from others) spans, asked
  where spans.since <= asked.at and asked.at < spans.since + interval '12 months')
select coalesce(max(held.number), 0)::integer from (
  select count(*) as number from twelve_months t
  join others o on o.at >= t.since and o.at < t.till group by t.since) held $$;
revoke all on function access.unfounded_reports(uuid) from public;
grant execute on function access.unfounded_reports(uuid) to app;
"""
FORGET = "drop function access.unfounded_reports(uuid);"


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_merged_and_taken_back")]

    operations = [
        migrations.AddField(
            model_name="sourceidentity",
            name="marks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="sourceidentity",
            index=django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="source_marks"),
        ),
        migrations.RunSQL(UNFOUNDED_REPORTS, FORGET),
    ]
