"""What of phase 1 needs somebody, and since when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from agencies import presence
from agencies.models import Duty, DutyKind
from casework import access
from casework.calendar import WorkingDays
from casework.models import Conference
from casework.rights import Right
from common import clock
from common.among import Among
from common.compiled import compiled
from common.together import Asking
from intake.first_analysis.sheet import due_moment
from intake.models import NamedPerson, Outcome, Signal


def unanswered_now() -> list:
    """Ids of signals to pass on: not acknowledged in time, or with somebody who is away (S24).

    Oldest first; how many of them one sweep moves stands in intake/signals/tasks.py.
    """
    late = Q(answer_due_at__lte=clock.now())
    gone = Q(holder__isnull=False, unattended=False) & ~presence.there(clock.today(), "holder")
    return list(
        Signal.objects.filter(late | gone, state=Signal.State.RECEIVED)
        .order_by("answer_due_at", "pk")
        .values_list("pk", flat=True)
    )


def waiting_for(user):
    """Signals to acknowledge by this person: held by them, or by nobody of their desk."""
    return (
        Signal.objects.visible_to(user)
        .filter(state=Signal.State.RECEIVED)
        .filter(Q(holder=user) | Q(unattended=True) & ~Q(reporter=user))
        .select_related("channel", "holder")
        .order_by("answer_due_at", "pk")
    )


def urgent_of(user, before: datetime):
    """Signals with a possible danger that came in by then and that no coordinator has taken (S63).

    For a signal coordinator; one that they hold themselves stands among those that they are asked
    to acknowledge.
    """
    return (
        Signal.objects.visible_to(user)
        .filter(
            state=Signal.State.RECEIVED,
            danger__in=Signal.POSSIBLE_DANGER,
            received_at__lte=before,
        )
        .filter(Q(holder=None) | ~Q(holder=user) | Q(unattended=True))
        .select_related("channel")
        .order_by("received_at", "pk")
    )


def analyses_of(user, limit: int = 50) -> Asking[list[Signal]]:
    """Ask for the first analyses that need this coordinator (S40); each signal carries ``due``.

    Theirs, those that no coordinator has, and any past its delay; not what waits for a second
    reader. Oldest first, so that none is overtaken.
    """
    if not access.may(user, Right.ANALYSE_SIGNAL):
        return []
    open_ones, days_off = compiled(_before_outcome, user, most=4 * limit), WorkingDays.days_off()
    yield [open_ones, days_off]
    days = WorkingDays(days_off=days_off)
    found = []
    for signal in open_ones:
        signal.due = due_moment(signal, days)
        mine = signal.holder_id == user.pk or not signal.with_a_coordinator
        if mine or signal.due <= clock.now():
            found.append(signal)
    return found[:limit]


def _before_outcome(user):
    coordinators = Duty.objects.active_on(clock.today()).filter(
        kind=DutyKind.SIGNAL_COORDINATOR, user_id=OuterRef("holder_id")
    )
    proposals = Outcome.objects.visible_to(user).filter(
        status=Outcome.Status.PROPOSED, signal_id=OuterRef("pk")
    )
    return (
        Signal.objects.visible_to(user)
        .filter(state__in=Signal.BEFORE_OUTCOME)
        .annotate(with_a_coordinator=Exists(coordinators))
        .exclude(Exists(proposals))
        .order_by("acknowledged_at", "pk")
    )


def conferences_of(user, limit: int = 50) -> Asking[list[Signal]]:
    """Ask for the signals taken to the conference whose file is not opened (S22, X23).

    Each carries ``due``, by when the conference is held, and ``useful``, what it has answered last
    (empty before it is recorded). For signal coordinators; the longest taken first.
    """
    if not access.may(user, Right.ANALYSE_SIGNAL):
        return []
    taken, days_off = compiled(_at_the_conference, user, most=limit), WorkingDays.days_off()
    yield [taken, days_off]
    days = WorkingDays(days_off=days_off)
    found = list(taken)
    for signal in found:
        since = signal.taken_at or signal.acknowledged_at
        signal.due = days.due_after(since, days.profile.conference_working_days)
    return found


def _at_the_conference(user):
    taken = Outcome.objects.filter(
        signal_id=OuterRef("pk"),
        kind=Outcome.Kind.TO_CONFERENCE,
        status=Outcome.Status.IN_FORCE,
    )
    unopened = Signal.objects.visible_to(user).filter(
        state=Signal.State.TO_CONFERENCE, case__isnull=True
    )
    # One of several persons has a file, another none yet (X10).
    waiting = NamedPerson.objects.visible_to(user).filter(waits=True, signal__case__isnull=False)
    held = Conference.objects.filter(signal_id=OuterRef("pk")).order_by("-held_on", "-recorded_at")
    return (
        Signal.objects.visible_to(user)
        .filter(Q(Among("pk", unopened.values("pk"))) | Q(Among("pk", waiting.values("signal"))))
        .annotate(
            taken_at=Subquery(taken.values("in_force_at")[:1]),
            useful=Coalesce(Subquery(held.values("useful")[:1]), Value("")),
        )
        .order_by("acknowledged_at", "pk")
    )


def second_readings_of(user):
    """Outcomes that wait for this person's second reading (S41)."""
    return (
        Outcome.objects.visible_to(user)
        .filter(status=Outcome.Status.PROPOSED, second_reader=user)
        .select_related("signal", "proposed_by")
        .order_by("proposed_at", "pk")
    )


def answers_awaited_by(user):
    """Questions of a first analysis whose answer is due (S40); the coordinators' to ask for."""
    return (
        Outcome.objects.visible_to(user)
        .filter(
            status=Outcome.Status.IN_FORCE,
            kind=Outcome.Kind.NEED_MORE,
            due_on__lte=clock.today(),
        )
        .select_related("signal")
        .order_by("due_on", "pk")
    )
