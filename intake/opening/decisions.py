"""Opening a case on what the table decided: grounds, person, first team (S22, S40)."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction

from casework import journal, one_file, phases, references, team
from casework.models import Case, Conference, Deconfliction, Person, TerritoryProfile
from casework.rights import Role
from common import clock
from common.refusals import Refused, in_the_way
from common.scope import elevated
from intake.first_analysis import sheet
from intake.models import Signal, SignalHop
from intake.signals import route
from notices import telling


@dataclass
class OpeningTeam:
    """The first team: users, the same person at most once per role."""

    process_coordinator: object = None
    content_coordinator: object = None
    risk_owner: object = None
    partners: list = field(default_factory=list)

    @property
    def posts(self) -> list[tuple[object, Role]]:
        named = [
            (self.process_coordinator, Role.PROCESS_COORDINATOR),
            (self.content_coordinator, Role.CONTENT_COORDINATOR),
            (self.risk_owner, Role.RISK_OWNER),
            *((user, Role.PARTNER) for user in self.partners),
        ]
        return [(user, role) for user, role in named if user is not None]

    @property
    def everyone(self) -> list:
        return list({user.pk: user for user, _role in self.posts}.values())

    @property
    def with_two_roles(self) -> list:
        held = Counter(user.pk for user, _role in self.posts)
        return [user for user in self.everyone if held[user.pk] > 1]


@dataclass
class Opening:
    """What the rules of ``case.opened`` look at."""

    signal: Signal
    grounds: str
    person: Person
    team: OpeningTeam
    double_role_reason: str = ""
    by: object = None

    @cached_property
    def found(self) -> sheet.FirstAnalysis:
        """The first analysis and the table's record: a decider may stand outside the desk."""
        with elevated():
            return sheet.of(self.signal)


@transaction.atomic
def open_case(
    signal: Signal,
    *,
    by,
    reason: str,
    person: Person | None,
    team_named: OpeningTeam,
    level: str = Case.Level.INDIVIDUAL,
    double_role_reason: str = "",
) -> Case:
    """Open the case on ``signal``; ``reason`` is the grounds, ``person`` not saved yet.

    A signal whose person is known already is about that person, whatever ``person`` says. Its
    deconflictions and the conference become the case's, and its team's to read.

    A decider who names himself process coordinator is told of to the risk owner (X42).
    Returns the case, at «gathering». The opener may stand outside the team and then sees
    nothing of it any more. Raises Refused with every sentence in the way.
    """
    with elevated():  # a decider may stand outside the desk, and the lock asks for the desk's right
        signal = Signal.locked(signal.pk)
        one_file.lock(signal.person_id)
        person = signal.person or person or Person()
    opening = Opening(signal, reason, person, team_named, double_role_reason, by)
    standing = in_the_way(phases.obstacles(opening, "case.opened"))
    if standing:
        raise Refused(*standing)
    with elevated():
        case = _write(opening, by, level)
        _close_the_way_in(signal, case, by)
        journal.record("case.opened", by=by, case=case, reason=reason)
        journal.record("signal.case_opened", by=by, signal=signal)
        everyone = [user for user in team_named.everyone if user.pk != by.pk]
        telling.queue("team_joined", key=f"case:{case.pk}:opened", to=everyone, case=case)
        if by == team_named.process_coordinator:
            key = f"case:{case.pk}:decider"
            telling.queue("decider_coordinates", key=key, to=[team_named.risk_owner], case=case)
    return case


def _write(opening: Opening, by, level: str) -> Case:
    """Person, first memberships, case: in the order that row-level security asks for."""
    now = clock.now()
    person = opening.person
    if person._state.adding:
        person.created_at = now
        person.save(force_insert=True)
    profile = TerritoryProfile.load()
    case = Case(
        id=uuid.uuid4(),
        reference=references.next_in(profile.reference_prefix, now.year),
        subject=person,
        entry_route=Case.Route.SIGNAL,
        prevention_level=level,
        grounds=opening.grounds,
        opened_at=now,
        opened_by=by,
    )
    double = opening.team.with_two_roles
    for user, role in opening.team.posts:
        why = opening.double_role_reason if user in double else ""
        team.first_member(case, user, role, double_role_reason=why)
    phases.open_at(case).save(force_insert=True)
    return case


def _close_the_way_in(signal: Signal, case: Case, by) -> None:
    signal.case = case
    signal.person = case.subject
    signal.save_changes()
    for model in (Deconfliction, Conference):
        for row in model.objects.select_for_update(no_key=True).filter(signal_id=signal.pk):
            row.case = case
            row.save_changes()
    route.add_hop(signal, SignalHop.Kind.OPENED, by=by)


__all__ = ["Opening", "OpeningTeam", "open_case"]
