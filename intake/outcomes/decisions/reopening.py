"""The reopening of a signal that has its outcome: something new, or a wrong decision (S78, X24)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, is_written, refuse
from common.scope import elevated
from intake.matching import about
from intake.models import Outcome
from intake.outcomes.rules import outcome as rules
from notices import telling


@decides(Right.DECIDE_OUTCOME, when=(rules.closes_the_signal,))
def reopen_signal(outcome: Outcome, *, by, why: str, reason: str) -> Outcome:
    """Open the first analysis again; the outcome stays in the history, no longer in force.

    ``why`` is a ``Outcome.Trigger``. Whoever decided it, read it a second time or has taken the
    signal is told. It is kept as an open one is. Raises Refused without a trigger or a reason.
    """
    refuse(
        [
            *_what_led_to_it(why),
            *is_written(
                reason,
                _("Write why it is reopened."),
                row="S78",
                todo=_("Whoever decided it before reads it."),
            ),
        ]
    )
    with elevated():  # as every outcome that is taken from those it was about
        return _reopened(outcome, by, why, reason)


def _reopened(outcome: Outcome, by, why: str, reason: str) -> Outcome:
    signal = outcome.signal
    outcome.status = Outcome.Status.REOPENED
    outcome.reopened_at, outcome.reopened_by = clock.now(), by
    outcome.reopened_why, outcome.reopened_because = why, reason
    outcome.keep_until = None
    outcome.save_changes(reason=reason)
    about.release(outcome, signal)
    journal.record("signal.reopened", by=by, signal=signal, reason=reason, kind=str(outcome.kind))
    concerned = (outcome.proposed_by_id, outcome.second_reader_id, signal.acknowledged_by_id)
    telling.queue(
        "signal_reopened",
        key=f"outcome:{outcome.pk}:reopened",
        to={who for who in concerned if who is not None and who != by.pk},
        signal=signal,
    )
    return outcome


def _what_led_to_it(why: str) -> Iterator[Obstacle]:
    if why not in Outcome.Trigger.values:
        yield Obstacle(
            _("What led to the reopening is not said."),
            row="S78",
            todo=_("Something new, or a decision that was wrong."),
        )
