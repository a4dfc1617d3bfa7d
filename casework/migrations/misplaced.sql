-- What was marked as not about the person of the case: its author and the coordinators know of it,
-- and nobody reads what it said before (X26).
create or replace function access.may_read(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [casework.Record] r
    where r.id = wanted and access.mine(r.case_id)
      and (r.withdrawn_at is null or r.author_id = access.uid())
      and (r.misplaced_at is null or r.author_id = access.uid()
        or access.leads(r.case_id, '{process_coordinator,content_coordinator}'))
      and (r.audience = 'team' or r.agency_id = access.agency()
        or (r.audience = 'named' and (
          access.leads(r.case_id, '{process_coordinator,content_coordinator}')
          or access.shared_with_us(r.id)))));
end $$;

create policy in_its_file on [casework.Record] as restrictive for select to app
  using (misplaced_at is null or author_id = (select access.uid())
    or access.leads(case_id, '{process_coordinator,content_coordinator}'::text[]));

-- Words are put back by the decision alone, which works as the worker.
create policy stays_sealed on [casework.Record] as restrictive for update to app
  using (misplaced_at is null);

create policy sealed on [casework.HistoricalRecord] as restrictive for select to app
  using (body = '' or not exists (
    select 1 from [casework.Record] r
    where r.id = [casework.HistoricalRecord].id and r.misplaced_at is not null));
