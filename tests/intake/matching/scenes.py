"""Scenes of matching: Claire coordinates signals; an earlier signal, a new one, answers."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Person
from common import clock
from common.scope import WORKER, bound
from intake.matching import decisions as matching
from intake.matching.search import look
from intake.models import MatchAnswer, Signal
from tests.people import acknowledged, acting, hotline, signal_from

NOTHING = {
    "given_name": "", "family_name": "", "alias": "", "birth_date": None, "age_text": "",
}  # fmt: skip
SAME, DIFFERENT = MatchAnswer.Answer.SAME, MatchAnswer.Answer.DIFFERENT


def taken(people, **more) -> Signal:
    """A call that Inès took and acknowledged."""
    ines = people["ines"]
    return acknowledged(signal_from(ines, channel=hotline(), **more), by=ines)


def name(signal: Signal, by, *, expected: int = 0, **changes) -> Person:
    """This coordinator says who the signal is about."""
    with acting(by):
        return matching.name_person(signal, by=by, expected=expected, changes=NOTHING | changes)


def answer(signal: Signal, by, candidate, said=SAME, *, expected: int = 0, reason="") -> object:
    """This coordinator answers a possible match."""
    with acting(by):
        return matching.answer_match(
            matching.answer_on(signal, candidate.pk),
            by=by,
            expected=expected,
            answer=said,
            reason=reason,
        )


def found(signal: Signal, by):
    """What this person's search finds."""
    with acting(by):
        return look(Signal.objects.get(pk=signal.pk), by=by)


def fresh(signal: Signal) -> Signal:
    """The signal read anew."""
    with bound(WORKER):
        return Signal.objects.select_related("person").get(pk=signal.pk)


def ended(signal: Signal, state: str) -> None:
    """Give the signal this outcome."""
    with bound(WORKER):
        row = Signal.locked(signal.pk)
        row.state = state
        row.save_changes()


def earlier(people, days: int, **named) -> tuple[Signal, Person]:
    """A call of ``days`` ago, acknowledged, its person named by Claire."""
    with clock.at(clock.now() - timedelta(days=days)):
        signal = taken(people)
        return signal, name(signal, people["claire"], **named)


def sentences_of(refusal) -> list[str]:
    """What a refusal said, in English; rules speak when they are asked."""
    return [str(obstacle.sentence) for obstacle in refusal.value.obstacles]
