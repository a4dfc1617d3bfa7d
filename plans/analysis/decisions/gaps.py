"""Decisions on what is not known: written, asked, answered, settled, reopened (S44)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from casework import journal
from casework.deciding import decides
from casework.information import decisions as information
from casework.models import Case, Code
from casework.rights import Right
from common import clock
from common.refusals import is_written, refuse
from notices import telling
from plans.analysis import rules
from plans.analysis.decisions.lines import change, signed, tell_author
from plans.models import Gap

Status = Gap.Status
NO_WORDS = _("Write what is not known.")
_OPEN = (rules.case_is_open, rules.gap_is_open)


@decides(Right.CONTRIBUTE_ANALYSIS, when=(rules.case_is_open,), adds=True)
def add_gap(
    case: Case, *, by, domain: Code, question: str, importance: str, changes: str = ""
) -> Gap:
    """Write down something that is not known; nobody is asked yet. Raises Refused without words."""
    refuse(is_written(question, NO_WORDS, "S44"))
    gap = signed(
        Gap(case=case, domain=domain, question=question, changes=changes, importance=importance),
        by,
    )
    journal.record("gap.added", by=by, case=case)
    return gap


@decides(Right.CONTRIBUTE_ANALYSIS, when=_OPEN)
def look_for_gap(gap: Gap, *, by, finder, due_on: date) -> Gap:
    """Ask ``finder`` to answer the question by ``due_on``; or ask somebody else instead.

    The finder is told. Raises Refused: not on the team, the day is over.
    """
    refuse(rules.gap_is_looked_for(gap, finder, due_on))
    asked = {"finder": finder, "finder_agency_id": finder.agency_id, "due_on": due_on}
    change(gap, {"status": Status.TO_FIND_OUT} | asked)
    gap.save_changes()
    journal.record("gap.asked", by=by, case=gap.case, name=finder.display)
    if finder.pk != by.pk:
        key = f"gap:{gap.pk}:asked:{gap.version}"
        telling.queue("gap_asked", key=key, to=[finder], case=gap.case)
    return gap


@decides(Right.WRITE_INFORMATION, when=_OPEN)
def answer_gap(
    gap: Gap,
    *,
    by,
    kind: str,
    body: str,
    audience: str,
    agencies=(),
    ask_again_on: date | None = None,
) -> Gap:
    """Answer a question by a piece of information with its audience, who are told.

    Raises Refused: an answer for the own agency alone, or whatever refuses the information.
    """
    refuse(rules.answer_reaches_the_team(audience))
    record = information.write_information(
        gap.case,
        by=by,
        kind=kind,
        body=body,
        audience=audience,
        agencies=agencies,
        domain=gap.domain,
        ask_again_on=ask_again_on,
    )
    change(gap, {"status": Status.ANSWERED, "answer": record, "settled_at": clock.now()})
    gap.save_changes()
    # With the record, so that the entry is read by whoever may read the answer.
    journal.record("gap.answered", by=by, case=gap.case, record=record)
    return gap


@decides(Right.CONTRIBUTE_ANALYSIS, when=_OPEN)
def settle_gap(gap: Gap, *, by, status: str, reason: str) -> Gap:
    """Leave a question without an answer: accepted as not known, not relevant, or refused.

    Its author is told. Raises Refused without a reason.
    """
    if status not in (Status.ACCEPTED, Status.NOT_RELEVANT, Status.REFUSED):
        raise ValueError(f"Not a way to settle a question without an answer: {status}")
    refuse(rules.reason_is_written(reason))
    change(gap, {"status": status, "reason": reason, "settled_at": clock.now()})
    gap.save_changes(reason=reason)
    journal.record("gap.settled", by=by, case=gap.case, reason=reason, status=f"gap.{status}")
    tell_author("gap_changed", gap, by)
    return gap


@decides(Right.CONTRIBUTE_ANALYSIS, when=(rules.case_is_open, rules.gap_is_settled))
def reopen_gap(gap: Gap, *, by, reason: str) -> Gap:
    """Ask a settled question again; an answer that was given stays as information.

    Its author is told. Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason))
    nothing = dict.fromkeys(("finder", "finder_agency", "due_on", "answer", "settled_at"))
    change(gap, {"status": Status.UNKNOWN, "reason": ""} | nothing)
    gap.save_changes(reason=reason)
    journal.record("gap.reopened", by=by, case=gap.case, reason=reason)
    tell_author("gap_changed", gap, by)
    return gap


@decides(Right.CONTRIBUTE_ANALYSIS, when=(rules.case_is_open,))
def correct_gap(gap: Gap, *, by, changes: dict, reason: str = "") -> Gap:
    """Correct the words of a question, its domain or weight; the history keeps the earlier ones.

    Raises Refused when no words would be left.
    """
    refuse(is_written(changes["question"], NO_WORDS, "S44"))
    change(gap, changes)
    gap.save_changes(reason=reason)
    journal.record("gap.corrected", by=by, case=gap.case, reason=reason)
    return gap
