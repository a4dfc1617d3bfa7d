"""Scenes of matching: Claire coordinates signals; an earlier signal, a new one, answers."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Person
from common import clock
from common.scope import WORKER, bound
from intake.matching import decisions as matching
from intake.matching.search import look
from intake.models import MatchAnswer, NamedPerson, Signal
from intake.signals.named import first_of
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
        read = Signal.objects.get(pk=signal.pk)
        if expected:
            row = matching.correct_named(
                first_of(read), by=by, expected=expected, changes=NOTHING | changes
            )
        else:
            row = matching.name_person(read, by=by, changes=NOTHING | changes)
        return row.person


def answer(signal: Signal, by, candidate, said=SAME, *, expected: int = 0, reason="") -> object:
    """This coordinator answers a possible match."""
    with acting(by):
        return matching.answer_match(
            matching.answer_on(first_of(signal), candidate.pk),
            by=by,
            expected=expected,
            answer=said,
            reason=reason,
        )


def found(signal: Signal, by):
    """What this person's search finds."""
    with acting(by):
        return look(first_of(Signal.objects.get(pk=signal.pk)), by=by)


def fresh(signal: Signal) -> Signal:
    """The signal read anew; ``person`` is whoever was named first, ``row`` how."""
    with bound(WORKER):
        found = Signal.objects.get(pk=signal.pk)
        rows = NamedPerson.objects.filter(signal=found, taken_back_at=None)
        found.row = rows.select_related("person").order_by("named_at", "pk").first()
        found.person = found.row.person if found.row else None
        found.person_id = found.person.pk if found.row else None
        return found


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
