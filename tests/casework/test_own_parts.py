"""A part on a team carries the state of its case; rows by their keys (X23)."""

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from agencies.models import User
from casework import mine
from casework.models import Case, OwnPart, Record, TeamMember
from casework.rights import Role
from casework.team import decisions as team
from common import compiled
from common.among import first_of
from common.scope import WORKER, bound
from common.together import answer
from tests.people import acting, information, open_case
from worklist import signing


def put(case: Case, state: str) -> None:
    """The case in that state, as its writer leaves it."""
    with bound(WORKER):
        moved = Case.locked(case.pk)
        moved.state = state
        moved.save_changes()


def parts(case: Case) -> dict[str, str]:
    """role -> the state that its part carries."""
    with bound(WORKER):
        return dict(TeamMember.objects.filter(case=case).values_list("role", "case_state"))


def test_a_first_team_carries_the_first_state(people):
    """Line: ``insert`` of parts_follow: a first team is written before its case."""
    case = open_case(people)
    assert set(parts(case).values()) == {case.state}


@pytest.mark.parametrize("state", Case.State)
def test_the_parts_follow_the_case(people, state):
    """Line: parts_follow. The versions of the team stay: nobody's form meets a conflict."""
    case = open_case(people)
    with bound(WORKER):
        before = dict(TeamMember.objects.filter(case=case).values_list("pk", "version"))
    put(case, state)
    assert set(parts(case).values()) == {state}
    with bound(WORKER):
        assert dict(TeamMember.objects.filter(case=case).values_list("pk", "version")) == before


def test_who_comes_later_carries_the_state_of_then(people):
    """Line: state_of_part."""
    case = open_case(people)
    put(case, Case.State.ACTIVE)
    with acting(people["claire"]):
        team.join(case, by=people["claire"], user=people["sophie"], role=Role.PARTNER)
    with bound(WORKER):
        member = TeamMember.objects.get(case=case, user=people["sophie"])
    assert member.case_state == Case.State.ACTIVE


def test_nobody_writes_the_state_of_a_part(people):
    """Line: ``update of case_state`` of state_of_part. What is written is the case's again."""
    case = open_case(people)
    with acting(people["bruno"]), connection.cursor() as cursor:
        cursor.execute(
            "update casework_teammember set case_state = 'ended', version = version + 1"
            " where user_id = access.uid()"
        )
        assert cursor.rowcount == 1
    assert set(parts(case).values()) == {case.state}


def test_a_part_is_still_not_written_over(people):
    """I1. Line: check_version on the team, which lets only what follows pass."""
    open_case(people)
    with (
        acting(people["bruno"]),
        pytest.raises(OperationalError, match="stale or unversioned"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update casework_teammember set case_state = 'ended' where user_id = access.uid()"
        )


def test_the_sets_of_states_leave_none_out():
    """Red when a state is neither running nor closed, or neither in hand nor over."""
    every = set(Case.State)
    for these, others in ((Case.RUNNING, Case.CLOSED), (Case.IN_HAND, Case.OVER)):
        assert set(these) | set(others) == every
        assert not set(these) & set(others)


def test_own_parts_are_those_that_run(people):
    """Lines: ``active`` and ``user_id`` of the view."""
    case = open_case(people)
    for key, roles in (("bruno", {Role.PARTNER}), ("sophie", set())):
        with acting(people[key]):
            found = OwnPart.objects.filter(case_id=case.pk)
            assert {one.role for one in found} == roles, key
    with bound(WORKER):
        assert not OwnPart.objects.exists()
    with acting(people["bruno"]):
        member = TeamMember.objects.get(case=case, user=people["bruno"])
    with acting(people["claire"]):
        team.leave(member, by=people["claire"], reason="Il part.")
    with acting(people["bruno"]):
        assert not OwnPart.objects.exists()


@pytest.mark.parametrize("as_worker", [False, True])
def test_is_own_asks_for_role_and_state(people, as_worker):
    """Lines: ``roles``, ``states`` and the row's case in is_own; of the bound person, and of one
    whom the worker asks about."""
    case = open_case(people)
    row = information(case, people["bruno"], "Une dette")
    for key, roles, states, found in (
        ("hugo", (Role.CONTENT_COORDINATOR,), (case.state,), True),
        ("hugo", (), (), True),
        ("hugo", (Role.PARTNER,), (case.state,), False),
        ("hugo", (Role.CONTENT_COORDINATOR,), (Case.State.ENDED,), False),
        ("sophie", (), (), False),
    ):
        user: User = people[key]
        with bound(WORKER) if as_worker else acting(user):
            own = mine.is_own(user, *roles, states=states)
            rows = Record.objects.visible_to(user).filter(own)
            assert list(rows.values_list("pk", flat=True)) == [row.pk] * found, (key, roles)


def test_is_own_asks_of_each_row_s_own_case(people):
    """Line: the row's case in is_own: one's part on one case says nothing of another."""
    mine_alone, other = open_case(people), open_case(people, given="Lina", family="Ferrand")
    rows = [information(case, people["bruno"], "Une dette") for case in (mine_alone, other)]
    put(other, Case.State.ACTIVE)
    with acting(people["bruno"]):
        for states, found in (((mine_alone.state,), rows[:1]), ((Case.State.ACTIVE,), rows[1:])):
            own = mine.is_own(people["bruno"], states=states)
            assert list(Record.objects.visible_to(people["bruno"]).filter(own)) == found


def test_the_first_of_some_rows_come_in_their_order_with_what_they_are_related_to(
    people, django_assert_num_queries
):
    """Lines: ``order_by``, ``most`` and ``select_related`` of first_of."""
    case = open_case(people)
    with acting(people["bruno"]):
        rows = TeamMember.objects.visible_to(people["bruno"]).filter(case=case)
        rows = rows.select_related("case", "user").order_by("-user__email", "pk")
        wanted = list(rows)[:3]
        with django_assert_num_queries(1):
            found = list(first_of(rows, 3))
            assert [(one.pk, one.user.email, one.case.pk) for one in found] == [
                (one.pk, one.user.email, case.pk) for one in wanted
            ]


def test_many_cases_of_a_phase_are_not_all_counted(people, monkeypatch):
    """«1000+» where there are more; lines: MOST_COUNTED in numbers_as and in where_things_stand."""
    case = open_case(people)
    open_case(people, given="Lina", family="Ferrand")

    def shown() -> list:
        with acting(people["paul"]):
            return [row["number"] for row in answer(signing.where_things_stand(people["paul"]))]

    assert shown() == [2, 0, 0, 0]
    for module in (mine, signing):
        monkeypatch.setattr(module, "MOST_COUNTED", 0)
    monkeypatch.setattr(compiled, "_SHAPES", {})
    assert shown() == ["0+", 0, 0, 0]
    with acting(people["paul"]):
        counted = list(mine.numbers_as(people["paul"], Role.RISK_OWNER))
    assert counted == [(case.state, 1)], "no further than one more than is shown"
