-- The search of all persons as before (named_persons.sql, X03, X04, X10, X41), ranked before it is cut (X06): the
-- same birth, words that are written alike, words that sound alike, the newest. ``of_all`` says how many
-- there are. A candidate is found through one index (person_match_keys): two words of the name, one of
-- them by its sound; or one, where one word alone is known (the key 1:) or the birth is the same (b:).
drop function access.match_persons(uuid, timestamptz, text);
drop function access.matches_of(uuid);

create function access.keys_of_kinds(keys text[], kinds text) returns text[]
  language sql immutable set search_path = pg_catalog as $$
  select array(select k from unnest(keys) k where strpos(kinds, left(k, 1)) > 0) $$;

create function access.matches_of(wanted uuid)
  returns table (person_id uuid, told_on_id uuid, place_in_list bigint, of_all bigint)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  asked [intake.Signal]%rowtype;
  asked_id uuid := (select n.signal_id from [intake.NamedPerson] n where n.id = wanted);
  own [casework.Person]%rowtype;
  sounds text[];
  wholes text[];
  exacts text[];
  alone text[];
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
  sounds := access.keys_of_kinds(own.match_keys, 'wsm');
  wholes := access.keys_of_kinds(own.match_keys, 'w');
  exacts := access.keys_of_kinds(own.match_keys, 'x');
  alone := array['1:'] || access.keys_of_kinds(own.match_keys, 'b');
  select array_agg(array_to_string(access.keys_of_kinds(string_to_array(t, ' '), 'wsm'), ' ')),
         array_agg(array_to_string(access.keys_of_kinds(string_to_array(t, ' '), 'w'), ' ')),
         array_agg(array_to_string(access.keys_of_kinds(string_to_array(t, ' '), 'w'), ' '))
           filter (where t not like '~%')
    into sound_words, whole_words, written_words from unnest(own.match_tokens) t;
  own_needed := access.words_needed(own.match_tokens);
  own_year := access.year_born(own.birth_date, own.born_from, own.born_to);
  return query
  with word as (
    select string_to_array(sound_words[place], ' ') as sound_keys,
           (select array_agg(distinct k) from unnest(own.match_tokens) with ordinality o (keys, at),
              unnest(string_to_array(o.keys, ' ')) k
            where o.at <> place and left(k, 1) <> 'x') as other_keys
    from unnest(own.match_tokens) with ordinality w (keys, place)),
  heard as materialized (
    select p.id from word w
      join [casework.Person] p on p.match_keys && w.sound_keys and p.match_keys && w.other_keys
      where own_needed > 1
    union
    select p.id from [casework.Person] p
      where own_needed > 1 and p.match_keys && sounds and p.match_keys && alone
    union
    select p.id from [casework.Person] p where own_needed = 1 and p.match_keys && sounds),
  near as (
    select h.head_id, h.birth_date, h.born_from, h.born_to,
           coalesce(h.birth_date = own.birth_date, false) as born,
           least((select count(*) from unnest(own.match_tokens) t
                  where string_to_array(t, ' ') && h.match_keys),
                 (select count(*) from unnest(h.match_tokens) t
                  where string_to_array(t, ' ') && own.match_keys)) as shared,
           (select count(*) from unnest(exacts) k where k = any (h.match_keys)) as written,
           abs(cardinality(h.match_tokens) - cardinality(own.match_tokens)) as spare,
           (select count(*) from unnest(whole_words) t
            where string_to_array(t, ' ') && h.match_keys) as whole,
           least(own_needed, case when '1:' = any (h.match_keys) then 1 else 2 end) as needed
    from heard c join [casework.Person] h on h.id = c.id
    where h.head_id <> own.head_id),
  best as (
    select head_id, bool_or(born) as born, max(written) as written, max(whole) as whole,
           max(shared) as shared, min(spare) as spare
    from near h
    where born or case when needed > 1 then shared > 1 else whole > 0
      or (h.birth_date is null or own.birth_date is null)
         and abs(own_year - access.year_born(h.birth_date, h.born_from, h.born_to)) <= 2
      or asked.place_key <> '' and exists (
         select 1 from [intake.NamedPerson] n
         join [intake.Signal] s on s.id = n.signal_id
         join [casework.Person] o on o.id = n.person_id
         where o.head_id = h.head_id and s.id <> asked.id and n.taken_back_at is null
           and s.place_key = asked.place_key) end
    group by head_id),
  -- A set is shown by one of its rows: that which was answered, or has the file, or was first.
  known as (
    select distinct on (b.head_id)
           r.id as person_id, null::uuid as told_on_id, b.born, b.written, b.whole, b.shared, b.spare,
           r.created_at as told_at
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
    select r.id, null::uuid, true, 9::bigint, 9::bigint, 9::bigint, 0, r.created_at
    from [intake.MatchAnswer] a join [casework.Person] r on r.id = a.candidate_id
    where a.named_id = wanted and r.head_id = own.head_id),
  told as (
    select null::uuid, s.id, false,
           (select count(*) from unnest(exacts) k where k = any (s.told_keys)) as written,
           access.words_shared(whole_words, s.told_keys) as whole,
           least(access.words_shared(sound_words, s.told_keys),
                 access.words_shared(s.told_tokens, sounds)) as shared, 0, s.received_at
    from [intake.Signal] s
    where s.told_keys && sounds and s.id <> asked.id
      and not exists (select 1 from [intake.NamedPerson] n
                      where n.signal_id = s.id and n.taken_back_at is null)
      and not exists (select 1 from [intake.Outcome] o where o.signal_id = s.id
                      and o.into_id = asked.id and o.kind = 'merged' and o.status = 'in_force')
      and (least(access.words_shared(sound_words, s.told_keys),
                 access.words_shared(s.told_tokens, sounds)) > 1
           or access.words_shared(written_words, s.told_keys) > 0
              and asked.place_key <> '' and s.place_key = asked.place_key))
  select f.person_id, f.told_on_id,
         row_number() over (
           order by f.born desc, f.written desc, f.whole desc, f.shared desc, f.spare,
             f.told_at desc, f.person_id, f.told_on_id),
         count(*) over ()
  from (select * from known union all select * from joined union all select * from told) f
  order by 3 limit 50;
end $$;
revoke all on function access.matches_of(uuid) from public;

-- The one door to it. Who asks is told by the transaction, what is asked by the person named: the
-- keys of their name, which a coordinator wrote under their name.
create function access.match_persons(wanted uuid, at timestamptz, request text)
  returns table (
    person_id uuid, is_own boolean, given_name text, family_name text, alias text,
    birth_date date, age_text text, told_at timestamptz, has_file boolean, ask text,
    told_on_id uuid, head_id uuid, of_all bigint)
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
         p.head_id, 0::bigint
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
           m.told_on_id, r.head_id, m.of_all
    from access.matches_of(wanted) m left join [casework.Person] r on r.id = m.person_id
    order by m.place_in_list) nearest;
end $$;
revoke all on function access.match_persons(uuid, timestamptz, text) from public;
grant execute on function access.match_persons(uuid, timestamptz, text) to app;
