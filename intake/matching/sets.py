"""Rows of persons that were said to be one: a set, kept by the key of its head (2.1, X04).

The answers «the same» that stand are the links; a set is what they hold together, whatever the
order in which they were given and taken back, and whatever became of the signals.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from casework import one_file
from intake.models import MatchAnswer

SAME = MatchAnswer.Answer.SAME


def relink(*persons: UUID) -> None:
    """Compute the sets of these persons anew, from the answers that stand.

    Needs their lock (``one_file.lock``), and the rights of the worker. Raises Refused where two
    files would be on one person.
    """
    rows = set().union(*(one_file.same_as(person) for person in persons))
    answers = MatchAnswer.objects.filter(answer=SAME)
    answers = answers.filter(Q(own__in=rows) | Q(candidate__in=rows))
    links = list(answers.values_list("own_id", "candidate_id"))
    for members in closure(rows, links):
        one_file.bring_together(members)


def closure(rows: Iterable[UUID], links: Iterable[tuple[UUID, UUID]]) -> list[set[UUID]]:
    """The sets into which the links bring these rows."""
    found = {row: {row} for row in rows}
    for one, other in links:
        together = found.setdefault(one, {one}) | found.setdefault(other, {other})
        for row in together:
            found[row] = together
    return list({id(members): members for members in found.values()}.values())
