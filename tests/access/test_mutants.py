"""Mutants: each line of defence is spoilt once, and its check must notice.

Every mutant lives in a transaction that is rolled back, or in a patch that is undone. It must be
noticed by the check of its own layer: policies by raw SQL, managers without policies, pages without
managers or rights.
"""

import dataclasses

import pytest
from django.db import DatabaseError, connection, connections
from django.db.models import Q, Value

from casework import access, rights
from casework.narrowing import OnTeam
from common import compiled, scope
from tests.access import (
    asking,
    entitled,
    managers,
    oracle,
    policies,
    rulings,
    sweep,
)
from tests.access import test_left_to_policies as left
from tests.access.answers.line import TEAM, Line
from tests.access.answers.own import PUBLIC_ROUTES
from tests.access.matrix import MATRIX
from tests.access.test_rights import KINDS, check_derived_rights, check_trigger
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access


@pytest.fixture(autouse=True)
def no_question_is_kept(monkeypatch):
    """What is written while a line is spoilt is not asked when it stands again."""
    monkeypatch.setattr(compiled, "_SHAPES", {})


@pytest.fixture(scope="module")
def truth(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return oracle.of_all(stage)


@pytest.fixture
def owner(stage, django_db_blocker):
    """A cursor of the tables' owner in a transaction that is rolled back."""
    with django_db_blocker.unblock(), policies.undone(), connections["owner"].cursor() as cursor:
        policies.take_roles(cursor)
        yield cursor


def noticed(check, *args) -> bool:
    """Whether the check fails; an error of the database counts, for the suite is red then too."""
    try:
        check(*args)
    except (AssertionError, DatabaseError):
        return True
    return False


def _of(cursor, table: str) -> list[tuple]:
    cursor.execute(
        "select policyname, cmd, qual is not null, with_check is not null from pg_policies"
        " where tablename = %s order by policyname",
        [table],
    )
    return cursor.fetchall()


# Widening these changes nothing: their condition is «true» already, or they are the worker’s.
ALREADY_OPEN = frozenset({"work"})


@pytest.mark.parametrize("table", oracle.TABLES)
def test_each_policy_dropped_or_widened_is_noticed(owner, stage, truth, table):
    """Red when a policy could go, or say «true», without any check of this layer noticing."""
    found = _of(owner, table)
    assert found, f"{table} has no policy"
    missed = []
    for name, _command, reads, writes in found:
        with policies.undone():
            owner.execute(f"drop policy {name} on {table}")
            if not noticed(policies.check_table, owner, stage, table, truth):
                missed.append(f"{name} dropped")
        if name in ALREADY_OPEN:
            continue
        clauses = (" using (true)" if reads else "") + (" with check (true)" if writes else "")
        with policies.undone():
            owner.execute(f"alter policy {name} on {table}{clauses}")
            if not noticed(policies.check_table, owner, stage, table, truth):
                missed.append(f"{name} widened")
    assert not missed, f"{table}: {', '.join(missed)}"


@pytest.mark.parametrize("table", oracle.TABLES)
def test_a_table_without_row_level_security_is_noticed(owner, stage, truth, table):
    """Red when «disable row level security» on one table passes."""
    owner.execute(f"alter table {table} disable row level security")
    assert noticed(policies.check_reads, owner, stage, table, truth)
    assert noticed(policies.check_every_table_is_covered, owner)


@pytest.mark.parametrize("table", policies.APPEND_ONLY)
def test_a_trail_that_can_be_changed_is_noticed(owner, stage, table):
    """Red when a trail's UPDATE or DELETE may be granted again unnoticed."""
    for right in ("update", "delete", "truncate"):
        with policies.undone():
            owner.execute(f"grant {right} on {table} to app")
            assert noticed(policies.check_append_only, owner, stage), f"{right} on {table}"


def test_a_table_that_nobody_declared_is_noticed(owner):
    """Red when a new table with a path to a case needs no policy."""
    owner.execute("create table closure_thing (id int, case_id uuid references casework_case)")
    assert noticed(policies.check_every_table_is_covered, owner)


@pytest.mark.parametrize("spoil", ["disable trigger sync_member", "disable trigger user"])
def test_a_silent_trigger_is_noticed(stage, django_db_blocker, spoil):
    """Red when rights need not follow the team in the same statement."""
    with django_db_blocker.unblock():
        try:
            _alter(f"alter table casework_teammember {spoil}")
            with sweep.rolled_back():
                assert noticed(check_trigger, stage)
        finally:
            connection.close()
            _alter("alter table casework_teammember enable trigger user")


def _alter(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
    connections["owner"].close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("says", [True, False])
def test_each_predicate_spoilt_is_noticed(stage, db, truth, monkeypatch, kind, says):
    """Red when a manager's predicate may say anything, policies being out of the way."""
    monkeypatch.setattr(kind, "visible", lambda way, actor: Q(Value(says)))
    assert noticed(managers.check_kind, stage, kind, truth)


def test_a_manager_that_answers_without_an_actor_is_noticed(stage, db, monkeypatch):
    """Red when GuardedQuery may compile for nobody."""
    monkeypatch.setattr(scope.GuardedQuery, "get_compiler", scope.sql.Query.get_compiler)
    assert noticed(managers.check_silence_raises, stage)


def _compiled_as_made(query, using=None, connection=None, elide_empty=True):
    return scope.sql.Query.get_compiler(query, using, connection, elide_empty)


def _whoever_is_bound(model, actor, alias):
    return scope._narrows.get() and not actor.worker and alias == "default"


def _whatever_the_connection(model, actor, alias):
    return scope._narrows.get() and actor == scope._actor.get()


# (what is spoilt, with what, the test that turns red)
TOO_FREELY = {
    "asked when made alone": (
        scope.GuardedQuery, "get_compiler", _compiled_as_made,
        "test_a_query_made_for_one_and_asked_as_another",
    ),
    "for anybody": (scope, "policies_narrow", _whoever_is_bound, "test_the_worker_in_between"),
    "for the owner": (
        scope, "policies_narrow", _whatever_the_connection,
        "test_a_login_that_the_policies_do_not_bind",
    ),
    "without asking the database": (
        scope, "_BIND", scope._BIND.partition(", current_user")[0] + ", true",
        "test_a_login_that_the_policies_do_not_bind",
    ),
    "in what is written": (
        scope.ScopedQuerySet, "_to_write", lambda rows: rows,
        "test_what_is_written_or_joined_keeps_its_predicate",
    ),
    "in what is joined": (
        scope.GuardedQuery, "combine", scope.sql.Query.combine,
        "test_what_is_written_or_joined_keeps_its_predicate",
    ),
    "nowhere": (
        OnTeam, "left_to_policies", False, "test_it_is_left_to_the_policies_for_oneself",
    ),
}  # fmt: skip


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("how", TOO_FREELY)
def test_what_is_left_to_the_policies_too_freely_is_noticed(stage, db, monkeypatch, how):
    """Red when the managers may leave out their predicate where no policy stands in for it."""
    place, name, spoilt, red = TOO_FREELY[how]
    check, who = getattr(left, red), {key: scope.Actor.of(stage.persona(key)) for key in PERSONAS}
    assert not noticed(check, stage, who)
    monkeypatch.setattr(place, name, spoilt)
    assert noticed(check, stage, who)


def test_an_unscoped_query_in_a_view_is_noticed(stage, db, monkeypatch):
    """Red when a view may use ``unscoped`` for visible_to: rights alone do not hide a list."""

    def everything(self, user):
        return scope.ScopedQuerySet(self.model, using=self._db).scoped(scope.WORKER)

    monkeypatch.setattr(scope.ScopedManager, "visible_to", everything)
    with sweep.managers_alone(monkeypatch):
        for persona, routes in (
            ("stranger", {"notices", "intake:list", "jump"}),
            ("evaluator", {"notices", "home"}),
        ):
            seen = {persona: sweep.walk(stage, persona, routes)}
            assert noticed(entitled.check_nothing_leaks, seen, stage), persona
        line = Line("case", "a", get={200: TEAM})
        browsers = asking.Browsers(stage, ["stranger"])
        url = asking.address(line, stage)
        assert noticed(asking.check_cell, browsers, line, "GET", "stranger", url)
    monkeypatch.undo()
    assert not noticed(asking.check_cell, browsers, line, "GET", "stranger", url)


def test_a_page_that_hides_from_the_entitled_is_noticed(stage, db):
    """Red when the positive control passes on empty pages."""
    assert noticed(entitled.check_the_entitled_see, {"partner": {"GET /cases/": ""}})


@pytest.mark.parametrize("grant", rights.GRANTS, ids=lambda grant: grant.right.value)
def test_a_grant_removed_is_noticed(grant):
    """Red when a right of the rulings may go from the code's table."""
    less = tuple(other for other in rights.GRANTS if other is not grant)
    assert noticed(rulings.check_rights, less)
    wider = dataclasses.replace(grant, holders=(*grant.holders, rights.Holder.TAKER))
    if rights.Holder.TAKER not in grant.holders:
        assert noticed(rulings.check_rights, (*less, wider))


# right -> a cell of the matrix that fails when nobody holds the right
ASKED = {
    "read_signal": ("intake:page", "desk", "GET", "receiver"),
    "correct_signal": ("intake:correct", "desk", "GET", "receiver"),
    "acknowledge_signal": ("intake:acknowledge", "desk", "POST", "receiver"),
    "pass_on_signal": ("intake:pass_on", "desk", "GET", "receiver"),
    "see_source": ("intake:reveal_source", "taken", "GET", "receiver"),
    "open_case": ("intake:open_case", "acked", "GET", "deciding_coordinator"),
    "analyse_signal": ("intake:minor", "acked", "GET", "coordinator"),
    "second_read": ("intake:first_analysis", "acked", "GET", "receiver"),
    "decide_outcome": ("intake:decide", "ready/oriented", "GET", "coordinator"),
    "give_advice": ("intake:advice", "plain", "GET", "receiver"),
    "read_case": ("case", "a", "GET", "partner"),
    "manage_team": ("case_member_add", "a", "GET", "process"),
    "replace_coordinator": ("case_member_add", "a", "GET", "risk_owner"),
    "write_information": ("case_add_information", "a", "GET", "partner"),
    "see_readings": ("case_reading_log", "a", "GET", "process"),
    "use_relais": ("home", "", "GET", "partner"),
    "capture_signal": ("intake:new", "", "GET", "partner"),
}


@pytest.mark.parametrize("right", ASKED)
def test_a_right_that_nobody_holds_turns_its_page(stage, db, monkeypatch, right):
    """Red when a page does not ask the table of rights at all."""
    route, on, method, persona = ASKED[right]
    line = next(one for one in MATRIX if (one.route, one.on) == (route, on))
    browsers, url = asking.Browsers(stage, [persona]), asking.address(line, stage)
    assert not noticed(asking.check_cell, browsers, line, method, persona, url)
    key = rights.Right(right)
    monkeypatch.setitem(access.HOLDERS, key, ())
    monkeypatch.setitem(access.ROLES_OF, key, frozenset())
    assert noticed(asking.check_cell, browsers, line, method, persona, url)


def test_the_cached_rights_are_asked_of_the_database(stage, db, monkeypatch):
    """Red when the backend may say yes by itself."""
    from casework.access_backend import CachedGuardianBackend

    monkeypatch.setattr(CachedGuardianBackend, "has_perm", lambda *args, **kwargs: True)
    assert noticed(check_derived_rights, stage)


def test_each_undeclared_address_is_noticed():
    """Red when an address may stand without a line, a line without an address, or be public."""
    for route in {line.route for line in MATRIX}:
        less = [line for line in MATRIX if line.route != route]
        assert noticed(asking.check_routes, less), route
    assert noticed(asking.check_routes, [*MATRIX, Line("no_such_page")])
    for route in PUBLIC_ROUTES:
        assert noticed(asking.check_routes, MATRIX, PUBLIC_ROUTES - {route}), route


def test_a_reading_that_writes_is_noticed(stage, db, monkeypatch):
    """Red when a GET may change a row of a file."""
    from casework.views import case

    ordinary = case.CaseList.get

    def writing(self, request):
        with scope.elevated(), connection.cursor() as cursor:
            cursor.execute("update notices_notice set read_at = made_at")
        return ordinary(self, request)

    monkeypatch.setattr(case.CaseList, "get", writing)
    line = Line("cases")
    browsers = asking.Browsers(stage, ["partner"])
    assert noticed(asking.check_cell, browsers, line, "GET", "partner", "/cases/")


def test_every_persona_is_asked():
    """Red when a persona of the rulings is taken off the stage."""
    assert len(PERSONAS) == 23
