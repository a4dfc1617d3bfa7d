"""What a sweep looks at: everything once a day, then every change, and nothing else (X21)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Absence, Duty, DutyKind, User
from casework.calendar import WorkingDays
from casework.models import Case, LocalHoliday, TeamMember, TerritoryProfile
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice, Pending
from plans.models import Checkpoint, Commitment
from tests import people as town
from tests import worlds
from tests.closure import scenes
from tests.worklist.test_many_reminders import CHANGED, SILENT, closed, promised, statements
from tests.worklist.test_reminders import REMINDERS, swept, told
from worklist import looking

DAY = date(2026, 6, 9)
LATE = date(2026, 6, 24)


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    """A case that is carried out, without the work that led there."""
    case = town.open_case(who)
    with bound(WORKER):
        case = Case.objects.get(pk=case.pk)
        case.state = Case.State.ACTIVE
        case.save_changes()
    return case


@worlds.standing
def planned(who):
    return scenes.carried_out(who)


def names(kind: str) -> list[str]:
    return sorted(name for _kind, name in told(kind))


def changed(row, **values) -> None:
    with bound(WORKER):
        row = type(row).objects.get(pk=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save_changes() if hasattr(row, "save_changes") else row.save()


def commitment() -> Commitment:
    with bound(WORKER):
        return Commitment.objects.latest("written_at")


def pending(duty: str = "promise") -> int:
    with bound(WORKER):
        return Pending.objects.filter(duty=duty).count()


# --- nothing is asked twice ----------------------------------------------------------------------
def test_nothing_is_looked_at_until_it_changes(case, who):
    """X21. Line: ``looked`` in Looking._changed: no row of a file is read."""
    promised(case, who, 3)
    assert [swept(DAY, "promise") for _n in range(2)] == [3, 0]
    with CaptureQueriesContext(connection) as asked:
        assert swept(DAY, "promise") == 0
    assert not [one["sql"] for one in asked.captured_queries if "plans_commitment" in one["sql"]]


def test_a_change_costs_the_same_however_much_is_due(case, who):
    """X21. Line: ``look.at`` in ``untold`` and ``done``: the changed case, by its key."""
    found = []
    for many in (1, 200):
        promised(case, who, many)
        swept(DAY, "promise")
        changed(commitment(), words="Deux appels.")
        with CaptureQueriesContext(connection) as asked:
            assert swept(DAY, "promise") == 0
        found.append(statements(asked))
        read = [one["sql"] for one in asked.captured_queries if '"plans_commitment"' in one["sql"]]
        assert read
        assert all(str(case.pk) in one for one in read)
    assert found == [OF_ONE_CHANGE] * 2


OF_ONE_CHANGE = SILENT + CHANGED


def test_everything_is_looked_at_on_a_new_day_and_one_that_went_back(case, who):
    """X21, J4. Line: ``looked_on=self.day``: what has a day comes with its day."""
    promised(case, who)
    assert [swept(DAY - timedelta(days=1), "promise"), swept(DAY, "promise")] == [0, 1]
    assert [swept(DAY + timedelta(days=1), "promise"), names("promise_late")] == [
        1,
        [who["bruno"].full_name],
    ]
    with bound(WORKER):
        Notice.objects.filter(kind="promise_today").delete()
    assert swept(DAY, "promise") == 1


# --- whatever changes is told on the same day ----------------------------------------------------
def test_rows_that_change(case, who):
    """J1. Lines: the triggers of plans_commitment and casework_case in 0004_pending."""
    promised(case, who)
    row, home = commitment(), who["lea"]
    changed(row, due_on=DAY + timedelta(days=9))
    assert swept(DAY, "promise") == 0
    changed(row, due_on=DAY)
    assert swept(DAY, "promise") == 1, "its day is moved"
    changed(row, author=home)
    both = sorted([who["bruno"].full_name, home.full_name])
    assert [swept(DAY, "promise"), names("promise")] == [1, both]
    changed(case, state=Case.State.TRANSFERRED)
    swept(DAY, "promise")
    with bound(WORKER):
        assert not Notice.objects.filter(kind="promise_today", read_at=None).exists()
    promised(case, who)
    assert swept(DAY, "promise") == 0
    changed(case, state=Case.State.ACTIVE)
    assert swept(DAY, "promise") == 1, "the case is carried out again"
    assert pending() == 0


def test_what_moves_to_another_case(case, who):
    """X21. Line: ``select was union select becomes``: both files are looked at."""
    other = town.open_case(who, given="Nadia")
    swept(DAY, "promise")
    promised(case, who)
    swept(DAY, "promise")
    changed(commitment(), case=other)
    with bound(WORKER):
        found = set(Pending.objects.filter(duty="promise").values_list("subject", flat=True))
    assert found == {case.pk, other.pk}


def test_what_is_taken_up_again(case, who):
    """J1. Line: the trigger of plans_commitment: from kept to open."""
    promised(case, who)
    changed(commitment(), state="kept", settled_at=clock.now(), settled_words="Fait.")
    assert swept(DAY, "promise") == 0
    changed(commitment(), state="open", settled_at=None, settled_words="")
    assert [swept(DAY, "promise"), swept(DAY, "promise")] == [1, 0]


def test_a_team_that_changes(case, who):
    """X18. Line: the trigger of casework_teammember: a successor hears it on the same day."""
    promised(case, who)
    assert swept(LATE, "promise") == 3
    with bound(WORKER):
        hugo = TeamMember.objects.get(case=case, user=who["hugo"], active=True)
        hugo.active, hugo.left_at = False, clock.now()
        hugo.save_changes()
    assert swept(LATE, "promise") == 0
    with bound(WORKER):
        seat = TeamMember.objects.filter(case=case, user=who["lea"], active=True).first()
        if seat is None:
            seat = team.first_member(case, who["lea"], Role.CONTENT_COORDINATOR)
        else:
            seat.role = Role.CONTENT_COORDINATOR
            seat.save_changes()
    assert [swept(LATE, "promise"), swept(LATE, "promise")] == [1, 0]
    assert who["lea"].full_name in names("promise_escalated")


def signed_in(user: User) -> None:
    User.objects.filter(pk=user.pk).update(last_login=clock.now())


def back(user: User) -> None:
    Absence.objects.filter(user=user).delete()


def at_home(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)


def invited(user: User) -> None:
    User.objects.filter(pk=user.pk).update(invited_at=clock.now(), last_login=None)


def away(user: User) -> None:
    Absence.objects.create(user=user, first_day=DAY, last_day=LATE)


@pytest.mark.parametrize(("goes", "comes"), [(closed, at_home), (away, back), (invited, signed_in)])
def test_people_who_go_and_come(case, who, goes, comes):
    """X18. Lines: the triggers of agencies_user and agencies_absence; ``people`` in _subjects."""
    bruno, claire = who["bruno"], who["claire"]
    promised(case, who)
    goes(bruno)
    assert [swept(DAY, "promise"), names("promise")] == [1, [claire.full_name]]
    promised(case, who)
    assert swept(DAY, "promise") == 1
    comes(bruno)
    assert [swept(DAY, "promise"), swept(DAY, "promise")] == [2, 0]
    goes(bruno)
    assert swept(DAY, "promise") == 0, "claire knows"
    claire.agency = who["lea"].agency
    claire.save()
    assert swept(DAY, "promise") == 2, "she moved: nobody who is there knows"
    assert names("promise").count(who["hugo"].full_name) == 2


def test_a_sign_in_is_no_change(case, who):
    """X21. Line: ``when`` of the trigger on agencies_user: only the first one is."""
    signed_in(who["bruno"])
    swept(DAY, "promise")
    signed_in(who["bruno"])
    assert pending() == 0


def test_a_duty_that_begins(who):
    """S40. Line: the trigger of agencies_duty: everything of signals is looked at."""
    with clock.at(clock.now().replace(year=2026, month=6, day=9)):
        signal = town.acknowledged(town.signal_from(who["lea"]), who["claire"])
        day = clock.today() + timedelta(days=60)
    swept(day, "first_analysis")
    before = names("first_analysis_escalated")
    assert before
    assert who["paul"].full_name not in before
    Duty.objects.create(user=who["paul"], kind=DutyKind.SIGNAL_COORDINATOR, since=DAY)
    assert [swept(day, "first_analysis"), swept(day, "first_analysis")] == [1, 0]
    assert names("first_analysis_escalated") == sorted([*before, who["paul"].full_name])
    assert signal.pk


def test_settings_that_change(planned, who):
    """S52. Line: ``looked_by=self.by``: settings and days off are part of what was looked at."""
    with bound(WORKER):
        due = Checkpoint.objects.filter(case=planned).order_by("due_on").first().due_on
    assert swept(due - timedelta(days=12), "checkpoint") == 0
    TerritoryProfile.objects.update(checkpoint_reminder_days=14)
    assert swept(due - timedelta(days=12), "checkpoint") == 1
    with bound(WORKER):
        one = looking.Looking(REMINDERS["checkpoint"], WorkingDays()).by
        LocalHoliday.objects.create(day=due, name="Fête")
        assert looking.Looking(REMINDERS["checkpoint"], WorkingDays()).by != one


# --- no table is forgotten -----------------------------------------------------------------------
def test_every_table_that_a_duty_asks_about_tells_of_its_changes(db):
    """X21. Red when a reminder asks about a table without its trigger in notices/migrations."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, tgargs from pg_trigger where tgname like 'pending%'"
        )
        told: dict[str, set[str]] = {}
        for table, args in cursor.fetchall():
            _how, _which, duties, _end = bytes(args).decode().split("\0")
            told.setdefault(table, set()).update(duties.split(","))
    with bound(WORKER):
        days = WorkingDays()
        for name, reminder in REMINDERS.items():
            asked = [reminder.done(), *(reminder.untold(one, days) for one in reminder.found)]
            tables = set(
                re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(str(q.query) for q in asked))
            )
            assert len(tables) > 3, tables
            for table in tables - {"notices_notice"}:
                assert name in told.get(table, ()), f"{name}: {table} does not tell of its changes"
