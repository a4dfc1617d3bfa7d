"""The decision on the source, apart from what it says (S38)."""

from __future__ import annotations

from casework import journal
from casework.deciding import decides
from casework.rights import Right
from common import clock
from common.refusals import refuse
from common.sections import same_since
from intake.first_analysis import rules
from intake.first_analysis.answers import SOURCE
from intake.first_analysis.decisions.begin import begin
from intake.models import Signal, SourceAssessment


@decides(Right.ANALYSE_SIGNAL, when=rules.OPEN)
def assess_source(signal: Signal, *, by, expected: int, **said) -> SourceAssessment:
    """Say how far the source can be relied on, and why; ``said`` holds ``SOURCE``.

    What stood before stays in the history. Raises Conflict when a colleague saved meanwhile,
    Refused when the basis is not written.
    """
    refuse(rules.words_are_written(said["basis"]))
    row = SourceAssessment.objects.filter(signal=signal).first()  # taken back, its row stays
    row = row or SourceAssessment(signal=signal, version=0)
    same_since(row, expected, SOURCE)
    for name in SOURCE:
        setattr(row, name, said.get(name, ""))
    row.assessed_by, row.assessed_at = by, clock.now()
    row.save_changes()
    begin(signal, by=by)
    journal.record("signal.source_assessed", by=by, signal=signal)
    return row
