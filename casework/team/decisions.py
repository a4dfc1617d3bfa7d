"""Decisions on a team: named, ended, handed over, declared, stated (S66)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from agencies.models import User
from casework import access, access_backend, journal, powers
from casework.deciding import NotTheirs, decides
from casework.models import AgencyStatement, Case, LeftAlone, TeamMember
from casework.rights import Right, Role
from casework.team import rules
from common import clock
from common.refusals import Obstacle, is_written, refuse
from common.scope import elevated
from notices import telling


def first_member(
    case: Case,
    user: User,
    role: Role,
    *,
    double_role_reason: str = "",
    joined_at: datetime | None = None,
) -> TeamMember:
    """Put somebody on the team of a case that is opened, as ``join`` does without its rules.

    ``double_role_reason`` when they hold another role too (S71); ``joined_at`` when the part was
    taken before it is entered (X14).
    """
    member = TeamMember(
        case_id=case.pk,
        user=user,
        agency_id=cast(int, user.agency_id),
        role=role,
        joined_at=joined_at or clock.now(),
        opened_at=case.opened_at,
        double_role_reason=double_role_reason,
    )
    member.save(force_insert=True)
    return member


@decides(
    Right.READ_CASE,
    whose=(rules.gives_a_part,),
    when=(rules.somebody_may_join,),
    at=Case.ON_FILE,
    adds=True,
)
def join(case: Case, *, by: User, user: User, role: str, reason: str = "") -> TeamMember:
    """Name somebody on the team; their access opens with this row (S66).

    The risk owner and the coordinators are told of a new office. Raises NotTheirs for a role that
    is another's to give; Refused: oneself (X42), no agency, the role held already, a second role
    without a written reason, an evaluator who works on the case (S74).
    """
    role = Role(role)
    held = access.may(by, powers.right_over(role), case)
    if not held:
        raise NotTheirs(Obstacle(held.reason, row="2.5"))
    refuse(
        [
            *powers.names_themselves(case, by, user, role),
            *rules.can_join(case, user, role, reason),
        ]
    )
    with elevated():
        return _joined(case, user, role, by=by, reason=reason)


def _joined(case: Case, user: User, role: Role, *, by: User, reason: str) -> TeamMember:
    second = case.members.filter(user=user, active=True).exists()
    member = first_member(case, user, role, double_role_reason=reason if second else "")
    journal.record(
        "team.joined",
        by=by,
        case=case,
        reason=reason,
        name=user.display,
        agency=member.agency.short_name,
        role=role,
    )
    if role != Role.EVALUATOR:  # who reads nothing of the case is not told its reference
        key = f"case:{case.pk}:joined:{member.pk}"
        telling.queue("team_joined", key=key, to=[user], case=case)
    powers.tell_of_office(case, member, by)
    access_backend.forget(user)
    return member


def fill_office(case: Case, user: User, role: Role, *, by: User, reason: str = "") -> TeamMember:
    """Fill, within another act, an office that nobody who is still there holds (S78).

    The rules are the caller's. Whoever left the office without its being handed over is out of it;
    the newcomer is told, asked to declare (S55), and so are the other overseers.
    """
    # Parts are given by whoever holds the office of naming, which may be the vacant one.
    with elevated():
        for gone in [part for part in case.parts() if part.role == role]:
            _left(gone, by=by, reason=reason)
            _end(gone, reason)
            access_backend.forget(gone.user)
        member = _joined(case, user, role, by=by, reason=reason)
        key = f"case:{case.pk}:declaration_asked:{member.pk}"
        telling.queue("declaration_asked", key=key, to=[user], case=case)
    return member


def _with_its_case(alone: LeftAlone, by: User, values: dict[str, Any]) -> LeftAlone:
    """For ``lock``: the row, once nobody else decides on its case."""
    with elevated():
        Case.locked(alone.pk)
    return alone


@decides(
    Right.NAME_RISK_OWNER,
    when=(rules.nobody_can_name,),
    lock=_with_its_case,
    at=Case.ON_FILE,
    adds=True,
)
def name_risk_owner(alone: LeftAlone, *, by: User, user: User, reason: str) -> TeamMember:
    """Name a risk owner to a file that nobody who is there can name anybody to (X24).

    The signal coordination does, or the data protection officer, neither of whom reads the file;
    the risk owner then names who coordinates it. Whoever is still on the team is told, and the
    officers. Raises Refused: oneself (X42), no reason, no agency or account, a role that does not
    go with it.
    """
    refuse(rules.reason_is_written(reason, _("Write why this person, and how it came to this.")))
    role = Role.RISK_OWNER
    with elevated():
        case = Case.objects.get(pk=alone.pk)
        if user == by:
            refuse(
                [
                    Obstacle(
                        _("Nobody names themselves to a part on a case."),
                        row="S66",
                        todo=_("Name somebody else, or let another one of you name you."),
                    )
                ]
            )
        refuse(rules.can_join(case, user, role, reason))
        member = fill_office(case, user, role, by=by, reason=reason)
        powers.tell_of_rescue(case, member, by)
    return member


@decides(
    Right.READ_CASE,
    whose=(rules.over_this_part,),
    when=(rules.still_runs,),
    rules=(rules.not_ones_own, rules.leaves_no_office_empty),
    at=Case.ON_FILE,
)
def leave(member: TeamMember, *, by: User, reason: str) -> TeamMember:
    """End somebody's part in the case; they read nothing of it from their next click on (S66).

    They are told, and whom to ask why. Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason, _("Write why this person leaves the team.")))
    with elevated():
        _left(member, by=by, reason=reason)
        powers.tell_of_end(member.case, member, by=by)
        _end(member, reason)
        powers.tell_of_left_alone([member.case_id])
    access_backend.forget(member.user)
    return member


def end_by_the_clock(member: TeamMember) -> None:
    """End a part on the day that was decided before; nobody acts, the journal says so (S77)."""
    _left(member, by=None)
    powers.tell_of_end(member.case, member)
    _end(member, "")
    powers.tell_of_left_alone([member.case_id])
    access_backend.forget(member.user)


def _left(member: TeamMember, *, by: User | None, reason: str = "") -> None:
    journal.record(
        "team.left",
        by=by,
        case=member.case,
        reason=reason,
        name=member.user.display,
        agency=member.agency.short_name,
        role=member.role,
    )


def _end(member: TeamMember, reason: str) -> None:
    member.active = False
    member.left_at = clock.now()
    member.save_changes(reason=reason)


@decides(
    Right.READ_CASE,
    whose=(rules.over_this_part,),
    when=(rules.still_runs, rules.is_needed_to_reopen),
    rules=(rules.not_ones_own,),
    at=Case.ON_FILE,
)
def replace(member: TeamMember, *, by: User, to: User, reason: str) -> TeamMember:
    """Hand somebody's part over: the same role, the new person in and the old one out at once.

    At no moment is the role empty (S54). The newcomer is told and asked to declare (S55); whoever
    leaves is told and reads nothing from the next click on (S66). Raises Refused: handed to oneself
    (X42), no reason, handed to the same person, or ``to`` may not join. Returns the newcomer's row.
    """
    case, role = member.case, Role(member.role)
    refuse(
        [
            *powers.names_themselves(case, by, to, role),
            *rules.reason_is_written(reason, _("Write why this part is handed over.")),
            *rules.can_join(case, to, role, reason),
        ]
    )
    with elevated():
        second = case.members.filter(user=to, active=True).exists()
        successor = first_member(case, to, role, double_role_reason=reason if second else "")
        journal.record(
            "team.replaced",
            by=by,
            case=case,
            reason=reason,
            name=member.user.display,
            agency=member.agency.short_name,
            role=role,
            to=to.display,
            to_agency=successor.agency.short_name,
        )
        if role != Role.EVALUATOR:
            for kind in ("team_joined", "declaration_asked"):
                key = f"case:{case.pk}:{kind}:{successor.pk}"
                telling.queue(kind, key=key, to=[to], case=case)
        powers.tell_of_end(case, member, by=by)
        _end(member, reason)
        powers.tell_of_office(case, successor, by)
    access_backend.forget(to)
    access_backend.forget(member.user)
    return successor


@decides(Right.MANAGE_TEAM, when=(rules.somebody_is_silent,), at=Case.IN_HAND, adds=True)
def remind_to_declare(case: Case, *, by: User) -> int:
    """Ask whoever has not declared an interest, at most once a day each (S55).

    Returns how many were told.
    """
    told = 0
    for member in rules.undeclared(case.parts()):
        key = f"case:{case.pk}:declare:{member.user_id}:{clock.today().isoformat()}"
        told += telling.queue("declaration_asked", key=key, to=[member.user_id], case=case)
    if told:
        journal.record("team.reminded", by=by, case=case)
    return told


def _own_parts(case: Case, by: User) -> list[TeamMember]:
    """For ``rests_on``: each of the person's parts, all of which one declaration is for."""
    return list(case.members.filter(user=by, active=True))


@decides(Right.DECLARE_INTEREST, at=Case.IN_HAND, rests_on=_own_parts)
def declare(
    case: Case, *, by: User, interest: str, words: str = "", aim_accepted: bool = False
) -> list[TeamMember]:
    """Declare one's own interest in the case and accept the common aim (S55, S02).

    Applies to each of the person's roles. A personal interest is told to the risk owner.
    Raises Refused: nothing chosen, or an interest without a word on what it is.
    """
    refuse(rules.interest_is_said(interest, words))
    now = clock.now()
    mine = _own_parts(case, by)
    for member in mine:
        member.interest, member.interest_words, member.declared_at = interest, words, now
        if aim_accepted and member.aim_accepted_at is None:
            member.aim_accepted_at = now
        member.save_changes()
    journal.record("team.declared", by=by, case=case, reason=words, interest=interest)
    if interest == TeamMember.Interest.PERSONAL:
        owners = case.members.filter(role=Role.RISK_OWNER, active=True).exclude(user=by)
        telling.queue(
            "interest_declared",
            key=f"case:{case.pk}:interest:{by.pk}:{case.version}:{now.isoformat()}",
            to=list(owners.values_list("user_id", flat=True)),
            case=case,
        )
    return mine


@decides(Right.DECLARE_INTEREST, at=Case.IN_HAND)
def state_agency(
    case: Case, *, by: User, expected: int | None, goal: str, interest: str = "", limit: str = ""
) -> AgencyStatement:
    """Say, for one's own agency, what it aims at in this case and where it stops (S14).

    ``expected`` is the version that was read, 0 when there was none. Raises Conflict when a
    colleague of the agency wrote it meanwhile, Refused without a goal.
    """
    refuse(is_written(goal, _("Write what your agency wants to reach."), "S14"))
    agency_id = cast(int, by.agency_id)
    statement = case.statements.filter(agency_id=agency_id).first()
    if statement is None:
        statement = AgencyStatement(case=case, agency_id=agency_id, version=0)
    statement.goal, statement.interest, statement.limit = goal, interest, limit
    statement.stated_at = clock.now()
    statement.save_changes(expected=expected)
    journal.record("agency.stated", by=by, case=case, agency=statement.agency.short_name)
    return statement
