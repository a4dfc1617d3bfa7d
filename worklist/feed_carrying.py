"""What carrying out tells in the stream of a case: reports, negative effects, commitments."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.models import Case
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
def questions(case: Case, user, before: Place | None, size: int) -> list[QuerySet]:
    """What ``happenings`` asks: reports, effects, commitments."""
    return [
        _newest(ActionReport, case, user, before, size, "follow_up__action"),
        _newest(AdverseEffect, case, user, before, size, "kind"),
        _newest(Commitment, case, user, before, size),
    ]


def _newest(model, case: Case, user, before, size: int, *related: str):
    rows = model.objects.visible_to(user).filter(case=case)
    if before:
        rows = rows.filter(earlier_than(before, "written_at"))
    return rows.select_related("author", "agency", *related).order_by("-written_at", "-pk")[:size]


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
