"""Assessing the source, apart from what it says (S38)."""

from __future__ import annotations

from django.db import transaction

from casework import journal
from common import clock
from common.refusals import refuse
from common.sections import same_since
from intake.first_analysis import rules, sheet
from intake.first_analysis.decisions.begin import begin
from intake.models import Signal, SourceAssessment

FIELDS = (
    "reliability",
    "basis",
    "credibility",
    "link",
    "motive",
    "known_conflict",
    "corroborated_by",
)


@transaction.atomic
def assess_source(signal: Signal, *, by, expected: int, **said) -> SourceAssessment:
    """Say how far the source can be relied on, and why; ``said`` holds ``FIELDS``.

    What stood before stays in the history. Raises Conflict when a colleague saved meanwhile,
    Refused when the analysis is closed or the basis is not written.
    """
    signal = Signal.locked(signal.pk)
    found = sheet.of(signal)
    refuse([*rules.analysis_is_open(found), *rules.words_are_written(said["basis"])])
    row = SourceAssessment.objects.filter(signal=signal).first()  # one taken back has its row
    row = row or SourceAssessment(signal=signal, version=0)
    same_since(row, expected, FIELDS)
    for name in FIELDS:
        setattr(row, name, said.get(name, ""))
    row.assessed_by, row.assessed_at = by, clock.now()
    row.save_changes()
    begin(signal, by=by)
    journal.record("signal.source_assessed", by=by, signal=signal)
    return row
