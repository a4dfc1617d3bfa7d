"""The one door to all persons (rulings 3, 2.1), and row-level security of the answers."""

from django.db import migrations

COORDINATES_SIGNALS = """exists (
    select 1 from agencies_duty d
    where d.user_id = access.uid() and d.kind = 'signal_coordinator'
      and d.since <= access.today() and (d.until is null or d.until >= access.today()))"""

# Who asks is told by the transaction, what is asked by the signal: its own person's keys, which a
# coordinator wrote under their name. So nobody can fish with a name of their choice.
MATCH_PERSONS = f"""
create function access.words_shared(tokens text[], keys text[]) returns bigint
  language sql immutable set search_path = pg_catalog as $$
  select count(*) from unnest(tokens) t where string_to_array(t, ' ') && keys $$;
create function access.words_needed(tokens text[]) returns bigint
  language sql immutable set search_path = pg_catalog as $$
  select greatest(1, least(2, count(*))) from unnest(tokens) t where t not like '~%' $$;

create function access.match_persons(wanted uuid, at timestamptz, request text)
  returns table (
    person_id uuid, is_own boolean, given_name text, family_name text, alias text,
    birth_date date, age_text text, told_at timestamptz, has_file boolean, ask text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  asked intake_signal%rowtype;
  own casework_person%rowtype;
begin
  if not exists (select 1 from agencies_user u where u.id = access.uid() and u.is_active)
     or not {COORDINATES_SIGNALS} then
    return;
  end if;
  select s.* into asked from intake_signal s
  where s.id = wanted and s.case_id is null
    and s.state in ('acknowledged', 'in_triage', 'need_more');
  select p.* into own from casework_person p
  where p.id = coalesce(
    (select a.own_id from intake_matchanswer a where a.signal_id = wanted and a.answer = 'same'),
    asked.person_id);
  if asked.id is null or own.id is null then
    return;
  end if;
  insert into casework_readinglog
    (id, at, reader_id, agency_id, role, reference, case_id, signal_id, route, reason, request_id)
  values (gen_random_uuid(), at, access.uid(), access.agency(), '', asked.reference, null,
          asked.id, 'intake:matches', '', left(request, 40));
  return query
  select own.id, true, own.given_name::text, own.family_name::text, own.alias::text,
         own.birth_date, own.age_text::text, own.created_at, false, ''
  union all
  select * from (
    with near as (
      select coalesce(p.merged_into_id, p.id) as root,
             coalesce(p.birth_date = own.birth_date, false) as born,
             least(access.words_shared(own.match_tokens, p.match_keys),
                   access.words_shared(p.match_tokens, own.match_keys)) as shared,
             least(access.words_needed(own.match_tokens),
                   access.words_needed(p.match_tokens)) as needed
      from casework_person p where p.match_keys && own.match_keys),
    best as (
      select root, bool_or(born) as born, max(shared) as shared from near
      where shared >= needed or (born and shared >= 1) group by root)
    select r.id, false, r.given_name::text, r.family_name::text,
           concat_ws('; ', nullif(r.alias, ''), (
             select string_agg(distinct trim(concat_ws(' ', m.given_name, m.family_name)), '; ')
             from casework_person m where m.merged_into_id = r.id and m.id <> own.id)),
           r.birth_date, r.age_text::text, r.created_at,
           exists (select 1 from casework_case c where c.subject_id = r.id),
           coalesce((
             select string_agg(distinct u.full_name, ', ') from casework_case c
             join casework_teammember t on t.case_id = c.id and t.active
               and t.role = 'process_coordinator'
             join agencies_user u on u.id = t.user_id
             where c.subject_id = r.id), '')
    from best join casework_person r on r.id = best.root
    where r.id <> own.id and (
      exists (select 1 from casework_case c where c.subject_id = r.id)
      or exists (select 1 from intake_signal s where s.person_id = r.id and s.id <> asked.id))
    order by best.born desc, best.shared desc, r.created_at desc, r.id
    limit 50) nearest;
end $$;
revoke all on function access.match_persons(uuid, timestamptz, text) from public;
grant execute on function access.match_persons(uuid, timestamptz, text) to app;
"""
FORGET_MATCH_PERSONS = """
drop function access.match_persons(uuid, timestamptz, text);
drop function access.words_needed(text[]);
drop function access.words_shared(text[], text[]);
"""

ON_DESK = f"""exists (
    select 1 from intake_signal g
    where g.id = intake_matchanswer.signal_id and ({COORDINATES_SIGNALS} or exists (
      select 1 from agencies_channelpost p
      where p.channel_id = g.channel_id and p.active and p.user_id = access.uid())))"""
WRITES = f"decided_by_id = access.uid() and {COORDINATES_SIGNALS}"
LIVE = "exists (select 1 from intake_matchanswer l where l.id = intake_historicalmatchanswer.id)"

FORWARD = f"""
create trigger check_version before update on intake_matchanswer
  for each row execute function access.check_version();
alter table intake_matchanswer enable row level security;
create policy work on intake_matchanswer to app_worker using (true) with check (true);
create policy see_select on intake_matchanswer for select to app using ({ON_DESK});
create policy see_insert on intake_matchanswer for insert to app with check ({WRITES});
create policy see_update on intake_matchanswer for update to app
  using ({COORDINATES_SIGNALS}) with check ({WRITES});
revoke delete, truncate on intake_matchanswer from app, app_worker;
alter table intake_historicalmatchanswer enable row level security;
create policy work on intake_historicalmatchanswer to app_worker using (true) with check (true);
create policy see_select on intake_historicalmatchanswer for select to app using ({LIVE});
create policy see_insert on intake_historicalmatchanswer for insert to app with check ({LIVE});
revoke update, delete, truncate on intake_historicalmatchanswer from app, app_worker;
"""
BACKWARD = """
grant update, delete, truncate on intake_historicalmatchanswer to app, app_worker;
drop policy see_insert on intake_historicalmatchanswer;
drop policy see_select on intake_historicalmatchanswer;
drop policy work on intake_historicalmatchanswer;
alter table intake_historicalmatchanswer disable row level security;
grant delete, truncate on intake_matchanswer to app, app_worker;
drop policy see_update on intake_matchanswer;
drop policy see_insert on intake_matchanswer;
drop policy see_select on intake_matchanswer;
drop policy work on intake_matchanswer;
alter table intake_matchanswer disable row level security;
drop trigger check_version on intake_matchanswer;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_match_answer"), ("intake", "0002_need_to_know")]

    operations = [
        migrations.RunSQL(MATCH_PERSONS, FORGET_MATCH_PERSONS),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
