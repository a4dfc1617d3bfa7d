"""The rules of holding and concluding a checkpoint (S52, S64, S67, S10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.calendar import WorkingDays
from casework.deciding import case_of
from casework.models import Case, TerritoryProfile
from casework.phases import way_on
from common import clock
from common.dates import day as day_words
from common.dates import long_day
from common.refusals import Obstacle, Strength
from plans.checkpoints.sheet import checkpoints_of, sheet_of
from plans.models import AdverseEffect, CheckpointMeeting, CheckpointSeat, Plan

Conclusion = CheckpointMeeting.Conclusion
NAMED = 5


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def is_carried_out(row, by) -> Iterator[Obstacle]:
    """A checkpoint looks at what is being done; before and after there is nothing to look at.

    Asked of the case before one is begun, and of a meeting before anything is written in it: one
    left open when the carrying out ended is cancelled, or its day corrected, and nothing else.
    """
    case = case_of(row)
    if case.state not in Case.UNDER_WAY:
        yield Obstacle(
            _("The case is at “%(now)s”: no checkpoint is held at this time.")
            % {"now": case.get_state_display()},
            row="S64",
            todo=way_on(case),
        )


def none_is_open(case: Case, by) -> Iterator[Obstacle]:
    """One checkpoint is open at a time, so that nobody writes another account beside it (S64)."""
    row = checkpoints_of(case).open_one
    if row:
        yield Obstacle(
            _("The checkpoint of %(day)s is still open.") % {"day": day_words(row.held_on)},
            row="S64",
            todo=_("Conclude or cancel it first."),
        )


def a_plan_applies(case: Case, by) -> Iterator[Obstacle]:
    """A checkpoint looks at the plan that applies; without one there is none (S64)."""
    if checkpoints_of(case).plan is None:
        yield Obstacle(_("No plan applies that could be looked at."), row="S64")


def is_open(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """A concluded or cancelled checkpoint is not changed (2.3)."""
    if meeting.state != CheckpointMeeting.State.OPEN:
        yield Obstacle(
            _("This checkpoint is %(state)s.") % {"state": meeting.get_state_display()},
            row="S64",
            todo=_("What was found stays as it was read; hold another one if need be."),
        )


def everything_was_looked_at(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """Each action and goal was looked at: what nobody looks at peters out unseen (S64)."""
    sheet = sheet_of(meeting)
    actions, goals = sheet.actions_not_seen, sheet.goals_not_seen
    if actions:
        yield Obstacle(
            ngettext(
                "%(count)d action was not looked at.",
                "%(count)d actions were not looked at.",
                len(actions),
            )
            % {"count": len(actions)},
            row="S64",
            todo=_first_of([row.action.title for row in actions]),
        )
    if goals:
        yield Obstacle(
            ngettext(
                "%(count)d goal was not looked at.",
                "%(count)d goals were not looked at.",
                len(goals),
            )
            % {"count": len(goals)},
            row="S64",
            todo=_first_of([row.statement for row in goals]),
        )


def _first_of(titles: list[str]) -> str:
    """The first of these by name; a dot-dot-dot says that there are more (X06)."""
    return ", ".join(titles[:NAMED]) + (" …" if len(titles) > NAMED else "")


def effects_were_asked(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """It is said whether there are negative effects; where there are, they are recorded (S67)."""
    if not meeting.effects:
        yield Obstacle(
            _("Nobody has said yet whether there are negative effects."),
            row="S67",
            todo=_("Ask everybody, and write what was heard."),
        )
    elif meeting.effects == CheckpointMeeting.Effects.SOME and not sheet_of(meeting).open_effects:
        yield Obstacle(
            _("A negative effect was named and none is written down."),
            row="S67",
            todo=_("Record it on the page “Carrying out”."),
        )


def online_was_asked(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """It is said how the online side is, in words too: nobody sees it in the street (S10)."""
    if not meeting.online:
        yield Obstacle(
            _("Nobody has said yet how the online side is."),
            row="S10",
            todo=_("Write what was seen, where and by whom, or why it was not looked at."),
        )
    elif not meeting.online_words.strip():
        yield Obstacle(
            _("The words on the online side are missing."),
            row="S10",
            todo=_("Write what was seen, where and by whom, or why it was not looked at."),
        )


def the_online_side_is_known(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """Warns when nobody has looked at the online side for ``online_update_days`` (S10)."""
    if meeting.online != CheckpointMeeting.Online.NOT_LOOKED:
        return
    most = TerritoryProfile.load().online_update_days
    seen = sheet_of(meeting).online_seen_on
    if seen and seen >= clock.today() - timedelta(days=most):
        return
    yield Obstacle(
        _("The online side was last looked at on %(day)s.") % {"day": day_words(seen)}
        if seen
        else _("The online side was never looked at."),
        row="S10",
        strength=Strength.WARNING,
        todo=_("Agree on who looks, where and until when."),
    )


def enough_are_there(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """Warns when fewer than half of the agencies were there or heard in writing (2.11)."""
    sheet = sheet_of(meeting)
    there = [seat for seat in sheet.seats if seat.presence != CheckpointSeat.Presence.EXCUSED]
    if not sheet.seats:
        yield Obstacle(
            _("Who is there is not written."),
            row="2.11",
            strength=Strength.WARNING,
            todo=_("Say of each agency whether it is there, excused or heard in writing."),
        )
    elif 2 * len(there) < len(sheet.agencies):
        yield Obstacle(
            _("%(count)d of %(every)d agencies are there or were heard in writing.")
            % {"count": len(there), "every": len(sheet.agencies)},
            row="2.11",
            strength=Strength.WARNING,
            todo=_("Ask the others for their word in writing before you conclude."),
        )


def the_person_was_heard(meeting: CheckpointMeeting, by) -> Iterator[Obstacle]:
    """Warns when nothing is written of what the person says (2.21)."""
    if not meeting.person_view.strip():
        yield Obstacle(
            _("What the person says of it is not written."),
            row="2.21",
            strength=Strength.WARNING,
            todo=_("Let whoever meets the person ask."),
        )


OF_MEETING = (
    is_carried_out,
    everything_was_looked_at,
    effects_were_asked,
    online_was_asked,
    the_online_side_is_known,
    enough_are_there,
    the_person_was_heard,
)


# --- of what was typed: asked by the decision alone -----------------------------------------
def day_is_possible(held_on: date, plan: Plan) -> Iterator[Obstacle]:
    """The day is neither ahead nor before the approval of the plan (2.3)."""
    approved = clock.day_of(plan.approved_at)
    if held_on > clock.today():
        yield Obstacle(_("That day is still to come."), row="2.3", todo=_("Write the day it was."))
    elif held_on < approved:
        yield Obstacle(
            _("The plan was approved on %(day)s: the checkpoint came after it.")
            % {"day": day_words(approved)},
            row="2.3",
            todo=_("Write the day it was."),
        )


def extra_says_why(line, why_extra: str) -> Iterator[Obstacle]:
    """A checkpoint out of turn says why: new information, an effect, an event (S65)."""
    if line is None and not why_extra.strip():
        yield Obstacle(
            _("Why a checkpoint out of turn is held is not written."),
            row="S65",
            todo=_("One sentence: new information, a negative effect, an event."),
        )


def is_still_to_be_held(case: Case, line) -> Iterator[Obstacle]:
    """A planned ``line`` is in the plan that applies, and was not held yet (S52)."""
    if line is None or line in {point.line for point in checkpoints_of(case).coming}:
        return
    yield Obstacle(
        _("That checkpoint was held already, or is no longer in the plan."),
        row="S52",
        todo=_("Choose another one, or hold it out of turn and write why."),
    )


def next_day_is_set(next_on: date | None) -> Iterator[Obstacle]:
    """The next checkpoint has a day, ahead; beyond ``plan_check_days`` with a reason (S64, S52)."""
    if next_on is None:
        yield Obstacle(
            _("The next checkpoint has no date."), row="S64", todo=_("Agree on it before you part.")
        )
        return
    if next_on <= clock.today():
        yield Obstacle(
            _("The next checkpoint lies ahead."), row="S64", todo=_("Choose a day to come.")
        )
    most = TerritoryProfile.load().plan_check_days
    if next_on > clock.today() + timedelta(days=most):
        yield Obstacle(
            _("The next checkpoint is more than %(days)d days ahead.") % {"days": most},
            row="S52",
            strength=Strength.REASON,
            todo=_("Choose an earlier day, or write why it can wait."),
        )


def next_day_is_worked(next_on: date) -> Iterator[Obstacle]:
    """Warns when the next checkpoint falls on a day off (J1)."""
    days = WorkingDays()
    if not days.is_working(next_on):
        yield Obstacle(
            _("%(day)s, the next checkpoint, is a day off.") % {"day": long_day(next_on)},
            row="J1",
            strength=Strength.WARNING,
            todo=_("The next working day is %(day)s.")
            % {"day": long_day(days.next_working(next_on))},
        )


def all_is_not_fine(meeting: CheckpointMeeting, conclusion: str) -> Iterator[Obstacle]:
    """«Go on as planned» beside an open serious effect asks for a reason (S67)."""
    serious = AdverseEffect.Severity.HIGH
    high = [one for one in sheet_of(meeting).open_effects if one.severity == serious]
    if conclusion == Conclusion.GO_ON and high:
        yield Obstacle(
            _("A serious negative effect is open: %(kinds)s.")
            % {"kinds": ", ".join(sorted({one.kind.label for one in high}))},
            row="S67",
            strength=Strength.REASON,
            todo=_("Adjust the plan, or write why it goes on as planned."),
        )
