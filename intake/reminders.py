"""The reminders of phase 1: what of a signal has a day, for its coordinators (S34, S40).

Acknowledging a signal is no reminder: intake/signals/route.py passes it on.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, Func, JSONField, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields import DateField, TextField
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Duty, DutyKind
from casework.calendar import WorkingDays
from casework.models import Deconfliction
from casework.reminders import Found, Reminder, Team, declared
from common import clock
from intake.first_analysis.sheet import due_moment
from intake.models import Outcome, Signal

State, Status = Signal.State, Outcome.Status
NOT_OPENED = (*Signal.UNDECIDED, State.TO_CONFERENCE)


def _coordinators() -> QuerySet:
    return Duty.objects.active_on(clock.today()).filter(kind=DutyKind.SIGNAL_COORDINATOR)


# The signal coordinators of today: they alone follow up a first analysis.
COORDINATORS = Team(_coordinators, subject="", agency="user__agency_id", role="kind")


def security_answers() -> QuerySet:
    """Askings of the security services that have no answer yet (S34)."""
    signals = Signal.objects.filter(pk=OuterRef("signal_id"), state__in=NOT_OPENED)
    rows = Deconfliction.objects.filter(Exists(signals), answer="", case__isnull=True)
    rows = rows.annotate(signal_reference=Subquery(signals.values("reference")))
    return rows.exclude(asked_of="")


def information() -> QuerySet:
    """Questions in force that have a day and no answer yet (S40)."""
    return Outcome.objects.filter(
        status=Status.IN_FORCE, kind=Outcome.Kind.NEED_MORE, signal__state=State.NEED_MORE
    )


def first_analyses() -> QuerySet:
    """Signals without an outcome, unless one waits for its second reader (S40)."""
    proposed = Outcome.objects.filter(status=Status.PROPOSED, signal_id=OuterRef("pk"))
    return Signal.objects.filter(state__in=Signal.BEFORE_OUTCOME).exclude(Exists(proposed))


def _day(column: str | Coalesce) -> TruncDate:
    return TruncDate(column, tzinfo=timezone.get_default_timezone())


def _day_of_outcome() -> Cast:
    """An expression for the day on which each first analysis should have its outcome.

    The database does not know working days: it is handed the due day of each day of acknowledging,
    or of opening again (X24).
    """
    table = {day.isoformat(): due.isoformat() for day, due in _due_by_day()}
    day = Cast(_day(Coalesce("open_again_at", "acknowledged_at")), TextField())
    found = Func(
        Cast(Value(table, JSONField()), JSONField()),
        day,
        function="jsonb_extract_path_text",
        output_field=TextField(),
    )
    return Cast(found, DateField())


def _due_by_day():
    first = first_analyses().aggregate(first=Min("acknowledged_at"))["first"]
    days, today = WorkingDays(), clock.today()
    day = _local(first) if first else today
    while day <= today:
        yield day, _local(due_moment(Signal(acknowledged_at=clock.end_of(day)), days))
        day += timedelta(days=1)


def _local(moment):
    return clock.day_of(moment)


def _declared(name: str, found: Found, **sentences) -> Reminder:
    """Declare a reminder to the signal coordinators, the first time on the day before."""
    reminder = Reminder(
        name,
        (found,),
        before=1,
        patience=1 if name == "security_answer" else 5,
        escalates_to=(DutyKind.SIGNAL_COORDINATOR,),
        team=COORDINATORS,
    )
    return declared(reminder, "intake:first_analysis", **sentences)


REMINDERS = (
    _declared(
        "security_answer",
        Found(
            security_answers,
            "security",
            lambda: _day("due_at"),
            subject="signal_id",
            reference="signal_reference",
            person="stated_by_id",
        ),
        soon=_("On %(reference)s, the answer of the service that was asked is due soon."),
        today=_("On %(reference)s, the answer of the service that was asked is due today."),
        late=_("On %(reference)s, the service that was asked has not answered in time."),
        escalated=_("On %(reference)s, the service that was asked still has not answered."),
    ),
    _declared(
        "information_asked",
        Found(
            information,
            "asked",
            subject="signal_id",
            reference="signal__reference",
            person="proposed_by_id",
        ),
        soon=_("Information asked for on %(reference)s is due soon."),
        today=_("Information asked for on %(reference)s is due today."),
        late=_("Information asked for on %(reference)s has not come in time."),
        escalated=_("Information asked for on %(reference)s still has not come."),
    ),
    _declared(
        "first_analysis",
        Found(
            first_analyses,
            "analysis",
            _day_of_outcome,
            subject="pk",
            reference="reference",
            person="holder_id",
        ),
        soon=_("The first analysis of %(reference)s is to be decided soon."),
        today=_("The first analysis of %(reference)s is to be decided today."),
        late=_("The first analysis of %(reference)s was not decided in time."),
        escalated=_("The first analysis of %(reference)s still has no outcome."),
    ),
)
