"""Row-level security of pauses: read and written by the team, without the evaluator."""

from django.db import migrations

TABLES = ("pause",)

ON_TEAM = """exists (
    select 1 from casework_teammember m
    where m.case_id = {table}.case_id and m.active and m.user_id = access.uid()
      and m.agency_id = access.agency() and m.role <> 'evaluator')"""
LIVE = "exists (select 1 from plans_{name} l where l.id = plans_historical{name}.id)"


def forward():
    for name in TABLES:
        table, past = f"plans_{name}", f"plans_historical{name}"
        mine, live = ON_TEAM.format(table=table), LIVE.format(name=name)
        for one in (table, past):
            yield f"alter table {one} enable row level security;"
            yield f"create policy work on {one} to app_worker using (true) with check (true);"
        yield f"create policy see_select on {table} for select to app using ({mine});"
        yield f"create policy see_insert on {table} for insert to app with check ({mine});"
        yield (
            f"create trigger check_version before update on {table}"
            " for each row execute function access.check_version();"
        )
        yield f"create policy see_update on {table} for update to app using ({mine});"
        yield f"revoke delete, truncate on {table} from app, app_worker;"
        yield f"create policy see_select on {past} for select to app using ({live});"
        yield f"create policy see_insert on {past} for insert to app with check ({live});"
        yield f"revoke update, delete, truncate on {past} from app, app_worker;"


def backward():
    for name in TABLES:
        table, past = f"plans_{name}", f"plans_historical{name}"
        for one in (table, past):
            yield f"drop policy work on {one};"
            yield f"drop policy see_select on {one};"
            yield f"drop policy see_insert on {one};"
            yield f"alter table {one} disable row level security;"
            yield f"grant update, delete, truncate on {one} to app, app_worker;"
        yield f"drop policy see_update on {table};"
        yield f"drop trigger check_version on {table};"


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_pause"), ("casework", "0006_statement_need_to_know")]

    operations = [migrations.RunSQL("\n".join(forward()), "\n".join(backward()))]
