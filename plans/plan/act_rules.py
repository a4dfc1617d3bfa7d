"""The rules of the acts on a plan: ``(row, by)``, asked by button, page and decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import cast

from django.utils.translation import gettext as _

from casework.deciding import case_of
from casework.models import Case, TerritoryProfile
from casework.phases import way_on
from casework.rights import OVERSEERS
from common import clock, happened
from common.refusals import Obstacle
from plans.models import Action
from plans.plan.sheet import applies_of, draft_of


# --- of the case ----------------------------------------------------------------------------
def in_planning(row, by) -> Iterator[Obstacle]:
    """A plan is written from the in-depth analysis on and until the case is closed (S46)."""
    case = case_of(row)
    if case.state not in Case.PLANNING:
        yield Obstacle(
            _("The case is at “%(now)s”: a plan is written from the in-depth analysis on.")
            % {"now": case.get_state_display()},
            row="S46",
            todo=way_on(case),
        )


def no_draft(case: Case, by) -> Iterator[Obstacle]:
    """One draft at a time: two would undo each other (S53)."""
    draft = draft_of(case)
    if draft is not None:
        yield Obstacle(
            _("%(who)s began version %(number)d already; there is one draft at a time.")
            % {"who": draft.started_by.display, "number": draft.number},
            row="S53",
            todo=_("Go on with that draft, or give it up."),
        )


def nothing_applies(case: Case, by) -> Iterator[Obstacle]:
    """The first plan is begun while none applies; after that a new version is (S53)."""
    if applies_of(case) is not None:
        yield Obstacle(
            _("A plan applies already."),
            row="S53",
            todo=_("Begin a new version of it, and say why."),
        )


def a_plan_applies(case: Case, by) -> Iterator[Obstacle]:
    """A new version needs a plan that applies (S53)."""
    if applies_of(case) is None:
        yield Obstacle(
            _("No plan applies yet, so there is nothing to change."),
            row="S53",
            todo=_("Begin the first plan."),
        )


def has_draft(case: Case, by) -> Iterator[Obstacle]:
    """There is a draft to write: an approved version is not written over (S53)."""
    if draft_of(case) is None:
        yield Obstacle(
            _("There is no draft of a plan."),
            row="S53",
            todo=_("Begin one on the page “Plan”; what is approved is not written over."),
        )


# --- of a line ------------------------------------------------------------------------------
def of_the_draft(line, by) -> Iterator[Obstacle]:
    """The line is one of a draft: an approved version stays as it was read (S53)."""
    if not line.plan.is_draft:
        yield Obstacle(
            _("This version is no draft any more; what was approved stays as it is."),
            row="S53",
            todo=_("Begin a new version to change it."),
        )


def is_in(line, by) -> Iterator[Obstacle]:
    """A line that was taken out is put back before it is changed (S53)."""
    if line.removed_at is not None:
        yield Obstacle(
            _("This line was taken out of the draft."), row="S53", todo=_("Put it back first.")
        )


def was_taken_out(line, by) -> Iterator[Obstacle]:
    """Only a line that was taken out is put back (S53)."""
    if line.removed_at is None:
        yield Obstacle(_("This line is in the draft already."), row="S53")


def waits_for_an_answer(action: Action, by) -> Iterator[Obstacle]:
    """A proposal is taken in or declined once (S14)."""
    if action.proposal != Action.Proposal.WAITING or action.removed_at is not None:
        yield Obstacle(_("This proposal has its answer already."), row="S14")


# --- of the approval ------------------------------------------------------------------------
def not_asked_yet(case: Case, by) -> Iterator[Obstacle]:
    """No second approval is asked for while one is awaited (rulings 1)."""
    draft = draft_of(case)
    if draft is not None and draft.approval_asked_at and TerritoryProfile.load().second_approver:
        yield Obstacle(
            _("A second person has been asked already."),
            row="S46",
            todo=_("Wait for the answer; a change of the draft takes the request back."),
        )


def is_asked(case: Case, by) -> Iterator[Obstacle]:
    """The second person confirms what the first has approved (rulings 1)."""
    draft = draft_of(case)
    if draft is not None and draft.approval_asked_at is None:
        yield Obstacle(
            _("Nobody has approved this draft yet, or it was changed since."),
            row="S46",
            todo=_("The content coordinator approves first."),
        )


def second_person(case: Case, by) -> Iterator[Obstacle]:
    """The risk owner or a coordinator, other than who approved first (rulings 1)."""
    if case.roles_of(by).isdisjoint(OVERSEERS):
        yield Obstacle(_("This is for the risk owner or another coordinator."), row="S46")
        return
    draft = draft_of(case)
    if draft is not None and draft.approval_asked_by_id == by.pk:
        yield Obstacle(
            _("The second person is somebody else than the first."),
            row="S46",
            todo=_("Ask the risk owner or another coordinator."),
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def day_of_approval(case: Case, day: date) -> Iterator[Obstacle]:
    """The day is neither ahead, nor before the opening or the version that applied (X14)."""
    applies = applies_of(case)
    if applies is not None:
        first = clock.day_of(cast(datetime, applies.approved_at))
        early = _("The version before was approved on %(day)s: this one came after it.")
    else:
        first = clock.day_of(case.opened_at)
        early = _("The case was opened on %(day)s: its plan came after that.")
    yield from happened.is_possible(day, first, early, "X14")
