-- The one door to all persons (rulings 3, 2.1). Who asks is told by the transaction, what is asked by
-- the signal: its own person's keys, which a coordinator wrote under their name. As
-- casework.matching.may_be_one: two words, one of them by its sound; one word alone as heard, or by its
-- sound with a birth, an age or a place that agrees. Beginnings and ends alone find nobody (X41).
create function access.words_shared(tokens text[], keys text[]) returns bigint
  language sql immutable set search_path = pg_catalog as $$
  select count(*) from unnest(tokens) t where string_to_array(t, ' ') && keys $$;
create function access.words_needed(tokens text[]) returns bigint
  language sql immutable set search_path = pg_catalog as $$
  select greatest(1, least(2, count(*))) from unnest(tokens) t where t not like '~%' $$;

create function access.year_born(born date, age text, told timestamptz) returns int
  language sql stable set search_path = pg_catalog as $$
  select case when born is not null then extract(year from born)::int
    when substring(age from '[0-9]{1,3}')::int <= 120
    then extract(year from told)::int - substring(age from '[0-9]{1,3}')::int end $$;

create function access.match_persons(wanted uuid, at timestamptz, request text)
  returns table (
    person_id uuid, is_own boolean, given_name text, family_name text, alias text,
    birth_date date, age_text text, told_at timestamptz, has_file boolean, ask text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  asked [intake.Signal]%rowtype;
  own [casework.Person]%rowtype;
  sounds text[];
  wholes text[];
  sound_words text[];
  whole_words text[];
  own_needed bigint;
  own_year int;
begin
  if not exists (select 1 from [agencies.User] u where u.id = access.uid() and u.is_active)
     or not access.has_duty('signal_coordinator') then
    return;
  end if;
  select s.* into asked from [intake.Signal] s
  where s.id = wanted and s.case_id is null
    and s.state in ('acknowledged', 'in_triage', 'need_more');
  select p.* into own from [casework.Person] p
  where p.id = coalesce(
    (select a.own_id from [intake.MatchAnswer] a where a.signal_id = wanted and a.answer = 'same'),
    asked.person_id);
  if asked.id is null or own.id is null then
    return;
  end if;
  insert into [casework.ReadingLog]
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
      from [casework.Person] p
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
             or exists (select 1 from [intake.Signal] s
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
             from [casework.Person] m where m.merged_into_id = r.id and m.id <> own.id)),
           r.birth_date, r.age_text::text, r.created_at,
           exists (select 1 from [casework.Case] c where c.subject_id = r.id),
           coalesce((
             select string_agg(distinct u.full_name, ', ') from [casework.Case] c
             join [casework.TeamMember] t on t.case_id = c.id and t.active
               and t.role = 'process_coordinator'
             join [agencies.User] u on u.id = t.user_id
             where c.subject_id = r.id), '')
    from best join [casework.Person] r on r.id = best.root
    where r.id <> own.id and (
      exists (select 1 from [casework.Case] c where c.subject_id = r.id)
      or exists (select 1 from [intake.Signal] s where s.person_id = r.id and s.id <> asked.id))
    order by best.born desc, best.shared desc, r.created_at desc, r.id
    limit 50) nearest;
end $$;
revoke all on function access.match_persons(uuid, timestamptz, text) from public;
grant execute on function access.match_persons(uuid, timestamptz, text) to app;

-- The one question that is asked of the marks of what callers left (S39). A number alone leaves the
-- function, for a signal coordinator of today: they see every signal, and still do not learn from it
-- which ones came from one caller.
create function access.unfounded_reports(wanted uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
with asked as (
  select s.received_at as at, i.marks from [intake.Signal] s
  join [intake.SourceIdentity] i on i.signal_id = s.id
  where s.id = wanted
    and s.state in ('acknowledged', 'in_triage', 'need_more', 'malicious', 'no_action')
    and exists (select 1 from [agencies.User] u where u.id = access.uid() and u.is_active)
    and access.has_duty('signal_coordinator')),
others as (
  select s.received_at as at from asked
  join [intake.SourceIdentity] i on i.marks && asked.marks
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
revoke all on function access.unfounded_reports(uuid) from public;
grant execute on function access.unfounded_reports(uuid) to app;
