"""The five SMART letters of a goal, and words that say too little (S49)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.models import Goal

# Both languages: a goal is written in either, whatever language its reader has chosen.
VAGUE = (
    r"all(?:er|e|ait) mieux", r"va mieux", r"amélior\w*", r"se sent\w* mieux", r"sensibilis\w*",
    r"favoris\w*", r"accompagn\w*", r"soutenir", r"travailler sur", r"davantage", r"moins souvent",
    r"get\w* better", r"improv\w*", r"feel\w* better", r"raise awareness", r"support\w*",
    r"encourag\w*", r"work on", r"more often", r"less time", r"strengthen\w*",
)  # fmt: skip
BELIEFS = (
    r"pri(?:er|ère|ères)", r"voile", r"foulard", r"barbe", r"mosquée", r"halal", r"ramadan",
    r"croyances?", r"religi\w+", r"foi", r"convictions?", r"idéologie", r"déradicalis\w*",
    r"pray\w*", r"veil", r"headscarf", r"beard", r"mosque", r"faith", r"beliefs?", r"ideology",
    r"deradicali[sz]\w*",
)  # fmt: skip


def _finder(words: tuple[str, ...]) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_VAGUE, _BELIEFS = _finder(VAGUE), _finder(BELIEFS)


def vague_words(text: str) -> list[str]:
    """The vague words in the text of a goal, such as «better»."""
    return _once(_VAGUE.findall(text))


def belief_words(text: str) -> list[str]:
    """The words of a goal that name a lawful belief or practice (2.20)."""
    return _once(_BELIEFS.findall(text))


def _once(found: list[str]) -> list[str]:
    return list(dict.fromkeys(word.lower() for word in found))


@dataclass(frozen=True)
class Letter:
    """One of the five letters: its word, whether it is met, and the question where it is not."""

    word: str
    ok: bool
    question: str


def letters(goal: Goal) -> list[Letter]:
    """Specific, measurable, achievable, relevant, time-bound."""
    measured = all(text.strip() for text in (goal.indicator, goal.baseline, goal.target))
    return [
        Letter(_("Specific"), not vague_words(goal.statement), _("What would one see?")),
        Letter(_("Measurable"), measured, _("How will you know, and what is it today?")),
        Letter(_("Achievable"), bool(goal.means.strip()), _("Who has the means?")),
        Letter(_("Relevant"), goal.factor_id is not None, _("Which factor does it answer?")),
        Letter(_("Time-bound"), goal.due_on is not None, _("By when?")),
    ]
