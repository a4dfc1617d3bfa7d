"""What every line of the analysis has in common: lock, ask, sign."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models import Case
from common import clock
from common.refusals import Obstacle, Refused, in_the_way
from notices import telling
from plans.analysis import rules
from plans.analysis.models import CaseLine


def refuse(*groups: Iterable[Obstacle]) -> None:
    """Raise Refused with every sentence that blocks."""
    standing = in_the_way(obstacle for group in groups for obstacle in group)
    if standing:
        raise Refused(*standing)


def locked_case(case: Case, *groups: Iterable[Obstacle]) -> Case:
    """The case under its lock, so that it is not closed meanwhile. Raises Refused."""
    case = Case.locked(case.pk)
    refuse(rules.case_is_open(case), *groups)
    return case


def locked_line(line: CaseLine) -> CaseLine:
    """The line under its lock, its case locked first. The caller asks the rules."""
    Case.locked(line.case_id)
    return type(line).locked(line.pk)


def signed(line: CaseLine, by) -> CaseLine:
    """Save a new line as this person's, for their agency, now."""
    line.author = by
    line.agency_id = by.agency_id
    line.written_at = clock.now()
    line.save(force_insert=True)
    return line


def change(line: CaseLine, changes: dict) -> None:
    """Put the new values in; ``save_changes`` writes them."""
    for name, value in changes.items():
        setattr(line, name, value)


def tell_author(kind: str, line: CaseLine, by) -> None:
    """Tell whoever wrote the line that somebody else changed it, while they are on the team."""
    there = line.case.members.filter(active=True, user_id=line.author_id).exclude(role="evaluator")
    if line.author_id != by.pk and there.exists():
        key = f"{line._meta.model_name}:{line.pk}:v{line.version}"
        telling.queue(kind, key=key, to=[line.author_id], case=line.case)
