"""The rules of naming and ending a part, of declaring and reminding (S54, S55, S66, X42)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import User
from casework import access, phases, powers
from casework.models import Case, LeftAlone, TeamMember
from casework.rights import OVERSEERS, Right, Role
from common.refusals import Obstacle, is_written

# In the order in which they are offered.
GIVEN = (
    Role.PARTNER,
    Role.RISK_OWNER,
    Role.EVALUATOR,
    Role.PROCESS_COORDINATOR,
    Role.CONTENT_COORDINATOR,
)


def roles_to_give(case: Case, by: User) -> list[Role]:
    """The roles to which this person may name: a coordinator's, the others, both or none.

    Of what ended, the offices among them that nobody holds (X27).
    """
    theirs = _theirs_to_give(case, by)
    if case.state not in Case.OVER:
        return theirs
    vacant = vacant_offices(case)
    return [role for role in theirs if role in vacant]


def _theirs_to_give(case: Case, by: User) -> list[Role]:
    return [role for role in GIVEN if access.may(by, powers.right_over(role), case)]


def undeclared(members: Iterable[TeamMember]) -> list[TeamMember]:
    """Those who take part and have not said whether they have an interest, once each (S55)."""
    found = {m.user_id: m for m in members if m.role != Role.EVALUATOR and not m.interest}
    return list(found.values())


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def gives_a_part(case: Case, by: User) -> Iterator[Obstacle]:
    """Partners by the process coordinator, coordinators by the risk owner (S66)."""
    if not _theirs_to_give(case, by):
        yield Obstacle(access.may(by, Right.MANAGE_TEAM, case).reason, row="2.5")


def over_this_part(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """Whoever may name to that role: by `manage_team` or `replace_coordinator` (S66)."""
    held = access.may(by, powers.right_over(member.role), member)
    if not held:
        yield Obstacle(held.reason, row="2.5")


def still_runs(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """A part is ended once (S66)."""
    if not member.active:
        yield Obstacle(
            _("%(who)s has left this team already.") % {"who": member.user.display}, row="S66"
        )


def somebody_may_join(case: Case, by: User) -> Iterator[Obstacle]:
    """Nobody new joins what ended: only an office that the reopening needs is filled (X27)."""
    if case.state in Case.OVER and not roles_to_give(case, by):
        yield _read_only(case)


def is_needed_to_reopen(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """On what ended a part is handed over only where its office stands vacant (X27)."""
    case = member.case
    if case.state in Case.OVER and member.role not in vacant_offices(case):
        yield _read_only(case)


def vacant_offices(case: Case) -> list[Role]:
    """The offices that nobody who is still there holds: of what ended, those to be filled."""
    if case.state in Case.PASSED_ON:
        return []
    here = {part.role for part in case.parts() if not presence.is_gone(part.user, part.agency_id)}
    return [role for role in OVERSEERS if role not in here]


def _read_only(case: Case) -> Obstacle:
    todo = _("If somebody new is needed, ask the content coordinator to reopen the case.")
    if case.state in Case.PASSED_ON:
        todo = str(phases.way_on(case))
    return Obstacle(
        _("The case is at “%(now)s”: nobody joins its team any more.")
        % {"now": case.get_state_display()},
        row="S78",
        todo=todo,
    )


def not_ones_own(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """Somebody else than who holds the part (X42)."""
    yield from powers.ends_own_part(member.case, by, member)


def leaves_no_office_empty(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """Somebody else is there as coordinator or risk owner before the last one leaves (S54)."""
    if not member.active or member.role not in OVERSEERS or member.case.state in Case.OVER:
        return
    others = (one for one in member.case.parts() if one.role == member.role and one.pk != member.pk)
    if all(presence.is_gone(one.user, one.agency_id) for one in others):
        yield Obstacle(
            _("The case would have no %(role)s.") % {"role": member.get_role_display()},
            row="S54",
            todo=_("Name the successor first."),
        )


def somebody_is_silent(case: Case, by: User) -> Iterator[Obstacle]:
    """Somebody on the team has not declared yet (S55)."""
    if not undeclared(case.parts()):
        yield Obstacle(_("Everybody on the team has declared."), row="S55")


def nobody_can_name(alone: LeftAlone, by: User) -> Iterator[Obstacle]:
    """The file is still one that nobody who is there can name anybody to (X24)."""
    if not LeftAlone.objects.filter(pk=alone.pk).exists():
        yield Obstacle(_("Somebody who is there can name people to this file by now."), row="S66")


# --- of what was typed: asked by the decision alone -----------------------------------------
def can_join(case: Case, user: User, role: Role, reason: str) -> Iterator[Obstacle]:
    """Somebody with an agency and an account, not in this role already (S66).

    Of what ended an office that nobody holds (X27). A second role needs a reason (S71); an
    evaluator has no other role on the case (S74).
    """
    if user.agency_id is None or not presence.has_account(user):
        yield Obstacle(
            _("%(who)s belongs to no agency or has no active account.") % {"who": user.display},
            row="2.5",
        )
        return
    if case.state in Case.OVER and role not in vacant_offices(case):
        yield _read_only(case)
    held = {member.role for member in case.parts() if member.user_id == user.pk}
    if role in held:
        yield Obstacle(
            _("%(who)s has this role on the case already.") % {"who": user.display}, row="S66"
        )
    elif held and not reason.strip():
        yield two_roles(user)
    if (Role.EVALUATOR in held) != (role == Role.EVALUATOR) and held:
        yield Obstacle(
            _("An evaluator takes no part in the case that they evaluate."),
            row="S74",
            todo=_("Choose somebody else."),
        )


def two_roles(user: User) -> Obstacle:
    """The sentence that asks why somebody holds two roles (S71)."""
    return Obstacle(
        _("%(who)s would hold two roles on this case.") % {"who": user.display},
        row="S71",
        todo=_("Write why it must be the same person."),
    )


def reason_is_written(reason: str, sentence: str) -> Iterator[Obstacle]:
    """Refuses an empty reason with ``sentence``: it is asked for later (2.3)."""
    yield from is_written(
        reason, sentence, row="2.3", todo=_("The reason stays in the journal of the case.")
    )


def interest_is_said(interest: str, words: str) -> Iterator[Obstacle]:
    """An interest is chosen; other than «none» it has words (S55)."""
    if interest not in TeamMember.Interest.values:
        yield Obstacle(_("Say whether you have an interest of your own in this case."), row="S55")
    elif interest != TeamMember.Interest.NONE and not words.strip():
        yield Obstacle(
            _("Say in a few words what this interest is."),
            row="S55",
            todo=_("The team reads it: it need not be more than “teaches his sister”."),
        )
