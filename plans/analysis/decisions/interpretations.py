"""How the facts are read: levels by domain, readings compared, points of view heard."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import journal
from casework.models import Case, Code
from plans.analysis import rules
from plans.analysis.decisions.lines import change, locked_case, locked_line, refuse, signed
from plans.models import Interpretation, LevelRating, Viewpoint

NO_EVIDENCE = _("Write what the level rests on.")
NO_READING = _("Write the reading itself.")
NOTHING_SAID = _("Write what was said.")


@transaction.atomic
def rate_domain(
    case: Case,
    *,
    by,
    domain: Code,
    direction: str,
    level: str,
    basis: str,
    evidence: str,
    rated_on: date,
    joint: bool = False,
) -> LevelRating:
    """Say how a domain stands as of a day, for one's own agency or as the team's joint reading.

    Earlier levels stay: they are the course. Raises Refused: no evidence, the day lies ahead.
    """
    case = locked_case(
        case,
        rules.is_written(evidence, NO_EVIDENCE, "2.7"),
        rules.day_is_past(rated_on),
        rules.level_is_of_this_case(case, rated_on),
    )
    rating = signed(
        LevelRating(
            case=case,
            domain=domain,
            direction=direction,
            level=level,
            basis=basis,
            evidence=evidence,
            rated_on=rated_on,
            joint=joint,
        ),
        by,
    )
    way = f"direction.{direction}"
    if joint:
        journal.record("level.agreed", by=by, case=case, direction=way)
    else:
        journal.record("level.rated", by=by, case=case, agency=by.agency.short_name, direction=way)
    return rating


@transaction.atomic
def add_interpretation(
    case: Case, *, by, words: str, speaks_against: str, standing: str, speaks_for: str = ""
) -> Interpretation:
    """Write one reading of the facts beside others. Raises Refused: nothing speaks against it."""
    case = locked_case(
        case,
        rules.is_written(words, NO_READING, "S41"),
        rules.something_speaks_against(speaks_against),
    )
    reading = signed(
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
    return reading


@transaction.atomic
def weigh_interpretation(
    reading: Interpretation, *, by, expected: int, changes: dict, reason: str
) -> Interpretation:
    """Change what speaks for it, against it, or whether it is kept; the earlier weighing stays.

    Raises Conflict when a colleague saved meanwhile; Refused: nothing against it, no reason.
    """
    reading = locked_line(reading)
    refuse(
        rules.case_is_open(reading.case),
        rules.something_speaks_against(changes["speaks_against"]),
        rules.reason_is_written(reason),
    )
    change(reading, changes)
    reading.save_changes(expected=expected, reason=reason)
    standing = f"standing.{reading.standing}"
    journal.record(
        "interpretation.weighed", by=by, case=reading.case, reason=reason, standing=standing
    )
    return reading


@transaction.atomic
def add_viewpoint(case: Case, *, by, voice: str, heard_on: date, says: str) -> Viewpoint:
    """Write down whose point of view was heard, when, and what it says. Raises Refused."""
    case = locked_case(
        case, rules.is_written(says, NOTHING_SAID, "S29"), rules.day_is_past(heard_on)
    )
    view = signed(Viewpoint(case=case, voice=voice, heard_on=heard_on, says=says), by)
    journal.record("viewpoint.added", by=by, case=case)
    return view
