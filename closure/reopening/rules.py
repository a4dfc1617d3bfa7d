"""The rules of a reopening, and of telling somebody of it (S78, S79)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from casework import access, one_file, powers
from casework.deciding import case_of
from casework.models import Case
from casework.phases import guards
from casework.rights import Right, Role
from casework.team.rules import can_join, two_roles, vacant_offices
from closure.models import MonitoringCheck, Reopening
from common import clock
from common.compiled import asked_once
from common.refusals import Obstacle, Strength


@asked_once
def reopenings_of(case: Case) -> QuerySet[Reopening]:
    """Each time the file was opened again, latest first."""
    return Reopening.objects.filter(case=case).select_related("reopened_by").order_by("-cycle")


def _vacant(role: Role, strength: Strength) -> Obstacle:
    return Obstacle(
        _("There is no %(role)s on the team any more.") % {"role": role.label.lower()},
        row="S78",
        strength=strength,
        todo=_("Whoever reopens the case names somebody in the same act."),
    )


@guards("case.reopened")
def somebody_to_work_with(case: Case) -> Iterator[Obstacle]:
    """A file opens again for a team: who has gone is replaced with it (S78)."""
    for role in vacant_offices(case):
        yield _vacant(role, Strength.BLOCK)


@guards("case.reopened")
def no_other_file_goes_on(case: Case) -> Iterator[Obstacle]:
    """No file is opened again while there is another one on the person (S78)."""
    yield from one_file.only_one(case)


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def reopens_it(case: Case, by) -> Iterator[Obstacle]:
    """The content coordinator; where that office is vacant the process coordinator, where both are
    the risk owner (S78, X24)."""
    if access.may(by, Right.PROPOSE_CLOSURE, case):
        return
    vacant, held = vacant_offices(case), case.roles_of(by)
    for role in (Role.CONTENT_COORDINATOR, Role.PROCESS_COORDINATOR, Role.RISK_OWNER):
        if role in held:
            return
        if role not in vacant:
            break
    yield Obstacle(
        _("The content coordinator reopens the case."),
        row="S78",
        todo=_("Where nobody is, the process coordinator does, or else the risk owner."),
    )


def offices_to_fill(case: Case, by) -> Iterator[Obstacle]:
    """Says beforehand which offices are filled in the same act (rulings 7)."""
    for role in vacant_offices(case):
        yield _vacant(role, Strength.WARNING)


def no_other_file(case: Case, by) -> Iterator[Obstacle]:
    """No file is opened again while there is another one on the person (S78)."""
    yield from no_other_file_goes_on(case)


def was_reopened(row, by) -> Iterator[Obstacle]:
    """Somebody is told of a reopening only where there was one (S79)."""
    if not reopenings_of(case_of(row)):
        yield Obstacle(_("This case was not reopened."), row="S79")


# --- of what was typed: asked by the decision alone -----------------------------------------
def offices_are_filled(
    case: Case, by, successors: Mapping[Role, User], why_twice: str
) -> Iterator[Obstacle]:
    """Somebody else is named for each vacant office, who may join; twice with a reason (X42, S71).

    What is named of an office that somebody holds by now is left aside.
    """
    named: list[User] = []
    for role in vacant_offices(case):
        user = successors.get(role)
        if user is None:
            yield _vacant(role, Strength.BLOCK)
            continue
        yield from powers.names_themselves(case, by, user, role)
        yield from can_join(case, user, role, why_twice)
        if user in named and not why_twice.strip():
            yield two_roles(user)
        named.append(user)


def since_the_reopening(case: Case, day: date) -> Iterator[Obstacle]:
    """The day of telling is not before the reopening, and not ahead (S79)."""
    reopened_on = clock.day_of(reopenings_of(case)[0].reopened_at)
    if not reopened_on <= day <= clock.today():
        yield Obstacle(
            _("The day lies between the reopening and today."),
            row="S79",
            todo=_("Look at the date."),
        )


def asked_by(case: Case, trigger: str) -> MonitoringCheck | None:
    """The latest check that proposed to reopen, where ``trigger`` is a check; else None."""
    if trigger != Reopening.Trigger.CHECK:
        return None
    State, Decision = MonitoringCheck.State, MonitoringCheck.Decision
    held = MonitoringCheck.objects.filter(case=case, state=State.HELD, decision=Decision.REOPEN)
    return held.order_by("-held_on", "-number").first()
