-- Who alone coordinates the process of every case in hand, where there are two or more: a person, and
-- no case (S91). Told to administrators, signal coordinators and those who coordinate a case.
create function access.sole_process() returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  first_case uuid;
  holder bigint;
begin
  if not (access.has_duty('administrator') or access.has_duty('signal_coordinator') or exists (
      select 1 from access.own_part p where p.role in ('process_coordinator', 'content_coordinator')))
  then
    return null;
  end if;
  select c.id into first_case from [casework.Case] c
    where c.state not in ('ended', 'transferred') limit 1;
  if not exists (select 1 from [casework.Case] c
      where c.state not in ('ended', 'transferred') and c.id <> first_case) then
    return null;
  end if;
  for holder in select m.user_id from [casework.TeamMember] m
      where m.case_id = first_case and m.active and m.role = 'process_coordinator' loop
    if not exists (select 1 from [casework.Case] c
        where c.state not in ('ended', 'transferred') and not exists (
          select 1 from [casework.TeamMember] m where m.case_id = c.id and m.active
            and m.role = 'process_coordinator' and m.user_id = holder)) then
      return holder;
    end if;
  end loop;
  return null;
end $$;
revoke all on function access.sole_process() from public;
grant execute on function access.sole_process() to app, app_worker;
