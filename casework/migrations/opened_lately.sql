-- What the bound person opened lately, from the reading log, which they do not read themselves: of
-- their last readings of files and signals each once, the latest first. Ids alone; whether they may
-- still know of it is asked where it is shown (X13).
create function access.opened_lately()
  returns table (case_id uuid, signal_id uuid, at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.case_id, r.signal_id, max(r.at) from (
    select l.case_id, l.signal_id, l.at from [casework.ReadingLog] l
    where l.reader_id = access.uid() and (l.case_id is not null or l.signal_id is not null)
      and l.route <> 'search_name'
    order by l.at desc limit 200) r
  group by r.case_id, r.signal_id order by 3 desc limit 16
$$;
revoke all on function access.opened_lately() from public;
grant execute on function access.opened_lately() to app, app_worker;
