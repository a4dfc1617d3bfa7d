"""What needs someone in phase 1, and since when."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from agencies.models import Absence
from casework import clock
from intake.models import Signal


def unanswered_now(limit: int = 200) -> list:
    """Ids of signals to pass on: not acknowledged in time, or on the desk of someone away (S24).

    Oldest first, at most ``limit`` a sweep, so that a clock gone wrong mails nobody's whole list.
    """
    away = Absence.objects.on(clock.today()).filter(user_id=OuterRef("holder_id"))
    late = Q(answer_due_at__lte=clock.now())
    gone = Q(holder_away=True) | Q(holder__is_active=False)
    return list(
        Signal.objects.filter(state=Signal.State.RECEIVED)
        .annotate(holder_away=Exists(away))
        .filter(late | gone & Q(unattended=False))
        .order_by("answer_due_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )


def waiting_for(user):
    """Signals that this person should acknowledge: held by them, or by nobody of their desk."""
    return (
        Signal.objects.visible_to(user)
        .filter(state=Signal.State.RECEIVED)
        .filter(Q(holder=user) | Q(unattended=True) & ~Q(reporter=user))
        .select_related("channel", "holder")
        .order_by("answer_due_at", "pk")
    )
