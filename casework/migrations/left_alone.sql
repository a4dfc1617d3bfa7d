-- Files that nobody who is there can name anybody to: their process coordinator and their risk owner
-- are gone, of what ended the content coordinator too, who would reopen it (X24). For the signal
-- coordinators and the data protection officer, who name a risk owner, and for the worker; of the
-- file its reference and state alone. An owner's view, as access.membership.
-- Read from the people who are gone: an office that somebody holds is never ended before it has a
-- successor, so that such a file still has their part.
create view access.left_alone with (security_barrier) as
  select c.id, c.reference, c.state, c.version
  from public.[casework.Case] c
  where (current_user = 'app_worker'
      or (select access.has_duty('signal_coordinator') or access.has_duty('dpo')))
    and c.state not in ('transferred', 'absorbed')
    and c.id = any (array(
      select m.case_id from public.[casework.TeamMember] m
      where m.active and m.role in ('process_coordinator', 'content_coordinator', 'risk_owner')
        and m.user_id = any (array(
          select u.id from public.[agencies.User] u where not u.is_active
          union select a.to_id from public.[agencies.Authorisation] a where a.kind = 'agency_changed'))))
    and not exists (
      select 1 from public.[casework.TeamMember] m
      join public.[agencies.User] u on u.id = m.user_id
      where m.case_id = c.id and m.active and u.is_active and u.agency_id = m.agency_id
        and (m.role in ('process_coordinator', 'risk_owner')
          or (m.role = 'content_coordinator' and c.state = 'ended')));
revoke all on access.left_alone from app, app_worker;
grant select on access.left_alone to app, app_worker;
