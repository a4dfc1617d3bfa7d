"""What a database holds, so that a restored one can be compared: rows, migrations, rights."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field

from common import sealing

_TABLES = """
select format('%I.%I', n.nspname, c.relname) from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'access') and c.relkind in ('r', 'p') order by 1"""
# Everything that keeps one reader from another's rows, in words that a newer server writes alike.
_GUARDS = """
select 'table', c.relname, c.relrowsecurity::text, c.relforcerowsecurity::text, coalesce((
    select string_agg(x.grantee::regrole || ':' || x.privilege_type, ',' order by
      x.grantee::regrole::text, x.privilege_type)
    from aclexplode(c.relacl) x where x.grantee <> 0 and x.grantee <> c.relowner), '')
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'access') and c.relkind in ('r', 'p', 'v')
union all
select 'policy', p.tablename, p.policyname, p.cmd, array_to_string(p.roles, ',')
  from pg_policies p where p.schemaname in ('public', 'access')
union all
select 'trigger', c.relname, t.tgname, t.tgenabled::text, p.proname
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
  join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and n.nspname in ('public', 'access')
union all
select 'function', p.proname, p.prosecdef::text, md5(p.prosrc), coalesce((
    select string_agg(case x.grantee when 0 then 'public' else x.grantee::regrole::text end
      || ':' || x.privilege_type, ',' order by x.grantee::regrole::text)
    from aclexplode(p.proacl) x where x.grantee <> p.proowner), 'default')
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'access'
union all
select 'constraint', c.relname, k.conname, k.contype::text, k.convalidated::text
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and k.contype <> 'n'
order by 1, 2, 3, 4, 5"""


@dataclass(frozen=True)
class Contents:
    """Rows by table, migrations by name, one mark of every policy, right, trigger, constraint."""

    rows: dict[str, int] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)
    guards: str = ""
    server: int = 0

    def as_dict(self) -> dict:
        return asdict(self)


def read(cursor) -> Contents:
    """Read the contents through a cursor of the owner, in the snapshot of its transaction."""
    cursor.execute(_TABLES)
    tables = [row[0] for row in cursor.fetchall()]
    rows = {}
    for table in tables:
        cursor.execute(f"select count(*) from {table}")  # noqa: S608 (quoted by the server)
        rows[table] = cursor.fetchone()[0]
    cursor.execute("select app || '.' || name from django_migrations order by app, name")
    migrations = [row[0] for row in cursor.fetchall()]
    cursor.execute(_GUARDS)
    lines = "\n".join("|".join(row) for row in cursor.fetchall())
    cursor.execute("select current_setting('server_version_num')::int / 10000")
    return Contents(
        rows, migrations, hashlib.sha256(lines.encode()).hexdigest(), cursor.fetchone()[0]
    )


def key_marks() -> list[str]:
    """A short mark of each field key, first the sealing one: compares keys, opens nothing."""
    ours = sealing.keys()
    return [hashlib.sha256(b"relais:field key:" + key).hexdigest()[:12] for key in ours]


def differences(wanted: Contents, found: Contents) -> list[str]:
    """What a restored database lacks, in sentences; none when it is whole."""
    said = []
    for table in sorted(wanted.rows.keys() | found.rows.keys()):
        before, now = wanted.rows.get(table), found.rows.get(table)
        if before != now:
            said.append(f"{table} has {now or 'no'} rows, not {before or 'none'}.")
    if wanted.migrations != found.migrations:
        said.append("Its migrations are not those of the backup.")
    if wanted.guards != found.guards:
        said.append("Its policies, rights, triggers or constraints are not those of the backup.")
    return said
