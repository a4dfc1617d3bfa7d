"""What was asked and has not come, and a first analysis that waits: told in time (S34, S40)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Absence, Duty, DutyKind
from casework.models import TerritoryProfile
from common import clock
from common.scope import WORKER, bound
from intake.first_analysis.decisions import security
from intake.models import Outcome, Signal
from intake.outcomes.decisions import outcome as outcome_decisions
from notices import outbox, telling
from notices.models import Delivery, Notice
from tests import ticking, worlds
from tests.browsing import paris
from tests.intake.outcomes.test_outcomes import ASKED, decide
from tests.people import acknowledged, acting, analysed, case_on, hotline, signal_from
from worklist import sweep
from worklist.all_reminders import REMINDERS

DUE = date(2026, 6, 9)  # a Tuesday


@worlds.standing
def signal(people):
    return acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])


@pytest.fixture
def coordinators(people):
    """Claire and Thomas: two of different agencies."""
    with bound(WORKER):
        rows = Duty.objects.filter(kind=DutyKind.SIGNAL_COORDINATOR)
        found = {row.user.full_name for row in rows.select_related("user")}
    assert people["claire"].full_name in found
    assert len(found) > 1
    return found


def swept(name: str, day: date) -> int:
    with clock.at(paris(day.year, day.month, day.day, 12)):
        ticking.has_run(name)
        return sweep.sweep(REMINDERS[name])


def told(name: str) -> list[tuple[str, str]]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind__startswith=f"{name}_").select_related("recipient")
        rows = rows.order_by("made_at", "recipient__full_name")
        return [(one.kind.removeprefix(f"{name}_"), one.recipient.full_name) for one in rows]


def unread(name: str) -> int:
    with bound(WORKER):
        rows = Notice.objects.filter(kind__startswith=f"{name}_", read_at__isnull=True)
        waiting = Delivery.objects.filter(notice__kind__startswith=f"{name}_", state="waiting")
        assert rows.count() == waiting.count()
        return rows.count()


def asked_security(people, signal, by="claire", concern="none"):
    with acting(people[by]) as user:
        return security.ask_deconfliction(
            signal, by=user, concern=concern, reason="À vérifier.", asked_of="La police"
        )


def asked(people, signal) -> Outcome:
    """A question that Claire asks of the school, until the ninth."""
    return decide(people, analysed(signal, people["claire"]), "need_more", **ASKED)


def steps(name: str, day: date, *offsets: int) -> list[tuple[str, str]]:
    for days in offsets:
        swept(name, day + timedelta(days=days))
        swept(name, day + timedelta(days=days))
    return told(name)


def as_told(people, everybody) -> list[tuple[str, str]]:
    claire = people["claire"].full_name
    first = [(step, claire) for step in ("soon", "today", "late")]
    return first + [("escalated", name) for name in sorted(everybody)]


def test_information_asked_and_not_answered(people, signal, coordinators):
    """S40. Lines: ``information``, ``team`` and ``escalates_to`` in ``_declared``."""
    asked(people, signal)
    found = steps("information_asked", DUE, -2, -1, 0, 1, 7, 8)
    assert found == as_told(people, coordinators)


def test_the_service_asked_does_not_answer(people, signal, coordinators):
    """S34. Lines: ``security_answers`` and its ``patience`` of one working day."""
    row = asked_security(people, signal)
    day = clock.today() + timedelta(days=TerritoryProfile.load().deconfliction_days)
    assert row.due_at.date() == day
    found = steps("security_answer", day, -2, -1, 0, 1, 4)
    assert found == as_told(people, coordinators)


def test_a_first_analysis_that_nobody_decides(people, signal, coordinators):
    """S40. A receiver holds it, who may not analyse: the coordinators are asked (``who``)."""
    found = steps("first_analysis", date(2026, 6, 16), -2, -1, 0, 1, 12)
    names = sorted(coordinators)
    order = ("soon", "today", "late", "escalated")
    assert found == [(step, name) for step in order for name in names]


def test_answered_it_asks_no_more(people, signal):
    """Lines: ``answer=""``, ``status=IN_FORCE``; ``done`` of a reminder."""
    asked_security(people, signal)
    day = clock.today() + timedelta(days=TerritoryProfile.load().deconfliction_days)
    swept("security_answer", day)
    assert unread("security_answer") == 1
    with acting(people["claire"]) as claire:
        security.note_security_answer(signal, by=claire, answer="may_continue")
    swept("security_answer", day)
    assert unread("security_answer") == 0
    outcome = asked(people, signal)
    swept("information_asked", DUE)
    swept("first_analysis", DUE + timedelta(days=20))
    assert (unread("information_asked"), told("first_analysis")) == (1, [])
    with acting(people["claire"]) as claire:
        outcome_decisions.note_answer(outcome, by=claire, answer="Il vient encore.")
    swept("information_asked", DUE)
    assert unread("information_asked") == 0
    assert len(told("security_answer") + told("information_asked")) == 2


def test_a_signal_that_is_done_with_asks_no_more(people, signal):
    """Rulings 1. Lines: ``case__isnull=True`` and ``NOT_OPENED`` in security_answers."""
    asked_security(people, signal)
    day = clock.today() + timedelta(days=TerritoryProfile.load().deconfliction_days)
    assert swept("security_answer", day) == 1
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        row.state = Signal.State.HANDED_TO_SECURITY
        row.save_changes()
    swept("security_answer", day)
    assert unread("security_answer") == 0
    assert swept("security_answer", day + timedelta(days=1)) == 0
    other = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    case_on(other, people)
    assert swept("first_analysis", day + timedelta(days=20)) == 0


def test_the_colleague_of_who_is_away(people, signal):
    """S24. Lines: ``_stands_in``; the right of the desk, not of the agency."""
    asked(people, signal)
    with bound(WORKER):
        Absence.objects.create(user=people["claire"], first_day=DUE, last_day=DUE)
    swept("information_asked", DUE)
    assert told("information_asked") == [("today", people["thomas"].full_name)]


def test_who_lost_the_duty_hears_nothing(people, signal):
    """E8. Lines: ``active_on`` in coordinators; ``still_entitled`` before the mail leaves."""
    asked(people, signal)
    swept("information_asked", DUE)
    with bound(WORKER):
        Duty.objects.filter(user=people["claire"], kind=DutyKind.SIGNAL_COORDINATOR).delete()
    with clock.at(paris(2026, 6, 9, 13)):
        outbox.deliver_waiting()
    with bound(WORKER):
        assert Delivery.objects.get(notice__kind="information_asked_today").state == "dropped"
    swept("information_asked", DUE + timedelta(days=1))
    assert told("information_asked")[1:] == [("late", people["thomas"].full_name)]


def test_the_notice_leads_to_the_first_analysis(people, signal, sign_in):
    """The sentence has the reference alone and leads to the signal. Line: the route in _add."""
    asked(people, signal)
    swept("information_asked", DUE)
    with bound(WORKER):
        notice = Notice.objects.select_related("recipient").get(kind="information_asked_today")
    words = f"Information asked for on {signal.reference} is due today."
    with translation.override("en"):
        assert telling.sentence(notice) == words
    answer = sign_in(people["claire"]).post(reverse("notice_read", args=[notice.pk]), follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == reverse("intake:first_analysis", args=[signal.pk])
