"""Row-level security of the agencies' statements: read by the team, written by the own agency."""

from django.db import migrations

ON_TEAM = """exists (
    select 1 from casework_teammember m
    where m.case_id = casework_agencystatement.case_id and m.active
      and m.user_id = access.uid() and m.agency_id = access.agency() and m.role <> 'evaluator')"""
LIVE = """exists (
    select 1 from casework_agencystatement l where l.id = casework_historicalagencystatement.id)"""

FORWARD = f"""
create trigger check_version before update on casework_agencystatement
  for each row execute function access.check_version();
alter table casework_agencystatement enable row level security;
create policy work on casework_agencystatement to app_worker using (true) with check (true);
create policy see_select on casework_agencystatement for select to app using ({ON_TEAM});
create policy see_insert on casework_agencystatement for insert to app
  with check (agency_id = access.agency() and {ON_TEAM});
create policy see_update on casework_agencystatement for update to app
  using (agency_id = access.agency() and {ON_TEAM}) with check (true);
alter table casework_historicalagencystatement enable row level security;
create policy work on casework_historicalagencystatement to app_worker
  using (true) with check (true);
create policy see_select on casework_historicalagencystatement for select to app using ({LIVE});
create policy see_insert on casework_historicalagencystatement for insert to app
  with check ({LIVE});
revoke update, delete, truncate on casework_historicalagencystatement from app, app_worker;
"""

BACKWARD = """
drop policy see_insert on casework_historicalagencystatement;
drop policy see_select on casework_historicalagencystatement;
drop policy work on casework_historicalagencystatement;
drop policy see_update on casework_agencystatement;
drop policy see_insert on casework_agencystatement;
drop policy see_select on casework_agencystatement;
drop policy work on casework_agencystatement;
alter table casework_historicalagencystatement disable row level security;
alter table casework_agencystatement disable row level security;
drop trigger check_version on casework_agencystatement;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_statement")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
