"""The last answer to a check of the first analysis, taken back while nobody relied on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from casework import journal, readings
from common import clock
from common.refusals import refuse
from common.scope import elevated
from intake.first_analysis import correction_rules, rules, sheet
from intake.first_analysis.decisions import source, triage
from intake.models import Signal, SourceAssessment, Triage


@dataclass(frozen=True)
class Section:
    """A check: its row, what it says, and who signed it when."""

    model: type[Model]
    says: tuple[str, ...]
    signed: tuple[str, ...]


SECTIONS = {
    "source": Section(SourceAssessment, source.FIELDS, ("assessed_by_id", "assessed_at")),
    "minor": Section(Triage, triage.MINOR, ("minor_by_id", "minor_at")),
    "questions": Section(
        Triage,
        triage.QUESTIONS,
        ("radicalised_by_id", "radicalised_at", "useful_by_id", "useful_at"),
    ),
}


@transaction.atomic
def take_back_check(signal: Signal, check: str, *, by):
    """Put back what stood before the last answer to ``check``, be it nothing at all.

    Only its author, and only while nobody else has read the signal since. The history keeps both.
    Raises Refused with the names of those who have read it, LookupError on an unknown check.
    """
    section = SECTIONS[check]
    signal = Signal.locked(signal.pk)
    row = (
        section.model.objects.select_for_update(of=("self",), no_key=True)
        .filter(signal=signal)
        .first()
    )
    act, before = _last_act(row, section)
    refuse(rules.analysis_is_open(sheet.of(signal)))
    refuse(correction_rules.was_answered(act))
    with elevated():  # who read is not for the desk to see; only the names are told
        others = readings.readers_since(signal, act.history_date, but=by)
    refuse(correction_rules.answer_is_unseen(act, others, by=by))
    for name in (*section.says, *section.signed):
        setattr(row, name, getattr(before, name))
    if check == "source" and not row.reliability:
        row.assessed_by, row.assessed_at = by, clock.now()
    row.save_changes()
    journal.record("signal.answer_taken_back", by=by, signal=signal)
    return row


def _last_act(row, section: Section):
    """The history row of the last answer, and what stood before it; None where nothing is said."""
    blank = section.model()
    if row is None or _says(row, section) == _says(blank, section):
        return None, blank
    act = None
    for past in section.model.history.filter(id=row.pk).order_by("-version", "-history_id"):
        if _says(past, section) != _says(row, section):
            return act, past
        act = past
    return act, blank


def _says(row, section: Section) -> list:
    return [getattr(row, name) for name in section.says]
