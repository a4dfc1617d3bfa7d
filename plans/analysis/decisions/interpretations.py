"""Decisions on how facts are read: levels by domain, interpretations, points of view."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from common.refusals import Conflict, is_written, refuse
from plans.analysis import rules
from plans.analysis.decisions.lines import change, signed
from plans.models import Interpretation, LevelRating, Viewpoint

NO_EVIDENCE = _("Write what the level rests on.")
NO_INTERPRETATION = _("Write the interpretation itself.")
NOTHING_SAID = _("Write what was said.")
_OPEN = (rules.case_is_open,)


@decides(Right.CONTRIBUTE_ANALYSIS, when=_OPEN)
def rate_domain(case: Case, *, by, expected: int | None = None, **stands) -> LevelRating:
    """Say how a domain stands as of a day, for one's own agency. Earlier levels stay.

    ``stands`` are domain, direction, level, basis, evidence, rated_on; ``expected`` is what
    ``read_levels`` said when the form was opened. Raises Refused: no evidence, the day lies ahead
    or too far back; Conflict when a colleague of the agency rated the same meanwhile (X35).
    """
    rating = _rated(case, by, expected, stands)
    agency, way = by.agency.short_name, f"direction.{rating.direction}"
    journal.record("level.rated", by=by, case=case, agency=agency, direction=way)
    return rating


@decides(Right.APPROVE_PLAN, when=_OPEN)
def agree_level(case: Case, *, by, expected: int | None = None, **stands) -> LevelRating:
    """Write down the joint level of a domain as of a day; earlier ones stay, as the course.

    Takes and raises what ``rate_domain`` does; the levels of all agencies are read before it.
    """
    rating = _rated(case, by, expected, stands, joint=True)
    journal.record("level.agreed", by=by, case=case, direction=f"direction.{rating.direction}")
    return rating


def read_levels(case: Case) -> int:
    """What stands in the form for a level: one more than the ratings that there are."""
    return 1 + case.ratings.count()


def _nobody_rated_since(case: Case, by, expected: int, stands: dict, joint: bool) -> None:
    """Raise Conflict when the same domain and direction were rated since it was read (X35).

    By anybody, where the team agrees on a level; by one's own agency where that rates.
    """
    rows = list(case.ratings.order_by("written_at", "pk"))
    same = {"domain": stands["domain"], "direction": stands["direction"]}
    for row in rows[max(expected - 1, 0) :]:
        ours = joint or (not row.joint and row.agency_id == by.agency_id)
        if ours and all(getattr(row, name) == value for name, value in same.items()):
            raise Conflict(row, 1 + len(rows))


def _rated(
    case: Case, by, expected: int | None, stands: dict, *, joint: bool = False
) -> LevelRating:
    if expected is not None:
        _nobody_rated_since(case, by, expected, stands, joint)
    refuse(
        [
            *is_written(stands["evidence"], NO_EVIDENCE, "2.7"),
            *rules.day_is_past(stands["rated_on"]),
            *rules.level_is_of_this_case(case, stands["rated_on"]),
        ]
    )
    return signed(LevelRating(case=case, joint=joint, **stands), by)


@decides(Right.APPROVE_PLAN, when=_OPEN, adds=True)
def add_interpretation(
    case: Case, *, by, words: str, speaks_against: str, standing: str, speaks_for: str = ""
) -> Interpretation:
    """Write an interpretation beside others. Raises Refused: nothing speaks against it."""
    refuse(
        [
            *is_written(words, NO_INTERPRETATION, "S41"),
            *rules.something_speaks_against(speaks_against),
        ]
    )
    interpretation = signed(
        Interpretation(
            case=case,
            words=words,
            speaks_for=speaks_for,
            speaks_against=speaks_against,
            standing=standing,
        ),
        by,
    )
    journal.record("interpretation.added", by=by, case=case)
    return interpretation


@decides(Right.APPROVE_PLAN, when=_OPEN)
def weigh_interpretation(
    interpretation: Interpretation, *, by, changes: dict, reason: str
) -> Interpretation:
    """Change what speaks for or against an interpretation, or whether it is kept.

    The earlier weighing stays. Raises Refused: nothing against it, no reason.
    """
    refuse(
        [
            *rules.something_speaks_against(changes["speaks_against"]),
            *rules.reason_is_written(reason),
        ]
    )
    change(interpretation, changes)
    interpretation.save_changes(reason=reason)
    standing = f"standing.{interpretation.standing}"
    journal.record(
        "interpretation.weighed", by=by, case=interpretation.case, reason=reason, standing=standing
    )
    return interpretation


@decides(Right.CONTRIBUTE_ANALYSIS, when=_OPEN, adds=True)
def add_viewpoint(case: Case, *, by, voice: str, heard_on: date, says: str) -> Viewpoint:
    """Write down who was heard, when, and what they say. Raises Refused: no words, a day ahead."""
    refuse([*is_written(says, NOTHING_SAID, "S29"), *rules.day_is_past(heard_on)])
    view = signed(Viewpoint(case=case, voice=voice, heard_on=heard_on, says=says), by)
    journal.record("viewpoint.added", by=by, case=case)
    return view
