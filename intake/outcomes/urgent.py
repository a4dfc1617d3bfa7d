"""A possible danger on a file that nobody of it has looked at: by the same hours (S63, rulings 7).

A signal that was joined to a file is told at once to whoever answers for that. Where none of them
has opened the notice it is told of again: by day to those of the file who can act, at night and on
days off to whoever is on call and may read the signal, alone.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from agencies import duty_desk
from casework import one_file
from casework.models import Case
from casework.rights import OVERSEERS
from common import clock
from common.scope import WORKER, bound
from intake.models import Outcome
from intake.outcomes.decisions import file_told
from intake.signals.urgent import Hours, on_call, there
from notices import telling
from notices.models import Notice

# What nobody has opened for longer is no news.
LATELY = timedelta(days=30)


def unread(hours: Hours) -> QuerySet[Outcome]:
    """Signals joined to a file, with a possible danger, of which nobody of the file has read."""
    text: CharField[str, str] = CharField()
    key = Concat(Value("outcome:"), Cast(OuterRef("pk"), text), Value(":file"), output_field=text)
    told = Notice.objects.filter(kind="file_signal_urgent", key=key)
    return (
        Outcome.objects.filter(
            kind=Outcome.Kind.JOINED_TO_CASE,
            status=Outcome.Status.IN_FORCE,
            in_force_at__lte=hours.now - hours.until(1),
            in_force_at__gte=hours.now - LATELY,
        )
        .filter(Exists(told))
        .exclude(Exists(told.filter(read_at__isnull=False)))
        .select_related("signal__channel", "into_case")
        .order_by("in_force_at", "pk")
    )


def tell(hours: Hours) -> int:
    """Tell whom each of them asks for now. Returns how many notices are new. Worker only."""
    with bound(WORKER):
        letters = [letter for outcome in unread(hours) for letter in _letters(outcome, hours)]
        return telling.queue_all(letters) if letters else 0


def _letters(outcome: Outcome, hours: Hours) -> list[telling.Letter]:
    signal, case, since = outcome.signal, outcome.into_case, outcome.in_force_at
    if case is None or since is None:  # a join has both
        return []
    desk = duty_desk.on_duty(signal.channel, clock.today())
    of_file = _of_file(case, hours.has_come(since, 2) or hours.called is not None)
    on_desk: set[int] = set()
    if hours.called is not None:
        on_desk = on_call(hours, desk, since)
        of_file = set() if on_desk else of_file
    elif hours.has_come(since, 3):
        on_desk = {user.pk for user in desk.coordinators_present}
    if not on_desk and not of_file:
        on_desk = there(desk) or {user.pk for user in desk.everyone}
    key = file_told.urgent_key(outcome)
    return [
        telling.Letter(
            "file_urgent_waits", key, frozenset(of_file), case.reference, case_id=case.pk
        ),
        telling.Letter(
            "urgent_file", key, frozenset(on_desk - of_file), signal.reference, signal_id=signal.pk
        ),
    ]


def _of_file(case: Case, is_wide: bool) -> set[int]:
    """Who of the file can act: its coordinators, later the risk owner too."""
    rows = case.members.present().filter(role__in=OVERSEERS)
    wide = set(rows.values_list("user_id", flat=True))
    if is_wide:
        return wide
    asked = {user.pk for user in one_file.whom_to_ask(case)}
    return asked & wide or wide
