"""What the risk owner looks at: the one decision that waits, and where things stand (screen 1c)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.models import Case
from casework.rights import Role
from casework.views.case import own_memberships
from closure import due
from closure.rules.signing import signer_stands_apart
from closure.sheet import ClosingSheet

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
    not_mine: tuple = ()

    @property
    def case(self) -> Case:
        return self.sheet.case

    @property
    def courses(self) -> list[tuple[str, int]]:
        """How many domains went which way, in words."""
        found: dict[str, int] = {}
        for pair in self.sheet.compared:
            found[pair.course_words] = found.get(pair.course_words, 0) + 1
        return sorted(found.items())

    @property
    def stances(self) -> list[tuple[str, int]]:
        """How many agencies said what, disagreement first."""
        found: dict[str, int] = {}
        for opinion in self.sheet.opinions:
            words = opinion.get_stance_display()
            found[words] = found.get(words, 0) + 1
        return list(found.items())


def to_sign(user) -> ToSign | None:
    """The first closure that waits for this signature; one decision a screen."""
    waiting = list(due.to_sign(user).select_related("case__subject", "proposed_by")[:FEW])
    if not waiting:
        return None
    sheet = ClosingSheet.of(waiting[0].case, waiting[0])
    return ToSign(sheet, len(waiting) - 1, tuple(signer_stands_apart(sheet, user)))


def where_things_stand(user) -> list[dict]:
    """The cases that the reader answers for, by phase."""
    rows = own_memberships(user).filter(role=Role.RISK_OWNER).order_by()
    found = dict(rows.values_list("case__state").annotate(number=Count("case", distinct=True)))
    phases = [
        {"phase": phase, "words": _(words), "number": 0}
        for phase, words in enumerate(PHASES, start=1)
    ]
    for state, number in found.items():
        if Case.PHASES.get(state):
            phases[Case.PHASES[state] - 1]["number"] += number
    return phases
