"""Parts that nobody gives, ends or hands over for themselves: whom to ask, who is told (X42)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import Duty, DutyKind, User
from casework.models import Case, LeftAlone, TeamMember
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
    with elevated():
        theirs = TeamMember.objects.filter(user=user, active=True, role__in=OVERSEERS)
        cases = set(theirs.values_list("case_id", flat=True))
    tell_of_left_alone(cases)


def tell_of_left_alone(cases: Iterable[UUID]) -> None:
    """Tell the signal coordination of each of these files that nobody can name anybody to (X24).

    By reference: they read nothing of it. The officers where none of the coordinators is there.
    """
    with elevated():
        files = list(LeftAlone.objects.filter(pk__in=list(cases)))
        if not files:
            return
        to = frozenset(_there(DutyKind.SIGNAL_COORDINATOR) or _there(DutyKind.DPO))
    telling.queue_all(
        [
            telling.Letter(
                kind="file_left_alone",
                key=f"case:{one.pk}:left_alone:{clock.today()}",
                to=to,
                reference=one.reference,
            )
            for one in files
        ]
    )


def _there(kind: DutyKind) -> set[int]:
    """Who has that duty and can act today."""
    today = clock.today()
    rows = Duty.objects.active_on(today).filter(presence.there(today), kind=kind)
    return set(rows.values_list("user_id", flat=True))


# --- who is told ----------------------------------------------------------------------------
def tell_of_office(case: Case, member: TeamMember, by: User) -> None:
    """Tell the risk owner and both coordinators that somebody new holds one of these roles."""
    if member.role not in OVERSEERS:
        return
    rows = case.members.filter(active=True, role__in=OVERSEERS)
    people = set(rows.values_list("user_id", flat=True)) - {by.pk, member.user_id}
    telling.queue("office_given", key=f"office:{member.pk}", to=people, case=case)


def tell_of_rescue(case: Case, member: TeamMember, by: User) -> None:
    """Tell who is still on the team, and the officers, that a risk owner was named from outside.

    The officers by reference alone: they read nothing of the file.
    """
    rows = case.members.running().exclude(user=member.user_id)
    people = set(rows.values_list("user_id", flat=True)) - {by.pk}
    key = f"office:{member.pk}"
    telling.queue("office_given", key=key, to=people, case=case)
    telling.queue(
        "risk_owner_named",
        key=f"{key}:officers",
        to=_there(DutyKind.DPO) - {by.pk},
        reference=case.reference,
        facts={"who": _named(by)},
    )


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
