"""Who of a team is away, and what a case lacks meanwhile (S54): absent must not mean missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from agencies.models import Absence
from casework import clock
from casework.models import Case, TeamMember
from casework.refusals import Obstacle, Strength
from casework.rights import Role
from casework.templatetags import dates

# How long ahead an absence is shown, so that somebody can still hand over.
AHEAD = timedelta(days=14)
COORDINATORS = (Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR)
OVERSEES = (*COORDINATORS, Role.RISK_OWNER)


def mark(members: list[TeamMember]) -> None:
    """Give each member ``absence`` (now or soon) and ``away_until`` (now) by one query."""
    today = clock.today()
    rows = Absence.objects.not_over(today).filter(
        user_id__in=[member.user_id for member in members], first_day__lte=today + AHEAD
    )
    found: dict[int, Absence] = {}
    for absence in rows.order_by("-first_day", "last_day"):
        found[absence.user_id] = absence
    for member in members:
        member.absence = absence = found.get(member.user_id)
        member.away_until = absence.last_day if absence and absence.first_day <= today else None


def warnings(case: Case, user, members: list[TeamMember], roles) -> list[Obstacle]:
    """What both coordinators and the risk owner must know; nothing for anybody else.

    A coordinator who is away, or an agency whose only person is. ``members`` are marked.
    """
    if not set(roles) & set(OVERSEES):
        return []
    return [
        Obstacle(
            away_words(member),
            row="S54",
            strength=Strength.WARNING,
            todo=_("Hand this part over on the team page, or name a second person."),
        )
        for member in members
        if member.absence and _is_missed(member, members)
    ]


def _is_missed(member: TeamMember, members: Iterable[TeamMember]) -> bool:
    """Whether nobody present holds this coordinator's role, or speaks for this agency."""
    others = [m for m in members if m.user_id != member.user_id and not m.absence]
    if member.role in COORDINATORS:
        return not any(m.role == member.role for m in others)
    if member.role != Role.PARTNER:
        return False
    return not any(m.agency_id == member.agency_id for m in others)


def away_words(member: TeamMember) -> str:
    """Who is away, in which role, from when until when."""
    words = {
        "who": member.user.display,
        "agency": member.agency.short_name,
        "role": member.get_role_display(),
        "first": dates.day(member.absence.first_day),
        "last": dates.day(member.absence.last_day),
    }
    if member.absence.first_day <= clock.today():
        return _("%(who)s (%(agency)s), %(role)s, is away until %(last)s.") % words
    return _("%(who)s (%(agency)s), %(role)s, will be away from %(first)s to %(last)s.") % words


def on_cases_of(user, most: int) -> list[TeamMember]:
    """Members who are or will be missed on the cases that this person oversees, marked.

    Two queries, whatever stands in the files; a case's row carries its reference.
    """
    today = clock.today()
    mine = TeamMember.objects.visible_to(user).filter(
        user=user, agency_id=user.agency_id, active=True, role__in=OVERSEES
    )
    rows = TeamMember.objects.visible_to(user)
    away = Absence.objects.not_over(today).filter(first_day__lte=today + AHEAD)
    there = rows.filter(case=OuterRef("case"), active=True).exclude(user=OuterRef("user"))
    there = there.exclude(user__in=away.values("user"))
    missed = Q(role__in=COORDINATORS) & ~Exists(there.filter(role=OuterRef("role"))) | Q(
        role=Role.PARTNER
    ) & ~Exists(there.filter(agency=OuterRef("agency")))
    rows = rows.filter(missed, active=True, case__in=mine.values("case"))
    rows = rows.filter(user__in=away.values("user")).select_related("case", "user", "agency")
    found = list(rows.order_by("-opened_at", "id")[:most])
    mark(found)
    return found
