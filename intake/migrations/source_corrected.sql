-- A caller is corrected by a row after the other: the last one of a signal alone is compared (S39, X33).
create or replace function access.unfounded_reports(wanted uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
with holding as (
  select i.signal_id, i.marks from [intake.SourceIdentity] i where i.signal_id = wanted
  order by i.number desc limit 1),
asked as (
  select s.received_at as at, i.marks from [intake.Signal] s
  join holding i on i.signal_id = s.id
  where s.id = wanted
    and s.state in ('acknowledged', 'in_triage', 'need_more', 'malicious', 'no_action')
    and exists (select 1 from [agencies.User] u where u.id = access.uid() and u.is_active)
    and access.has_duty('signal_coordinator')),
others as (
  select s.received_at as at from asked
  join [intake.SourceIdentity] i on i.marks && asked.marks
    and not exists (select 1 from [intake.SourceIdentity] l
                    where l.signal_id = i.signal_id and l.number > i.number)
  join [intake.Signal] s on s.id = i.signal_id and s.id <> wanted
  join [intake.Outcome] o on o.signal_id = s.id and o.status = 'in_force'
  left join [intake.SourceAssessment] c on c.signal_id = s.id
  where o.kind = 'malicious' or (o.kind = 'no_action' and c.credibility = 'improbable')),
twelve_months as (
  select spans.since, spans.since + interval '12 months' as till
  from (select at as since from asked union select at from others) spans, asked
  where spans.since <= asked.at and asked.at < spans.since + interval '12 months')
select coalesce(max(held.number), 0)::integer from (
  select count(*) as number from twelve_months t
  join others o on o.at >= t.since and o.at < t.till group by t.since) held $$;

-- Whoever reported a signal seals who called with it; corrected it is by those who may open it, while
-- they have the one signal open.
drop policy see_insert on [intake.SourceIdentity];
create policy see_insert on [intake.SourceIdentity] for insert to app
  with check ((number = 1 and made_by_id is null and access.reported(signal_id))
    or (made_by_id = access.uid() and signal_id::text = current_setting('app.unsealed', true)
        and ((select access.has_duty('signal_coordinator')) or exists (
          select 1 from [intake.Signal] t
          join [agencies.ChannelPost] p on p.channel_id = t.channel_id
          where t.id = signal_id and t.reporter_id = access.uid()
            and p.active and p.user_id = access.uid()))));
