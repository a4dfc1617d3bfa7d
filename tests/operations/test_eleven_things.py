"""A content coordinator leaves the service with eleven things in hand: none is forgotten (X18)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from agencies.models import Absence, ChannelPost, Duty, DutyKind
from casework.models import Case
from closure.models import MonitoringCheck
from closure.monitoring import decisions as monitoring
from common import clock
from common.scope import WORKER, bound
from intake.models import Signal
from intake.roster import decisions as roster
from intake.signals.decisions import pass_on
from intake.signals.tasks import NAME as PASSING_ON
from intake.signals.tasks import pass_on_unanswered
from notices.models import Notice
from operations.departures import decisions
from operations.departures.decisions import Handover
from operations.departures.held import duties_of, held_by, posts_of
from plans.carrying.decisions import commitments
from plans.carrying.decisions.answers import accept_action
from plans.carrying.decisions.start import start_carrying_out
from plans.models import FollowUp
from plans.paper.tasks import NAME as PAPERS
from plans.paper.tasks import remind_of_papers
from plans.plan.decisions import lines as plan_lines
from tests import people as town
from tests import ticking, worlds
from tests.cast import in_english
from tests.closure import scenes as closing
from tests.intake.roster.rostered import NUMBER
from tests.plans import planning, scenes
from tests.plans.paper import scenes as papers
from worklist import sweep
from worklist.all_reminders import REMINDERS

DAY = closing.LATER
LEAVES, AFTER = DAY + timedelta(days=1), DAY + timedelta(days=60)


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def held(who):
    """What Hugo has in hand on the day before he leaves, by kind."""
    running = _carried_out(who)
    closed = closing.carried_out(who)
    with clock.at(planning.noon(DAY)):
        proposal = closing.signed(closing.ready(closed, who), who)
        question = scenes.gap(running, who["hugo"])
        return {
            "case": running,
            "question": scenes.asked(question, who["hugo"], who["hugo"]),
            "action": _action(running, who["hugo"]),
            "promise": _promise(running, who["hugo"]),
            "check": _check(proposal.case_id, who),
            "paper": papers.handed(who, papers.opened(who, given_name="Lucas")),
            "absence": Absence.objects.create(
                user=who["luc"],
                stand_in=who["hugo"],
                first_day=DAY + timedelta(days=20),
                last_day=DAY + timedelta(days=30),
            ),
            "duty": Duty.objects.create(user=who["hugo"], kind=DutyKind.DECIDER, since=DAY),
            "post": _post(who["hugo"]),
            "turn": _turn(who),
            "signal": _signal(who),
        }


def _carried_out(who) -> Case:
    """A case at «active», with an action of Hugo's beside the others."""
    with clock.at(planning.noon(planning.MONDAY)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
        with town.acting(who["hugo"]) as hugo:
            more = planning.action_fields(hugo, 1, 200, title="Entretiens")
            plan_lines.add_action(case, by=hugo, **more)
        planning.approve(case, who["hugo"])
        with bound(WORKER):
            rows = list(FollowUp.objects.filter(case=case).select_related("owner"))
        for row in rows:
            with town.acting(row.owner):
                accept_action(row, by=row.owner)
        with town.acting(who["claire"]) as claire:
            start_carrying_out(Case.objects.get(pk=case.pk), by=claire)
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def _action(case: Case, owner) -> FollowUp:
    with bound(WORKER):
        return FollowUp.objects.get(case=case, owner=owner)


def _promise(case: Case, by):
    with town.acting(by) as hugo:
        return commitments.record_commitment(
            Case.objects.get(pk=case.pk), by=hugo, said_to="sa tante", words="Un appel.",
            said_on=DAY, due_on=DAY + timedelta(days=10),
        )  # fmt: skip


def _check(case, who) -> MonitoringCheck:
    with bound(WORKER):
        check = MonitoringCheck.objects.filter(case=case).order_by("number").first()
    with town.acting(who["claire"]) as claire:
        return monitoring.name_person(check, by=claire, person=who["hugo"])


def _turn(who):
    begins, ends = (planning.noon(DAY + timedelta(days=days)) for days in (2, 3))
    with town.acting(who["thomas"]) as thomas:
        return roster.add_turn(
            by=thomas, user=who["hugo"], begins_at=begins, ends_at=ends, phone=NUMBER
        )


def _post(user) -> ChannelPost:
    return ChannelPost.objects.create(
        channel=town.hotline(), user=user, post=ChannelPost.Post.RECEIVER, position=9
    )


def _signal(who) -> Signal:
    """A call that the desk gave to Hugo."""
    signal = town.signal_from(who["sophie"], channel=town.hotline())
    with town.acting(who["ines"]) as ines:
        return pass_on(signal, by=ines, to=who["hugo"], reason="Il connaît la famille.")


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def left(who, held):
    """Hugo's account is closed: his duty goes to Marc, his post to nobody for now."""
    with clock.at(planning.noon(LEAVES)):
        hugo = who["hugo"]
        hugo.is_active = False
        handovers = [Handover(held["duty"], who["marc"]), Handover(held["post"], None)]
        decisions.leave(hugo, by=who["samuel"], handovers=handovers)
    return hugo


def test_the_administrator_sees_all_eleven_and_no_file(who, held):
    """X18: each kind once, with who takes care of it."""
    with clock.at(planning.noon(LEAVES)):
        rows = held_by(who["hugo"])
        duties, posts = duties_of(who["hugo"]), posts_of(who["hugo"])
    assert [row.words for row in rows] == [
        "2 cases as content coordinator",
        "1 signal on their desk",
        "1 question to answer",
        "1 action under way",
        "1 promise to keep",
        "1 check after closure",
        "1 file from paper in hand",
        "stand-in of 1 absence",
        "1 turn on the duty roster",
    ]
    assert all(row.care for row in rows)
    assert (duties, posts) == ([held["duty"]], [held["post"]])
    assert held["case"].reference not in " ".join(f"{row.words} {row.care}" for row in rows)


@pytest.fixture
def home(sign_in, who):
    """Title and reference of each item of somebody's My work on that day."""

    def opened(name: str, day) -> list[tuple[str, str]]:
        with clock.at(planning.noon(day)):
            groups = sign_in(who[name]).get("/").context["groups"]
        return [(one.title, one.reference) for group in groups for one in group["items"]]

    return opened


# Thing -> whose item it is a hundred days later, and its title.
OWNERS = {
    "case": ("claire", "Hugo Séverin (CMP), content coordinator, is no longer there."),
    "check": ("claire", "Check after closure"),
    "signal": ("ines", "New signal, not acknowledged: Permanence téléphonique"),
    "paper": (
        "thomas",
        "Whose turn it is on a file from paper is no longer there: name somebody else",
    ),
    "turn": ("thomas", "14 nights have nobody on call"),
}
# Thing -> the reminder that whoever can hand it over hears of it by.
REMINDED = {
    "question": "gap", "action": "action_end", "promise": "promise", "check": "monitoring_check",
    "paper": "paper_turn", "signal": "signal",
}  # fmt: skip


@worlds.standing
def a_hundred_days(left):
    """On some of the days all sweeps run, as beat would have them run; the last of these days."""
    for days in (1, 2, 4, 8, 14, 30, 79, 92, 103):
        day = LEAVES + timedelta(days=days)
        with clock.at(planning.noon(day)):
            ticking.has_run(*REMINDERS, PASSING_ON, PAPERS)
            pass_on_unanswered()
            remind_of_papers()
            for reminder in REMINDERS.values():
                sweep.sweep(reminder)
    return day


def test_each_thing_is_in_sight_of_somebody_who_is_there(who, held, left, a_hundred_days, home):
    """X18, X23. Lines: ``left_alone`` of files from paper, ``IN_HAND`` in parts_held_by."""
    titles: dict[str, list[str]] = {}
    for thing, (whose, title) in OWNERS.items():
        found = titles.setdefault(whose, [one for one, _ref in home(whose, a_hundred_days)])
        assert title in found, thing
    with clock.at(planning.noon(LEAVES)):
        today = clock.today()
        assert not Duty.objects.active_on(today).filter(user=left).exists()
        given = Duty.objects.active_on(today).filter(user=who["marc"], kind=DutyKind.DECIDER)
        assert given.exists()
    assert not ChannelPost.objects.filter(user=left, active=True).exists()


def test_nothing_is_told_to_who_left_and_everything_to_somebody(held, left, a_hundred_days):
    """X18: the empty chair hears nothing. Line: ``joined`` wherever somebody is told."""
    with bound(WORKER):
        since = Notice.objects.filter(made_at__gt=planning.noon(LEAVES))
        rows = list(
            since.exclude(kind="part_left").values_list("kind", "recipient_id", "reference")
        )
    assert left.pk not in {recipient for _kind, recipient, _ref in rows}
    references = {thing: getattr(held[thing], "reference", "") for thing in REMINDED}
    for thing, name in REMINDED.items():
        told = [kind for kind, _who, ref in rows if references[thing] in ("", ref)]
        assert any(kind.startswith(name) for kind in told), thing


def test_each_part_is_asked_for_monitored_cases_too(who, held, left):
    """X18: a quiet year is not without a content coordinator. Line: ``IN_HAND``."""
    with bound(WORKER):
        rows = Notice.objects.filter(kind="part_left").values_list("case_id", "recipient__email")
        told = {(case, address.partition("@")[0]) for case, address in rows}
    monitored = held["check"].case_id
    assert {case for case, _who in told} == {held["case"].pk, monitored}
    assert len({who for case, who in told if case == monitored}) == 2
