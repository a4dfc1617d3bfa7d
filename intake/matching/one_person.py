"""What signals say against two files that are to be on one person (X04, X10, 2.1).

Asked with ``case.into``, the older file, by the worker: whoever absorbs a file reads no signals.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework import one_file
from casework.models import Case
from casework.phases import guards
from common.refusals import Obstacle
from intake.matching import sets
from intake.matching.rules import nobody_says_otherwise
from intake.models import MatchAnswer, NamedPerson


@guards("case.absorbed")
def nobody_told_them_apart(case: Case) -> Iterator[Obstacle]:
    """No answer that stands says of the two persons that they are different people (X04)."""
    if case.into is None:
        return
    mine, theirs = (one_file.same_as(one.subject_id) for one in (case, case.into))
    yield from nobody_says_otherwise(MatchAnswer(), mine, theirs)


@guards("case.absorbed")
def not_both_on_one_signal(case: Case) -> Iterator[Obstacle]:
    """Two who are named on one signal are two persons: joined, they would be one (X10)."""
    if case.into is None:
        return
    mine, theirs = (one_file.same_as(one.subject_id) for one in (case, case.into))
    named = NamedPerson.objects.filter(taken_back_at__isnull=True)
    here = named.filter(person__in=mine).values("signal_id")
    if named.filter(person__in=theirs, signal_id__in=here).exists():
        yield Obstacle(
            _("A signal names the two persons beside each other: they are two."),
            row="2.1",
            todo=_("Ask a signal coordinator to take one of the two names back first."),
        )


@guards("case.stands_again")
def not_held_together_otherwise(case: Case) -> Iterator[Obstacle]:
    """Apart again, no answer on a signal holds the two persons together (X04)."""
    if case.into is None:
        return
    rows = one_file.same_as(case.subject_id)
    for members in sets.closure(rows, sets.links(rows, but=case)):
        if {case.subject_id, case.into.subject_id} <= members:
            yield Obstacle(
                _("Answers on signals say too that it is one person."),
                row="2.1",
                todo=_("Ask a signal coordinator to change those answers first."),
            )
