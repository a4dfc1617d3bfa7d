"""Parts that nobody gives, ends or hands over for themselves: whom to ask, who is told (X42)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from casework.models import Case, TeamMember
from casework.rights import COORDINATORS, MAY, OVERSEERS, Right, Role
from common import clock
from common.folding import sort_key
from common.refusals import Obstacle
from common.scope import elevated
from notices import telling


def right_over(role: str) -> Right:
    """The right to name and end that role: `replace_coordinator`, or `manage_team`."""
    return Right.REPLACE_COORDINATOR if role in COORDINATORS else Right.MANAGE_TEAM


def names_themselves(case: Case, by: User | None, user: User, role: str) -> Iterator[Obstacle]:
    """Refuses a part that one would give oneself, a second one too (X42)."""
    if by is not None and user == by:
        yield Obstacle(
            _("Nobody names themselves to a part on a case."),
            row="S66",
            todo=whom_to_ask(case, role, by),
        )


def ends_own_part(case: Case, by: User | None, member: TeamMember) -> Iterator[Obstacle]:
    """Refuses to end or hand over one's own part: nobody would answer for it (X42)."""
    if by is not None and member.user_id == by.pk:
        yield Obstacle(
            _("Nobody ends their own part on a case, or hands it over."),
            row="S66",
            todo=whom_to_ask(case, member.role, by),
        )


def whom_to_ask(case: Case, role: str, by: User | None) -> str:
    """A sentence that says who else on this case may name or end such a part."""
    right = right_over(role)
    roles = [r for r in Role if right in MAY[r]]
    others = [one for one in case.parts() if one.role in roles and one.user != by]
    names = sorted({member.user.display for member in others}, key=sort_key)
    if names:
        return _("Ask %(who)s.") % {"who": ", ".join(names)}
    if right is Right.REPLACE_COORDINATOR:
        return _("Let the process coordinator name a second risk owner, and ask them.")
    return _("Let the risk owner name a second process coordinator, and ask them.")


def parts_held_by(user: User) -> QuerySet[TeamMember]:
    """The parts of this person on cases in hand, monitored ones too; to be asked as the worker."""
    return TeamMember.objects.filter(user=user, active=True, case_state__in=Case.IN_HAND)


def tell_of_departure(user: User) -> None:
    """Ask for each part of ``user``, who is no longer there, that somebody hands it over (X18).

    Its process coordinator and its risk owner are told; two queries, whatever their number.
    """
    with elevated():
        rows = parts_held_by(user).select_related("case")
        mine = {member.case_id: member for member in rows}
        others = TeamMember.objects.working().filter(
            case_id__in=mine, role__in=(Role.PROCESS_COORDINATOR, Role.RISK_OWNER)
        )
        to: dict[UUID, set[int]] = {}
        for case_id, other in others.values_list("case_id", "user_id"):
            to.setdefault(case_id, set()).add(other)
    telling.queue_all(
        [
            telling.Letter(
                kind="part_left",
                key=f"part:{mine[case_id].pk}:left:{clock.today()}",
                to=frozenset(people),
                reference=mine[case_id].case.reference,
                case_id=case_id,
                facts={"who": _named(user)},
            )
            for case_id, people in to.items()
        ]
    )


# --- who is told ----------------------------------------------------------------------------
def tell_of_office(case: Case, member: TeamMember, by: User) -> None:
    """Tell the risk owner and both coordinators that somebody new holds one of these roles."""
    if member.role not in OVERSEERS:
        return
    rows = case.members.filter(active=True, role__in=OVERSEERS)
    people = set(rows.values_list("user_id", flat=True)) - {by.pk, member.user_id}
    telling.queue("office_given", key=f"office:{member.pk}", to=people, case=case)


def tell_of_end(case: Case, member: TeamMember, *, by: User | None = None) -> None:
    """Tell whoever was removed, and whom they can ask why; the reason may name third persons.

    The notice has no case, so that they read it although they may not know of it any more. The
    evaluator, who read nothing of the case, is not told its reference.
    """
    if member.role == Role.EVALUATOR:
        return
    kind, asked = ("part_ended", by) if by else ("part_ended_as_planned", _process(case, member))
    telling.queue(
        kind,
        key=f"part:{member.pk}:ended",
        to=[member.user_id],
        reference=case.reference,
        facts={"who": _named(asked)},
    )


def _process(case: Case, member: TeamMember) -> User | None:
    rows = case.members.filter(active=True, role=Role.PROCESS_COORDINATOR)
    other = rows.exclude(user=member.user_id).select_related("user__agency").first()
    return other.user if other else None


def _named(user: User | None) -> str:
    """Name and agency as they are today, as text: a later change does not alter the notice."""
    if user is None:
        return ""
    return f"{user.display} ({user.agency.short_name})" if user.agency else user.display
