"""The rules of the approval of a plan about its goals."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.models import TeamMember
from common.refusals import Obstacle, Strength, hint
from plans.models import Action, Goal
from plans.plan import smart
from plans.plan.sheet import Sheet

MEMBERS = list[TeamMember]


def goals_are_smart(sheet: Sheet) -> Iterator[Obstacle]:
    """Each goal has the five SMART letters, in words that one could see come true (S49)."""
    for goal in sheet.goals:
        vague = smart.vague_words(goal.statement)
        if vague:
            yield hint(
                _("Goal “%(goal)s” says “%(words)s”: what would one see?")
                % {"goal": goal.statement, "words": ", ".join(vague)},
                "S49",
            )
        if goal.factor is None:
            yield hint(
                _("Goal “%(goal)s” answers no factor of the analysis.") % {"goal": goal.statement},
                "S45",
            )
        elif goal.factor.withdrawn_at is not None:
            yield hint(
                _("Goal “%(goal)s” answers a factor that was withdrawn.")
                % {"goal": goal.statement},
                "S45",
            )


def behaviour_not_belief(sheet: Sheet) -> Iterator[Obstacle]:
    """A goal does not name a lawful belief or practice: the aim is giving up violence (2.20)."""
    for goal in sheet.goals:
        words = smart.belief_words(goal.statement)
        if words:
            yield Obstacle(
                _("Goal “%(goal)s” speaks of a belief or practice: “%(words)s”.")
                % {"goal": goal.statement, "words": ", ".join(words)},
                row="2.20",
                strength=Strength.WARNING,
                todo=_("Say which behaviour should change, or whom it should include."),
            )


def reintegration(sheet: Sheet) -> Iterator[Obstacle]:
    """Warns when no goal is about reintegration (S19)."""
    if sheet.goals and not any(goal.tag == Goal.Tag.REINTEGRATION for goal in sheet.goals):
        yield hint(_("No goal is about reintegration."), "S19")


def balance(sheet: Sheet) -> Iterator[Obstacle]:
    """Warns when one side, security or social, has three times the actions of the other (S47)."""
    security, social = balance_of(sheet)
    if not sheet.actions:
        return
    if not security or not social:
        side = Action.Kind.SOCIAL if not social else Action.Kind.SECURITY
        yield hint(
            _("No action is on the side of “%(side)s”.") % {"side": side.label},
            "S47",
        )
    elif max(security, social) >= 3 * min(security, social):
        yield hint(
            _("%(security)d security and %(social)d social actions: one side weighs three times.")
            % {"security": security, "social": social},
            "S47",
        )


def balance_of(sheet: Sheet) -> tuple[int, int]:
    """How many actions are on the side of security, and how many on the social side."""
    security = sum(action.kind == Action.Kind.SECURITY for action in sheet.actions)
    return security, len(sheet.actions) - security
