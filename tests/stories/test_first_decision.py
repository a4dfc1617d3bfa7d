"""Story 1, «Tilleul»: its lines up to the analysis, on their own dates.

A call in January that the deputy takes, a reliable signal in March, a case in April with the
agencies at the conference, a need shared without its cause, the analysis begun, somebody leaves.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from agencies.models import Absence, Channel
from casework import journal
from casework.models import Case, JournalEntry, Record, TeamMember
from casework.team import decisions as team
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.models import Signal, SignalHop, SourceIdentity
from intake.opening.decisions import start_analysis
from intake.signals import decisions as signals
from notices.models import Notice
from tests import people as cast
from tests import worlds
from tests.people import acting
from worklist import feed

GROUNDS = (
    "Il a quitté la formation, il est isolé et menacé. Les premiers appels colorent la lecture."
)
NEED = "Un créneau fixe chaque semaine."


def paris(words: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(words))


# --- line 1: Tue 14 Jan 2025 -------------------------------------------------------------------
@worlds.standing
def call(people, on):
    """Given the first receiver on leave and the second away, when an anonymous call is typed."""
    tuesday = date(2025, 1, 14)
    with bound(WORKER):
        for name in ("ines", "luc"):
            away = people[name]
            Absence.objects.create(user=away, first_day=tuesday, last_day=tuesday, declared_by=away)
    with on("2025-01-14 09:00"):
        return cast.signal_from(
            people["claire"],
            words="Il prépare quelque chose.",
            channel=cast.hotline(),
            caller=Signal.Caller.ANONYMOUS,
            caller_name="typed by mistake",
            caller_contact="06 00 00 00 00",
            about="Yanis Belcourt",
        )


def test_an_anonymous_call_with_the_first_receiver_on_leave_is_the_deputys(people, on, call):
    """S24: removing the deputy from intake.signals.route.first turns this red."""
    # then it is with the deputy at once, who alone is told
    assert call.holder == people["thomas"]
    with bound(WORKER):
        told = Notice.objects.filter(signal_id=call.pk).select_related("recipient")
        assert [notice.recipient for notice in told] == [people["thomas"]]

    # when he acknowledges it after forty minutes
    with on("2025-01-14 09:40"):
        cast.acknowledged(call, by=people["thomas"])

    # then the route says so, hop by hop, with the hours of that day
    with acting(people["thomas"]):
        signal = Signal.objects.get(pk=call.pk)
        route = [
            (hop.kind, hop.why, hop.to and hop.to.full_name, hop.at)
            for hop in signal.hops.select_related("to").order_by("step")
        ]
    Kind, Why = SignalHop.Kind, SignalHop.Why
    assert route == [
        (Kind.RECEIVED, "", None, paris("2025-01-14 09:00")),
        (Kind.GIVEN, Why.RECEIVERS_AWAY, "Thomas Leclercq", paris("2025-01-14 09:00")),
        (Kind.ACKNOWLEDGED, "", None, paris("2025-01-14 09:40")),
    ]
    assert signal.state == Signal.State.ACKNOWLEDGED
    assert signal.acknowledged_by == people["thomas"]
    assert signal.acknowledged_at - signal.received_at == paris("2025-01-14 09:40") - paris(
        "2025-01-14 09:00"
    )
    assert signal.answer_due_at == paris("2025-01-15 09:00")


def test_the_anonymous_caller_left_nothing(call):
    """S25: whatever was typed, no row holds who called."""
    with bound(WORKER, unsealed=str(call.pk)):
        assert not SourceIdentity.objects.filter(signal=call).exists()


def test_what_nobody_acknowledged_in_a_working_day_moves_on_by_the_clock(people, on, call):
    """S24: once, at its hour, to a signal coordinator; a second sweep does nothing more."""
    with on("2025-01-15 08:59"), bound(WORKER):
        assert signals.escalate(call.pk) is None
    with on("2025-01-15 09:00"), bound(WORKER):
        assert signals.escalate(call.pk).holder == people["claire"]
        assert signals.escalate(call.pk) is None
    with bound(WORKER):
        last = call.hops.order_by("step").last()
        assert (last.kind, last.why) == (SignalHop.Kind.ESCALATED, SignalHop.Why.DELAY)


# --- lines 4 and 5: 24 March to 3 April 2025 ---------------------------------------------------
@worlds.standing
def signal(people, on):
    """Given the Mission locale's own signal, acknowledged by the coordinator two hours later."""
    with on("2025-03-24 10:00"):
        found = cast.signal_from(
            people["bruno"],
            words="A quitté la formation, isolé, regarde des tueries, a été menacé.",
            channel=Channel.objects.get(kind=Channel.Kind.PARTNER),
            about="Yannis Belcour",
        )
    with on("2025-03-24 12:00"):
        found = cast.acknowledged(found, by=people["claire"])
        found = cast.analysed(found, people["claire"])
    with on("2025-03-26 10:00"):
        return cast.to_the_conference(found, people["claire"])


@worlds.standing
def table(people, on, signal):
    """And the conference of Thursday 3 April, recorded."""
    with on("2025-04-03 14:00"):
        seats = cast.table_of(people, "bruno", "hugo", "lea", "marc", "odile")
        return cast.conference_on(signal, people["claire"], seats)


def opened(people, signal, **changes) -> Case:
    named = {"partners": [people[name] for name in ("bruno", "lea", "marc", "odile")]}
    return cast.case_on(
        signal,
        people,
        grounds=changes.pop("grounds", GROUNDS),
        team=cast.team_of(people, **(named | changes)),
        level=Case.Level.SPECIFIC,
    )


@worlds.standing
def case(people, on, signal, table):
    """When the conference of Thursday 3 April opens the case, level specific."""
    with on("2025-04-03 15:00"):
        return opened(people, signal)


def test_too_few_at_the_table_open_no_case(people, on, signal, table):
    """S29, S54, 2.3: every sentence at once, and nothing is written."""
    with on("2025-04-03 15:00"), pytest.raises(Refused) as refused:
        opened(people, signal, grounds=" ", risk_owner=None, content_coordinator=None, partners=[])
    assert {obstacle.row for obstacle in refused.value.obstacles} == {"2.3", "S29", "S54"}
    with bound(WORKER):
        assert not Case.objects.exists()
        assert Signal.objects.get(pk=signal.pk).case is None


def test_the_case_is_opened_on_its_day_with_the_agencies_of_the_conference(people, signal, case):
    """Every date is of 3 April 2025: history and journal included, none of the day of the run."""
    moment = paris("2025-04-03 15:00")
    assert case.state == Case.State.GATHERING
    assert case.prevention_level == Case.Level.SPECIFIC
    assert case.reference == "SA-2025-001"
    assert case.opened_at == moment
    with bound(WORKER):
        members = TeamMember.objects.filter(case=case, active=True)
        assert {(m.user.full_name, m.agency.short_name, m.role) for m in members} == {
            ("Claire Morvan", "Ville", "process_coordinator"),
            ("Hugo Séverin", "CMP", "content_coordinator"),
            ("Paul Rivoire", "Ville", "risk_owner"),
            ("Bruno Faure", "Mission locale", "partner"),
            ("Léa Fontaine", "Jeunesse", "partner"),
            ("Marc Delmas", "Police", "partner"),
            ("Odile Perrin", "CCAS", "partner"),
        }
        assert {row.history_date for row in case.history.all()} == {moment}
        entry = JournalEntry.objects.get(case=case, event="case.opened")
        assert (entry.at, entry.by, entry.reason) == (moment, people["claire"], GROUNDS)
        assert journal.sentence(entry)
        assert Signal.objects.get(pk=signal.pk).state == Signal.State.TO_CONFERENCE


# --- line 6: Tue 22 Apr 2025 -------------------------------------------------------------------
def test_a_need_is_shared_without_its_cause_and_the_analysis_begins(people, on, case):
    """S32, S40, S55: each on the team declares, then the content coordinator says: enough."""
    with on("2025-04-22 09:00"):
        cast.information(case, people["hugo"], NEED, kind=Record.Kind.NEED)
        cast.information(case, people["bruno"], "Doit 900 euros.", audience=Record.Audience.OWN)
        for name in ("claire", "hugo", "paul", "bruno", "lea", "marc", "odile"):
            with acting(people[name]):
                team.declare(case, by=people[name], interest="none", aim_accepted=True)

    # then the partner reads the need and who keeps the cause; nobody else reads the debt
    assert _texts(case, people["bruno"]) >= {NEED, "Doit 900 euros."}
    for name in ("claire", "hugo", "paul", "lea"):
        assert NEED in _texts(case, people[name])
        assert "Doit 900 euros." not in _texts(case, people[name])
    assert _need(case, people["lea"]).holder == "CMP"

    # and the analysis begins that day
    with on("2025-04-22 10:00"), acting(people["hugo"]):
        start_analysis(case, by=people["hugo"], enough=True, reason="Contacts en ligne inconnus.")
    with acting(people["hugo"]):
        found = Case.objects.get(pk=case.pk)
        assert found.state == Case.State.ANALYSIS
        assert found.phase == 2


def _events(case: Case, user) -> list:
    with acting(user):
        events, _earlier = feed.of(Case.objects.get(pk=case.pk), user)
        return list(events)


def _texts(case: Case, user) -> set[str]:
    return {event.text for event in _events(case, user)}


def _need(case: Case, user) -> feed.Event:
    return next(event for event in _events(case, user) if event.text == NEED)


# --- line 12: Wed 26 Nov 2025 ------------------------------------------------------------------
def test_the_youth_worker_loses_access_and_the_rest_stays(people, on, case):
    """S66: from that moment the file does not exist for Léa; the others read on."""
    with acting(people["lea"]):
        assert Case.objects.filter(pk=case.pk).exists()
    with on("2025-11-26 09:00"), acting(people["claire"]):
        member = TeamMember.objects.get(case=case, user=people["lea"])
        team.leave(member, by=people["claire"], reason="Reste son référent insertion.")
    with acting(people["lea"]):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Record.objects.filter(case_id=case.pk).exists()
    with acting(people["bruno"]):
        assert Case.objects.filter(pk=case.pk).exists()
    with bound(WORKER):
        assert TeamMember.objects.get(pk=member.pk).left_at == paris("2025-11-26 09:00")
