"""Lines of the analysis, written by the people who would."""

from __future__ import annotations

from datetime import date, timedelta

from casework.models import Case, Code, JournalEntry
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice
from plans.analysis.decisions import factors, gaps, interpretations
from plans.models import Factor, Gap, Interpretation, LevelRating, Viewpoint
from tests.people import acting


def domain(code: str = "online") -> Code:
    """A domain of life by its code."""
    return Code.objects.get(kind=Code.List.DOMAIN, code=code)


def in_days(days: int) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=days)


def gap(case: Case, by, question: str = "Qui gère le serveur ?", code: str = "online", **more):
    """Something that is not known."""
    more.setdefault("importance", Gap.Importance.NORMAL)
    with acting(by):
        return gaps.add_gap(case, by=by, domain=domain(code), question=question, **more)


def asked(a_gap: Gap, by, finder, days: int = 7) -> Gap:
    """The same, as a question with a finder."""
    with acting(by):
        return gaps.look_for_gap(a_gap, by=by, finder=finder, due_on=in_days(days))


def answered(a_gap: Gap, by, body: str = "Un cousin, à Lyon.", audience: str = "team", **more):
    """The same, answered."""
    more.setdefault("kind", "fact")
    with acting(by):
        return gaps.answer_gap(a_gap, by=by, body=body, audience=audience, **more)


def settled(a_gap: Gap, by, status: str = Gap.Status.ACCEPTED, reason: str = "Trop risqué."):
    """The same, left without an answer."""
    with acting(by):
        return gaps.settle_gap(a_gap, by=by, status=status, reason=reason)


def factor(case: Case, by, kind: str = "root_cause", code: str = "money", **more) -> Factor:
    """A factor of this person's agency."""
    values = {"words": "Dettes.", "level": "strong", "basis": "fact", "evidence": "Vu au CCAS."}
    with acting(by):
        return factors.add_factor(case, by=by, domain=domain(code), kind=kind, **(values | more))


def withdrawn(a_factor: Factor, by, reason: str = "Deux fois la même.") -> Factor:
    """The same, withdrawn."""
    with acting(by):
        return factors.withdraw_factor(a_factor, by=by, reason=reason)


def level(
    case: Case, by, level: str = "high", code: str = "online", days: int = 0, joint=False, **more
):
    """A level of a domain as of so many days ago."""
    values = {"direction": "risk", "basis": "assessment", "evidence": "Deux canaux."}
    decide = interpretations.agree_level if joint else interpretations.rate_domain
    with acting(by):
        return decide(
            case, by=by, domain=domain(code), level=level, rated_on=in_days(-days),
            **(values | more),
        )  # fmt: skip


def interpretation(case: Case, by, **more) -> Interpretation:
    """An interpretation of the facts."""
    values = {
        "words": "Il cherche une place.",
        "speaks_against": "Il y retourne.",
        "standing": "kept",
    }
    with acting(by):
        return interpretations.add_interpretation(case, by=by, **(values | more))


def view(
    case: Case, by, voice: str = Viewpoint.PERSON, says: str = "« Laissez-moi boxer. »", days=1
):
    """A point of view that was heard."""
    with acting(by):
        return interpretations.add_viewpoint(
            case, by=by, voice=voice, heard_on=in_days(-days), says=says
        )


def journal_of(case: Case) -> list[str]:
    """The events of the case’s journal."""
    with bound(WORKER):
        entries = JournalEntry.objects.filter(case=case)
        return list(entries.values_list("event", flat=True))


def told(kind: str) -> set[int]:
    """The ids of those who were told."""
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


__all__ = [
    "LevelRating", "answered", "asked", "domain", "factor", "gap", "in_days", "interpretation",
    "journal_of", "level", "settled", "told", "view", "withdrawn",
]  # fmt: skip
