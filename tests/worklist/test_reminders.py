"""Reminders of what has a day: once a step, to who is there, and never a burst (J1-J4)."""

from __future__ import annotations

import threading
from datetime import timedelta

from django.db import connection

from agencies.models import Absence
from casework.models import Case
from casework.reminders import STEPS
from casework.team import decisions as team
from closure.models import MonitoringCheck
from common import clock
from common.scope import WORKER, bound
from notices import outbox, telling
from notices.models import Delivery, Notice, Sweep
from plans.models import Checkpoint, FollowUp
from tests import people as town
from tests import ticking, worlds
from tests.closure import scenes
from tests.plans import planning
from worklist import sweep
from worklist.all_reminders import REMINDERS
from worklist.tasks import remind_of


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return scenes.carried_out(who)


def swept(day, *names: str) -> int:
    """The sweep of that day, of these reminders or of all."""
    with clock.at(planning.noon(day)):
        ticking.has_run(*(names or REMINDERS))
        return sum(sweep.sweep(REMINDERS[name]) for name in names or REMINDERS)


def told(kind: str = "") -> list[tuple[str, str]]:
    """Kind and recipient of each reminder, in the order in which they were made."""
    kinds = [reminder.kind(step) for reminder in REMINDERS.values() for step in STEPS]
    with bound(WORKER):
        rows = Notice.objects.filter(kind__in=kinds).select_related("recipient")
        return [
            (row.kind, row.recipient.full_name)
            for row in rows.order_by("made_at", "kind", "recipient__full_name")
            if row.kind.startswith(kind)
        ]


@worlds.standing
def due(case):
    """The day of the plan's checkpoint."""
    with bound(WORKER):
        return Checkpoint.objects.filter(case=case).order_by("due_on").first().due_on


def test_near_today_late_and_escalated(case, who, due):
    """S52. Lines: ``step`` and ``before`` of Reminder; each step once, to whom it concerns."""
    for days in (-8, -7, -6, -1, 0, 1, 2, 12):
        swept(due + timedelta(days=days), "checkpoint")
    claire, hugo, paul = (who[key].full_name for key in ("claire", "hugo", "paul"))
    assert told() == [
        ("checkpoint_soon", claire),
        ("checkpoint_today", claire),
        ("checkpoint_late", claire),
        *(("checkpoint_escalated", name) for name in sorted((claire, hugo, paul))),
    ]


def test_three_days_off_make_one_reminder(case, who, due):
    """J4. Line: ``step``: the latest that has come, alone."""
    swept(due - timedelta(days=9), "checkpoint")
    assert swept(due + timedelta(days=1), "checkpoint") == 1
    assert [kind for kind, _name in told()] == ["checkpoint_late"]


def test_whoever_is_away_has_a_colleague(case, who):
    """S24. Line: ``_stands_in``: the same agency first, else the process coordinator."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=case).select_related("owner").order_by("ends_on").first()
    owner, day = row.owner, row.ends_on
    with bound(WORKER):
        Absence.objects.create(user=owner, first_day=day, last_day=day, declared_by=owner)
    swept(day, "action_end")
    assert owner.full_name not in dict(told("action_end_today")).values()
    assert told("action_end_today")


def test_whoever_is_away_has_named_somebody(case, who):
    """S24. Line: ``one.user == named`` in _stands_in: on the team and there, told first."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=case, owner=who["bruno"]).first()
        Absence.objects.create(
            user=who["bruno"], first_day=row.ends_on, last_day=row.ends_on, stand_in=who["lea"]
        )
    swept(row.ends_on, "action_end")
    # Her own action ends that day as well: both are hers to hear of, and nobody else's.
    assert told("action_end_today") == [("action_end_today", who["lea"].full_name)] * 2


def test_who_has_left_hears_nothing(case, who):
    """S66. Line: ``asked`` in ``who``, of the team alone; and the outbox, which asks again (J3)."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=case, owner=who["lea"]).first() or (
            FollowUp.objects.filter(case=case).exclude(owner=who["hugo"]).first()
        )
        member = case.members.get(user=row.owner, active=True)
    swept(row.ends_on, "action_end")
    assert ("action_end_today", row.owner.full_name) in told()
    with town.acting(who["claire"]) as claire:
        team.leave(member, by=claire, reason="Mutation.")
    outbox.deliver_waiting()
    with bound(WORKER):
        mine = Delivery.objects.filter(
            notice__recipient=row.owner, notice__kind__startswith="action_end"
        )
        assert {one.state for one in mine} == {Delivery.State.DROPPED}
    swept(row.ends_on + timedelta(days=1), "action_end")
    assert ("action_end_late", row.owner.full_name) not in told()


def test_what_is_done_asks_no_more(case, who):
    """Line: ``done`` of a reminder: its notices are read and its mails stay."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=case).order_by("ends_on").first()
    swept(row.ends_on, "action_end")
    with bound(WORKER):
        row.state, row.ended_on, row.outcome = "done", row.ends_on, "Tenu."
        row.save_changes()
    swept(row.ends_on, "action_end")
    with bound(WORKER):
        mine = Notice.objects.filter(key__startswith=f"action_end:action:{row.pk}")
        assert mine.exists()
        assert not mine.filter(read_at__isnull=True).exists()
        assert not Delivery.objects.filter(notice__in=mine, state="waiting").exists()


def test_a_paused_or_ended_case(case, who, due):
    """Rulings 1. Line: ``case__state__in`` in plans/reminders.py."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = Case.State.TRANSFERRED
        row.save_changes()
    assert swept(due + timedelta(days=1)) == 0


# --- closing and after --------------------------------------------------------------------------
def test_each_silent_agency_then_the_signature(case, who):
    """S80, S81. Lines: closure.reminders.opinions and signatures."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.proposed(case, who)
        scenes.opinion(proposal, who, "bruno")
    day = proposal.opinions_due_on
    swept(day, "opinion", "signature")
    names = {name for _kind, name in told("opinion_today")}
    assert who["bruno"].full_name not in names
    assert {who[key].full_name for key in ("hugo", "lea")} <= names
    assert told("signature") == []
    with clock.at(planning.noon(day)):
        for key in ("claire", "hugo", "lea"):
            scenes.opinion(proposal, who, key)
    swept(day, "opinion", "signature")
    assert told("signature") == [("signature_today", who["paul"].full_name)]


def test_the_risk_owner_is_reminded_over_a_silence(case, who):
    """X19, S80: the day is past, one agency is silent. Line: ``opinions_due_on__lt``."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.proposed(case, who)
        for key in ("bruno", "claire", "hugo"):
            scenes.opinion(proposal, who, key)
    day = proposal.opinions_due_on
    assert swept(day, "signature") == 0
    swept(day + timedelta(days=1), "signature")
    assert told("signature") == [("signature_late", who["paul"].full_name)]


def test_a_check_that_is_not_held_is_seen(case, who):
    """S83, 2.4. Lines: closure.reminders.checks, and ``patience`` from the settings."""
    with clock.at(planning.noon(scenes.LATER)):
        scenes.signed(scenes.ready(case, who), who)
    with bound(WORKER):
        check = MonitoringCheck.objects.get(case=case, number=1)
    for days in (-7, 0, 1, 12):
        swept(check.due_on + timedelta(days=days), "monitoring_check")
    claire, paul = who["claire"].full_name, who["paul"].full_name
    assert told("monitoring_check") == [
        ("monitoring_check_soon", claire),
        ("monitoring_check_today", claire),
        ("monitoring_check_late", claire),
        ("monitoring_check_escalated", claire),
        ("monitoring_check_escalated", paul),
    ]


# --- the sweep itself ---------------------------------------------------------------------------
def test_more_than_usual_are_told_and_seen(case, who, due, settings):
    """J4. Line: ``told > settings.REMINDERS_ALARM``: nobody waits, and the health page says so."""
    with bound(WORKER):
        day = max(row.ends_on for row in FollowUp.objects.filter(case=case))
    settings.REMINDERS_ALARM = 1
    assert swept(day, "action_end") > 1
    assert swept(day, "action_end") == 0
    with bound(WORKER):
        row = Sweep.objects.get(name="action_end")
    assert (row.told, row.many_at is None) == (0, False)


def test_one_that_fails_holds_up_nobody(case, who, due, monkeypatch):
    """Lines: both ``except`` of ``_tell``: the others are told, and it is tried again (X21)."""
    queue = telling.queue_all

    def poisoned(letters):
        if any(letter.key.startswith(f"action_end:action:{bad}:") for letter in letters):
            raise RuntimeError
        return queue(letters)

    with bound(WORKER):
        rows = list(FollowUp.objects.filter(case=case).order_by("ends_on", "line"))
        day = max(row.ends_on for row in rows)
    bad = rows[0].pk
    monkeypatch.setattr(telling, "queue_all", poisoned)
    first = swept(day, "action_end")
    assert first >= len(rows) - 1
    monkeypatch.undo()
    assert swept(day, "action_end") >= 1
    assert swept(day, "action_end") == 0


def test_twice_at_once_tells_once(committed):
    """J2. Line: the unique key of a notice: two workers, one reminder and one mail."""
    who = town.town()
    case = scenes.carried_out(who)
    with bound(WORKER):
        due = Checkpoint.objects.filter(case=case).order_by("due_on").first().due_on
    start, faults = threading.Barrier(4), []

    def run():
        try:
            with clock.at(planning.noon(due)):
                start.wait(10)
                for name in REMINDERS:
                    remind_of(name)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    with bound(WORKER):
        keys = list(Notice.objects.values_list("key", "recipient_id"))
        assert len(keys) == len(set(keys))
        assert Delivery.objects.count() == Notice.objects.count()
    assert [kind for kind, _name in told("checkpoint")] == ["checkpoint_today"]
