"""Fills the tables from the kept moments, set-wise, and puts back every index and constraint.

Loading row by row keeps thirty million entries of indexes and asks as many times whether a foreign
key is there. Here indexes, primary keys, unique constraints and foreign keys of the tables are set
aside, each table is filled by one statement, and they are made again from their own definitions:
PostgreSQL then reads every row, refuses a double one, and VALIDATE CONSTRAINT asks for every
foreign key of every row whether it is there. Checks and NOT NULL stand all the time. At the end the
definitions must be those of before, each of them validated, or RuntimeError.

These triggers are lifted: that the lines of an approved plan are not written (the copies are such
lines), that a seat writes its rights and carries the state of its case (both are written at once,
by the same rules; at the end no state may differ, or RuntimeError), and that each row tells the
sweeps to look at it.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing

import psycopg2

from benchmarks.copies import Kept

HANDS = 2
# Sweeps look at every row of a filled territory once anyway.
LOOKED_AT = (
    "casework_case", "casework_teammember", "casework_deconfliction", "intake_signal",
    "intake_outcome", "plans_gap", "plans_followup", "plans_commitment", "plans_plan",
    "plans_checkpoint", "plans_checkpointmeeting", "closure_closureproposal", "closure_opinion",
    "closure_monitoringcheck",
)  # fmt: skip
LIFTED = (
    ("plans_goal", "plan_is_draft"), ("plans_action", "plan_is_draft"),
    ("plans_checkpoint", "plan_is_draft"), ("casework_teammember", "sync_member"),
    ("casework_teammember", "state_of_part"), ("casework_teammember", "check_version"),
    ("casework_case", "parts_follow"), ("casework_case", "a_follow_head"),
    *((table, "pending") for table in LOOKED_AT),
)  # fmt: skip
STATES = """
update casework_teammember m set case_state = c.state
from casework_case c where c.id = m.case_id and m.case_state <> c.state
"""
OTHERWISE = """
select count(*) from casework_teammember m join casework_case c on c.id = m.case_id
where m.case_state <> c.state
"""
RIGHTS = """
insert into casework_caseuserobjectpermission (content_object_id, user_id, permission_id)
select distinct m.case_id, m.user_id, r.permission_id
from casework_teammember m join casework_roleright r on r.role = m.role
join casework_case c on c.id = m.case_id where m.active and c.reference like 'B%'"""
READINGS = """
insert into casework_readinglog
  (id, at, reader_id, agency_id, role, case_id, reference, route, reason, request_id)
select gen_random_uuid(), c.opened_at + k * interval '3 days', m.user_id, m.agency_id,
       m.role, c.id, c.reference, 'case', '', ''
from casework_case c join casework_teammember m on m.case_id = c.id and m.active
cross join generate_series(1, 2) k"""
_DEFINITIONS = """
select conrelid::regclass::text, 'constraint', conname, pg_get_constraintdef(oid), contype::text,
       convalidated
from pg_constraint
where conrelid::regclass::text = any(%(tables)s) and contype in ('p', 'u', 'x', 'f')
union all
select indrelid::regclass::text, 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid),
       'i', indisvalid
from pg_index i where indrelid::regclass::text = any(%(tables)s)
  and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid
                  and k.conrelid = i.indrelid)
order by 1, 2, 3"""
_POINTING = """
select conrelid::regclass::text, 'constraint', conname, pg_get_constraintdef(oid), contype::text,
       convalidated
from pg_constraint where contype = 'f' and confrelid::regclass::text = any(%(tables)s)
  and not conrelid::regclass::text = any(%(tables)s) order by 1, 3"""


def load(address: dict, kept: Kept) -> None:
    """Fill every kept table of the database at that address, as the owner of its tables."""
    derived = {"casework_caseuserobjectpermission": RIGHTS, "casework_readinglog": READINGS}
    with closing(_connected(address)) as connection, connection.cursor() as cursor:
        cursor.execute("create index on moments.copy (moment); analyze moments.copy")
        tables = sorted(kept.tables | set(derived))
        statements = {table: kept.insertion(cursor, table) for table in kept.tables}
        before = _definitions(cursor, tables)
        _set_aside(cursor, before)
        for table, trigger in LIFTED:
            cursor.execute(f"alter table {table} disable trigger {trigger}")
        _by_hands(address, "rows", _by_size(cursor, statements))
        _timed("states", lambda: cursor.execute(STATES))
        cursor.execute("analyze casework_case, casework_teammember, casework_roleright")
        _by_hands(address, "rights and readings", list(derived.values()))
        _put_back(address, cursor, before)
        for table, trigger in LIFTED:
            cursor.execute(f"alter table {table} enable trigger {trigger}")
        changed = set(map(_plainly, _definitions(cursor, tables))) ^ set(map(_plainly, before))
        if changed:
            raise RuntimeError(f"not what it was before the load: {sorted(changed)}")
        cursor.execute(OTHERWISE)
        if cursor.fetchone() != (0,):
            raise RuntimeError("seats that do not carry the state of their case")
        cursor.execute("drop schema moments cascade")
        _timed("statistics", lambda: cursor.execute("vacuum analyze"))


def _definitions(cursor, tables: list[str]) -> list[tuple]:
    values = {"tables": tables}
    cursor.execute(_DEFINITIONS, values)
    found = cursor.fetchall()
    cursor.execute(_POINTING, values)
    found += cursor.fetchall()
    if not all(row[-1] for row in found):
        raise RuntimeError("a constraint that is not validated")
    return found


def _plainly(row: tuple) -> tuple:
    """The row without casts: those of a condition are printed in another way the second time."""
    *names, text, sort, valid = row
    return (*names, re.sub(r"::(character varying|text)|\[\]|[()]", "", text), sort, valid)


def _set_aside(cursor, definitions: list[tuple]) -> None:
    """Drop them, foreign keys first: they hang on the primary keys."""
    for table, kind, name, _text, _sort, _valid in sorted(
        definitions, key=lambda one: one[4] != "f"
    ):
        cursor.execute(
            f'alter table {table} drop constraint "{name}"'
            if kind == "constraint"
            else f"drop index {name}"
        )


def _put_back(address: dict, cursor, definitions: list[tuple]) -> None:
    """Indexes, then foreign keys, whose every row is asked for."""
    by_table: dict[str, list[str]] = {}
    keys = []
    for table, kind, name, text, sort, _valid in definitions:
        if sort == "f":
            keys.append((table, name, text))
        elif kind == "constraint":
            by_table.setdefault(table, []).append(
                f'alter table {table} add constraint "{name}" {text}'
            )
        else:
            by_table.setdefault(table, []).append(text)
    _by_hands(address, "indexes", ["; ".join(texts) for texts in by_table.values()])
    for table, name, text in keys:
        cursor.execute(f'alter table {table} add constraint "{name}" {text} not valid')
    cursor.execute("analyze")
    _by_hands(
        address,
        "foreign keys",
        [f'alter table {table} validate constraint "{name}"' for table, name, _text in keys],
    )


def _by_size(cursor, statements: dict[str, str]) -> list[str]:
    """The statements, those with most rows first, so that the hands end together."""
    sizes = {}
    for table in statements:
        cursor.execute(f"select count(*) from moments.{table}")
        sizes[table] = cursor.fetchone()[0]
    return [statements[table] for table in sorted(statements, key=sizes.get, reverse=True)]


def _by_hands(address: dict, what: str, statements: Iterable[str]) -> None:
    """Run the statements on a few connections at once. Raises what the first failure raised."""
    left, failed, lock = list(reversed(list(statements))), [], threading.Lock()

    def hand() -> None:
        with closing(_connected(address)) as connection, connection.cursor() as cursor:
            while not failed:
                with lock:
                    if not left:
                        return
                    statement = left.pop()
                try:
                    cursor.execute(statement)
                except psycopg2.Error as error:
                    failed.append(error)

    def together() -> None:
        hands = [threading.Thread(target=hand) for _hand in range(HANDS)]
        for each in hands:
            each.start()
        for each in hands:
            each.join()

    _timed(what, together)
    if failed:
        raise failed[0]


def _connected(address: dict):
    connection = psycopg2.connect(**address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("set work_mem = '256MB'; set maintenance_work_mem = '1GB'")
        cursor.execute("set max_parallel_maintenance_workers = 0; set jit = off")
    return connection


def _timed(what: str, act: Callable[[], None]) -> None:
    begin = time.perf_counter()
    act()
    sys.stdout.write(f"  {what}: {time.perf_counter() - begin:.0f} s\n")
    sys.stdout.flush()
