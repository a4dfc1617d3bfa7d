"""Rows of persons that were said to be one: a set, kept by the key of its head (2.1, X04).

The answers «the same» that stand are the links, and each file that another one absorbed; a set is
what they hold together, whatever the order in which they were given and taken back, and whatever
became of the signals.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from casework import one_file
from casework.models import Case
from intake.models import MatchAnswer

SAME = MatchAnswer.Answer.SAME


def relink(*persons: UUID, but: Case | None = None) -> None:
    """Compute the sets of these persons anew, from the links that stand (``links``).

    Needs their lock (``one_file.lock``), and the rights of the worker. Raises Refused where two
    files would be on one person.
    """
    rows = set().union(*(one_file.same_as(person) for person in persons))
    for members in closure(rows, links(rows, but=but)):
        one_file.bring_together(members)


def links(rows: Iterable[UUID], *, but: Case | None = None) -> list[tuple[UUID, UUID]]:
    """The links that stand between these rows; without that of one absorbed file where ``but``
    names it."""
    rows = set(rows)
    answers = MatchAnswer.objects.filter(answer=SAME)
    answers = answers.filter(Q(own__in=rows) | Q(candidate__in=rows))
    absorbed = Case.objects.filter(state=Case.State.ABSORBED, into__isnull=False)
    absorbed = absorbed.filter(Q(subject__in=rows) | Q(into__subject__in=rows))
    if but is not None:
        absorbed = absorbed.exclude(pk=but.pk)
    return [
        *answers.values_list("own_id", "candidate_id"),
        *absorbed.values_list("subject_id", "into__subject_id"),
    ]


def closure(rows: Iterable[UUID], links: Iterable[tuple[UUID, UUID]]) -> list[set[UUID]]:
    """The sets into which the links bring these rows."""
    found = {row: {row} for row in rows}
    for one, other in links:
        together = found.setdefault(one, {one}) | found.setdefault(other, {other})
        for row in together:
            found[row] = together
    return list({id(members): members for members in found.values()}.values())


one_file.RELINKING.append(relink)
