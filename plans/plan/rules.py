"""What stands before a plan is approved. Each rule is a small generator; silence is consent.

All of them look at one ``Sheet``, read once, and hang on ``plan.approved`` through ``the_draft``.
A docstring is the lesson from the field that the rule protects, with its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from casework.calendar import WorkingDays
from casework.models import Case, TeamMember
from casework.phases import guards
from casework.rights import Role
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, Strength
from common.windows import shifted
from plans.models import Action, Goal
from plans.plan import overlap, smart
from plans.plan.sheet import Sheet, names

MEMBERS = list[TeamMember]


@guards("plan.approved")
def the_draft(case: Case) -> Iterator[Obstacle]:
    """Every rule below, asked of the case's draft; without one there is nothing to approve."""
    sheet = Sheet.draft_of(case)
    if sheet.plan is None:
        yield Obstacle(
            _("There is no draft of a plan."),
            row="S46",
            todo=_("Begin one on the page “Plan”."),
        )
        return
    yield from of_sheet(sheet)


def of_sheet(sheet: Sheet) -> Iterator[Obstacle]:
    """What stands in the way of this draft, whose sheet has the team."""
    for rule in OF_DRAFT:
        yield from rule(sheet)
    for rule in OF_TEAM:
        yield from rule(sheet, sheet.team)


# --- the six parts and the three texts ------------------------------------------------------


def six_parts(sheet: Sheet) -> Iterator[Obstacle]:
    """A plan without one of its six parts is a wish: context, goal, timetable, actions (S46)."""
    if not sheet.plan.context.strip():
        yield _part(_("The social context is not written yet."), _("Write it in the texts."))
    if not sheet.goals:
        yield _part(_("The plan has no goal yet."), _("Write the first goal."))
    if not sheet.actions:
        yield _part(_("The plan has no action yet."), _("Add who does what, from when to when."))
    elif all(action.ends_on < sheet.today for action in sheet.actions):
        yield _part(
            _("The timetable is empty: no action runs today or later."),
            _("Give the actions dates that lie ahead."),
        )


def organisations(sheet: Sheet) -> Iterator[Obstacle]:
    """One agency alone has a file, not a plan: the method is joint (S46)."""
    found = {action.agency_id for action in sheet.actions}
    if sheet.actions and len(found) < 2:
        yield _part(
            _("Only one agency has an action in this plan."),
            _("Add what at least one other agency does."),
        )


def coordinator(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """Somebody holds the plan together, or nobody does (S46, S54)."""
    held = {member.role for member in members}
    if Role.CONTENT_COORDINATOR not in held:
        yield _part(
            _("Nobody coordinates the content of this case."),
            _("Let the risk owner name a content coordinator."),
        )


def _part(sentence: str, todo: str) -> Obstacle:
    return Obstacle(sentence, row="S46", todo=todo)


def three_texts(sheet: Sheet) -> Iterator[Obstacle]:
    """Why here, what to reach, why that: who cannot say it does not know it yet (S48)."""
    missing = [
        str(sheet.plan._meta.get_field(name).verbose_name)
        for name in ("why_start", "reach", "why_that")
        if not getattr(sheet.plan, name).strip()
    ]
    if missing:
        yield Obstacle(
            _("Not written yet: %(texts)s.") % {"texts": ", ".join(missing)},
            row="S48",
            todo=_("Write them in the texts of the plan."),
        )


# --- goals ----------------------------------------------------------------------------------


def goals_are_smart(sheet: Sheet) -> Iterator[Obstacle]:
    """«Better» cannot be seen by anybody: what, from where to where, by whom, why (S49)."""
    for goal in sheet.goals:
        vague = smart.vague_words(goal.statement)
        if vague:
            yield _hint(
                _("Goal “%(goal)s” says “%(words)s”: what would one see?")
                % {"goal": goal.statement, "words": ", ".join(vague)},
                "S49",
            )
        if goal.factor_id is None:
            yield _hint(
                _("Goal “%(goal)s” answers no factor of the analysis.") % {"goal": goal.statement},
                "S45",
            )
        elif goal.factor.withdrawn_at is not None:
            yield _hint(
                _("Goal “%(goal)s” answers a factor that was withdrawn.")
                % {"goal": goal.statement},
                "S45",
            )


def behaviour_not_belief(sheet: Sheet) -> Iterator[Obstacle]:
    """The aim is giving up violence: a lawful belief or practice is no goal (2.20)."""
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
    """A place to come back to weighs as much as moving away (S19)."""
    if sheet.goals and not any(goal.tag == Goal.Tag.REINTEGRATION for goal in sheet.goals):
        yield _hint(_("No goal is about reintegration."), "S19")


def balance(sheet: Sheet) -> Iterator[Obstacle]:
    """Security without help hardens, help without security is blind (S47)."""
    security, social = balance_of(sheet)
    if not sheet.actions:
        return
    if not security or not social:
        side = Action.Kind.SOCIAL if not social else Action.Kind.SECURITY
        yield _hint(
            _("No action is on the side of “%(side)s”.") % {"side": side.label},
            "S47",
        )
    elif max(security, social) >= 3 * min(security, social):
        yield _hint(
            _("%(security)d security and %(social)d social actions: one side weighs three times.")
            % {"security": security, "social": social},
            "S47",
        )


def balance_of(sheet: Sheet) -> tuple[int, int]:
    """How many actions are on the side of security, and how many on the social side."""
    security = sum(action.kind == Action.Kind.SECURITY for action in sheet.actions)
    return security, len(sheet.actions) - security


# --- actions in time ------------------------------------------------------------------------


def owners_are_there(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """An action whose owner has left is nobody's (S50)."""
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
    """What should come after something cannot begin before that ends (S51)."""
    for action in sheet.actions:
        before = action.after
        if before is None or before.removed_at is not None:
            continue
        if action.starts_on <= before.ends_on:
            yield _hint(
                _("“%(action)s” comes after “%(before)s” and would begin before that ends.")
                % {"action": action.title, "before": before.title},
                "S51",
            )


def not_all_at_once(sheet: Sheet) -> Iterator[Obstacle]:
    """Too many new faces at once make people withdraw; said twice in the field (S51)."""
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
    facts = {
        "actions": ", ".join(_("“%(title)s”") % {"title": action.title} for action in actions),
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
    """What nobody looks at again goes on by itself (S52)."""
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
    """Haste makes mistakes: take the time, or say why there is none (S57)."""
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
    """Whoever thinks of evaluation at the end has no baseline (S73)."""
    if not sheet.plan.evaluation.strip():
        yield Obstacle(
            _("It is not said how the plan will be evaluated: what, when, by whom, from where."),
            row="S73",
            strength=Strength.REASON,
            todo=_("Write it in the texts, or write why not now."),
        )


def proposals_are_answered(sheet: Sheet) -> Iterator[Obstacle]:
    """What a partner offers is answered before it is passed over (S14)."""
    for action in sheet.proposals:
        yield Obstacle(
            _("%(who)s proposes “%(action)s” and has no answer yet.")
            % {"who": action.proposed_by.display, "action": action.title},
            row="S14",
            todo=_("Take it in, or say why not."),
        )


# --- the person and the team ----------------------------------------------------------------


def minors(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """A child is protected first. Who may be a minor is treated as one (S35, H6).

    An unknown date of birth asks for the same two things; they may stand, or the date be written.
    """
    person = sheet.case.subject
    if not person.may_be_minor_on(sheet.today):
        return
    known = person.birth_date is not None
    todo = (
        ""
        if known
        else _("No date of birth is written: until then the person counts as a minor. "
               "The content coordinator can write it under “Person”.")
    )  # fmt: skip
    if not sheet.plan.best_interest.strip():
        yield Obstacle(
            _("The person may be under 18, and the minor’s best interest is not written."),
            row="S35",
            todo=todo or _("Write it in the texts of the plan."),
        )
    if not any(m.agency.kind == Agency.Kind.CHILD_PROTECTION for m in members):
        yield Obstacle(
            _("The person may be under 18, and no child protection agency is on the team."),
            row="S35",
            todo=todo or _("Let the process coordinator name a contact there."),
        )


def aim_is_shared(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """All partners work towards the same aim, or say early that they do not (S02)."""
    accepted = {m.agency_id for m in members if m.aim_accepted_at}
    missing = {m.agency.name for m in members if m.agency_id not in accepted}
    if missing:
        yield _hint(
            ngettext(
                "%(agencies)s has not accepted the common aim yet.",
                "%(agencies)s have not accepted the common aim yet.",
                len(missing),
            )
            % {"agencies": ", ".join(sorted(missing))},
            "S02",
        )


def aims_are_stated(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """Partners whose goals nobody knows pull in secret (S14)."""
    missing = {m.agency.name for m in members if not m.has_stated}
    if missing:
        yield _hint(
            ngettext(
                "%(agencies)s has not written what it aims at in this case.",
                "%(agencies)s have not written what they aim at in this case.",
                len(missing),
            )
            % {"agencies": ", ".join(sorted(missing))},
            "S14",
        )


def _hint(sentence: str, row: str) -> Obstacle:
    return Obstacle(sentence, row=row, strength=Strength.WARNING)


def local_day(moment) -> date:
    """The territory's day of a moment."""
    return clock.day_of(moment)


OF_DRAFT = (
    six_parts,
    organisations,
    three_texts,
    goals_are_smart,
    behaviour_not_belief,
    reintegration,
    balance,
    order_holds,
    not_all_at_once,
    checkpoints_are_set,
    no_haste,
    evaluation_is_set_up,
    proposals_are_answered,
)
OF_TEAM = (coordinator, owners_are_there, minors, aim_is_shared, aims_are_stated)
