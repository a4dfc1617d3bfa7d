-- Somebody around the person of a case, by the audience of the row.
create function access.may_read_relationship(wanted uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (
    select 1 from [casework.Relationship] r
    where r.id = wanted and access.mine(r.case_id)
      and (r.audience = 'team' or r.agency_id = access.agency()
        or (r.audience = 'named' and (
          access.leads(r.case_id, '{process_coordinator,content_coordinator}')
          or access.agency() = any(r.shared_with)))));
end $$;
revoke all on function access.may_read_relationship(uuid) from public;
grant execute on function access.may_read_relationship(uuid) to app, app_worker;

-- An entry about such a row is read by whoever reads the row.
create policy of_its_readers on [casework.JournalEntry] as restrictive for select to app
  using (relationship_id is null or access.may_read_relationship(relationship_id));
