"""What stands before single acts on a plan: each rule a small generator of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from casework import clock
from casework.models import Case
from casework.refusals import Obstacle
from casework.rights import Role
from casework.templatetags import dates
from plans.models import Action, Plan

WRITTEN_IN = (Case.State.ANALYSIS, Case.State.PLANNED, Case.State.ACTIVE, Case.State.PAUSED)


def the_case_is_planned_on(case: Case) -> Iterator[Obstacle]:
    """A plan rests on an analysis, and an ended case has none (rulings 1)."""
    if case.state not in WRITTEN_IN:
        yield Obstacle(
            _("The case is at “%(now)s”; a plan is written from “%(from)s” on.")
            % {"now": case.get_state_display(), "from": Case.State.ANALYSIS.label},
            row="S46",
            todo=_("Start the analysis first.")
            if case.state == Case.State.GATHERING
            else _("What it said can be read."),
        )


def no_other_draft(case: Case) -> Iterator[Obstacle]:
    """Two drafts would be two plans (S53)."""
    other = Plan.objects.filter(case=case, state=Plan.State.DRAFT).select_related("started_by")
    for plan in other:
        yield Obstacle(
            _("%(who)s began version %(number)d on %(day)s; one draft at a time.")
            % {
                "who": plan.started_by.display,
                "number": plan.number,
                "day": dates.day(plan.started_at),
            },
            row="S53",
            todo=_("Go on with it, or discard it with a reason."),
        )


def is_a_draft(plan: Plan) -> Iterator[Obstacle]:
    """What was approved stays as it was read that day (S53)."""
    if not plan.is_draft:
        yield Obstacle(
            _("Version %(number)d is “%(state)s” and does not change any more.")
            % {"number": plan.number, "state": plan.get_state_display()},
            row="S53",
            todo=_("Begin a new version."),
        )


def ends_after_it_starts(starts_on, ends_on) -> Iterator[Obstacle]:
    """An action that ends before it starts was typed in a hurry (S50)."""
    if ends_on < starts_on:
        yield Obstacle(
            _("The action ends before it starts."),
            row="S50",
            todo=_("Correct one of the two dates."),
        )


def no_circle(action: Action, after: Action | None, actions: list[Action]) -> Iterator[Obstacle]:
    """What comes after itself never begins (S50)."""
    known, path, step = {one.pk: one for one in actions}, [action.title], after
    while step is not None and len(path) <= len(actions) + 1:
        path.append(step.title)
        if step.pk == action.pk:
            yield Obstacle(
                _("These actions would each wait for the next: %(names)s.")
                % {"names": " → ".join(path)},
                row="S50",
                todo=_("Choose another one to come after, or none."),
            )
            return
        step = known.get(step.after_id)


def owner_is_of_the_agency(case: Case, owner) -> Iterator[Obstacle]:
    """Who answers for an action works on this case (S50)."""
    there = case.members.filter(active=True, user=owner, agency_id=owner.agency_id)
    if not there.exclude(role=Role.EVALUATOR).exists():
        yield Obstacle(
            _("%(who)s is not on this team.") % {"who": owner.display},
            row="S50",
            todo=_("Ask the process coordinator to name somebody of this agency first."),
        )


def lies_ahead(day) -> Iterator[Obstacle]:
    """A checkpoint is a date that can still be kept (S52)."""
    if day < clock.today():
        yield Obstacle(_("This day is over."), row="S52", todo=_("Choose today or a later day."))
    elif day > clock.today() + timedelta(days=3 * 366):
        yield Obstacle(
            _("This day is more than three years ahead."),
            row="S52",
            todo=_("Choose a nearer day."),
        )
