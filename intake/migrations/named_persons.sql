-- Who is looked for is a person named on a signal; several may be, each apart (X10). The questions
-- stay what they were (matching.sql); a name that was taken back is nobody's any more.
create or replace function access.looked_for(wanted uuid) returns uuid
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select n.person_id from [intake.NamedPerson] n join [intake.Signal] s on s.id = n.signal_id
  where n.id = wanted and n.taken_back_at is null and n.file_id is null
    and s.state not in ('received', 'advice_given', 'merged') $$;

create or replace function access.matches_of(wanted uuid)
  returns table (person_id uuid, told_on_id uuid, place_in_list bigint)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  asked [intake.Signal]%rowtype;
  asked_id uuid := (select n.signal_id from [intake.NamedPerson] n where n.id = wanted);
  own [casework.Person]%rowtype;
  sounds text[];
  wholes text[];
  sound_words text[];
  whole_words text[];
  written_words text[];
  own_needed bigint;
  own_year int;
begin
  select p.* into own from [casework.Person] p where p.id = access.looked_for(wanted);
  if own.id is null then
    return;
  end if;
  select s.* into asked from [intake.Signal] s where s.id = asked_id;
  sounds := array(select k from unnest(own.match_keys) k where left(k, 2) in ('w:', 's:', 'm:'));
  wholes := array(select k from unnest(sounds) k where left(k, 2) = 'w:');
  select array_agg(array_to_string(array(
           select k from unnest(string_to_array(t, ' ')) k
           where left(k, 2) in ('w:', 's:', 'm:')), ' ')),
         array_agg(array_to_string(array(
           select k from unnest(string_to_array(t, ' ')) k where left(k, 2) = 'w:'), ' ')),
         array_agg(array_to_string(array(
           select k from unnest(string_to_array(t, ' ')) k where left(k, 2) = 'w:'), ' '))
           filter (where t not like '~%')
    into sound_words, whole_words, written_words from unnest(own.match_tokens) t;
  own_needed := access.words_needed(own.match_tokens);
  own_year := access.year_born(own.birth_date, own.born_from, own.born_to);
  return query
  with heard as (
    select p.*, coalesce(p.birth_date = own.birth_date, false) as born
    from [casework.Person] p
    where p.match_keys && sounds and p.head_id <> own.head_id
      and exists (select 1 from unnest(sound_words) t
                  where string_to_array(t, ' ') && p.match_keys)),
  near as (
    select h.head_id, h.born,
           least(access.words_shared(own.match_tokens, h.match_keys),
                 access.words_shared(h.match_tokens, own.match_keys)) as shared,
           least(own_needed, access.words_needed(h.match_tokens)) as needed,
           h.match_keys && wholes and access.words_shared(whole_words, h.match_keys) > 0
             as whole,
           h.born or (h.birth_date is null or own.birth_date is null)
             and abs(own_year - access.year_born(h.birth_date, h.born_from, h.born_to)) <= 2
           or exists (select 1 from [intake.NamedPerson] n
                      join [intake.Signal] s on s.id = n.signal_id
                      join [casework.Person] o on o.id = n.person_id
                      where o.head_id = h.head_id and s.id <> asked.id
                        and n.taken_back_at is null
                        and btrim(asked.place) <> ''
                        and lower(btrim(s.place)) = lower(btrim(asked.place))) as further
    from heard h),
  best as (
    select head_id, bool_or(born) as born, max(shared) as shared from near
    where born or case when needed > 1 then shared > 1 else whole or further end
    group by head_id),
  -- A set is shown by one of its rows: that which was answered, or has the file, or was first.
  known as (
    select distinct on (b.head_id)
           r.id as person_id, null::uuid as told_on_id, b.born, b.shared, r.created_at as told_at
    from best b join [casework.Person] r on r.head_id = b.head_id
    where exists (select 1 from [casework.Case] c where c.subject_id = r.id)
       or exists (select 1 from [intake.NamedPerson] n where n.person_id = r.id
                  and n.signal_id <> asked.id and n.taken_back_at is null)
    order by b.head_id,
      exists (select 1 from [intake.MatchAnswer] a
              where a.named_id = wanted and a.candidate_id = r.id) desc,
      exists (select 1 from [casework.Case] c where c.subject_id = r.id) desc, r.created_at, r.id),
  -- Of the own set, those whom an answer for this person brought in: it can be taken back.
  joined as (
    select r.id, null::uuid, true, 9::bigint, r.created_at
    from [intake.MatchAnswer] a join [casework.Person] r on r.id = a.candidate_id
    where a.named_id = wanted and r.head_id = own.head_id),
  told as (
    select null::uuid, s.id, false,
           least(access.words_shared(sound_words, s.told_keys),
                 access.words_shared(s.told_tokens, sounds)) as shared, s.received_at
    from [intake.Signal] s
    where s.told_keys && sounds and s.id <> asked.id
      and not exists (select 1 from [intake.NamedPerson] n
                      where n.signal_id = s.id and n.taken_back_at is null)
      and not exists (select 1 from [intake.Outcome] o where o.signal_id = s.id
                      and o.into_id = asked.id and o.kind = 'merged' and o.status = 'in_force')
      and (least(access.words_shared(sound_words, s.told_keys),
                 access.words_shared(s.told_tokens, sounds)) > 1
           or access.words_shared(written_words, s.told_keys) > 0
              and btrim(asked.place) <> '' and lower(btrim(s.place)) = lower(btrim(asked.place))))
  select f.person_id, f.told_on_id,
         row_number() over (
           order by f.born desc, f.shared desc, f.told_at desc, f.person_id, f.told_on_id)
  from (select * from known union all select * from joined union all select * from told) f
  order by 3 limit 50;
end $$;

create or replace function access.match_persons(wanted uuid, at timestamptz, request text)
  returns table (
    person_id uuid, is_own boolean, given_name text, family_name text, alias text,
    birth_date date, age_text text, told_at timestamptz, has_file boolean, ask text,
    told_on_id uuid, head_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  own_id uuid := access.looked_for(wanted);
begin
  if own_id is null
     or not exists (select 1 from [agencies.User] u where u.id = access.uid() and u.is_active)
     or not access.has_duty('signal_coordinator') then
    return;
  end if;
  insert into [casework.ReadingLog]
    (id, at, reader_id, agency_id, role, reference, case_id, signal_id, route, reason, request_id)
  select gen_random_uuid(), at, access.uid(), access.agency(), '', s.reference, null,
         s.id, 'intake:matches', '', left(request, 40)
  from [intake.NamedPerson] n join [intake.Signal] s on s.id = n.signal_id where n.id = wanted;
  return query
  select p.id, true, p.given_name::text, p.family_name::text, p.alias::text,
         p.birth_date, p.age_text::text,
         coalesce(p.age_told_on::timestamp at time zone 'UTC', p.created_at), false, '', null::uuid,
         p.head_id
  from [casework.Person] p where p.id = own_id
  union all
  select * from (
    select m.person_id, false, coalesce(r.given_name, '')::text, coalesce(r.family_name, '')::text,
           coalesce(concat_ws('; ', nullif(r.alias, ''), (
             select string_agg(distinct trim(concat_ws(' ', j.given_name, j.family_name)), '; ')
             from [casework.Person] j
             where j.head_id = r.head_id and j.id <> r.id and j.id <> own_id)), ''),
           r.birth_date, coalesce(r.age_text, '')::text,
           coalesce(r.age_told_on::timestamp at time zone 'UTC', r.created_at),
           exists (select 1 from [casework.Case] c where c.subject_head_id = r.head_id),
           coalesce((
             select string_agg(distinct u.full_name, ', ') from [casework.Case] c
             join [casework.TeamMember] t on t.case_id = c.id and t.active
               and t.role = 'process_coordinator'
             join [agencies.User] u on u.id = t.user_id
             where c.subject_head_id = r.head_id), ''),
           m.told_on_id, r.head_id
    from access.matches_of(wanted) m left join [casework.Person] r on r.id = m.person_id
    order by m.place_in_list) nearest;
end $$;

-- How many of them nobody has answered, by subject of the signal: numbers alone, asked by the rules
-- before an outcome as the worker. The names were kept, sealed, when they were written (X41).
drop function access.matches_unanswered(uuid);
create function access.matches_unanswered(wanted uuid) returns table (named_id uuid, number bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select n.id, count(*) from [intake.NamedPerson] n
  cross join lateral access.matches_of(n.id) m
  where n.signal_id = wanted and n.role = 'subject' and n.taken_back_at is null
    and n.left_at is null
    and not exists (
      select 1 from [intake.MatchAnswer] a
      where a.named_id = n.id
        and (a.candidate_id = m.person_id or a.told_on_id = m.told_on_id))
  group by n.id, n.named_at order by n.named_at, n.id $$;
revoke all on function access.matches_unanswered(uuid) from public;
grant execute on function access.matches_unanswered(uuid) to app_worker;

-- A person by a case of one's own, or by a signal that one answers for.
create or replace function access.knows(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
      select 1 from [casework.Case] c
      where c.subject_id = wanted
        and (select true from access.membership m where m.case_id = c.id limit 1))
    or exists (
      select 1 from [intake.NamedPerson] n join [intake.Signal] s on s.id = n.signal_id
      where n.person_id = wanted and (access.has_duty('signal_coordinator') or exists (
        select 1 from [agencies.ChannelPost] p
        where p.channel_id = s.channel_id and p.active and p.user_id = access.uid())));
end $$;

-- Whoever answers for a signal changes the persons named on it.
drop policy see_update on [casework.Person];
create policy see_update on [casework.Person] for update to app
  using (exists (select 1 from [casework.Case] c where c.subject_id = [casework.Person].id
                 and (select true from access.membership m where m.case_id = c.id limit 1))
         or exists (select 1 from [intake.NamedPerson] n join [intake.Signal] s
                    on s.id = n.signal_id where n.person_id = [casework.Person].id
                    and ((select access.has_duty('signal_coordinator'))
                         or s.channel_id = any((select access.my_channels())::bigint[]))))
  with check (exists (select 1 from [casework.Case] c where c.subject_id = [casework.Person].id
                 and (select true from access.membership m where m.case_id = c.id limit 1))
         or exists (select 1 from [intake.NamedPerson] n join [intake.Signal] s
                    on s.id = n.signal_id where n.person_id = [casework.Person].id
                    and ((select access.has_duty('signal_coordinator'))
                         or s.channel_id = any((select access.my_channels())::bigint[]))));

-- A signal is taken in without a file and without a name, which are rows of their own now.
drop policy see_insert on [intake.Signal];
create policy see_insert on [intake.Signal] for insert to app
  with check (reporter_id = access.uid() and case_id is null);

-- An answer is on the signal of the person that it is for.
drop policy see_insert on [intake.MatchAnswer];
create policy see_insert on [intake.MatchAnswer] for insert to app
  with check (decided_by_id = access.uid() and (select access.has_duty('signal_coordinator'))
              and exists (select 1 from [intake.NamedPerson] n
                          where n.id = named_id and n.signal_id = [intake.MatchAnswer].signal_id));
