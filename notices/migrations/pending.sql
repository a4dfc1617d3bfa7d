-- What a sweep of reminders has to look at again (X21). Named by the trigger: how (a case or signal,
-- a person, everything), the column that says which, and the duties, parted by commas. It writes as
-- the owner: no person has a part in what sweeps do.
create function access.pending() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  was text; becomes text;
begin
  if tg_argv[0] = 'everything' then
    insert into notices_pending (duty) select unnest(string_to_array(tg_argv[2], ','));
    return null;
  end if;
  if tg_op <> 'INSERT' then
    was := to_jsonb(old) ->> tg_argv[1];
  end if;
  if tg_op <> 'DELETE' then
    becomes := to_jsonb(new) ->> tg_argv[1];
  end if;
  insert into notices_pending (duty, subject, person)
    select duty,
      case when tg_argv[0] = 'subject' then which::uuid end,
      case when tg_argv[0] = 'person' then which::bigint end
    from unnest(string_to_array(tg_argv[2], ',')) duty,
      (select was union select becomes) changed(which)
    where which is not null;
  return null;
end $$;
