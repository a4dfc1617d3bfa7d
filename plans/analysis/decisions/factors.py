"""Decisions on factors: added, corrected, withdrawn, put back (S45, S09, 2.7, 2.8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework import journal
from casework.deciding import decides
from casework.models import Case, Code
from casework.rights import Right
from common import clock
from common.refusals import is_written, refuse
from plans.analysis import rules
from plans.analysis.decisions.lines import change, signed, tell_author
from plans.models import Factor

NO_WORDS = _("Write the factor itself.")
NO_EVIDENCE = _("Write what it rests on.")
_STANDS = {"whose": (rules.own_line,), "when": (rules.case_is_open, rules.factor_stands)}


@decides(Right.CONTRIBUTE_ANALYSIS, when=(rules.case_is_open,), adds=True)
def add_factor(
    case: Case, *, by, domain: Code, kind: str, words: str, level: str, basis: str, evidence: str
) -> Factor:
    """Add a factor for one's own agency. Raises Refused: no words, no evidence."""
    refuse(_unwritten(words, evidence))
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
    yield from is_written(words, NO_WORDS, "S45")
    yield from is_written(evidence, NO_EVIDENCE, "2.7")


@decides(Right.CONTRIBUTE_ANALYSIS, **_STANDS)
def correct_factor(factor: Factor, *, by, changes: dict, reason: str = "") -> Factor:
    """Correct a factor of one's own agency, or any as content coordinator; its author is told.

    Raises Refused: words or evidence missing.
    """
    refuse(_unwritten(changes["words"], changes["evidence"]))
    return _changed(factor, changes, by, "corrected", reason)


@decides(Right.CONTRIBUTE_ANALYSIS, **_STANDS)
def withdraw_factor(factor: Factor, *, by, reason: str) -> Factor:
    """Take a factor out of the analysis, with a reason; it can be put back. Its author is told.

    Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason))
    changes = {"withdrawn_at": clock.now(), "withdrawn_because": reason}
    return _changed(factor, changes, by, "withdrawn", reason)


@decides(
    Right.CONTRIBUTE_ANALYSIS,
    whose=(rules.own_line,),
    when=(rules.case_is_open, rules.factor_is_withdrawn),
)
def restore_factor(factor: Factor, *, by) -> Factor:
    """Undo a withdrawal; its author is told."""
    return _changed(factor, {"withdrawn_at": None, "withdrawn_because": ""}, by, "restored")


def _changed(factor: Factor, changes: dict, by, event: str, reason: str = "") -> Factor:
    change(factor, changes)
    factor.save_changes(reason=reason)
    journal.record(f"factor.{event}", by=by, case=factor.case, reason=reason)
    tell_author("factor_changed", factor, by)
    return factor
