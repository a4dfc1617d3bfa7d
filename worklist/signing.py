"""The blocks of the risk owner: the one closure to sign, and their cases (screen 1c)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from casework.mine import MOST_COUNTED, numbers_as
from casework.models import Case
from casework.rights import Role
from closure.closing import due
from closure.closing.decisions import sign_off
from closure.closing.sheet import ClosingSheet, Turn
from common.compiled import compiled
from common.refusals import Obstacle
from common.together import Asking
from plans.models import LevelRating

FEW = 6
PHASES = (
    gettext_noop("Intake and first analysis"),
    gettext_noop("Analysis and plan"),
    gettext_noop("Carrying out"),
    gettext_noop("After closure"),
)


@dataclass(frozen=True)
class ToSign:
    """One closure that waits for the reader: what it rests on, what is uncertain, who disagrees."""

    sheet: ClosingSheet
    others: int
    blocked: list[Obstacle]
    not_mine: bool = False

    @property
    def case(self) -> Case:
        return self.sheet.case

    @property
    def href(self) -> str:
        route = "closure:closing" if self.not_mine else "closure:sign"
        return reverse(route, args=[self.case.pk])

    @property
    def courses(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """(words, whether worse) of risk, then of protection, never in one count (Y01)."""
        return [
            (direction.label.capitalize(), found)
            for direction in LevelRating.Direction
            if (found := self._courses(direction))
        ]

    def _courses(self, direction: str) -> list[tuple[str, bool]]:
        found = Counter(pair.course for pair in self.sheet.compared if pair.direction == direction)
        return [
            (_counted(turn, direction, found[turn]), turn is Turn.WORSE)
            for turn in Turn
            if found[turn]
        ]

    @property
    def stances(self) -> list[tuple[str, int]]:
        """How many agencies hold each opinion, disagreement first."""
        found: dict[str, int] = {}
        for opinion in self.sheet.opinions:
            words = opinion.get_stance_display()
            found[words] = found.get(words, 0) + 1
        return list(found.items())


def _counted(turn: Turn, direction: str, number: int) -> str:
    """«2 fall»: how many domains went that way, in the words of `Pair.course_words`."""
    risk = direction == LevelRating.Direction.RISK
    words = {
        Turn.WORSE: ngettext("%d rises", "%d rise", number)
        if risk
        else ngettext("%d weakens", "%d weaken", number),
        Turn.LOST: ngettext("%d lost from sight", "%d lost from sight", number),
        Turn.NOT_AGAIN: ngettext("%d not rated again", "%d not rated again", number),
        Turn.UNKNOWN: ngettext("%d not comparable", "%d not comparable", number),
        Turn.SAME: ngettext("%d stable", "%d stable", number),
        Turn.BETTER: ngettext("%d falls", "%d fall", number)
        if risk
        else ngettext("%d grows stronger", "%d grow stronger", number),
    }
    return words[turn] % number


def to_sign(user) -> Asking[ToSign | None]:
    """Ask for the first closure that waits for this signature; one decision a screen.

    Which they are is asked first, and who they are about of one of them: whether somebody may know
    of a person is dear, and would be asked for each of thousands before they are put in order.
    """
    waiting = compiled(_waiting, user, most=FEW)
    yield [waiting]
    if not waiting:
        return None
    asked = compiled(_to_sign, user, waiting[0])
    yield [asked]
    if not asked:
        return None
    first = asked[0]
    yield ClosingSheet.at_hand(first.case).questions
    apart = sign_off.denied(first, user)
    standing = [*apart, *sign_off.obstacles(first, user)]
    blocked = [one for one in standing if one.blocks]
    return ToSign(ClosingSheet.on(first), len(waiting) - 1, blocked, bool(apart))


def _waiting(user) -> QuerySet:
    return due.to_sign(user).select_related(None).values_list("pk", flat=True)


def _to_sign(user, proposal: UUID) -> QuerySet:
    asked = due.to_sign(user).filter(pk=proposal)
    return asked.select_related("case__subject", "proposed_by")


def where_things_stand(user) -> Asking[list[dict]]:
    """The cases that the reader answers for, by phase; «1000+» where they are not all counted."""
    rows = compiled(numbers_as, user, Role.RISK_OWNER)
    yield [rows]
    numbers: Counter[int | None] = Counter()
    uncounted = set()
    for state, number in rows:
        phase = Case.PHASES.get(Case.State(state))
        numbers[phase] += number
        if number > MOST_COUNTED:
            uncounted.add(phase)
    return [
        {
            "phase": phase,
            "words": _(words),
            "many": numbers[phase],
            "number": f"{MOST_COUNTED}+" if phase in uncounted else numbers[phase],
        }
        for phase, words in enumerate(PHASES, start=1)
    ]
