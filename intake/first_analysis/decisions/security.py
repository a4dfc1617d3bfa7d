"""Decisions on the security matter: the competent service is asked, and has answered (S34, 2.9)."""

from __future__ import annotations

from datetime import date, timedelta

from casework import journal
from casework.deciding import decides
from casework.models import Deconfliction, TerritoryProfile
from casework.rights import Right
from common import clock
from common.refusals import refuse
from intake.first_analysis import rules, sheet
from intake.first_analysis.decisions.begin import begin
from intake.models import Signal

Concern = Deconfliction.Concern


@decides(
    Right.ANALYSE_SIGNAL,
    when=(rules.may_be_asked, rules.nobody_is_waited_for),
    rests_on=sheet.asked_so_far,
)
def ask_deconfliction(
    signal: Signal, *, by, concern: str, reason: str, asked_of: str = ""
) -> Deconfliction:
    """Say how much of a security matter it looks like, and ask the service, ``reason`` why.

    The answer is due in days of the setting, or in hours when a danger is possible. Each asking is
    a row of its own. Raises Refused.
    """
    refuse(
        [
            *rules.words_are_written(reason),
            *rules.somebody_is_asked(concern, asked_of),
            *rules.they_lift_it(sheet.of(signal).deconfliction, asked_of),
        ]
    )
    asked = Deconfliction(
        signal_id=signal.pk,
        concern=concern,
        grounds=reason,
        stated_by=by,
        stated_at=clock.now(),
        asked_of=asked_of.strip(),
        due_at=_due(concern) if asked_of.strip() else None,
    )
    asked.save(force_insert=True)
    begin(signal, by=by)
    event = "signal.security_asked" if asked.asked_of else "signal.security_looked_at"
    journal.record(event, by=by, signal=signal, concern=f"concern_{concern}")
    return asked


def _due(concern: str):
    profile = TerritoryProfile.load()
    if concern == Concern.NONE:
        return clock.now() + timedelta(days=profile.deconfliction_days)
    return clock.now() + timedelta(hours=profile.deconfliction_urgent_hours)


@decides(Right.ANALYSE_SIGNAL, when=(rules.answer_is_expected,), rests_on=sheet.asked_so_far)
def note_security_answer(
    signal: Signal, *, by, answer: str, wording: str = "", answered_on: date | None = None
) -> Deconfliction:
    """Note what the competent service answered, and what may be said.

    ``answered_on``: the day of their answer, today unless told (X14). Raises Refused for a day to
    come, or before the signal.
    """
    day = answered_on or clock.today()
    refuse(rules.day_of_the_answer(signal, day))
    asked = Deconfliction.locked(sheet.of(signal).deconfliction.pk)
    asked.answer, asked.wording = answer, wording
    asked.answered_at, asked.noted_by = clock.now(), by
    if day != clock.today():
        asked.answered_at, asked.answer_entered_at = clock.end_of(day), clock.now()
    asked.save_changes()
    journal.record(
        "signal.security_answered", by=by, signal=signal, answer=str(answer), happened_on=day
    )
    return asked
