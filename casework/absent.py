"""Who of a team is away or no longer there, and which role or agency is then missing (S54, X18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import User
from casework.mine import own_parts
from casework.models import Case, TeamMember
from casework.rights import COORDINATORS, OVERSEERS, Role
from common import clock, dates
from common.among import Among
from common.compiled import compiled
from common.refusals import Obstacle, Strength
from common.together import Asking, answer

# How long ahead an absence is shown, so that somebody can still hand over.
AHEAD = timedelta(days=14)
# So many of a person's newest cases are looked at first.
NEWEST = 500
NO_OVERSEERS = tuple(role for role in Role if role not in OVERSEERS)


def near() -> QuerySet[presence.Away]:
    """The absences of now and of the next days, everybody's."""
    today = clock.today()
    return presence.absences_near(today, today + AHEAD)


def near_of(people: Iterable[int]) -> QuerySet[presence.Away]:
    """Those of these people (ids)."""
    return near().filter(user_id__in=people)


def mark(members: list[TeamMember], away: dict[int, presence.Away] | None = None) -> None:
    """Give each member ``absence`` (now or soon), ``away_until`` (now), ``gone`` and ``unused``.

    One query, none where ``away`` (person and nearest absence) was read before. Gone: the account
    is closed, or at another agency than the part; unused: invited, and never signed in. ``user``
    is loaded.
    """
    if away is None:
        away = presence.nearest(near_of([m.user_id for m in members]))
    for member in members:
        _mark(member, away.get(member.user_id))


def _mark(member: TeamMember, absence: presence.Away | None) -> None:
    member.gone = presence.is_gone(member.user, member.agency_id)
    member.unused = not member.gone and not presence.has_joined(member.user)
    member.absence = None if member.gone else absence
    away = member.absence
    running = away is not None and away.first_day <= clock.today()
    member.away_until = away.last_day if away and running else None


def warnings(
    case: Case, user: User, members: list[TeamMember], roles: Iterable[str]
) -> list[Obstacle]:
    """Who is missing, as warnings to coordinators and the risk owner; none to anybody else.

    None on a case that is over: whoever reopens it names who is there (X29). Whoever is no longer
    there; a coordinator who is away, or the only person of an agency. ``members`` are marked.
    """
    if case.is_over or not set(roles) & set(OVERSEERS):
        return []
    working = [member for member in members if member.role != Role.EVALUATOR]
    missed = [member for member in working if member.gone]
    missed += [m for m in working if (m.absence or m.unused) and _is_missed(m, working)]
    return [
        Obstacle(away_words(member), row="S54", strength=Strength.WARNING, todo=todo_words(member))
        for member in missed
    ]


def _is_missed(member: TeamMember, members: Iterable[TeamMember]) -> bool:
    """Whether nobody else who is present has this coordinator's role, or is of this agency."""
    others = [
        m for m in members if m.user_id != member.user_id and not (m.gone or m.absence or m.unused)
    ]
    if member.role in COORDINATORS:
        return not any(m.role == member.role for m in others)
    if member.role != Role.PARTNER:
        return False
    return not any(m.agency_id == member.agency_id for m in others)


def away_words(member: TeamMember) -> str:
    """Who is not there, in which role, from when until when; ``member`` is marked."""
    words = {
        "who": member.user.display,
        "agency": member.agency.short_name,
        "role": member.get_role_display(),
    }
    if member.gone:
        return _("%(who)s (%(agency)s), %(role)s, is no longer there.") % words
    if not member.absence:
        return _("%(who)s (%(agency)s), %(role)s, has never signed in.") % words
    words["first"] = dates.day(member.absence.first_day)
    words["last"] = dates.day(member.absence.last_day)
    if member.away_until:
        return _("%(who)s (%(agency)s), %(role)s, is away until %(last)s.") % words
    if member.absence.first_day == member.absence.last_day:
        return _("%(who)s (%(agency)s), %(role)s, will be away on %(first)s.") % words
    return _("%(who)s (%(agency)s), %(role)s, will be away from %(first)s to %(last)s.") % words


def todo_words(member: TeamMember) -> str:
    """What to do about a missing member; somebody who is gone has to hand the part over."""
    if member.gone:
        return _("Hand this part over on the team page: reminders go to somebody else meanwhile.")
    return _("Hand this part over on the team page, or name a second person.")


def on_cases_of(user: User, most: int) -> list[TeamMember]:
    """Members who are or will be missed on the cases that this person oversees, marked."""
    return answer(missed_by(user, most))


def missed_by(user: User, most: int) -> Asking[list[TeamMember]]:
    """Ask for ``on_cases_of``.

    Two steps, and one where nobody is missing at all: who is missing is asked first. A third where
    the newest cases of a large portfolio hold fewer than ``most``: then all of it is looked at. A
    case's row carries its reference.
    """
    today = clock.today()
    missing = yield from presence.missing(today, today + AHEAD)
    if not missing:
        return []
    away = [pk for pk, absence in missing.items() if absence]
    asked = compiled(_missed_lately, user, list(missing), away, most=most, keys_first=True)
    others = compiled(_other_cases, user, most=1)
    yield [asked, others]
    if others and len(asked) < most:
        asked = compiled(_missed_anywhere, user, list(missing), away, most=most, keys_first=True)
        yield [asked]
    found = list(asked)
    for member in found:
        _mark(member, missing[member.user_id])
    return found


def _own(user: User) -> QuerySet[Any]:
    return own_parts(user, *OVERSEERS, states=Case.IN_HAND)


def _newest(user: User) -> QuerySet[TeamMember]:
    """The newest of ``_own``, along the index of one's own cases.

    What is left out is named, not what is wanted: another index leads to that, and the planner
    would follow it and sort all of them. The view of one's own parts knows no order.
    """
    rows = TeamMember.objects.visible_to(user).filter(user=user, agency=user.agency_id, active=True)
    rows = rows.exclude(role__in=NO_OVERSEERS).exclude(case_state__in=Case.OVER)
    return rows.order_by("-opened_at", "-case_id")


def _other_cases(user: User) -> QuerySet[Any, Any]:
    return _newest(user).values_list("case_id", flat=True)[NEWEST : NEWEST + 1]


def _missed_lately(user: User, missing: list[int], away: list[int]) -> QuerySet[TeamMember]:
    newest = _newest(user).values("case_id")[:NEWEST]
    return _missed(user, missing, away).filter(Among("case_id", newest))


def _missed_anywhere(user: User, missing: list[int], away: list[int]) -> QuerySet[TeamMember]:
    return _missed(user, missing, away).filter(
        Exists(_own(user).filter(case_id=OuterRef("case_id")))
    )


def _missed(user: User, missing: list[int], away: list[int]) -> QuerySet[TeamMember]:
    """The parts of those who are missing that nobody else has, of the newest cases first."""
    every = TeamMember.objects.visible_to(user)
    missed = every.working().filter(_nobody_else(user, away), user_id__in=away)
    rows = every.gone().exclude(role=Role.EVALUATOR).filter(user_id__in=missing) | missed
    rows = rows.filter(case_state__in=Case.IN_HAND).select_related("case", "user", "agency")
    return rows.order_by("-opened_at", "id")


def _nobody_else(user: User, away: list[int]) -> Q:
    """The condition on a part that nobody else there has its role, or is of its agency."""
    there = TeamMember.objects.visible_to(user).working().filter(case=OuterRef("case"))
    there = there.exclude(user=OuterRef("user")).exclude(user_id__in=away)
    return Q(role__in=COORDINATORS) & ~Exists(there.filter(role=OuterRef("role"))) | Q(
        role=Role.PARTNER
    ) & ~Exists(there.filter(agency=OuterRef("agency")))
