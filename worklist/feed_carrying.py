"""What carrying out tells in the stream of a case: reports, negative effects, commitments."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.models import Case
from common.compiled import Rows, compiled
from common.once import once
from plans.models import ActionReport, AdverseEffect, Commitment
from worklist.event import Event, Place, earlier_than

# The entries of the journal that stand in the stream as these events.
INSTEAD_OF = ("action.reported", "effect.recorded", "commitment.recorded")


def happenings(case: Case, user, before: Place | None, size: int) -> Iterator[Event]:
    """The newest of each kind that this user may read."""
    reports, effects, promises = questions(case, user, before, size)
    for report in reports:
        title = _("Report: %(action)s") % {"action": report.follow_up.action.title}
        yield _event(report, title)
    for effect in effects:
        yield _event(effect, _("Negative effect: %(kind)s") % {"kind": effect.kind.label})
    for promise in promises:
        yield _event(promise, _("Commitment to: %(who)s") % {"who": promise.said_to})


@once
def questions(case: Case, user, before: Place | None, size: int) -> list[Rows]:
    """What ``happenings`` asks: reports, effects, commitments."""
    place = before or (None, None)
    return [
        compiled(build, case, user, *place, most=size) for build in (_reports, _effects, _promises)
    ]


def _reports(case: Case, user, at, pk) -> QuerySet[ActionReport]:
    return _newest(ActionReport, case, user, at, pk).select_related("follow_up__action")


def _effects(case: Case, user, at, pk) -> QuerySet[AdverseEffect]:
    return _newest(AdverseEffect, case, user, at, pk).select_related("kind")


def _promises(case: Case, user, at, pk) -> QuerySet[Commitment]:
    return _newest(Commitment, case, user, at, pk)


def _newest(model, case: Case, user, at, pk) -> QuerySet:
    rows = earlier_than(model.objects.visible_to(user).filter(case=case), "written_at", at, pk)
    return rows.select_related("author", "agency").order_by("-written_at", "-pk")


def _event(line, title: str) -> Event:
    return Event(
        at=line.written_at,
        pk=line.pk,
        kind="fact",
        title=title,
        text=line.words,
        by=f"{line.author.display}, {line.agency.short_name}",
        audience=_("whole team"),
    )
