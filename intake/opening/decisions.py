"""Opening a case on what the conference decided: grounds, person, first team (S22, S40)."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from casework import journal, one_file, phases, references
from casework.deciding import decides, lets, locked_unseen, starts
from casework.models import Case, Conference, Deconfliction, Person, TerritoryProfile
from casework.rights import Right, Role
from casework.team import decisions as team
from common import clock
from common.refusals import refuse, refuse_unless
from common.scope import elevated
from intake.first_analysis import sheet
from intake.matching.rules import somebody_is_said
from intake.models import Signal, SignalHop, Triage
from intake.opening import rules
from intake.outcomes.rules.joining import no_file_yet
from intake.signals import route
from intake.signals.rules import has_no_case, is_acknowledged
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
    """The form of opening a case as typed, which the rules of ``case.opened`` look at."""

    signal: Signal
    grounds: str
    person: Person
    team: OpeningTeam
    double_role_reason: str = ""
    by: object = None


def _with_its_person(signal: Signal, by, values: dict) -> Signal:
    """For ``lock``: the signal, and the rows of its person, so that two openings wait."""
    signal = locked_unseen(signal, by, values)
    one_file.lock(signal.person_id)
    return signal


@decides(
    Right.OPEN_CASE,
    when=(is_acknowledged, has_no_case, rules.taken_to_the_conference),
    rules=(
        rules.conference_is_recorded,
        rules.security_has_answered,
        somebody_is_said,
        no_file_yet,
    ),
    lock=_with_its_person,
    rests_on=sheet.recorded_so_far,
)
def open_case(
    signal: Signal,
    *,
    by,
    reason: str,
    team_named: OpeningTeam,
    level: str = Case.Level.INDIVIDUAL,
    double_role_reason: str = "",
) -> Case:
    """Open the case on ``signal``, about the person named on it; ``reason`` is the grounds.

    Its deconflictions and the conference become the case's, and its team's to read.

    A decider who names himself process coordinator is told of to the risk owner (X42).
    Returns the case, at «gathering». The opener may stand outside the team and then sees
    nothing of it any more. Raises Refused with every sentence in the way.
    """
    with elevated():  # a decider may stand outside the desk
        person = signal.person
    opening = Opening(signal, reason, person, team_named, double_role_reason, by)
    refuse(phases.obstacles(opening, "case.opened"))
    with elevated():
        with one_file.held():
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
    """Save first memberships and case, in the order that row-level security asks for."""
    now = clock.now()
    person = opening.signal.person
    was, person.adult_said_on = person.adult_said_on, _said_adult_on(opening.signal, person)
    if person.adult_said_on != was:
        person.save_changes()
    profile = TerritoryProfile.load()
    case = Case(
        id=uuid.uuid4(),
        reference=references.next_in(profile.reference_prefix, now.year),
        subject=opening.person,
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


def _said_adult_on(signal: Signal, person: Person) -> date | None:
    """Since when the first analyses say that the person is no minor; a later «yes» undoes it."""
    answered = Triage.objects.filter(signal=signal).first()
    if answered is None or answered.minor in ("", Triage.Minor.UNKNOWN):
        return person.adult_said_on
    return clock.day_of(answered.minor_at) if answered.minor == Triage.Minor.NO else None


def _close_the_way_in(signal: Signal, case: Case, by) -> None:
    signal.case = case
    signal.save_changes()
    for model in (Deconfliction, Conference):
        for row in model.objects.select_for_update(no_key=True).filter(signal_id=signal.pk):
            row.case = case
            row.save_changes()
    route.add_hop(signal, SignalHop.Kind.OPENED, by=by)


ANALYSIS = "case.analysis_started"


@decides(Right.RECORD_DECISION, when=(starts(ANALYSIS),), rules=(lets(ANALYSIS),))
def start_analysis(case: Case, *, by, enough: bool, reason: str = "") -> Case:
    """Move the case to the analysis. ``enough`` is the coordinator's own judgement, ticked (S40).

    Raises Refused when it is not ticked.
    """
    refuse_unless(
        enough,
        _("Say yourself that there is enough information to begin: nothing computes it."),
        "S40",
    )
    case = phases.move(case, ANALYSIS, by=by, reason=reason)
    team_told = case.members.running().exclude(user=by)
    telling.queue(
        "analysis_started",
        key=f"case:{case.pk}:analysis:{case.version}",
        to=set(team_told.values_list("user_id", flat=True)),
        case=case,
    )
    return case
