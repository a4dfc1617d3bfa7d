"""Need-to-know in the database: who asks, derived rights, versions, row-level security.

Needs the roles app and app_worker: `manage.py database_roles` makes them.
"""

from django.db import migrations

WHO_ASKS = """
create schema if not exists access;
grant usage on schema access to app, app_worker;
create function access.uid() returns bigint language sql stable as
  $$ select nullif(current_setting('app.user_id', true), '')::bigint $$;
create function access.agency() returns bigint language sql stable as
  $$ select nullif(current_setting('app.agency_id', true), '')::bigint $$;
create function access.today() returns date language sql stable as
  $$ select nullif(current_setting('app.today', true), '')::date $$;

-- Colleagues' rows of the team table: asked by its own policy, so it must not recurse.
create function access.is_mine(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select 1 from casework_teammember m
    where m.case_id = wanted and m.active and m.user_id = access.uid()
      and m.agency_id = access.agency() and m.role <> 'evaluator') $$;

-- The «shared with» rows of a record: asked by their own policy, so it must not recurse.
create function access.may_read_record(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select 1 from casework_record r
    join casework_teammember m on m.case_id = r.case_id and m.active
      and m.user_id = access.uid() and m.agency_id = access.agency() and m.role <> 'evaluator'
    where r.id = wanted and (
      r.audience = 'team' or r.agency_id = access.agency()
      or (r.audience = 'named' and (
        m.role in ('process_coordinator', 'content_coordinator')
        or exists (select 1 from casework_recordgroupobjectpermission s
                   join agencies_agency a on a.group_id = s.group_id
                   where s.content_object_id = r.id and a.id = access.agency()))))) $$;
revoke all on function access.is_mine(uuid), access.may_read_record(uuid) from public;
grant execute on function access.is_mine(uuid), access.may_read_record(uuid) to app, app_worker;
"""

FORGET_WHO_ASKS = "drop schema access cascade;"

# Rights on a case follow the team, in the same statement, whoever writes the row.
DERIVED_RIGHTS = """
create function access.derive_rights(wanted_case uuid, wanted_user bigint) returns void
  language sql security definer set search_path = pg_catalog, public as $$
  delete from casework_caseuserobjectpermission p
  where p.content_object_id = wanted_case and p.user_id = wanted_user
    and not exists (
      select 1 from casework_teammember m join casework_roleright r on r.role = m.role
      where m.case_id = wanted_case and m.user_id = wanted_user and m.active
        and r.permission_id = p.permission_id);
  insert into casework_caseuserobjectpermission (content_object_id, user_id, permission_id)
  select distinct m.case_id, m.user_id, r.permission_id
  from casework_teammember m join casework_roleright r on r.role = m.role
  where m.case_id = wanted_case and m.user_id = wanted_user and m.active
  on conflict do nothing; $$;
revoke all on function access.derive_rights(uuid, bigint) from public;

create function access.sync_member() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op <> 'INSERT' then
    perform access.derive_rights(old.case_id, old.user_id);
  end if;
  if tg_op <> 'DELETE' then
    perform access.derive_rights(new.case_id, new.user_id);
  end if;
  return null;
end $$;
create trigger sync_member
  after insert or delete or update of active, role, user_id, case_id on casework_teammember
  for each row execute function access.sync_member();
"""

FORGET_DERIVED_RIGHTS = """
drop trigger sync_member on casework_teammember;
drop function access.sync_member();
drop function access.derive_rights(uuid, bigint);
"""

VERSIONED = ("case", "person", "teammember", "record")
CHECK_VERSION = """
create function access.check_version() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise exception 'stale or unversioned write on %', tg_table_name
      using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
""" + "".join(
    f"create trigger check_version before update on casework_{name}"
    " for each row execute function access.check_version();\n"
    for name in VERSIONED
)
FORGET_CHECK_VERSION = (
    "".join(f"drop trigger check_version on casework_{name};\n" for name in VERSIONED)
    + "drop function access.check_version();"
)

ON_TEAM = """exists (
    select 1 from casework_teammember m
    where m.case_id = {case} and m.active and m.user_id = access.uid()
      and m.agency_id = access.agency() and m.role {roles})"""


def on_team(case, roles="<> 'evaluator'"):
    return ON_TEAM.format(case=case, roles=roles)


COORDINATES = "in ('process_coordinator', 'content_coordinator')"
OVERSEES = "in ('process_coordinator', 'content_coordinator', 'risk_owner')"
DPO = """exists (
    select 1 from agencies_duty d
    where d.user_id = access.uid() and d.kind = 'dpo' and d.since <= access.today()
      and (d.until is null or d.until >= access.today()))"""
RECORD = f"""{on_team("casework_record.case_id")} and (
    casework_record.audience = 'team' or casework_record.agency_id = access.agency()
    or (casework_record.audience = 'named' and (
      {on_team("casework_record.case_id", COORDINATES)}
      or exists (select 1 from casework_recordgroupobjectpermission s
                 join agencies_agency a on a.group_id = s.group_id
                 where s.content_object_id = casework_record.id and a.id = access.agency()))))"""


OWN_RECORD = """exists (
    select 1 from casework_record r
    where r.id = content_object_id and r.author_id = access.uid())"""


def live_row(table):
    return f"exists (select 1 from casework_{table} l where l.id = casework_historical{table}.id)"


# table -> {command: (using, with check)}
POLICIES = {
    "case": {
        "select": (on_team("casework_case.id"), None),
        "update": (on_team("casework_case.id"), "true"),
    },
    "teammember": {
        "select": (
            "(active and user_id = access.uid() and agency_id = access.agency()"
            " and role <> 'evaluator') or access.is_mine(case_id)",
            None,
        ),
        "update": ("access.is_mine(case_id)", "true"),
    },
    "record": {
        "select": (RECORD, None),
        "insert": (
            None,
            "author_id = access.uid() and agency_id = access.agency()"
            f" and {on_team('casework_record.case_id')}",
        ),
        "update": (f"author_id = access.uid() and {RECORD}", "true"),
    },
    "caseuserobjectpermission": {"select": ("user_id = access.uid()", None)},
    "recordgroupobjectpermission": {
        "select": ("access.may_read_record(content_object_id)", None),
        "insert": (None, OWN_RECORD),
    },
    "readinglog": {
        "select": (f"{DPO} or {on_team('casework_readinglog.case_id', OVERSEES)}", None),
        "insert": (None, "reader_id = access.uid()"),
    },
    "notice": {
        "select": ("recipient_id = access.uid()", None),
        "update": ("recipient_id = access.uid()", "recipient_id = access.uid()"),
    },
    "delivery": {},
    "draft": {"all": ("user_id = access.uid()", "user_id = access.uid()")},
    "historicalcase": {"select": (live_row("case"), None), "insert": (None, live_row("case"))},
    "historicalrecord": {
        "select": (live_row("record"), None),
        "insert": (None, live_row("record")),
    },
    "historicalteammember": {
        "select": (live_row("teammember"), None),
        "insert": (None, live_row("teammember")),
    },
}
APPEND_ONLY = (
    "readinglog",
    "journalentry",
    "historicalcase",
    "historicalperson",
    "historicalrecord",
    "historicalteammember",
)


def policies():
    for table, commands in POLICIES.items():
        name = f"casework_{table}"
        yield f"alter table {name} enable row level security;"
        yield (f"create policy work on {name} to app_worker using (true) with check (true);")
        for command, (using, check) in commands.items():
            clauses = f" using ({using})" if using else ""
            clauses += f" with check ({check})" if check else ""
            yield f"create policy see_{command} on {name} for {command} to app{clauses};"
    for table in APPEND_ONLY:
        yield f"revoke update, delete, truncate on casework_{table} from app, app_worker;"


def no_policies():
    for table, commands in POLICIES.items():
        name = f"casework_{table}"
        yield f"drop policy work on {name};"
        for command in commands:
            yield f"drop policy see_{command} on {name};"
        yield f"alter table {name} disable row level security;"


CACHE = """
create table casework_cache (
  cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index casework_cache_expires on casework_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        migrations.RunSQL(CACHE, "drop table casework_cache;"),
        migrations.RunSQL(WHO_ASKS, FORGET_WHO_ASKS),
        migrations.RunSQL(DERIVED_RIGHTS, FORGET_DERIVED_RIGHTS),
        migrations.RunSQL(CHECK_VERSION, FORGET_CHECK_VERSION),
        migrations.RunSQL("\n".join(policies()), "\n".join(no_policies())),
    ]
