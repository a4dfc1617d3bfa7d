"""Decisions that take back the last answer to a section of the first analysis."""

from __future__ import annotations

from casework import journal
from casework.deciding import Decision, decides
from casework.rights import Right
from common import clock
from common.guarded import Versioned
from intake.first_analysis import answers, rules
from intake.models import Signal


def _declared(key: str) -> Decision:
    def section(signal: Signal, by) -> list[Versioned]:
        """For ``rests_on``: the row that holds the section."""
        row = answers.last(signal, key).row
        return [row] if row is not None else []

    @decides(
        Right.ANALYSE_SIGNAL,
        when=(*rules.OPEN, rules.was_answered(key), rules.is_unseen(key)),
        rests_on=section,
    )
    def take_back(signal: Signal, *, by):
        """Put back what stood before the last answer to the section, or nothing at all.

        Its author alone, while nobody else has read the signal since. The history keeps both.
        """
        asked, last = answers.SECTIONS[key], answers.last(signal, key)
        row = last.row
        for name in (*asked.says, *asked.signed):
            setattr(row, name, getattr(last.before, name))
        if key == "source" and not row.reliability:
            row.assessed_by, row.assessed_at = by, clock.now()
        row.save_changes()
        journal.record("signal.answer_taken_back", by=by, signal=signal)
        return row

    return take_back


TAKE_BACK: dict[str, Decision] = {key: _declared(key) for key in answers.SECTIONS}
