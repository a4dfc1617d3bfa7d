"""Who is on a case: named, ended, each with its sentence in the journal (S66)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from agencies import presence
from casework import access_backend, journal, powers
from casework.models import AgencyStatement, Case, TeamMember
from casework.powers import OFFICES
from casework.rights import Role
from common import clock
from common.refusals import Obstacle, refuse, refuse_unless
from common.scope import elevated
from notices import telling


def first_member(case: Case, user, role: Role, *, double_role_reason: str = "") -> TeamMember:
    """Put somebody on the team; ``double_role_reason`` when they hold another role too (S71)."""
    now = clock.now()
    member = TeamMember(
        case_id=case.pk,
        user=user,
        agency_id=user.agency_id,
        role=role,
        joined_at=now,
        opened_at=case.opened_at,
        double_role_reason=double_role_reason,
    )
    member.save(force_insert=True)
    return member


@transaction.atomic
def join(case: Case, *, by, user, role: Role, reason: str = "") -> TeamMember:
    """Name somebody on the team; their access opens with this row (S66).

    The risk owner and the coordinators are told of a new office. Raises Refused: oneself (X42),
    no agency, the role held already, a second role without a written reason, an evaluator who
    works on the case (S74).
    """
    case = Case.locked(case.pk)
    refuse(
        [
            *powers.names_themselves(case, by, user, role),
            *_cannot_join(case, user, role, reason),
        ]
    )
    with elevated():
        second = case.members.filter(user=user, active=True).exists()
        member = first_member(case, user, role, double_role_reason=reason if second else "")
        journal.record(
            "team.joined",
            by=by,
            case=case,
            reason=reason,
            name=user.display,
            agency=user.agency.short_name,
            role=role,
        )
        if role != Role.EVALUATOR:  # who reads nothing of the case is not told its reference
            key = f"case:{case.pk}:joined:{member.pk}"
            telling.queue("team_joined", key=key, to=[user], case=case)
        powers.tell_of_office(case, member, by)
    access_backend.forget(user)
    return member


def _cannot_join(case: Case, user, role: Role, reason: str):
    if user.agency_id is None or not presence.has_account(user):
        yield Obstacle(
            _("%(who)s belongs to no agency or has no active account.") % {"who": user.display},
            row="2.5",
        )
        return
    held = set(case.members.filter(user=user, active=True).values_list("role", flat=True))
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


@transaction.atomic
def leave(member: TeamMember, *, by, reason: str) -> TeamMember:
    """End somebody's part in the case; they read nothing of it from their next click on (S66).

    They are told, and whom to ask why. Raises Refused: one's own part (X42), ended already, no
    reason, or the last holder of a role that a case needs.
    """
    # The case first: two coordinators who leave at once must not both find the other there.
    case = Case.locked(member.case_id)
    member = TeamMember.locked(member.pk)
    refuse(powers.ends_own_part(case, by, member))
    refuse_unless(
        member.active,
        _("%(who)s has left this team already.") % {"who": member.user.display},
        "S66",
    )
    refuse_unless(
        bool(reason.strip()),
        _("Write why this person leaves the team."),
        "2.3",
        _("The reason stays in the journal of the case."),
    )
    refuse_unless(
        not _is_last_needed(member),
        _("The case would have no %(role)s.") % {"role": member.get_role_display()},
        "S54",
        _("Name the successor first."),
    )
    with elevated():
        journal.record(
            "team.left",
            by=by,
            case=case,
            reason=reason,
            name=member.user.display,
            agency=member.agency.short_name,
            role=member.role,
        )
        powers.tell_of_end(case, member, by=by)
        _end(member, reason)
    access_backend.forget(member.user)
    return member


def end_by_the_clock(member: TeamMember) -> None:
    """End a part on the day that was decided before; nobody acts, the journal says so (S77)."""
    journal.record(
        "team.left",
        by=None,
        case=member.case,
        name=member.user.display,
        agency=member.agency.short_name,
        role=member.role,
    )
    powers.tell_of_end(member.case, member)
    _end(member, "")
    access_backend.forget(member.user)


def _end(member: TeamMember, reason: str) -> None:
    member.active = False
    member.left_at = clock.now()
    member.save_changes(reason=reason)


@transaction.atomic
def replace(member: TeamMember, *, by, to, reason: str) -> TeamMember:
    """Hand somebody's part over in one act: the same role, the new person in, the old one out.

    No moment lies between in which the role is empty (S54). The newcomer is told and asked to
    declare (S55); whoever leaves is told and reads nothing from the next click on (S66). Raises
    Refused: one's own part or handed to oneself (X42), ended already, no reason, handed to the
    same person, or ``to`` may not join. Returns the newcomer's row.
    """
    case = Case.locked(member.case_id)
    member = TeamMember.locked(member.pk)
    refuse(
        [
            *powers.ends_own_part(case, by, member),
            *powers.names_themselves(case, by, to, member.role),
            *_cannot_replace(case, member, to, reason),
        ]
    )
    role = Role(member.role)
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
            to_agency=to.agency.short_name,
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


def _cannot_replace(case: Case, member: TeamMember, to, reason: str):
    if not member.active:
        yield Obstacle(
            _("%(who)s has left this team already.") % {"who": member.user.display}, row="S66"
        )
        return
    if not reason.strip():
        yield Obstacle(
            _("Write why this part is handed over."),
            row="2.3",
            todo=_("The reason stays in the journal of the case."),
        )
    yield from _cannot_join(case, to, Role(member.role), reason)


@transaction.atomic
def remind_to_declare(case: Case, *, by) -> int:
    """Ask whoever has not declared an interest, at most once a day each (S55).

    Returns how many were told. Raises Refused when everybody has declared.
    """
    case = Case.locked(case.pk)
    silent = undeclared(case.members.filter(active=True).select_related("user"))
    refuse_unless(bool(silent), _("Everybody on the team has declared."), "S55")
    told = 0
    for member in silent:
        key = f"case:{case.pk}:declare:{member.user_id}:{clock.today().isoformat()}"
        told += telling.queue("declaration_asked", key=key, to=[member.user_id], case=case)
    if told:
        journal.record("team.reminded", by=by, case=case)
    return told


def undeclared(members) -> list[TeamMember]:
    """Those who take part and have not said whether they have an interest, once each (S55)."""
    found = {m.user_id: m for m in members if m.role != Role.EVALUATOR and not m.interest}
    return list(found.values())


def _is_last_needed(member: TeamMember) -> bool:
    if member.role not in OFFICES:
        return False
    others = member.case.members.working().filter(role=member.role).exclude(pk=member.pk)
    return not others.exists()


@transaction.atomic
def declare(case: Case, *, by, interest: str, words: str = "", aim_accepted: bool = False) -> list:
    """Declare one's own interest in the case and accept the common aim (S55, S02).

    Applies to each of the person's roles. A personal interest is told to the risk owner.
    Raises Refused: nothing chosen, or an interest without a word on what it is.
    """
    case = Case.locked(case.pk)
    refuse_unless(
        interest in TeamMember.Interest.values,
        _("Say whether you have an interest of your own in this case."),
        "S55",
    )
    refuse_unless(
        interest == TeamMember.Interest.NONE or bool(words.strip()),
        _("Say in a few words what this interest is."),
        "S55",
        _("The team reads it: it need not be more than “teaches his sister”."),
    )
    now = clock.now()
    mine = list(case.members.filter(user=by, active=True))
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


@transaction.atomic
def state_agency(
    case: Case, *, by, expected: int, goal: str, interest: str = "", limit: str = ""
) -> AgencyStatement:
    """Say, for one's own agency, what it aims at in this case and where it stops (S14).

    ``expected`` is the version that was read, 0 when there was none. Raises Conflict when a
    colleague of the agency wrote it meanwhile, Refused without a goal.
    """
    refuse_unless(bool(goal.strip()), _("Write what your agency wants to reach."), "S14")
    case = Case.locked(case.pk)
    statement = case.statements.filter(agency_id=by.agency_id).first()
    if statement is None:
        statement = AgencyStatement(case=case, agency_id=by.agency_id, version=0)
    statement.goal, statement.interest, statement.limit = goal, interest, limit
    statement.stated_at = clock.now()
    statement.save_changes(expected=expected)
    journal.record("agency.stated", by=by, case=case, agency=by.agency.short_name)
    return statement
