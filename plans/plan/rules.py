"""The rules of the approval of a plan. Each yields sentences; silence is consent.

All of them look at one ``Sheet``, read once, and hang on ``plan.approved`` through ``the_draft``. A
docstring says what is asked, with its row.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from casework.models import Case, TeamMember
from casework.persons.minority import Standing
from casework.phases import guards
from casework.rights import Role
from common.folding import sort_key
from common.refusals import Obstacle, hint
from plans.plan import goal_rules, time_rules
from plans.plan.sheet import Sheet

MEMBERS = list[TeamMember]


@guards("plan.approved")
def the_draft(case: Case) -> Iterator[Obstacle]:
    """For ``plan.approved``: every rule below, asked of the draft; nothing without a draft."""
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
    """The draft has a context, a goal, and an action that is not over: parts of the six (S46)."""
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
    """Actions of several agencies: the method is joint (S46)."""
    found = {action.agency_id for action in sheet.actions}
    if sheet.actions and len(found) < 2:
        yield _part(
            _("Only one agency has an action in this plan."),
            _("Add what at least one other agency does."),
        )


def coordinator(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """The team has a content coordinator (S46, S54)."""
    held = {member.role for member in members}
    if Role.CONTENT_COORDINATOR not in held:
        yield _part(
            _("Nobody coordinates the content of this case."),
            _("Let the risk owner name a content coordinator."),
        )


def _part(sentence: str, todo: str) -> Obstacle:
    return Obstacle(sentence, row="S46", todo=todo)


def three_texts(sheet: Sheet) -> Iterator[Obstacle]:
    """The draft says why here, what to reach, and why that (S48)."""
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


# --- the person and the team ----------------------------------------------------------------


def minors(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """A child is protected first. Who may be a minor is treated as one (S35, H6, X08).

    An age in doubt asks for the same two things; they may stand, or the age be written.
    """
    standing = sheet.case.subject.standing_on(sheet.today)
    if standing is Standing.ADULT:
        return
    todo = ""
    if standing is Standing.DOUBT:
        todo = _(
            "The age is not certain: until then the person counts as a minor. The content"
            " coordinator can write the age or the date of birth under “Person”."
        )
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
    """Warns of agencies of which nobody has accepted the common aim (S02)."""
    accepted = {m.agency_id for m in members if m.aim_accepted_at}
    missing = {m.agency.name for m in members if m.agency_id not in accepted}
    if missing:
        yield hint(
            ngettext(
                "%(agencies)s has not accepted the common aim yet.",
                "%(agencies)s have not accepted the common aim yet.",
                len(missing),
            )
            % {"agencies": ", ".join(sorted(missing, key=sort_key))},
            "S02",
        )


def aims_are_stated(sheet: Sheet, members: MEMBERS) -> Iterator[Obstacle]:
    """Warns of agencies that have not said what they aim at in the case (S14)."""
    missing = {m.agency.name for m in members if not m.has_stated}
    if missing:
        yield hint(
            ngettext(
                "%(agencies)s has not written what it aims at in this case.",
                "%(agencies)s have not written what they aim at in this case.",
                len(missing),
            )
            % {"agencies": ", ".join(sorted(missing, key=sort_key))},
            "S14",
        )


OF_DRAFT = (
    six_parts,
    organisations,
    three_texts,
    goal_rules.goals_are_smart,
    goal_rules.behaviour_not_belief,
    goal_rules.reintegration,
    goal_rules.balance,
    time_rules.order_holds,
    time_rules.not_all_at_once,
    time_rules.checkpoints_are_set,
    time_rules.no_haste,
    time_rules.evaluation_is_set_up,
    time_rules.proposals_are_answered,
)
OF_TEAM = (coordinator, time_rules.owners_are_there, minors, aim_is_shared, aims_are_stated)
