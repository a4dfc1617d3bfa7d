"""The rules of carrying out: before it begins, and before an action is answered or ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from casework.deciding import case_of
from casework.models import Case
from casework.phases import guards, way_on
from casework.rights import COORDINATORS, Role
from common import clock
from common.refusals import Obstacle, is_written
from plans.models import ActionReport, AdverseEffect, Commitment, FollowUp, Pause

State = FollowUp.State


@guards("plan.started")
def every_action_answered(case: Case) -> Iterator[Obstacle]:
    """Each action is accepted, or somebody wrote what is done without it (S60)."""
    unsure = FollowUp.objects.filter(
        case=case, state__in=[State.WAITING, State.DECLINED], absence_answered=""
    ).select_related("agency", "action")
    for row in unsure.order_by("answer_due_on", "pk"):
        words = {"agency": row.agency.short_name, "action": row.action.title}
        sentence = (
            _("%(agency)s declined “%(action)s”.")
            if row.state == State.DECLINED
            else _("%(agency)s has not answered “%(action)s” yet.")
        )
        yield Obstacle(
            sentence % words,
            row="S60",
            todo=_("Ask again, change the plan, or write what is done without this action."),
        )


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def has_actions(row, by) -> Iterator[Obstacle]:
    """The case is at a state in which a plan applies, or its actions may still run (S60, S89)."""
    case = case_of(row)
    if case.state not in Case.WITH_ACTIONS:
        yield Obstacle(
            _("The case is at “%(now)s”: no plan is carried out.")
            % {"now": case.get_state_display()},
            row="S60",
            todo=way_on(case),
        )


def has_begun(row, by) -> Iterator[Obstacle]:
    """Carrying out has begun: until then nobody can follow what is done (S60).

    Actions that still run after the signature are reported and ended (S89).
    """
    case = case_of(row)
    if case.state not in (*Case.CARRIED_OUT, Case.State.MONITORING):
        yield Obstacle(
            _("The case is at “%(now)s”: its plan is not carried out at this time.")
            % {"now": case.get_state_display()},
            row="S60",
            todo=way_on(case),
        )


def own_agency(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """The agency that answers for the action, and no other (S60)."""
    if follow_up.agency_id != by.agency_id:
        yield Obstacle(
            _("%(agency)s answers for this action.") % {"agency": follow_up.agency.name},
            row="S60",
            todo=_("Ask %(who)s.") % {"who": follow_up.owner.display},
        )


def own_report(report: ActionReport, by) -> Iterator[Obstacle]:
    """The agency that wrote the report, the author's colleagues too (2.8)."""
    if report.agency_id != by.agency_id:
        yield Obstacle(
            _("%(agency)s wrote this.") % {"agency": report.agency.name},
            row="2.8",
            todo=_("Ask %(who)s to correct it.") % {"who": report.author.display},
        )


def not_a_coordinator(row, by) -> Iterator[Obstacle]:
    """One of the two coordinators (S67)."""
    if not case_of(row).roles_of(by) & set(COORDINATORS):
        yield Obstacle(
            _("One of the two coordinators does this."),
            row="S67",
            todo=_("Write to them what they should know."),
        )


def _at(follow_up: FollowUp, states, todo="") -> Iterator[Obstacle]:
    """Refuses an action at any other state than these, naming the state at which it is."""
    if follow_up.state not in states:
        yield Obstacle(
            _("This action is at “%(now)s”.") % {"now": follow_up.get_state_display()},
            row="S60",
            todo=todo,
        )


def acceptable(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """An action is accepted while it waits, or after it was declined (S60)."""
    yield from _at(follow_up, (State.WAITING, State.DECLINED))


def declinable(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """Declined is an action that waits, or one accepted before carrying out began (S60)."""
    if follow_up.state == State.ACCEPTED and follow_up.case.state != Case.State.PLANNED:
        yield Obstacle(
            _("Your agency accepted this action, and the plan is being carried out."),
            row="S60",
            todo=_("End it as not done, with the reason; the coordinator reads it at once."),
        )
        return
    yield from _at(follow_up, (State.WAITING, State.ACCEPTED))


def unanswered(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """What is done without it is written of an action that is not accepted (S60)."""
    yield from _at(
        follow_up,
        (State.WAITING, State.DECLINED),
        _("Change the plan if it is to be done otherwise."),
    )


def under_way(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """An action is reported on and ended once accepted and until it is over (S60)."""
    yield from _at(
        follow_up,
        (State.ACCEPTED, State.RUNNING),
        _("Accept it first.") if follow_up.state in (State.WAITING, State.DECLINED) else "",
    )


def stoppable(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """An action is stopped until it is over (S60)."""
    yield from _at(follow_up, (*FollowUp.OPEN, State.DECLINED))


def unverified(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """An outcome is corrected until somebody has verified it (S68)."""
    yield from _at(follow_up, (State.DONE, State.NOT_DONE))
    yield from _not_verified_yet(follow_up)


def relied_on_by_nobody(report: ActionReport, by) -> Iterator[Obstacle]:
    """A report is corrected until the outcome is verified: that relied on it too (S68)."""
    yield from _not_verified_yet(report.follow_up)


def _not_verified_yet(follow_up: FollowUp) -> Iterator[Obstacle]:
    if follow_up.checked_by_id:
        yield Obstacle(
            _("%(who)s verified this outcome already.") % {"who": follow_up.checked_by.display},
            row="S68",
        )


def may_verify(follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """Whoever did not do it: of another agency, or a coordinator (S68)."""
    if follow_up.performer_id == by.pk:
        yield Obstacle(
            _("You carried this action out yourself."),
            row="S68",
            todo=_("A coordinator or another agency of the team verifies it."),
        )
    elif follow_up.agency_id == by.agency_id and any(not_a_coordinator(follow_up, by)):
        yield Obstacle(
            _("Your own agency carried this action out."),
            row="S68",
            todo=_("A coordinator or another agency of the team verifies it."),
        )


def effect_is_open(effect: AdverseEffect, by) -> Iterator[Obstacle]:
    """A closed effect is not changed; if it comes back it is recorded anew (S67)."""
    if effect.closed_at:
        yield Obstacle(
            _("%(who)s closed this already.") % {"who": effect.closed_by.display},
            row="S67",
            todo=_("Record a new one if it comes back."),
        )


def effect_has_response(effect: AdverseEffect, by) -> Iterator[Obstacle]:
    """An effect is closed once somebody has written what is done about it (S67)."""
    yield from is_written(
        effect.response,
        _("Nobody has written yet what is done about it."),
        row="S67",
        todo=_("Write the response first."),
    )


def commitment_is_open(commitment: Commitment, by) -> Iterator[Obstacle]:
    """A promise is kept or broken once (S59)."""
    if commitment.state != Commitment.State.OPEN:
        yield Obstacle(
            _("This commitment is settled: %(state)s.") % {"state": commitment.get_state_display()},
            row="S59",
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def not_ahead(day: date, row: str) -> Iterator[Obstacle]:
    """``day`` is today or earlier: one reports what has happened."""
    if day > clock.today():
        yield Obstacle(
            _("This day is still to come."), row=row, todo=_("Write the day on which it happened.")
        )


def performed(follow_up: FollowUp, performer) -> Iterator[Obstacle]:
    """The performer is on this team for the agency of the action (S68)."""
    there = follow_up.case.members.filter(
        active=True, user=performer, agency_id=follow_up.agency_id
    ).exclude(role=Role.EVALUATOR)
    if not there.exists():
        yield Obstacle(
            _("%(who)s is not on this team for %(agency)s.")
            % {"who": performer.display, "agency": follow_up.agency.name},
            row="S68",
            todo=_("Choose who did it, or ask the process coordinator to name them."),
        )


def caused(result: str, because: str) -> Iterator[Obstacle]:
    """Not done says why: impossible, or not carried out; done says no reason (S60)."""
    if (result == State.NOT_DONE) != bool(because):
        yield Obstacle(
            _("Say why it was not done: no longer possible, or not carried out.")
            if result == State.NOT_DONE
            else _("What is done has no reason for not being done."),
            row="S60",
        )


def looked_at_again(day: date) -> Iterator[Obstacle]:
    """A pause has a day of review that lies ahead (rulings 1)."""
    if day <= clock.today():
        yield Obstacle(
            _("The date of review must lie ahead."),
            row="S60",
            todo=_("Write the day on which the team looks at the pause again."),
        )


def open_pause(case: Case) -> Pause | None:
    """The pause that runs now, or None."""
    rows = Pause.objects.filter(case=case, ended_at__isnull=True)
    return rows.select_related("author").first()
