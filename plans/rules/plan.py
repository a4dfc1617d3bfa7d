"""What stands before the plan: each rule a small generator of sentences; silence is consent.

The rules hung on ``plan.approved`` look at the case's draft. Blocks are kept for what must exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from casework import clock
from casework.calendar import WorkingDays
from casework.models import Case, TerritoryProfile
from casework.phases import guards
from casework.refusals import Obstacle, Strength
from casework.rights import Role
from casework.templatetags import dates
from plans import balance, content, overlap, smart
from plans.models import Goal

APPROVED = "plan.approved"


def a_draft(case: Case):
    """The draft with its lines, or None (then ``there_is_a_draft`` has spoken)."""
    return content.draft_of(case)


@guards(APPROVED)
def there_is_a_draft(case: Case) -> Iterator[Obstacle]:
    """Nothing is approved that nobody wrote (S46)."""
    if a_draft(case) is None:
        yield Obstacle(
            _("There is no draft of a plan."), row="S46", todo=_("Write the first goal.")
        )


# --- the six parts and the three texts -----------------------------------------------------
@guards(APPROVED)
def the_social_context_is_written(case: Case) -> Iterator[Obstacle]:
    """School, family, friends and life online are where the plan happens (S46, S08)."""
    draft = a_draft(case)
    if draft and not draft.plan.context.strip():
        yield Obstacle(
            _("The social context is not written yet."),
            row="S46",
            todo=_("Write around whom and where the plan takes place."),
        )


@guards(APPROVED)
def there_is_a_goal(case: Case) -> Iterator[Obstacle]:
    """Without a goal nobody can say later whether it helped (S46, S49)."""
    draft = a_draft(case)
    if draft and not draft.goals:
        yield Obstacle(_("The plan has no goal yet."), row="S46", todo=_("Add a goal."))


@guards(APPROVED)
def there_are_actions(case: Case) -> Iterator[Obstacle]:
    """A plan says who does what, from when to when (S46, S50): a timetable of dated actions."""
    draft = a_draft(case)
    if draft and not draft.actions:
        yield Obstacle(
            _("The plan has no action yet, so it has no timetable."),
            row="S46",
            todo=_("Add who does what, from when to when."),
        )


@guards(APPROVED)
def several_agencies_act(case: Case) -> Iterator[Obstacle]:
    """One agency alone needs no joint plan: all those who act stand in it (S46)."""
    draft = a_draft(case)
    if draft and draft.actions and len({action.agency_id for action in draft.actions}) < 2:
        yield Obstacle(
            _("Only one agency acts in this plan."),
            row="S46",
            todo=_("Add the actions of the other agencies that take part."),
        )


@guards(APPROVED)
def somebody_coordinates(case: Case) -> Iterator[Obstacle]:
    """A plan without its coordinators is nobody's (S46, S54)."""
    held = set(case.members.filter(active=True).values_list("role", flat=True))
    for role in (Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR):
        if role not in held:
            yield Obstacle(
                _("Nobody is named as %(role)s yet.") % {"role": role.label},
                row="S46",
                todo=_("Ask the risk owner to name somebody on the page “Team”."),
            )


@guards(APPROVED)
def the_three_texts_are_written(case: Case) -> Iterator[Obstacle]:
    """Why do we start here, what do we want to reach, and why that? (S48)"""
    draft = a_draft(case)
    if draft is None:
        return
    asked = {
        "why_start": _("It is not written yet why we start here."),
        "reach": _("It is not written yet what we want to reach."),
        "why_that": _("It is not written yet why that."),
    }
    for name, sentence in asked.items():
        if not getattr(draft.plan, name).strip():
            yield Obstacle(sentence, row="S48", todo=_("Write it under “Why this plan”."))


# --- who does what -------------------------------------------------------------------------
@guards(APPROVED)
def every_owner_is_on_the_team(case: Case) -> Iterator[Obstacle]:
    """Tasks must be clear to everybody: who answers for one is still there (S50, S60)."""
    draft = a_draft(case)
    if draft is None:
        return
    there = set(case.members.filter(active=True).values_list("user_id", "agency_id"))
    for action in draft.actions:
        if (action.owner_id, action.agency_id) not in there:
            yield Obstacle(
                _("%(who)s answers for “%(action)s” and is not on the team.")
                % {"who": action.owner.display, "action": action.title},
                row="S50",
                todo=_("Choose somebody of the team, or have the person named first."),
            )


@guards(APPROVED)
def no_action_starts_before_the_one_it_follows(case: Case) -> Iterator[Obstacle]:
    """One after the other was decided for a reason; the dates should say the same (S50, S51)."""
    draft = a_draft(case)
    for action in draft.actions if draft else ():
        if action.after and not action.after.removed_at and action.starts_on < action.after.ends_on:
            yield Obstacle(
                _("“%(action)s” comes after “%(before)s” and starts before that ends.")
                % {"action": action.title, "before": action.after.title},
                row="S51",
                strength=Strength.WARNING,
                todo=_("Move one of the two."),
            )


@guards(APPROVED)
def no_proposal_waits(case: Case) -> Iterator[Obstacle]:
    """A partner who proposed something hears yes or no before the plan stands (S60)."""
    draft = a_draft(case)
    for action in draft.proposals if draft else ():
        yield Obstacle(
            _("%(who)s proposed “%(action)s” and has no answer yet.")
            % {"who": action.proposed_by.display, "action": action.title},
            row="S60",
            strength=Strength.REASON,
            todo=_("Take it into the plan, or decline it with a reason."),
        )


# --- goals ---------------------------------------------------------------------------------
@guards(APPROVED)
def every_goal_is_smart(case: Case) -> Iterator[Obstacle]:
    """A goal that cannot be checked cannot be reached (S49)."""
    draft = a_draft(case)
    for goal in draft.goals if draft else ():
        asked = [letter.asks for letter in smart.missing(goal)]
        if asked:
            yield Obstacle(
                _("The goal “%(goal)s” leaves something open.") % {"goal": goal.statement},
                row="S49",
                strength=Strength.WARNING,
                todo=" ".join(asked),
            )


@guards(APPROVED)
def reintegration_has_its_goal(case: Case) -> Iterator[Obstacle]:
    """Reintegration weighs as much as the rest (S19)."""
    draft = a_draft(case)
    if draft and draft.goals and not any(g.tag == Goal.Tag.REINTEGRATION for g in draft.goals):
        yield Obstacle(
            _("No goal serves reintegration."),
            row="S19",
            strength=Strength.WARNING,
            todo=_("Add one, or know why there is none."),
        )


@guards(APPROVED)
def security_and_social_work_balance(case: Case) -> Iterator[Obstacle]:
    """Control alone hardens, help alone may overlook: both sides stand in the plan (S47)."""
    draft = a_draft(case)
    if not draft or not draft.actions:
        return
    found = balance.of(draft.actions)
    sentence = None
    if not found.security:
        sentence = _("No action serves security.")
    elif not found.social:
        sentence = _("No action is social.")
    elif found.leans:
        sentence = _(
            "One side weighs three times the other: %(security)d security, %(social)d social."
        )
        sentence %= {"security": found.security, "social": found.social}
    if sentence:
        yield Obstacle(
            sentence,
            row="S47",
            strength=Strength.WARNING,
            todo=_("Look whether the other side has its place; a reason may say why not."),
        )


# --- when ----------------------------------------------------------------------------------
def overlap_rule(profile: TerritoryProfile) -> overlap.Rule:
    """At most how many new agencies inside how many days."""
    return overlap.Rule(profile.overlap_agencies, profile.overlap_days)


def met_already(case: Case) -> frozenset[int]:
    """Agencies that meet the person by the version that applies: no new faces any more."""
    applies = content.applying(case)
    return frozenset(a.agency_id for a in applies.meetings) if applies else frozenset()


def clashes_of(case: Case) -> list[overlap.Clash]:
    """Where the draft brings too many new faces at once."""
    draft = a_draft(case)
    if draft is None:
        return []
    rule = overlap_rule(TerritoryProfile.load())
    return overlap.clashes(draft.meetings, rule, met_already(case))


@guards(APPROVED)
def not_all_partners_at_once(case: Case) -> Iterator[Obstacle]:
    """Too many new faces at once make people withdraw (S51)."""
    for clash in clashes_of(case):
        yield clash_sentence(clash)


def clash_sentence(clash: overlap.Clash) -> Obstacle:
    """The sentence of one clash, with its actions by name."""
    names = get_text_list([f"“{a.title}” ({a.agency.short_name})" for a in clash.actions], _("and"))
    if clash.same_day:
        sentence = _("On %(day)s several agencies begin on the same day: %(names)s.") % {
            "day": dates.day(clash.first),
            "names": names,
        }
    else:
        count = len(clash.actions)
        sentence = ngettext(
            "%(count)d agency would begin between %(first)s and %(last)s: %(names)s.",
            "%(count)d agencies would begin between %(first)s and %(last)s: %(names)s.",
            count,
        ) % {
            "count": count,
            "first": dates.day(clash.first),
            "last": dates.day(clash.last),
            "names": names,
        }
    return Obstacle(
        sentence,
        row="S51",
        strength=Strength.WARNING,
        todo=_("Move one of them, or keep it with a reason."),
    )


@guards(APPROVED)
def checkpoints_are_dated(case: Case) -> Iterator[Obstacle]:
    """A plan that nobody looks at again is a wish (S52)."""
    draft = a_draft(case)
    if draft is None:
        return
    ahead = [one.due_on for one in draft.checkpoints if one.due_on >= clock.today()]
    if not ahead:
        yield Obstacle(
            _("No checkpoint lies ahead."),
            row="S52",
            todo=_("Add the date on which you look at the plan together."),
        )
        return
    most = TerritoryProfile.load().plan_check_days
    before = clock.today()
    for day in ahead:
        if (day - before).days > most:
            sentence = _("More than %(most)d days without a checkpoint: %(first)s to %(second)s.")
            yield Obstacle(
                sentence % {"first": dates.day(before), "second": dates.day(day), "most": most},
                row="S52",
                todo=_("Add a checkpoint in between."),
            )
        before = day


@guards(APPROVED)
def haste_gives_a_reason(case: Case) -> Iterator[Obstacle]:
    """Take enough time; haste makes mistakes, and sometimes it has to be (S57)."""
    days, needed = WorkingDays(), TerritoryProfile.load().haste_working_days
    opened = dates.local_day(case.opened_at)
    if clock.today() < days.add(opened, needed):
        yield Obstacle(
            ngettext(
                "The case was opened less than %(needed)d working day ago.",
                "The case was opened less than %(needed)d working days ago.",
                needed,
            )
            % {"needed": needed},
            row="S57",
            strength=Strength.REASON,
            todo=_("Write why it cannot wait."),
        )


@guards(APPROVED)
def evaluation_is_talked_about(case: Case) -> Iterator[Obstacle]:
    """Evaluation that is thought of at the end has nothing to compare with (S73)."""
    draft = a_draft(case)
    if draft and not draft.plan.evaluation.strip():
        yield Obstacle(
            _("It is not written yet how the plan will be evaluated."),
            row="S73",
            strength=Strength.REASON,
            todo=_("Write what is looked at, when and by whom; or why it has to wait."),
        )


# --- whom it is about ----------------------------------------------------------------------
@guards(APPROVED)
def a_minor_has_its_protection(case: Case) -> Iterator[Obstacle]:
    """A minor is first of all a child: best interest written, child protection there (S35)."""
    if not case.subject.may_be_minor_on(clock.today()):
        return
    unknown = case.subject.birth_date is None
    draft = a_draft(case)
    if draft and not draft.plan.best_interest.strip():
        yield Obstacle(
            _("The person may be under 18, and the minor’s best interest is not written."),
            row="S35",
            todo=_("Write the date of birth if the person is of age.")
            if unknown
            else _("Write it under “Why this plan”."),
        )
    there = case.members.filter(active=True, agency__kind=Agency.Kind.CHILD_PROTECTION)
    if not there.exists():
        yield Obstacle(
            _("The person may be under 18, and child protection is not on the team."),
            row="S35",
            todo=_("Write the date of birth if the person is of age.")
            if unknown
            else _("Ask the process coordinator to name somebody of child protection."),
        )


@guards(APPROVED)
def each_agency_said_what_it_aims_at(case: Case) -> Iterator[Obstacle]:
    """Be open about goals and interests before you act together (S14)."""
    stated = case.statements.values("agency_id")
    members = case.members.filter(active=True).exclude(role=Role.EVALUATOR)
    names = list(
        members.exclude(agency_id__in=stated)
        .values_list("agency__short_name", flat=True)
        .distinct()
        .order_by("agency__short_name")
    )
    if names:
        yield Obstacle(
            _("Not written yet what they aim at in this case: %(agencies)s.")
            % {"agencies": get_text_list(names, _("and"))},
            row="S14",
            strength=Strength.WARNING,
            todo=_("Each agency writes it on the page “Team”."),
        )
