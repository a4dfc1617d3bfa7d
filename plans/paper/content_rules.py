"""The rules of what was typed of a file from paper, section by section: of its ``Content``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import presence
from agencies.models import Agency
from casework.models import TerritoryProfile
from casework.persons.minority import Standing
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, hint
from plans.checkpoints.rules import next_day_is_set
from plans.models import CheckpointMeeting, FollowUp
from plans.paper.content import ActionRow, Content


def _missing(sentence: str, row: str, todo: str = "") -> Obstacle:
    return Obstacle(sentence, row=row, todo=todo or _("Write it as it stands on paper."))


def parts_have_days(content: Content) -> Iterator[Obstacle]:
    """Each part on the team has its day, not before the file was opened; nobody stands twice."""
    opened = content.paper.opened_on
    for part in content.team:
        if part.user is None:
            yield _missing(_("A partner has a day and no name."), "S66", _("Choose the person."))
            continue
        words = {"who": part.user.display, "role": part.role.label}
        if part.on is None:
            yield _missing(_("Since when %(who)s is %(role)s is not written.") % words, "X14")
        elif part.on < opened:
            words |= {"day": day_words(opened)}
            yield _missing(
                _("%(who)s cannot be %(role)s before the file was opened on %(day)s.") % words,
                "X14",
            )
        if part.user.agency_id is None or not presence.has_account(part.user):
            yield Obstacle(
                _("%(who)s belongs to no agency or has no active account.") % words,
                row="2.5",
                todo=_("Choose somebody of a partner agency."),
            )
    seen = [part.user.pk for part in content.team if part.user]
    for user in content.people:
        if seen.count(user.pk) > 1:
            yield Obstacle(
                _("%(who)s stands on the team twice.") % {"who": user.display},
                row="S71",
                todo=_("Leave one of the two parts."),
            )


def several_agencies(content: Content) -> Iterator[Obstacle]:
    """The team is of several agencies: one viewpoint is too narrow (S29)."""
    needed = TerritoryProfile.load().first_team_agencies
    found = len({user.agency_id for user in content.people if user.agency_id})
    if found < needed:
        yield Obstacle(
            ngettext(
                "The first team needs %(needed)d agency; it has %(found)d.",
                "The first team needs %(needed)d agencies; it has %(found)d.",
                needed,
            )
            % {"needed": needed, "found": found},
            row="S29",
            todo=_("Name a partner of another agency."),
        )


def plan_was_approved(content: Content) -> Iterator[Obstacle]:
    """The plan in force has its day, a goal and an action (S46)."""
    yield from _after(
        content.held.approved_on,
        content.paper.opened_on,
        _("The day on which the plan in force was approved is not written."),
        _("The plan was approved before the file was opened on %(day)s."),
    )
    if not content.goals:
        yield _missing(_("The plan has no goal yet."), "S46")
    if not content.actions:
        yield _missing(_("The plan has no action yet."), "S46")
    elif len({row.owner.agency_id for row in content.actions if row.owner}) < 2:
        yield hint(_("Only one agency has an action in this plan."), "S46")


def _after(day: date | None, first: date, nothing: str, early: str) -> Iterator[Obstacle]:
    """``day`` is written, and not before ``first``."""
    if day is None:
        yield _missing(nothing, "X14")
    elif day < first:
        yield _missing(early % {"day": day_words(first)}, "X14", _("Look at both days."))


def goals_are_whole(content: Content) -> Iterator[Obstacle]:
    """A goal has its words, how one shall know, its target and its date (S49)."""
    for goal in content.goals:
        if not all((goal.statement, goal.indicator, goal.target, goal.due_on, goal.tag)):
            yield Obstacle(
                _("Goal %(number)d is not whole.") % {"number": goal.number},
                row="S49",
                todo=_("A goal needs its words, how you shall know, its target and its date."),
            )


def actions_are_whole(content: Content) -> Iterator[Obstacle]:
    """An action has its words, its owner on the team, its days; what runs ends ahead (S50, S60).

    What was over before the file was brought in is nobody's task any more: nothing is reminded of.
    """
    team = {user.pk for user in content.people}
    goals = {goal.number for goal in content.goals}
    for row in content.actions:
        yield from _action(row, team, goals)


def _action(row: ActionRow, team: set[int], goals: set[int]) -> Iterator[Obstacle]:
    words = {"number": row.number, "title": row.title}
    if not all((row.title, row.owner, row.kind, row.starts_on, row.ends_on, row.state)):
        yield Obstacle(
            _("Action %(number)d is not whole.") % words,
            row="S50",
            todo=_("It needs its words, who answers for it, its days and how it stands."),
        )
        return
    if row.owner and row.owner.pk not in team:
        yield Obstacle(
            _("%(who)s answers for action %(number)d and is not on the team.")
            % (words | {"who": row.owner.display}),
            row="S50",
            todo=_("Name them as a partner, or give the action to somebody on the team."),
        )
    if row.goal is not None and row.goal not in goals:
        yield Obstacle(
            _("Action %(number)d is for a goal that is not there.") % words,
            row="S45",
            todo=_("Choose one of the goals above, or none."),
        )
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        yield Obstacle(
            _("Action %(number)d would end before it starts.") % words,
            row="S50",
            todo=_("Put the end on the first day or later."),
        )
    yield from _standing(row, words)


def _standing(row: ActionRow, words: dict) -> Iterator[Obstacle]:
    if row.state not in FollowUp.OVER:
        if row.ends_on and row.ends_on < clock.today():
            yield Obstacle(
                _("Action %(number)d is said to run, and its last day is past.") % words,
                row="S60",
                todo=_("Say how it ended, or until when it runs now."),
            )
    elif row.ended_on is None or not row.outcome.strip():
        yield Obstacle(
            _("Action %(number)d is over, and when or with what outcome is missing.") % words,
            row="S60",
        )
    elif row.starts_on and row.ended_on < row.starts_on:
        yield Obstacle(
            _("Action %(number)d would end before it starts.") % words,
            row="S60",
            todo=_("Look at both days."),
        )


def child_is_protected(content: Content) -> Iterator[Obstacle]:
    """Who may be a minor has the best interest written, and child protection on the team (S35)."""
    standing = content.person.standing_on(clock.today())
    if standing is Standing.ADULT:
        return
    todo = ""
    if standing is Standing.DOUBT:
        todo = _(
            "The age is not certain: until then the person counts as a minor. Whoever opened the"
            " file can write the age or the date of birth."
        )
    if not content.held.best_interest.strip():
        yield Obstacle(
            _("The person may be under 18, and the minor’s best interest is not written."),
            row="S35",
            todo=todo or _("Write it beside the plan."),
        )
    kinds = {user.agency.kind for user in content.people if user.agency}
    if Agency.Kind.CHILD_PROTECTION not in kinds:
        yield Obstacle(
            _("The person may be under 18, and no child protection agency is on the team."),
            row="S35",
            todo=todo or _("Name a contact there as a partner."),
        )


def last_checkpoint(content: Content) -> Iterator[Obstacle]:
    """The last checkpoint has its day, what followed and why; or none was held yet (S64)."""
    held = content.held
    said = (held.held_on, held.conclusion, held.grounds, held.effects, held.online)
    if held.none_held:
        if any(said):
            yield Obstacle(
                _("It is said that no checkpoint was held, and one is written down."),
                row="S64",
                todo=_("Leave one of the two."),
            )
        return
    yield from _after(
        held.held_on,
        held.approved_on or content.paper.opened_on,
        _("The day of the last checkpoint is not written."),
        _("The checkpoint came before the plan was approved on %(day)s."),
    )
    if not all(said[1:]):
        yield Obstacle(
            _("What followed from the last checkpoint is not whole."),
            row="S64",
            todo=_("Write what follows, the grounds, negative effects and the online side."),
        )
    if held.effects == CheckpointMeeting.Effects.SOME and not held.effects_words.strip():
        yield _missing(_("A negative effect was named and none is written down."), "S67")


def next_checkpoint(content: Content) -> Iterator[Obstacle]:
    """The next checkpoint has a day, ahead (S64, S52)."""
    yield from next_day_is_set(content.held.next_on)


OF_CONTENT = (
    parts_have_days,
    several_agencies,
    plan_was_approved,
    goals_are_whole,
    actions_are_whole,
    child_is_protected,
    last_checkpoint,
    next_checkpoint,
)
