-- Whom a file was absorbed by is written by the worker alone, as its state is (X04, X46).
create trigger stands_into before update on [casework.Case] for each row
  when (current_user = 'app' and new.into_id is distinct from old.into_id)
  execute function access.refuse_change();

-- Who alone coordinates the process of every case in hand: an absorbed file is none (S91).
create or replace function access.sole_process() returns bigint
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
    where c.state not in ('ended', 'transferred', 'absorbed') limit 1;
  if not exists (select 1 from [casework.Case] c
      where c.state not in ('ended', 'transferred', 'absorbed') and c.id <> first_case) then
    return null;
  end if;
  for holder in select m.user_id from [casework.TeamMember] m
      where m.case_id = first_case and m.active and m.role = 'process_coordinator' loop
    if not exists (select 1 from [casework.Case] c
        where c.state not in ('ended', 'transferred', 'absorbed') and not exists (
          select 1 from [casework.TeamMember] m where m.case_id = c.id and m.active
            and m.role = 'process_coordinator' and m.user_id = holder)) then
      return holder;
    end if;
  end loop;
  return null;
end $$;
revoke all on function access.sole_process() from public;
grant execute on function access.sole_process() to app, app_worker;
