"""The one door to all persons asks for whole words, and keeps what was asked and shown (X41)."""

import uuid
from importlib import import_module

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

before = import_module("intake.migrations.0006_match_persons")

# As casework.matching.may_be_one: two words, one of them by its sound; one word alone as heard, or
# by its sound with a birth, an age or a place that agrees. Beginnings and ends alone find nobody.
MATCH_PERSONS = f"""
create function access.year_born(born date, age text, told timestamptz) returns int
  language sql stable set search_path = pg_catalog as $$
  select case when born is not null then extract(year from born)::int
    when substring(age from '[0-9]{{1,3}}')::int <= 120
    then extract(year from told)::int - substring(age from '[0-9]{{1,3}}')::int end $$;

create or replace function access.match_persons(wanted uuid, at timestamptz, request text)
  returns table (
    person_id uuid, is_own boolean, given_name text, family_name text, alias text,
    birth_date date, age_text text, told_at timestamptz, has_file boolean, ask text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  asked intake_signal%rowtype;
  own casework_person%rowtype;
  sounds text[];
  wholes text[];
  sound_words text[];
  whole_words text[];
  own_needed bigint;
  own_year int;
begin
  if not exists (select 1 from agencies_user u where u.id = access.uid() and u.is_active)
     or not {before.COORDINATES_SIGNALS} then
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
  sounds := array(select k from unnest(own.match_keys) k where left(k, 2) in ('w:', 's:', 'm:'));
  wholes := array(select k from unnest(sounds) k where left(k, 2) = 'w:');
  select array_agg(array_to_string(array(
           select k from unnest(string_to_array(t, ' ')) k
           where left(k, 2) in ('w:', 's:', 'm:')), ' ')),
         array_agg(array_to_string(array(
           select k from unnest(string_to_array(t, ' ')) k where left(k, 2) = 'w:'), ' '))
    into sound_words, whole_words from unnest(own.match_tokens) t;
  own_needed := access.words_needed(own.match_tokens);
  own_year := access.year_born(own.birth_date, own.age_text, own.created_at);
  return query
  select own.id, true, own.given_name::text, own.family_name::text, own.alias::text,
         own.birth_date, own.age_text::text, own.created_at, false, ''
  union all
  select * from (
    with heard as (
      select p.*, coalesce(p.merged_into_id, p.id) as root,
             coalesce(p.birth_date = own.birth_date, false) as born
      from casework_person p
      where p.match_keys && sounds
        and exists (select 1 from unnest(sound_words) t
                    where string_to_array(t, ' ') && p.match_keys)),
    near as (
      select h.root, h.born,
             least(access.words_shared(own.match_tokens, h.match_keys),
                   access.words_shared(h.match_tokens, own.match_keys)) as shared,
             least(own_needed, access.words_needed(h.match_tokens)) as needed,
             h.match_keys && wholes and access.words_shared(whole_words, h.match_keys) > 0
               as whole,
             h.born or (h.birth_date is null or own.birth_date is null)
               and abs(own_year - access.year_born(h.birth_date, h.age_text, h.created_at)) <= 2
             or exists (select 1 from intake_signal s
                        where s.person_id = h.root and s.id <> asked.id
                          and btrim(asked.place) <> ''
                          and lower(btrim(s.place)) = lower(btrim(asked.place))) as further
      from heard h),
    best as (
      select root, bool_or(born) as born, max(shared) as shared from near
      where born or case when needed > 1 then shared > 1 else whole or further end
      group by root)
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
"""
AS_BEFORE = (
    before.FORGET_MATCH_PERSONS
    + before.MATCH_PERSONS
    + "drop function access.year_born(date, text, timestamptz);"
)

DPO = """exists (
    select 1 from agencies_duty d
    where d.user_id = access.uid() and d.kind = 'dpo' and d.since <= access.today()
      and (d.until is null or d.until >= access.today()))"""
KEPT = f"""
alter table intake_matchsearch enable row level security;
create policy work on intake_matchsearch to app_worker using (true) with check (true);
create policy see_select on intake_matchsearch for select to app using ({DPO});
create policy see_insert on intake_matchsearch for insert to app
  with check (by_id = access.uid() and {before.COORDINATES_SIGNALS});
revoke update, delete, truncate on intake_matchsearch from app, app_worker;
"""
FORGET_KEPT = """
drop policy see_insert on intake_matchsearch;
drop policy see_select on intake_matchsearch;
drop policy work on intake_matchsearch;
alter table intake_matchsearch disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0021_keys_by_sound"),
        ("intake", "0010_windows_of_days"),
    ]

    operations = [
        migrations.RunSQL(MATCH_PERSONS, AS_BEFORE),
        migrations.CreateModel(
            name="MatchSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reference", models.CharField(max_length=30)),
                ("sealed", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.signal",
                    ),
                ),
            ],
            options={
                "verbose_name": "search for a person",
                "verbose_name_plural": "searches for persons",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["-at", "-id"], name="searches_newest")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(KEPT, FORGET_KEPT),
    ]
