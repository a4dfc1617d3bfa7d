"""One case multiplied by SQL: every row of it again, with other people, on another day.

A moment of a case (all its rows as they stand) is kept in tables of the schema ``moments``; when
all moments are there, each table is filled by one ``insert ... select`` (benchmarks/load.py). What
a case consists of is read from the catalogue of the database, so that a new table or column of a
file comes along by itself, its history too. Left out are drafts, mails, and the rights on objects,
which follow from the seats.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

LEFT_OUT = ("casework_caseuserobjectpermission", "common_draft", "notices_delivery")
CHILDREN = {
    "casework_conferenceseat": "conference_id in (select id from casework_conference where {case})",
    "casework_recordgroupobjectpermission": (
        "content_object_id in (select id from casework_record where {case})"
    ),
    "intake_signal": "{case}",
    "casework_case": "id = %(case)s",
    "casework_person": (
        "id in (select subject_id from casework_case where id = %(case)s"
        " union select n.person_id from intake_namedperson n join intake_signal s"
        " on s.id = n.signal_id where s.case_id = %(case)s)"
    ),
}
OF_SIGNAL = "signal_id in (select id from intake_signal where {signal})"
SIGNAL_TABLES = (
    "intake_signalhop", "intake_outcome", "intake_sourceassessment", "intake_triage",
    "intake_namedperson",
)  # fmt: skip
ALONE = {"head_id": "id", "subject_head_id": "subject_id"}  # a copy is joined with nobody
PEOPLE = ("agencies_user", "agencies_agency")
_TABLES = """
select c.relname, array_agg(a.attname::text),
       bool_or(a.attname = 'id' and a.atttypid = 'uuid'::regtype),
       (select h.relname from pg_class h where h.relnamespace = c.relnamespace
          and h.relname = regexp_replace(c.relname, '_', '_historical'))
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  and (c.relname ~ '^(casework|intake|plans|closure)_' or c.relname = 'notices_notice')
  and c.relname !~ '_historical' and not c.relname = any(%s)
group by c.relname, c.relnamespace order by c.relname"""
_COLUMNS = """
select a.attname, format_type(a.atttypid, null), coalesce(k.confrelid::regclass::text, ''),
       a.attidentity <> ''
from pg_attribute a
left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = k.conkey[1]
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum"""


class Kept:
    """The moments that were kept, and the copies that are wanted of each."""

    def __init__(self, cursor, people: list[int], agencies: list[int]) -> None:
        self.people, self.agencies = people, agencies
        self.tables: set[str] = set()
        self.moments = 0
        cursor.execute("""
            drop schema if exists moments cascade;
            create schema moments;
            create unlogged table moments.copy (n int, moment int, moved int, state text,
                                                people bigint[], agencies bigint[]);
            create function moments.another(old uuid, n int) returns uuid language sql immutable as
              $$ select md5(old::text || n::text)::uuid $$""")  # in this form it is inlined

    def case(self, cursor, case, copies: Iterable[tuple]) -> None:
        """Keep the case as it stands.

        ``copies`` are rows of a number, days moved, state, people and agencies.
        """
        self._begin(cursor, copies)
        values = {"case": str(case)}
        cursor.execute(_TABLES, [list(LEFT_OUT)])
        for table, columns, by_uuid, history in cursor.fetchall():
            which = _which(table, columns)
            if which:
                self._keep(cursor, table, which, values)
                if history and by_uuid:
                    self._keep(
                        cursor, history, f"id in (select id from {table} where {which})", values
                    )

    def signals(self, cursor, which: str, copies: Iterable[tuple]) -> None:
        """Keep the signals of that condition, which belong to no case."""
        self._begin(cursor, copies)
        named = f"select person_id from intake_namedperson where {OF_SIGNAL.format(signal=which)}"
        persons = f"id in ({named})"
        self._keep(cursor, "casework_person", persons, {})
        self._keep(cursor, "intake_signal", which, {})
        for table in SIGNAL_TABLES:
            self._keep(cursor, table, OF_SIGNAL.format(signal=which), {})

    def insertion(self, cursor, table: str) -> str:
        """The statement that fills the table with all its copies.

        The rows of one case do not come one after the other, as they would not in use.
        """
        live = table.replace("_historical", "_")
        cursor.execute(_COLUMNS, [live])
        targets = {name: target for name, _kind, target, _counted in cursor.fetchall()}
        cursor.execute(_COLUMNS, [table])
        names, exprs = [], []
        for name, kind, target, counted in cursor.fetchall():
            if counted:
                continue
            target = "agencies_user" if name == "history_user_id" else targets.get(name, target)
            names.append(f'"{name}"')
            exprs.append(self._column(table, name, kind, target))
        return (
            f"insert into {table} ({', '.join(names)}) select {', '.join(exprs)}"
            f" from moments.{table} t cross join lateral"
            " (select * from moments.copy c where c.moment = t.moment offset 0) c"
        )

    def _begin(self, cursor, copies: Iterable[tuple]) -> None:
        self.moments += 1
        lines = (
            "\t".join("\\N" if v is None else str(v) for v in (n, self.moments, moved, state))
            + f"\t{{{','.join(map(str, people))}}}\t{{{','.join(map(str, agencies))}}}"
            for n, moved, state, people, agencies in copies
        )
        cursor.copy_expert("copy moments.copy from stdin", io.StringIO("\n".join(lines)))

    def _keep(self, cursor, table: str, which: str, values: dict) -> None:
        if table not in self.tables:
            self.tables.add(table)
            cursor.execute(
                f"create unlogged table moments.{table} as"
                f" select 0 as moment, t.* from {table} t limit 0"
            )
        cursor.execute(
            f"insert into moments.{table} select {self.moments}, t.*"
            f" from (select * from {table} where {which}) t",
            values,
        )

    def _column(self, table: str, name: str, kind: str, target: str) -> str:
        """The SQL of one column of the copy."""
        if target in PEOPLE:
            kept = "people" if target == "agencies_user" else "agencies"
            known = f"array{getattr(self, kept)}::bigint[]"
            return f"coalesce(c.{kept}[array_position({known}, t.{name}::bigint)], t.{name})"
        if name in ("match_keys", "match_tokens"):  # nobody is taken for somebody else's copy
            return f"array(select k || c.n from unnest(t.{name}) k)"
        if name in ALONE:
            return f"case when t.{name} is not null then moments.another(t.{ALONE[name]}, c.n) end"
        if kind == "uuid" and target != "casework_code":
            return f"moments.another(t.{name}, c.n)"
        if (table, name) == ("casework_case", "state"):
            return "coalesce(c.state, t.state)"
        if (table, name) == ("casework_person", "family_name"):
            return "t.family_name || ' ' || c.n"
        if (table, name) == ("notices_notice", "read_at"):  # few are left unread
            return "case when (hashtext(t.id::text) + c.n) % 20 <> 0 then now() end"
        if name == "key":
            return "left(t.key, 140) || ':' || c.n"
        if name == "reference":
            return f"'{'S' if 'signal' in table else 'B'}' || c.n || '-' || left(md5(t.{name}), 4)"
        if kind == "date" and "person" not in table:
            return f"t.{name} + c.moved"
        if kind == "timestamp with time zone":
            minutes = " - c.n * interval '1 minute'" if name == "opened_at" else ""
            return f"t.{name} + c.moved * interval '1 day'{minutes}"
        return f't."{name}"'


def _which(table: str, columns: list[str]) -> str:
    """Which rows of the table belong to the case ``%(case)s``; empty where none do."""
    if table in CHILDREN:
        return CHILDREN[table].format(case="case_id = %(case)s")
    if "case_id" in columns:
        return "case_id = %(case)s"
    if table in SIGNAL_TABLES:
        return OF_SIGNAL.format(signal="case_id = %(case)s")
    return ""
