-- A part on a team carries the state of its case, so that one's own cases in some states are found by
-- one index. Nobody decides that it follows: what a trigger writes raises no version.
drop trigger check_version on [casework.TeamMember];
update [casework.TeamMember] m set case_state = c.state
from [casework.Case] c where c.id = m.case_id;
create trigger check_version before update on [casework.TeamMember]
  for each row when (pg_trigger_depth() = 0) execute function access.check_version();

-- Whoever writes the column, what stands there is the case's. The share lock waits for a decision
-- that is moving the case.
create function access.state_of_part() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  select c.state into new.case_state from [casework.Case] c where c.id = new.case_id for share;
  new.case_state := coalesce(new.case_state, '');
  return new;
end $$;
create trigger state_of_part before insert or update of case_id, case_state
  on [casework.TeamMember] for each row execute function access.state_of_part();

create function access.parts_follow() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update [casework.TeamMember] m set case_state = new.state
  where m.case_id = new.id and m.case_state <> new.state;
  return null;
end $$;
-- A first team may be written before its case.
create trigger parts_follow after insert or update of state on [casework.Case]
  for each row execute function access.parts_follow();

-- One's own running parts, an evaluator's not: an owner's view, as access.membership.
create view access.own_part with (security_barrier) as
  select m.id, m.case_id, m.role, m.case_state, m.opened_at
  from public.[casework.TeamMember] m
  where m.active and m.user_id = access.uid()
    and m.agency_id = (select access.agency()) and m.role <> 'evaluator';
revoke all on access.own_part from app, app_worker;
grant select on access.own_part to app, app_worker;

-- As before; but from the cases of that person, of whom there are few, to one's part on them. A join
-- read all of one's parts.
create or replace function access.knows(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
      select 1 from [casework.Case] c
      where c.subject_id = wanted
        and (select true from access.membership m where m.case_id = c.id limit 1))
    or exists (
      select 1 from [intake.Signal] s
      where s.person_id = wanted and (access.has_duty('signal_coordinator') or exists (
        select 1 from [agencies.ChannelPost] p
        where p.channel_id = s.channel_id and p.active and p.user_id = access.uid())));
end $$;
