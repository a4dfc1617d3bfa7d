"""The rules of the approval of a plan about its actions and checkpoints, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from casework.calendar import WorkingDays
from casework.models import TeamMember
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, Strength, hint
from common.windows import shifted
from plans.plan import overlap
from plans.plan.sheet import Sheet, names

MEMBERS = list[TeamMember]
# So many actions are named in a sentence.
NAMED = 12


def owners_are_there(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """The owner of each action is on the team (S50)."""
    there = {(member.user_id, member.agency_id) for member in members}
    gone = [a for a in sheet.actions if (a.owner_id, a.agency_id) not in there]
    for action in gone:
        yield Obstacle(
            _("%(who)s answers for “%(action)s” and is no longer on the team for %(agency)s.")
            % {"who": action.owner.display, "action": action.title, "agency": action.agency.name},
            row="S50",
            todo=_("Give the action to somebody on the team."),
        )


def order_holds(sheet: Sheet) -> Iterator[Obstacle]:
    """An action does not begin before the one that it comes after has ended (S51)."""
    for action in sheet.actions:
        before = action.after
        if before is None or before.removed_at is not None:
            continue
        if action.starts_on <= before.ends_on:
            yield hint(
                _("“%(action)s” comes after “%(before)s” and would begin before that ends.")
                % {"action": action.title, "before": before.title},
                "S51",
            )


def not_all_at_once(sheet: Sheet) -> Iterator[Obstacle]:
    """Not too many first meetings with the person at once: people withdraw (S51)."""
    for clash in clashes_of(sheet):
        yield Obstacle(
            clash_words(clash, sheet),
            row="S51",
            strength=Strength.WARNING,
            todo=_("Order them on the page of the plan, or write why it must be so."),
        )


def clashes_of(sheet: Sheet) -> list[overlap.Clash]:
    """The starts of this version that come too close together."""
    return overlap.clashes(overlap.starts_of(sheet.actions), today=sheet.today, **_limits(sheet))


def moves_for(sheet: Sheet) -> list[overlap.Proposal]:
    """The moves, each to a working day, that would clear every clash."""
    starts = overlap.starts_of(sheet.actions)
    if not clashes_of(sheet):
        return []
    calendar = WorkingDays(sheet.profile)
    return overlap.proposals(starts, today=sheet.today, fits=calendar.is_working, **_limits(sheet))


def _limits(sheet: Sheet) -> dict[str, int]:
    return {"agencies": sheet.profile.overlap_agencies, "days": sheet.profile.overlap_days}


def clash_words(clash: overlap.Clash, sheet: Sheet) -> str:
    """The sentence: how many, when, which actions, of which agencies."""
    actions = [start.action for start in clash.starts]
    titles = [_("“%(title)s”") % {"title": action.title} for action in actions[:NAMED]]
    facts = {
        "actions": ", ".join(titles) + (" …" if len(actions) > NAMED else ""),
        "agencies": names(action.agency for action in actions),
        "first": day_words(clash.first),
        "last": day_words(clash.last),
        "count": len(actions),
        "limit": sheet.profile.overlap_agencies,
        "days": sheet.profile.overlap_days,
    }
    if clash.same_day:
        return (
            _("%(count)d actions would begin with the person on one day, %(first)s:"
              " %(actions)s (%(agencies)s).") % facts
        )  # fmt: skip
    return (
        _("%(count)d agencies would meet the person for the first time between %(first)s and"
          " %(last)s: %(actions)s (%(agencies)s). The rule is %(limit)d at most within"
          " %(days)d days.") % facts
    )  # fmt: skip


def checkpoints_are_set(sheet: Sheet) -> Iterator[Obstacle]:
    """Checkpoints are set, the first early enough, none too far from the next (S52)."""
    ahead = [point.due_on for point in sheet.checkpoints if point.due_on >= sheet.today]
    if not ahead:
        yield Obstacle(
            _("The timetable has no checkpoint ahead."),
            row="S52",
            todo=_("Add the date on which the team looks at the plan."),
        )
        return
    longest = sheet.profile.plan_check_days
    before = sheet.today
    for point in sorted(ahead):
        if (point - before).days > longest:
            yield Obstacle(
                _("%(days)d days lie between %(before)s and the checkpoint of %(point)s;"
                  " %(longest)d at most.")
                % {
                    "days": (point - before).days,
                    "before": day_words(before),
                    "point": day_words(point),
                    "longest": longest,
                },
                row="S52",
                todo=_("Add a checkpoint by %(day)s.")
                % {"day": day_words(shifted(before, longest))},
            )  # fmt: skip
        before = point


def no_haste(sheet: Sheet) -> Iterator[Obstacle]:
    """A plan soon after the opening asks for a reason: haste makes mistakes (S57)."""
    days = sheet.profile.haste_working_days
    opened = local_day(sheet.case.opened_at)
    if (sheet.today - opened).days > 7 * days:
        return
    if sheet.today < WorkingDays(sheet.profile).add(opened, days):
        yield Obstacle(
            ngettext(
                "The case was opened %(when)s, less than %(days)d working day ago.",
                "The case was opened %(when)s, less than %(days)d working days ago.",
                days,
            )
            % {"when": day_words(opened), "days": days},
            row="S57",
            strength=Strength.REASON,
            todo=_("Wait, or write why it is urgent."),
        )


def evaluation_is_set_up(sheet: Sheet) -> Iterator[Obstacle]:
    """How the plan is evaluated is written before it begins, while there is a baseline (S73)."""
    if sheet.plan and not sheet.plan.evaluation.strip():
        yield Obstacle(
            _("It is not said how the plan will be evaluated: what, when, by whom, from where."),
            row="S73",
            strength=Strength.REASON,
            todo=_("Write it in the texts, or write why not now."),
        )


def proposals_are_answered(sheet: Sheet) -> Iterator[Obstacle]:
    """Each proposal of a partner is answered before the approval (S14)."""
    for action in sheet.proposals:
        yield Obstacle(
            _("%(who)s proposes “%(action)s” and has no answer yet.")
            % {"who": cast(User, action.proposed_by).display, "action": action.title},
            row="S14",
            todo=_("Take it in, or say why not."),
        )


def local_day(moment) -> date:
    """The territory's day on which a moment lies."""
    return clock.day_of(moment)
