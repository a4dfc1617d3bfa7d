"""A withdrawn piece is read by its author alone: on the row, its shares, history and journal.

The policies of the history and of the journal ask for the row itself, so they follow.
"""

from django.db import migrations

ON_TEAM = """exists (
    select 1 from casework_teammember m
    where m.case_id = casework_record.case_id and m.active and m.user_id = access.uid()
      and m.agency_id = access.agency() and m.role {roles})"""
TEAM = ON_TEAM.format(roles="<> 'evaluator'")
COORDINATES = ON_TEAM.format(roles="in ('process_coordinator', 'content_coordinator')")
BEFORE = f"""{TEAM} and (
    casework_record.audience = 'team' or casework_record.agency_id = access.agency()
    or (casework_record.audience = 'named' and (
      {COORDINATES}
      or exists (select 1 from casework_recordgroupobjectpermission s
                 join agencies_agency a on a.group_id = s.group_id
                 where s.content_object_id = casework_record.id and a.id = access.agency()))))"""
AFTER = f"""{BEFORE}
    and (casework_record.withdrawn_at is null or casework_record.author_id = access.uid())"""

MAY_READ = """
create or replace function access.may_read_record(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select 1 from casework_record r
    join casework_teammember m on m.case_id = r.case_id and m.active
      and m.user_id = access.uid() and m.agency_id = access.agency() and m.role <> 'evaluator'
    where r.id = wanted {withdrawn} and (
      r.audience = 'team' or r.agency_id = access.agency()
      or (r.audience = 'named' and (
        m.role in ('process_coordinator', 'content_coordinator')
        or exists (select 1 from casework_recordgroupobjectpermission s
                   join agencies_agency a on a.group_id = s.group_id
                   where s.content_object_id = r.id and a.id = access.agency()))))) $$;
"""
NOT_WITHDRAWN = "and (r.withdrawn_at is null or r.author_id = access.uid())"
POLICIES = """
alter policy see_select on casework_record using ({reads});
alter policy see_update on casework_record using (author_id = access.uid() and {reads});
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_held_and_withdrawn")]

    operations = [
        migrations.RunSQL(
            POLICIES.format(reads=AFTER) + MAY_READ.format(withdrawn=NOT_WITHDRAWN),
            POLICIES.format(reads=BEFORE) + MAY_READ.format(withdrawn=""),
        )
    ]
