"""The five letters of a goal (S49): what is there, and what to ask for the missing ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.models import Goal

# Words that promise a direction and no place: they are said back, never refused.
VAGUE = re.compile(
    r"\b(aller mieux|am[ée]liore\w*|renforce\w*|favorise\w*|accompagne\w*|travailler sur|"
    r"soutenir|sensibilise\w*|better|improv\w*|strengthen\w*|support\w*|encourag\w*|work on)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Letter:
    """One of the five; ``asks`` is the question to answer when it is missing."""

    word: str
    there: bool
    asks: str = ""


def vague_words(text: str) -> list[str]:
    """The vague words of a sentence, in their order, once each."""
    return list(dict.fromkeys(found.group(0).lower() for found in VAGUE.finditer(text)))


def letters(goal: Goal) -> list[Letter]:
    """Specific, measurable, achievable, relevant, time-bound."""
    vague = vague_words(goal.statement)
    return [
        Letter(_("Specific"), not vague, _("What exactly will be different?")),
        Letter(
            _("Measurable"),
            bool(goal.indicator.strip() and goal.baseline.strip() and goal.target.strip()),
            _("Where does it stand today?"),
        ),
        Letter(_("Achievable"), bool(goal.means.strip()), _("With what means, and who has them?")),
        Letter(_("Relevant"), goal.factor_id is not None, _("Which factor does it answer?")),
        Letter(_("Time-bound"), goal.due_on is not None, _("By when?")),
    ]


def missing(goal: Goal) -> list[Letter]:
    """The letters that still ask something."""
    return [letter for letter in letters(goal) if not letter.there]
