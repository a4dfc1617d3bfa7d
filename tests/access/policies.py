"""Checks of row-level security by raw SQL under the role app, without managers and views.

Each takes a cursor of the owner inside a transaction, takes on the role, and puts it back. The
mutants call the same functions on a database with one policy spoilt.
"""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager

from django.db import IntegrityError, ProgrammingError, transaction

from tests.access.oracle import (
    DESK_TABLES,
    FILE_TABLES,
    LED_TABLES,
    TABLES,
    TEAM_TABLES,
    history_of,
    key_of,
)
from tests.world.people import PERSONAS
from tests.world.stage import Stage

OWNER = "owner"


@contextmanager
def role_of(cursor, stage: Stage, persona: str | None, *, role="app", unsealed=""):
    """Bind the session as a request of that persona does; with None nobody is bound."""
    user = None
    if persona is not None and PERSONAS[persona]:
        user = stage.people[PERSONAS[persona]]
    active = user is not None and user.is_active
    values = [
        str(user.pk) if active else "",
        str(user.agency_id or "") if active else "",
        unsealed,
    ]
    cursor.execute(
        "select set_config('app.user_id', %s, true), set_config('app.agency_id', %s, true),"
        " set_config('app.today', current_date::text, true),"
        " set_config('app.unsealed', %s, true)",
        values,
    )
    cursor.execute(f"set local role {role}")
    yield
    # After an error the savepoint around it puts the role back.
    cursor.execute("reset role")


def take_roles(cursor) -> None:
    """Let the owner take on both roles until the transaction is rolled back."""
    cursor.execute("grant app, app_worker to current_user with inherit false, set true")


@contextmanager
def undone(alias=OWNER):
    """A savepoint that is always rolled back."""
    with transaction.atomic(using=alias):
        point = transaction.savepoint(using=alias)
        try:
            yield
        finally:
            transaction.savepoint_rollback(point, using=alias)


def keys(cursor, table: str) -> set[str]:
    """Every key that the present role and person can read."""
    cursor.execute(f"select {key_of(table)} from {table}")
    return {str(row[0]) for row in cursor.fetchall()}


def check_reads(cursor, stage: Stage, table: str, truth, personas=PERSONAS) -> int:
    """Each persona reads the oracle's rows, no more, no fewer; unbound nobody reads any."""
    with role_of(cursor, stage, None):
        assert keys(cursor, table) == set(), f"{table} is read by nobody"
    for persona in personas:
        with role_of(cursor, stage, persona):
            found = keys(cursor, table)
        wanted = truth[table, persona]
        assert found <= wanted, f"{persona} reads {len(found - wanted)} foreign rows of {table}"
        assert found >= wanted, f"{persona} misses {len(wanted - found)} own rows of {table}"
    return len(personas)


def check_unsealed(cursor, stage: Stage, truth) -> None:
    """Who reads the sealed source, with a reason for this one signal: its taker and SC."""
    cursor.execute("select id, signal_id from intake_sourceidentity")
    for pk, signal in cursor.fetchall():
        for persona in PERSONAS:
            with role_of(cursor, stage, persona, unsealed=str(signal)):
                found = keys(cursor, "intake_sourceidentity")
            wanted = {str(pk)} & truth["unsealed", persona]
            assert found == wanted, f"{persona} opened {found} instead of {wanted}"


def check_worker(cursor, stage: Stage, table: str) -> None:
    """A sweep sees and writes every row."""
    every = keys(cursor, table)
    assert every, f"{table} is empty: the check would prove nothing"
    with role_of(cursor, stage, None, role="app_worker"):
        assert keys(cursor, table) == every, f"the worker does not see all of {table}"


# table -> a column that an update may set; the policy of UPDATE decides how many rows.
UPDATABLE = {
    "casework_case": "reference",
    "casework_agencystatement": "goal",
    "casework_record": "version",
    "casework_relationship": "version",
    "notices_notice": "read_at",
    "common_draft": "form",
    "casework_person": "alias",
    "intake_signal": "about_age",
    "plans_paperfile": "version",
    "agencies_turn": "version",
    **dict.fromkeys((*TEAM_TABLES, *DESK_TABLES, *FILE_TABLES), "version"),
}
UPDATABLE.pop("closure_reopening")  # written once


# Signals and files in the words of people (tests/world/), each file with the signal it came from.
FILES = (
    "case_tilleul", "case_elsewhere", "case_analysed", "case_planned", "case_crowded",
    "case_carried", "case_checked", "case_closing", "case_quiet", "case_again", "case_asks",
    "case_twin", "case_twice", "case_error", "case_apart",
)  # fmt: skip
CALLS = (
    "waits", "acknowledged", "begun", "answered", "quarrel", "threat", "weapon", "twice", "later",
    "earlier", "elder", "misspelt", "alone", "pair", "family", *FILES,
)  # fmt: skip
# Where fewer may write than read: the desk writes, the reporter reads; an agency its own part;
# an author their own words.
NARROWER = {
    "casework_record": {
        "partner": ("team_a", "named_a", "own_a", "withdrawn_a", "answer_a", "ended_a"),
        "process": ("own_pia",),
        "foreign": ("team_b", "named_b", "held_b", "answer_b", "ended_b"),
    },
    # its agency's, and a coordinator's as far as they read
    "casework_relationship": {
        "partner": ("around_a", "around_named_a", "around_changed_a", "around_ended_a"),
        "process": ("around_a", "around_named_a", "around_changed_a", "around_ended_a"),
        "foreign": ("around_b", "around_ended_b"),
    },
    "intake_signal": {
        "receiver": (
            "desk", "taken", "acked", "case_a", "plain", "advised", "ready", "proposed", "asked",
            "oriented", "handed", "tabled", "security", "named", "doubled", *CALLS,
        ),
        "coordinator": (
            "desk", "taken", "other", "acked", "case_a", "case_b", "plain", "advised", "ready",
            "proposed", "asked", "oriented", "handed", "tabled", "security", "foreign", "named",
            "joined", "attached", "doubled", "partner", *CALLS,
        ),
    },
    "casework_agencystatement": {"partner": ("a",), "foreign": ("b",)},
    # A coordinator each of them; a receiver their own advice, and what they are to read twice.
    "intake_outcome": {
        "receiver": ("advised", "proposed", "quarrel"),
        "coordinator": (
            "advised", "proposed", "asked first", "asked second", "oriented", "handed",
            "handed again", "tabled", "foreign", "case_a", "case_b", "doubled", "attached",
            "quarrel", "threat", "twice", "later", "family", *FILES,
        ),
    },
    # The team writes its case's, a coordinator those of the signals without a case.
    "casework_deconfliction": {
        "partner": ("a",), "process": ("a",), "foreign": ("b",),
        "coordinator": (
            "ready", "proposed", "asked", "oriented", "handed", "tabled", "security", "foreign",
            "answered", "quarrel", "threat", "weapon", "family",
        ),
    },
    "plans_paperfile": {"process": ("handed",)},  # until it is a case whoever has it in hand
    "casework_conference": {},  # written by the decision, as the worker
    "agencies_turn": {"coordinator": ("tonight", "second", "words")},
}  # fmt: skip


WRITERS = ("partner", "process", "stranger", "receiver", "coordinator", "reporter", "foreign")


def check_updates(cursor, stage: Stage, table: str, truth) -> None:
    """An UPDATE without a condition touches the rows that the policy allows, no others."""
    value = "2026-03-01" if UPDATABLE[table].endswith("_at") else "9"
    for persona in WRITERS:
        allowed = truth[table, persona]
        if table in NARROWER:
            allowed = NARROWER[table].get(persona, ())
        elif table in DESK_TABLES and persona != "coordinator":
            allowed = ()
        with undone():
            cursor.execute(f"alter table {table} disable trigger user")
            with role_of(cursor, stage, persona):
                cursor.execute(f"update {table} set {UPDATABLE[table]} = '{value}'")
                touched = cursor.rowcount
        assert touched == len(allowed), f"{persona} changed {touched} of {len(allowed)} in {table}"


def check_own_places(cursor, stage: Stage) -> None:
    """A member writes their own membership; a colleague's they may lock, not write (X46)."""
    table = "casework_teammember"
    for persona in WRITERS:
        user = stage.people[PERSONAS[persona]]
        cursor.execute(
            f"select count(*) filter (where user_id = %s), count(*) from {table} t where exists"
            " (select 1 from casework_teammember m where m.case_id = t.case_id and m.active"
            " and m.user_id = %s and m.agency_id = %s and m.role <> 'evaluator')",
            [user.pk, user.pk, user.agency_id],
        )
        own, team = cursor.fetchone()
        with undone():
            cursor.execute(f"alter table {table} disable trigger user")
            with role_of(cursor, stage, persona):
                cursor.execute(f"update {table} set version = 9 where user_id = access.uid()")
                assert cursor.rowcount == own, f"{persona} changed {cursor.rowcount} of {own}"
                cursor.execute(f"select count(*) from (select 1 from {table} for update) locked")
                assert cursor.fetchone()[0] == team, f"{persona} locks the rows of their team"
        with undone():
            cursor.execute(f"alter table {table} disable trigger user")
            statement = f"update {table} set version = 9 where user_id <> access.uid()"
            assert team == own or _refused(cursor, stage, persona, statement), persona


def _refused(cursor, stage: Stage, persona: str, statement: str) -> bool:
    """Whether a policy refuses the row as it would become."""
    try:
        with transaction.atomic(using=OWNER), role_of(cursor, stage, persona):
            cursor.execute(statement)
        return False
    except ProgrammingError as error:
        return "row-level security" in str(error)


def _row(cursor, table: str, where: str, *values) -> dict:
    cursor.execute(f"select to_jsonb(t) from {table} t where {where} limit 1", values)
    found = cursor.fetchone()
    assert found, f"nothing in {table} where {where}"
    return json.loads(found[0]) if isinstance(found[0], str) else found[0]


def _insert(cursor, stage: Stage, table: str, row: dict, persona: str) -> bool:
    """Whether this persona may insert the row."""
    row = row | {key_of(table): 2**40 if _counted(table) else str(uuid.uuid4())}
    try:
        with undone():
            # A trigger would refuse before the policy is asked.
            cursor.execute(f"alter table {table} disable trigger user")
            _insert_as(cursor, stage, table, row, persona)
        return True
    except IntegrityError:  # checked after the policy: the row may be there once
        return True
    except ProgrammingError as error:
        if "row-level security" not in str(error):
            raise
        return False


def _insert_as(cursor, stage: Stage, table: str, row: dict, persona: str) -> None:
    with role_of(cursor, stage, persona):
        cursor.execute(
            f"insert into {table} select * from jsonb_populate_record(null::{table}, %s)",
            [json.dumps(row)],
        )


def _counted(table: str) -> bool:
    return "historical" in table or "objectpermission" in table or table.endswith("delivery")


def inserts(cursor, stage: Stage, table: str) -> tuple[tuple[dict, str, bool], ...]:
    """(row, persona, allowed) for every table into which the application writes as a person."""
    pk = {key: person.pk for key, person in stage.people.items()}
    a, b = str(stage.cases["a"].pk), str(stage.cases["b"].pk)
    by_basile = {"author_id": pk["basile"], "agency_id": stage.people["basile"].agency_id}
    if table == "casework_record":
        own = _row(cursor, table, "id = %s", stage.records["team_a"].pk)
        return (
            (own, "partner", True),
            (own | {"author_id": pk["hector"]}, "partner", False),
            (own | {"agency_id": stage.people["hector"].agency_id}, "partner", False),
            (own | {"case_id": b}, "partner", False),
            (own | by_basile, "stranger", False),
        )
    if table == "casework_relationship":
        own = _row(cursor, table, "id = %s", stage.rows["around_a"].pk)
        return (
            (own, "partner", True),
            (own | {"author_id": pk["hector"]}, "partner", False),
            (own | {"agency_id": stage.people["hector"].agency_id}, "partner", False),
            (own | {"case_id": b}, "partner", False),
            (own | by_basile, "stranger", False),
        )
    if table == "casework_agencystatement":
        theirs = _row(cursor, table, "case_id = %s", a)
        youth = theirs | {"agency_id": stage.people["lila"].agency_id}
        return (
            (youth, "other_partner", True),
            (youth, "partner", False),
            (youth | {"case_id": b}, "other_partner", False),
        )
    if table == "casework_recordgroupobjectpermission":
        share = _row(cursor, table, "content_object_id = %s", stage.records["named_a"].pk)
        share |= {"group_id": stage.people["olga"].agency.group_id}
        return (
            (share, "partner", True),
            (share, "stranger", False),
            (share | {"content_object_id": str(stage.records["own_b"].pk)}, "partner", False),
        )
    if table == "casework_readinglog":
        entry = _reading(pk["basile"], a)
        return (
            (entry, "partner", True),
            (entry | {"reader_id": pk["hector"]}, "partner", False),
            (entry, "anonymous", False),
        )
    if table == "casework_journalentry":
        entry = _row(cursor, table, "by_id = %s", pk["ines"])
        return (
            (entry, "receiver", True),
            (entry | {"by_id": pk["luc"]}, "receiver", False),
            (entry | {"by_id": None}, "receiver", False),
        )
    if table == "intake_matchsearch":
        search = _row(cursor, table, "by_id = %s", pk["sonia"])
        mine = search | {"by_id": pk["ines"]}
        return (
            (search, "coordinator", True),
            (search | {"by_id": pk["claire"]}, "coordinator", False),
            (mine, "receiver", False),
        )
    if table == "casework_searchedwords":
        words = _row(cursor, table, "by_id = %s", pk["basile"])
        return (
            (words, "partner", True),
            (words | {"by_id": pk["hector"]}, "partner", False),
            (words | {"agency_id": stage.people["hector"].agency_id}, "partner", False),
            (words, "stranger", False),
        )
    if table == "common_draft":
        draft = _row(cursor, table, "user_id = %s", pk["basile"])
        return ((draft, "partner", True), (draft, "stranger", False))
    if table == "plans_paperfile":
        paper = _row(cursor, table, "id = %s", stage.papers["handed"].pk)
        return (
            (paper, "decider", True),
            (paper, "process", False),
            (paper | {"opened_by_id": pk["pia"]}, "process", False),
            (paper | {"opened_by_id": pk["thomas"]}, "decider", False),
        )
    if table == "intake_signal":
        signal = _row(cursor, table, "id = %s", stage.signals["desk"].pk) | {"reference": "x"}
        return ((signal, "reporter", True), (signal, "stranger", False))
    if table == "intake_sourceidentity":
        source = _row(cursor, table, "true") | {"signal_id": str(stage.signals["acked"].pk)}
        foreign = source | {"signal_id": str(stage.signals["case_b"].pk)}
        return ((source, "receiver", True), (foreign, "receiver", False))
    if table in TEAM_TABLES:
        row = _row(cursor, table, "case_id = %s", a)
        return (
            (row, "partner", True),
            (row, "stranger", False),
            (row | {"case_id": b}, "partner", False),
        )
    if table == "intake_outcome":
        row = _row(cursor, table, "kind = 'oriented'") | {"proposed_by_id": pk["sonia"]}
        advice = _row(cursor, table, "kind = 'advice_given'") | {"proposed_by_id": pk["ines"]}
        return (
            (row, "coordinator", True),
            (row | {"proposed_by_id": pk["claire"]}, "coordinator", False),
            (row | {"proposed_by_id": pk["ines"]}, "receiver", False),
            (advice, "receiver", True),
            (advice | {"signal_id": str(stage.signals["foreign"].pk)}, "receiver", False),
        )
    if table == "casework_deconfliction":
        before = _row(cursor, table, "case_id is null")
        of_case = _row(cursor, table, "case_id = %s", a)
        return (
            (before, "coordinator", True),
            (before, "receiver", False),
            (of_case, "partner", True),
            (of_case | {"case_id": b}, "partner", False),
            (of_case, "coordinator", False),
        )
    if table == "agencies_turn":
        row = _row(cursor, table, "true")
        return (
            (row, "coordinator", True),
            (row, "receiver", False),
            (row, "process", False),
            (row, "stranger", False),
        )
    if table in ("casework_conference", "casework_conferenceseat"):
        row = _row(cursor, table, "true")
        return ((row, "coordinator", False), (row, "partner", False))
    if table in DESK_TABLES:
        row = _row(cursor, table, "true")
        return ((row, "coordinator", True), (row, "receiver", False), (row, "stranger", False))
    live = {
        "casework_historicalcase": ("partner", stage.cases["a"].pk, stage.cases["b"].pk),
        "casework_historicalrecord": (
            "partner",
            stage.records["own_a"].pk,
            stage.records["own_other"].pk,
        ),
        "casework_historicalrelationship": (
            "partner",
            stage.rows["around_named_a"].pk,
            stage.rows["around_own_a"].pk,
        ),
        "casework_historicalagencystatement": (
            "partner",
            stage.statements["a"].pk,
            stage.statements["b"].pk,
        ),
        "casework_historicalteammember": ("partner", stage.members["partner"].pk, None),
        "casework_historicalperson": (
            "partner",
            stage.cases["a"].subject_id,
            stage.cases["b"].subject_id,
        ),
        "intake_historicalsignal": (
            "reporter",
            stage.signals["desk"].pk,
            stage.signals["other"].pk,
        ),
    }
    for live_table, persona, scope in (
        *((one, "partner", f"case_id = '{a}'") for one in TEAM_TABLES),
        *((one, "coordinator", "true") for one in (*DESK_TABLES, "agencies_turn")),
        *((one, "partner", f"case_id = '{a}'") for one in FILE_TABLES),
        *((one, "process", f"case_id = '{a}'") for one in (*LED_TABLES, "closure_absorption")),
    ):
        if table == history_of(live_table):
            live[table] = (persona, _row(cursor, live_table, scope)["id"], None)
    if table not in live:
        return ()
    persona, mine, foreign = live[table]
    past = _row(cursor, table, "id = %s", mine)
    past |= {"history_user_id": stage.people[PERSONAS[persona]].pk}
    foreign = str(foreign or uuid.UUID(int=9))
    return (
        (past, persona, True),
        (past | {"id": foreign}, persona, False),
        (past | {"history_user_id": pk["odile"]}, persona, False),  # in another's name
    )


def _reading(reader: int, case: str) -> dict:
    return {
        "at": "2026-01-01T00:00:00Z", "reader_id": reader, "role": "", "reference": "x",
        "case_id": case, "route": "case", "reason": "", "request_id": "",
    }  # fmt: skip


def check_inserts(cursor, stage: Stage, table: str) -> int:
    """Check that own rows are inserted; none in another's name, or on a foreign file."""
    tried = inserts(cursor, stage, table)
    for row, persona, allowed in tried:
        done = _insert(cursor, stage, table, row, persona)
        assert done is allowed, f"{persona} {'could' if done else 'could not'} insert into {table}"
    return len(tried)


def check_table(cursor, stage: Stage, table: str, truth) -> None:
    """Every check of one table."""
    check_reads(cursor, stage, table, truth)
    check_worker(cursor, stage, table)
    if table in UPDATABLE:
        check_updates(cursor, stage, table, truth)
    if table == "casework_teammember":
        check_own_places(cursor, stage)
    check_inserts(cursor, stage, table)
    if table == "intake_sourceidentity":
        check_unsealed(cursor, stage, truth)


APPEND_ONLY = (
    "casework_readinglog", "casework_searchedwords", "casework_journalentry",
    "casework_historicalcase",
    "casework_historicalperson", "casework_historicalrecord", "casework_historicalteammember",
    "casework_historicalagencystatement",
    "intake_signalhop", "intake_sourceidentity", "intake_historicalsignal", "intake_matchsearch",
    "casework_conferenceseat", "closure_reopening", "agencies_historicalturn",
    *map(history_of, (*TEAM_TABLES, *DESK_TABLES, *FILE_TABLES)),
)  # fmt: skip


def check_append_only(cursor, stage: Stage) -> None:
    """Neither the application nor its worker can change, remove or empty a trail."""
    for table in APPEND_ONLY:
        for role in ("app", "app_worker"):
            key = key_of(table)
            for statement in (
                f"update {table} set {key} = {key}",
                f"delete from {table}",
                f"truncate {table} cascade",
            ):
                assert _denied(cursor, stage, role, statement), f"{role}: {statement}"


def _denied(cursor, stage: Stage, role: str, statement: str) -> bool:
    try:
        with undone(), role_of(cursor, stage, "process", role=role):
            cursor.execute(statement)
        return False
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)


def check_every_table_is_covered(cursor) -> None:
    """Each table with a path to a case, signal or person has row-level security and policies."""
    cursor.execute(
        "with recursive near(oid) as ("
        "  select 'casework_case'::regclass::oid union select 'intake_signal'::regclass::oid"
        "  union select 'casework_person'::regclass::oid"
        "  union select k.conrelid from pg_constraint k join near on near.oid = k.confrelid"
        "   where k.contype = 'f')"
        " select c.relname, c.relrowsecurity,"
        "  (select count(*) from pg_policies p where p.tablename = c.relname)"
        " from pg_class c where c.relkind = 'r' and (c.oid in (select oid from near)"
        "  or c.relname ~ '^(casework|intake|plans|closure)_historical'"
        "  or c.relname = any(%s))",
        [list(TABLES)],
    )
    rows = cursor.fetchall()
    bare = sorted(name for name, secured, count in rows if not secured or not count)
    assert not bare, f"No row-level security: {', '.join(bare)}. Add it to 0002_need_to_know."
    assert {name for name, _s, _c in rows} == set(TABLES), (
        "A table of a case file has no oracle: add it to tests/access/oracle.py:"
        f" {sorted({name for name, _s, _c in rows} ^ set(TABLES))}"
    )
