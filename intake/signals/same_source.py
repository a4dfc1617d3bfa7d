"""Unfounded reports of one source, counted together: somebody may report to do harm (S39).

The same source is the same number or mail address: names are sealed and easily changed, and whoever
stays anonymous is never compared. Unfounded is what two people decided: a malicious report, or one
without further action whose words the first analysis calls improbable. A worried mother who is sent
away three times is no such source; her third call goes to the conference (2.1).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from casework import access
from casework.rights import Right
from common.refusals import Obstacle, Strength
from intake.first_analysis import sheet
from intake.models import Outcome, Signal, SourceAssessment

MANY = 3
_ASK = "select access.unfounded_reports(%s)"
State = Signal.State


def others_unfounded(signal: Signal) -> int:
    """How many other reports of the source were unfounded, within 12 months that hold this one.

    One query. access.unfounded_reports answers a signal coordinator of today, and 0 to anybody
    else: a number, never which signals, so that nobody learns from it who called.
    """
    if signal.state not in (*Signal.UNDECIDED, State.MALICIOUS, State.NO_ACTION):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [signal.pk])
        return cursor.fetchone()[0]


def unfounded_again(signal: Signal, by) -> Iterator[Obstacle]:
    """Warns a signal coordinator of the third unfounded report of a source (S39)."""
    if not access.may(by, Right.DECIDE_OUTCOME, signal):
        return
    kept = signal.__dict__
    if "_others_unfounded" not in kept:
        kept["_others_unfounded"] = others_unfounded(signal)
    if kept["_others_unfounded"] + 1 >= MANY:
        source = sheet.of(signal).source
        yield from third_unfounded_report(signal, source, kept["_others_unfounded"])


def is_unfounded(signal: Signal, source: SourceAssessment | None) -> bool:
    """Whether this decided signal counts, as access.unfounded_reports counts."""
    if signal.state == Outcome.Kind.NO_ACTION:
        return bool(source) and source.credibility == SourceAssessment.Credibility.IMPROBABLE
    return signal.state == Outcome.Kind.MALICIOUS


def third_unfounded_report(
    signal: Signal, source: SourceAssessment | None, others: int
) -> Iterator[Obstacle]:
    """Warns of the third unfounded report, or of what would be the third (S39)."""
    number = others + 1
    if number < MANY:
        return
    if is_unfounded(signal, source):
        yield Obstacle(
            _(
                "This is unfounded report %(number)d within 12 months from the same number or"
                " address."
            )
            % {"number": number},
            row="S39",
            strength=Strength.WARNING,
            todo=_("Think of the person who is reported again and again: offer support."),
        )
    elif signal.state in Signal.UNDECIDED:
        yield Obstacle(
            _(
                "If this report is unfounded, it is number %(number)d within 12 months from the"
                " same number or address."
            )
            % {"number": number},
            row="S39",
            strength=Strength.WARNING,
            todo=_(
                "Judge it by what it says: several people may share a number, and who was wrong"
                " before can be right."
            ),
        )
