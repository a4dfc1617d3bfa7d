"""Line of defence 4 in writing (X46): as the application's role, without any decision."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connections, transaction

from common.need_to_know import NeedToKnow
from tests.access import policies

pytestmark = pytest.mark.access


@pytest.fixture
def owner(stage, django_db_blocker):
    """A cursor of the tables' owner in a transaction that is rolled back."""
    with django_db_blocker.unblock(), policies.undone(), connections["owner"].cursor() as cursor:
        policies.take_roles(cursor)
        yield cursor


# (who, what, why it is refused)
ATTACKS = {
    "raises their own role": (
        "partner",
        (
            "update casework_teammember set role = 'process_coordinator', version = version + 1"
            " where user_id = access.uid()"
        ),
        "stands",
    ),
    "moves to another agency": (
        "partner",
        (
            "update casework_teammember set version = version + 1,"
            " agency_id = (select min(id) from agencies_agency where id <> agency_id)"
            " where user_id = access.uid()"
        ),
        "stands",
    ),
    "ends the coordinator": (
        "partner",
        (
            "update casework_teammember set active = false, left_at = now(), version = version + 1"
            " where role = 'process_coordinator'"
        ),
        "",
    ),
    "declares for a colleague": (
        "process",
        (
            "update casework_teammember set interest = 'none', declared_at = now(),"
            " version = version + 1 where user_id <> access.uid()"
        ),
        "row-level security",
    ),
    "ends the case": (
        "process",
        "update casework_case set state = 'ended', version = version + 1",
        "stands",
    ),
    "writes on a foreign case": (
        "partner",
        (
            "insert into casework_journalentry (id, at, event, by_id, case_id, reason, facts)"
            " values (gen_random_uuid(), now(), 'team.left', access.uid(), '{b}', '', '{{}}')"
        ),
        "row-level security",
    ),
    "writes on a foreign signal": (
        "stranger",
        (
            "insert into casework_journalentry (id, at, event, by_id, signal_id, reason, facts)"
            " values (gen_random_uuid(), now(), 'signal.acknowledged', access.uid(), '{desk}', '',"
            " '{{}}')"
        ),
        "row-level security",
    ),
    "invents that they read": (
        "stranger",
        (
            "insert into casework_readinglog (id, at, reader_id, role, reference, case_id, route,"
            " reason, request_id) values (gen_random_uuid(), now(), access.uid(), '', '', '{a}',"
            " 'case', '', '')"
        ),
        "row-level security",
    ),
    "opens their piece to all": (
        "partner",
        (
            "update casework_record set audience = 'team', version = version + 1"
            " where audience = 'own' and author_id = access.uid()"
        ),
        "stands",
    ),
    "signs as a colleague": (
        "partner",
        (
            "update casework_record set author_id = {hugo}, version = version + 1"
            " where author_id = access.uid() and audience = 'team'"
        ),
        "",
    ),
    "takes a signal to a file": (
        "coordinator",
        "update intake_signal set case_id = '{a}', version = version + 1 where id = '{desk}'",
        "stands",
    ),
    "reports for another": (
        "coordinator",
        (
            "update intake_signal set reporter_id = access.uid(), version = version + 1"
            " where id = '{desk}'"
        ),
        "stands",
    ),
    "moves a line to their other case": (
        "partner",
        "update plans_gap set case_id = '{b}', version = version + 1",
        "",
    ),
    "deletes a case": ("process", "delete from casework_case", "permission denied"),
    "deletes a person": ("process", "delete from casework_person", "permission denied"),
    "widens what roles may": (
        "process",
        "update casework_roleright set role = 'partner'",
        "permission denied",
    ),
    "gives themselves a right": (
        "partner",
        (
            "insert into casework_caseuserobjectpermission (content_object_id, user_id,"
            " permission_id) select '{a}', access.uid(), min(id) from auth_permission"
        ),
        "row-level security",
    ),
    "gives themselves a duty": (
        "administrator",
        "insert into agencies_duty (user_id, kind, since) values (access.uid(), 'dpo', now())",
        "a power of agencies_duty",
    ),
    "gives a colleague a duty": (
        "partner",
        "insert into agencies_duty (user_id, kind, since) values ({hugo}, 'dpo', now())",
        "a power of agencies_duty",
    ),
    "takes a post": (
        "partner",
        (
            "insert into agencies_channelpost (channel_id, user_id, post, position, active)"
            " select min(id), access.uid(), 'receiver', 1, true from agencies_channel"
        ),
        "a power of agencies_channelpost",
    ),
    "moves house": (
        "partner",
        (
            "update agencies_user set agency_id = (select min(id) from agencies_agency a"
            " where a.id <> agency_id) where id = access.uid()"
        ),
        "a power of agencies_user",
    ),
    "rewrites a notice": ("partner", "update notices_notice set kind = 'x'", "permission denied"),
    "writes through the view": (
        "partner",
        "update access.membership set role = 'process_coordinator'",
        "permission denied",
    ),
    "writes through the view of parts": (
        "partner",
        "update access.own_part set role = 'process_coordinator'",
        "permission denied",
    ),
    "writes through the view of files left alone": (
        "coordinator",
        "update access.left_alone set reference = 'x'",
        "permission denied",
    ),
    "writes a history in another's name": (
        "partner",
        (
            "insert into casework_historicalcase select h.* from casework_historicalcase h"
            " where history_user_id <> access.uid()"
        ),
        "row-level security",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_writes_past_their_relation(owner, stage, attack):
    """Red when a check, a grant or a column that stands is taken out of 0002_need_to_know."""
    persona, statement, why = ATTACKS[attack]
    names = {
        "a": stage.cases["a"].pk,
        "b": stage.cases["b"].pk,
        "desk": stage.signals["desk"].pk,
        "hugo": stage.people["hugo"].pk,
    }
    said = _refusal(owner, stage, persona, statement.format(**names))
    assert why in said, said
    assert any(
        known in said
        for known in ("stands", "row-level security", "permission denied", "a power of")
    )


def _refusal(cursor, stage, persona: str, statement: str) -> str:
    """What the database says; empty where it allowed it, or found no row to refuse."""
    try:
        with transaction.atomic(using="owner"), policies.role_of(cursor, stage, persona):
            cursor.execute(statement)
    except ProgrammingError as error:
        return str(error)
    return ""


def test_every_check_of_the_application_asks_something(owner):
    """X46. Red when a policy of app lets any row be written."""
    owner.execute(
        "select tablename, policyname from pg_policies where 'app' = any(roles)"
        " and cmd in ('INSERT', 'UPDATE', 'ALL')"
        " and coalesce(with_check, qual) in ('true', '(true)')"
    )
    assert owner.fetchall() == []


def test_the_view_of_files_left_alone_asks_for_the_duty(owner, stage):
    """X24. Red when it loses its barrier or its condition."""
    owner.execute("select reloptions from pg_class where oid = 'access.left_alone'::regclass")
    assert owner.fetchone()[0] == ["security_barrier=true"]
    owner.execute(
        "update agencies_user set is_active = false where id in (select user_id from"
        " casework_teammember where active and role in ('process_coordinator', 'risk_owner'))"
        " and id <> all (%s)",
        [[stage.persona(name).pk for name in ("coordinator", "dpo", "partner", "receiver")]],
    )
    for persona, some in (("coordinator", True), ("dpo", True), ("partner", False),
                          ("receiver", False), ("anonymous", False)):  # fmt: skip
        with policies.role_of(owner, stage, persona):
            owner.execute("select count(*) from access.left_alone")
            assert (owner.fetchone()[0] > 0) is some, persona


@pytest.mark.parametrize("view", ["access.membership", "access.own_part"])
def test_the_views_show_ones_own_places_alone(owner, stage, view):
    """Red when a view loses its owner's rights, its barrier or its condition."""
    owner.execute("select reloptions from pg_class where oid = %s::regclass", [view])
    assert owner.fetchone()[0] == ["security_barrier=true"]
    owner.execute("select relforcerowsecurity from pg_class where relname = 'casework_teammember'")
    assert owner.fetchone() == (False,)
    for persona, cases in (("partner", {"a"}), ("stranger", set()), ("evaluator", set())):
        with policies.role_of(owner, stage, persona):
            owner.execute(f"select case_id from {view}")
            found = {row[0] for row in owner.fetchall()}
        assert found == {stage.cases[key].pk for key in cases}, persona


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"reads": "a", "adds": "true"},
        {"reads": "a", "changes": "a", "becomes": "(TRUE)"},
        {"reads": "a", "changes": "1 = 1"},
        {"reads": "a", "changes": "a", "once": True},
        {"reads": "a", "is_open": "no file"},
    ],
)
def test_a_table_that_says_nothing_or_everything_is_refused(said):
    """Red when NeedToKnow takes what would let app write whatever it likes."""
    with pytest.raises(ImproperlyConfigured):
        NeedToKnow("Case", **said)
