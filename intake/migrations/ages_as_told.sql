-- The year of birth: as known, or the likeliest one by what was told (casework/persons/ages.py).
create function access.year_born(born date, born_from date, born_to date) returns int
  language sql immutable set search_path = pg_catalog as $$
  select coalesce(
    extract(year from born)::int,
    case when extract(year from born_to) - extract(year from born_from) <= 12
      then ((extract(year from born_from) + extract(year from born_to) + 1)::int / 2) end) $$;
