"""What of phase 1 has a day, and whom it concerns (S34, S40): a signal and its coordinators.

Acknowledging a signal is no duty but a chain of its own (intake/route.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from agencies.models import Duty as Post
from agencies.models import DutyKind
from casework import clock, reminders
from casework.calendar import WorkingDays
from casework.models import Deconfliction
from casework.reminders import Occurrence, registry
from intake.first_analysis import due_moment
from intake.models import Outcome, Signal

State, Status = Signal.State, Outcome.Status
BEFORE_AN_OUTCOME = (State.ACKNOWLEDGED, State.IN_TRIAGE)
NOT_OPENED = (*BEFORE_AN_OUTCOME, State.NEED_MORE, State.TO_CONFERENCE)


def coordinators(_occurrence: Occurrence) -> list[reminders.Post]:
    """The signal coordinators of today: they alone follow up a first analysis."""
    posts = Post.objects.active_on(clock.today()).filter(
        kind=DutyKind.SIGNAL_COORDINATOR, user__is_active=True
    )
    return list(posts.values_list("user_id", "user__agency_id", "kind").distinct())


def security_answers(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Asked of the competent service whether local work may go on, and not answered (S34)."""
    rows = Deconfliction.objects.filter(
        answer="", due_at__lte=clock.end_of(horizon), case__isnull=True
    ).exclude(asked_of="")
    found = list(rows.order_by("due_at", "pk")[:limit])
    signals = _signals([row.signal_id for row in found])
    for row in found:
        if row.signal_id in signals:
            key, day = f"security:{row.pk}", _day_of(row.due_at)
            yield Occurrence(key, None, day, (row.stated_by_id,), signals[row.signal_id])


def information(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Asked of somebody until a day, and not answered (S40)."""
    rows = Outcome.objects.filter(
        status=Status.IN_FORCE,
        kind=Outcome.Kind.NEED_MORE,
        due_on__lte=horizon,
        signal__state=State.NEED_MORE,
    )
    for row in rows.select_related("signal").order_by("due_on", "pk")[:limit]:
        yield Occurrence(f"asked:{row.pk}", None, row.due_on, (row.proposed_by_id,), row.signal)


def first_analyses(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Signals without an outcome, unless one waits for its second reader (S40)."""
    days = WorkingDays()
    proposed = Outcome.objects.filter(status=Status.PROPOSED, signal_id=OuterRef("pk"))
    rows = Signal.objects.filter(state__in=BEFORE_AN_OUTCOME).exclude(Exists(proposed))
    for row in rows.order_by("acknowledged_at", "pk")[:limit]:
        day = _day_of(due_moment(row, days))
        if day <= horizon:
            yield Occurrence(f"analysis:{row.pk}", None, day, (row.holder_id,), row)


def _signals(ids: list) -> dict:
    rows = Signal.objects.filter(pk__in=ids, state__in=NOT_OPENED)
    return {row.pk: row for row in rows}


def _day_of(moment: datetime) -> date:
    return clock.day_of(moment)


def _add(name: str, find, **sentences) -> None:
    """A duty of the signal coordinators, said from the day before."""
    duty = reminders.Duty(
        name,
        find,
        before=1,
        patience=1 if find is security_answers else 5,
        escalates_to=(DutyKind.SIGNAL_COORDINATOR,),
        team=coordinators,
    )
    registry.add(duty, "intake:first_analysis", **sentences)


_add(
    "security_answer",
    security_answers,
    soon=_("On %(reference)s, the answer of the service that was asked is due soon."),
    today=_("On %(reference)s, the answer of the service that was asked is due today."),
    late=_("On %(reference)s, the service that was asked has not answered in time."),
    escalated=_("On %(reference)s, the service that was asked still has not answered."),
)
_add(
    "information_asked",
    information,
    soon=_("Information asked for on %(reference)s is due soon."),
    today=_("Information asked for on %(reference)s is due today."),
    late=_("Information asked for on %(reference)s has not come in time."),
    escalated=_("Information asked for on %(reference)s still has not come."),
)
_add(
    "first_analysis",
    first_analyses,
    soon=_("The first analysis of %(reference)s is to be decided soon."),
    today=_("The first analysis of %(reference)s is to be decided today."),
    late=_("The first analysis of %(reference)s was not decided in time."),
    escalated=_("The first analysis of %(reference)s still has no outcome."),
)
