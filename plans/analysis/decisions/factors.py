"""What drives it and what protects: added, corrected, withdrawn, put back (S45, S09, 2.7, 2.8)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import journal
from casework.models import Case, Code
from common import clock
from plans.analysis import rules
from plans.analysis.decisions.lines import (
    change,
    locked_case,
    locked_line,
    refuse,
    signed,
    tell_author,
)
from plans.models import Factor

NO_WORDS = _("Write the factor itself.")
NO_EVIDENCE = _("Write what it rests on.")


@transaction.atomic
def add_factor(
    case: Case, *, by, domain: Code, kind: str, words: str, level: str, basis: str, evidence: str
) -> Factor:
    """Add a factor for one's own agency, with its level and its evidence. Raises Refused."""
    case = locked_case(case, _unwritten(words, evidence))
    factor = signed(
        Factor(
            case=case,
            domain=domain,
            kind=kind,
            words=words,
            level=level,
            basis=basis,
            evidence=evidence,
        ),
        by,
    )
    journal.record("factor.added", by=by, case=case)
    return factor


def _unwritten(words: str, evidence: str):
    yield from rules.is_written(words, NO_WORDS, "S45")
    yield from rules.is_written(evidence, NO_EVIDENCE, "2.7")


@transaction.atomic
def correct_factor(factor: Factor, *, by, expected: int, changes: dict, reason: str = "") -> Factor:
    """Correct a factor of one's own agency, or any as content coordinator; its author is told.

    Raises Conflict when a colleague saved meanwhile; Refused: another agency's, withdrawn, words
    or evidence missing.
    """
    factor = locked_line(factor)
    refuse(
        rules.case_is_open(factor.case),
        rules.own_line(factor, by),
        rules.factor_stands(factor),
        _unwritten(changes["words"], changes["evidence"]),
    )
    change(factor, changes)
    factor.save_changes(expected=expected, reason=reason)
    journal.record("factor.corrected", by=by, case=factor.case, reason=reason)
    tell_author("factor_changed", factor, by)
    return factor


@transaction.atomic
def withdraw_factor(factor: Factor, *, by, reason: str) -> Factor:
    """Take a factor out of the analysis, with a reason; it can be put back. Its author is told.

    Raises Refused: another agency's, withdrawn already, no reason.
    """
    factor = locked_line(factor)
    refuse(
        rules.case_is_open(factor.case),
        rules.own_line(factor, by),
        rules.factor_stands(factor),
        rules.reason_is_written(reason),
    )
    change(factor, {"withdrawn_at": clock.now(), "withdrawn_because": reason})
    factor.save_changes(reason=reason)
    journal.record("factor.withdrawn", by=by, case=factor.case, reason=reason)
    tell_author("factor_changed", factor, by)
    return factor


@transaction.atomic
def restore_factor(factor: Factor, *, by) -> Factor:
    """Undo a withdrawal. Raises Refused: another agency's, or it stands already."""
    factor = locked_line(factor)
    refuse(
        rules.case_is_open(factor.case),
        rules.own_line(factor, by),
        rules.factor_is_withdrawn(factor),
    )
    change(factor, {"withdrawn_at": None, "withdrawn_because": ""})
    factor.save_changes()
    journal.record("factor.restored", by=by, case=factor.case)
    tell_author("factor_changed", factor, by)
    return factor
