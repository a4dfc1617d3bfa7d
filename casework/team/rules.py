"""Who names and who ends a part on a case, and what the case would lack (S54, S55, S66, X42)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import User
from casework import access, powers
from casework.models import Case, TeamMember
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
    """The roles that this person may fill: partners and others, or the coordinators' posts."""
    return [role for role in GIVEN if access.may(by, powers.right_over(role), case)]


def undeclared(members: Iterable[TeamMember]) -> list[TeamMember]:
    """Those who take part and have not said whether they have an interest, once each (S55)."""
    found = {m.user_id: m for m in members if m.role != Role.EVALUATOR and not m.interest}
    return list(found.values())


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def gives_a_part(case: Case, by: User) -> Iterator[Obstacle]:
    """Partners are named by the process coordinator, coordinators by the risk owner (S66)."""
    if not roles_to_give(case, by):
        yield Obstacle(access.may(by, Right.MANAGE_TEAM, case).reason, row="2.5")


def over_this_part(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """Whoever may name to a part ends it: `manage_team`, or `replace_coordinator` (S66)."""
    held = access.may(by, powers.right_over(member.role), member)
    if not held:
        yield Obstacle(held.reason, row="2.5")


def still_runs(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """A part ends once (S66)."""
    if not member.active:
        yield Obstacle(
            _("%(who)s has left this team already.") % {"who": member.user.display}, row="S66"
        )


def not_ones_own(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """Who leaves by their own hand answers to nobody for it (X42)."""
    yield from powers.ends_own_part(member.case, by, member)


def leaves_no_office_empty(member: TeamMember, by: User) -> Iterator[Obstacle]:
    """A case without a coordinator or risk owner is nobody's; whoever is gone holds none (S54)."""
    if not member.active or member.role not in OVERSEERS:
        return
    others = (one for one in member.case.parts() if one.role == member.role and one.pk != member.pk)
    if all(presence.is_gone(one.user, one.agency_id) for one in others):
        yield Obstacle(
            _("The case would have no %(role)s.") % {"role": member.get_role_display()},
            row="S54",
            todo=_("Name the successor first."),
        )


def somebody_is_silent(case: Case, by: User) -> Iterator[Obstacle]:
    """Whoever has declared is not asked again (S55)."""
    if not undeclared(case.parts()):
        yield Obstacle(_("Everybody on the team has declared."), row="S55")


# --- of what was typed: asked by the decision alone -----------------------------------------
def can_join(case: Case, user: User, role: Role, reason: str) -> Iterator[Obstacle]:
    """Somebody there, not in the role already, a second one for a reason (S71), no evaluator who
    works on what they evaluate (S74)."""
    if user.agency_id is None or not presence.has_account(user):
        yield Obstacle(
            _("%(who)s belongs to no agency or has no active account.") % {"who": user.display},
            row="2.5",
        )
        return
    held = {member.role for member in case.parts() if member.user_id == user.pk}
    if role in held:
        yield Obstacle(
            _("%(who)s has this role on the case already.") % {"who": user.display}, row="S66"
        )
    elif held and not reason.strip():
        yield Obstacle(
            _("%(who)s would hold two roles on this case.") % {"who": user.display},
            row="S71",
            todo=_("Write why it must be the same person."),
        )
    if (Role.EVALUATOR in held) != (role == Role.EVALUATOR) and held:
        yield Obstacle(
            _("An evaluator takes no part in the case that they evaluate."),
            row="S74",
            todo=_("Choose somebody else."),
        )


def reason_is_written(reason: str, sentence: str) -> Iterator[Obstacle]:
    """Why somebody goes is asked later, by themselves too (2.3)."""
    yield from is_written(
        reason, sentence, row="2.3", todo=_("The reason stays in the journal of the case.")
    )


def interest_is_said(interest: str, words: str) -> Iterator[Obstacle]:
    """Something is chosen, and an interest has a word on what it is (S55)."""
    if interest not in TeamMember.Interest.values:
        yield Obstacle(_("Say whether you have an interest of your own in this case."), row="S55")
    elif interest != TeamMember.Interest.NONE and not words.strip():
        yield Obstacle(
            _("Say in a few words what this interest is."),
            row="S55",
            todo=_("The team reads it: it need not be more than “teaches his sister”."),
        )
