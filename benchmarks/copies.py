"""One case multiplied by SQL: every row of it again, with other people, on another day.

Read from the catalogue of the database, so that a new table or column of a file comes along by
itself. Histories, drafts and mails are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

LEFT_OUT = ("casework_caseuserobjectpermission", "common_draft", "notices_delivery")
# Written by trigger, or told of every reader: copied thinly, told as read but for a few.
THIN = {"casework_journalentry": 3, "notices_notice": 3}
CHILDREN = {
    "casework_conferenceseat": "conference_id in (select id from casework_conference where {case})",
    "casework_recordgroupobjectpermission": (
        "content_object_id in (select id from casework_record where {case})"
    ),
    "intake_signal": "{case}",
    "casework_case": "id = %(case)s",
    "casework_person": (
        "id in (select subject_id from casework_case where id = %(case)s"
        " union select person_id from intake_signal where case_id = %(case)s)"
    ),
}
OF_SIGNAL = "signal_id in (select id from intake_signal where {signal})"
SIGNAL_TABLES = (
    "intake_signalhop", "intake_outcome", "intake_sourceassessment", "intake_triage",
)  # fmt: skip
_TABLES = """
select c.relname, array_agg(a.attname::text) from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and c.relname ~ '^(casework|intake|plans|closure)_'
  and c.relname !~ '_historical' and not c.relname = any(%s)
group by c.relname order by c.relname"""
_COLUMNS = """
select a.attname, format_type(a.atttypid, null), coalesce(k.confrelid::regclass::text, ''),
       a.attidentity <> ''
from pg_attribute a
left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = k.conkey[1]
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum"""


def make_maps(cursor) -> None:
    """The tables in which a run says what is copied how often, and who stands for whom."""
    cursor.execute("""
        create temporary table copy (n int primary key, made int, moved int, state text);
        create temporary table stands (n int, old bigint, new bigint, primary key (n, old));
        create temporary table agency_stands (n int, old bigint, new bigint, primary key (n, old));
        create function pg_temp.another(old uuid, n int) returns uuid language sql immutable as
          $$ select md5(old::text || n)::uuid $$""")


def tables(cursor) -> Iterator[tuple[str, str]]:
    """Each table of a case file, and which of its rows belong to the case ``%(case)s``."""
    cursor.execute(_TABLES, [list(LEFT_OUT)])
    for table, columns in cursor.fetchall():
        if table in CHILDREN:
            yield table, CHILDREN[table].format(case="case_id = %(case)s")
        elif "case_id" in columns:
            yield table, "case_id = %(case)s"
        elif table in SIGNAL_TABLES:
            yield table, OF_SIGNAL.format(signal="case_id = %(case)s")


def copy_case(cursor, case) -> None:
    """Insert, for each row of ``copy``, everything that the case ``case`` consists of."""
    for table, which in list(tables(cursor)):
        _copy(cursor, table, which, {"case": str(case)})


def copy_signals(cursor, which: str) -> None:
    """The same for the signals of that condition, which belong to no case."""
    persons = f"id in (select person_id from intake_signal where {which})"
    _copy(cursor, "casework_person", persons, {})
    _copy(cursor, "intake_signal", which, {})
    for table in SIGNAL_TABLES:
        _copy(cursor, table, OF_SIGNAL.format(signal=which), {})


def _copy(cursor, table: str, which: str, values: dict) -> None:
    cursor.execute(_COLUMNS, [table])
    names, exprs, joins = [], [], []
    for name, kind, target, counted in cursor.fetchall():
        if counted:
            continue
        names.append(f'"{name}"')
        exprs.append(_column(table, name, kind, target, joins))
    thin = THIN.get(table)
    more = f" and (hashtext(t.id::text) + c.n) %% {thin} = 0" if thin else ""
    cursor.execute(
        f"insert into {table} ({', '.join(names)}) select {', '.join(exprs)}"
        f" from (select * from {table} where {which}) t cross join copy c {' '.join(joins)}"
        f" where true{more}",
        values,
    )


def _column(table: str, name: str, kind: str, target: str, joins: list[str]) -> str:
    """The SQL of one column of the copy."""
    if target in ("agencies_user", "agencies_agency"):
        alias = f"j{len(joins)}"
        kept = "stands" if target == "agencies_user" else "agency_stands"
        joins.append(f"left join {kept} {alias} on {alias}.n = c.n and {alias}.old = t.{name}")
        return f"coalesce({alias}.new, t.{name})"
    if name in ("match_keys", "match_tokens"):  # nobody is taken for somebody else's copy
        return f"array(select k || c.made from unnest(t.{name}) k)"
    if kind == "uuid" and target != "casework_code":
        return f"pg_temp.another(t.{name}, c.n)"
    if (table, name) == ("casework_case", "state"):
        return "coalesce(c.state, t.state)"
    if (table, name) == ("casework_person", "family_name"):
        return "t.family_name || ' ' || c.made"
    if (table, name) == ("notices_notice", "read_at"):
        return "case when (hashtext(t.id::text) + c.n) % 20 <> 0 then now() end".replace("%", "%%")
    if name == "key":
        return "left(t.key, 140) || ':' || c.n"
    if name == "reference":
        return f"'{_initial(table)}' || c.made || '-' || left(md5(t.{name}), 4)"
    if kind == "date" and table != "casework_person":
        return f"t.{name} + c.moved"
    if kind == "timestamp with time zone":
        minutes = " - c.n * interval '1 minute'" if name == "opened_at" else ""
        return f"t.{name} + c.moved * interval '1 day'{minutes}"
    return f't."{name}"'


def _initial(table: str) -> str:
    return "S" if table == "intake_signal" else "B"
