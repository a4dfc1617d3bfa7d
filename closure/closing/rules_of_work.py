"""What a closure looks at in the work itself: actions, outcomes, negative effects (X28, S89)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from casework.deciding import case_of
from casework.models import Case
from closure.closing.sheet import ClosingSheet
from common.dates import day as day_words
from common.refusals import Obstacle, Strength
from plans.models import AdverseEffect, FollowUp


def actions_end_or_go_on(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Of each action that runs it is said that it goes on under monitoring, or it ends (S83, S89).

    A proposal may be made with a written reason; it is not signed before (X28).
    """
    for row in sheet.running:
        words = {"action": row.action.title, "agency": row.agency.short_name}
        if row.state == FollowUp.State.WAITING:
            yield Obstacle(
                _("“%(action)s” was neither accepted nor declined by %(agency)s.") % words,
                row="S83",
                strength=Strength.REASON,
                todo=_("Ask %(who)s for an answer, or stop it on the page “Carrying out”.")
                % {"who": row.owner.display},
            )
        elif not row.goes_on:
            yield Obstacle(
                _("“%(action)s” (%(agency)s) still runs: does it end, or go on?") % words,
                row="S83",
                strength=Strength.REASON,
                todo=_(
                    "End or stop it on the page “Carrying out”, or say on this page that it goes"
                    " on under monitoring."
                ),
            )


def actions_have_their_word(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Before the signature no reason stands for it: what runs on runs with somebody (X28)."""
    for one in actions_end_or_go_on(sheet):
        yield replace(one, strength=Strength.BLOCK)


def serious_effects_are_closed(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """A serious negative effect of the work is answered and closed first (S67, X28)."""
    for effect in sheet.open_effects:
        words = {"effect": effect.kind.label, "day": day_words(effect.noticed_on)}
        if effect.severity == AdverseEffect.Severity.HIGH:
            yield Obstacle(
                _("A serious negative effect is open: %(effect)s, noticed on %(day)s.") % words,
                row="S67",
                todo=_(
                    "A coordinator writes what is done about it and closes it, on the page"
                    " “Carrying out”."
                ),
            )
        else:
            yield Obstacle(
                _("A negative effect is open: %(effect)s, noticed on %(day)s.") % words,
                row="S67",
                strength=Strength.WARNING,
                todo=_("A coordinator closes it, now or under monitoring."),
            )


def promises_have_their_word(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Of each open promise it is said what becomes of it before the signature (S59, X28)."""
    for promise in sheet.promises:
        if not promise.is_kept_on:
            yield Obstacle(
                _("What was promised to %(who)s on %(day)s is open: what becomes of it?")
                % {"who": promise.said_to, "day": day_words(promise.said_on)},
                row="S59",
                todo=_(
                    "The content coordinator says on this page until when it is kept, to whom it is"
                    " handed on, or how it ends."
                ),
            )


def promises_are_named(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Whoever proposes is told of them; they are asked for before the signature (X28)."""
    for one in promises_have_their_word(sheet):
        yield replace(one, strength=Strength.WARNING)


def outcomes_were_verified(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Each outcome that nobody has verified asks for a reason: the grounds rest on it (S68)."""
    for row in sheet.unverified:
        yield Obstacle(
            _("Nobody has verified the outcome of “%(action)s” (%(agency)s).")
            % {"action": row.action.title, "agency": row.agency.short_name},
            row="S68",
            strength=Strength.REASON,
            todo=_(
                "Somebody who did not carry it out verifies it on the page “Carrying out”, or"
                " write why nobody does."
            ),
        )


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def still_runs(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """Said to go on is an action that was accepted and is not over (S89)."""
    if follow_up.state not in (FollowUp.State.ACCEPTED, FollowUp.State.RUNNING):
        yield Obstacle(
            _("This action is at “%(now)s”.") % {"now": follow_up.get_state_display()}, row="S89"
        )


def closing_is_near(row, by) -> Iterator[Obstacle]:
    """What goes on after the closure is said while the plan is carried out (S89)."""
    case = case_of(row)
    if case.state not in Case.CARRIED_OUT:
        yield Obstacle(
            _("The case is at “%(now)s”: no plan is carried out.")
            % {"now": case.get_state_display()},
            row="S89",
        )
