"""Opening a case on what the conference decided: grounds, person, first team (S22, S40)."""

from __future__ import annotations

import copy
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from casework import journal, one_file, phases, references
from casework.deciding import decides, lets, locked, locked_unseen, starts
from casework.models import (
    Case,
    Conference,
    ConferenceSeat,
    Deconfliction,
    Person,
    TerritoryProfile,
)
from casework.rights import Right, Role
from casework.team import decisions as team
from common import clock
from common.refusals import refuse, refuse_unless
from common.scope import elevated
from intake.first_analysis import sheet
from intake.matching import about
from intake.matching.rules import of_its_signal, somebody_is_said
from intake.models import NamedPerson, Signal, SignalHop, Triage
from intake.opening import rules
from intake.outcomes.rules.joining import has_no_file, nobody_left_without_file
from intake.signals import route
from intake.signals.rules import is_acknowledged
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
    named: NamedPerson | None = None


def _with_its_persons(signal: Signal, by, values: dict) -> Signal:
    """For ``lock``: the signal, and the rows of its persons, so that two openings wait."""
    signal = locked_unseen(signal, by, values)
    # A decider may stand outside the desk and reads none of its persons: locked, not shown.
    with elevated():
        one_file.lock(*(row.person_id for row in sheet.of(signal).subjects))
        about.forget(signal)
    return signal


@decides(
    Right.OPEN_CASE,
    when=(is_acknowledged, rules.somebody_has_no_case, rules.taken_to_the_conference),
    rules=(
        rules.conference_is_recorded,
        rules.security_has_answered,
        somebody_is_said,
        nobody_left_without_file,
    ),
    lock=_with_its_persons,
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
    named: NamedPerson | None = None,
) -> Case:
    """Open the case on ``signal``, about the person named on it; ``reason`` is the grounds.

    Its deconflictions and the conference become the case's, and its team's to read. Of several
    subjects ``named`` says for whom: each has a file of their own, opened one after the other, and
    what was written of all of them together stays with the desk (X10).

    A decider who names himself process coordinator is told of to the risk owner (X42).
    Returns the case, at «gathering». The opener may stand outside the team and then sees
    nothing of it any more. Raises Refused with every sentence in the way.
    """
    found = sheet.for_decider(signal, by)
    choice = list(rules.one_is_chosen(found.to_open, named))
    row = named or next(iter(found.to_open), None)
    row = next((one for one in found.to_open if row and one.pk == row.pk), None)
    if row is None and not choice:
        raise NamedPerson.DoesNotExist
    person = row.person if row else Person(given_name="-")
    opening = Opening(signal, reason, person, team_named, double_role_reason, by, row)
    one_file_each = has_no_file(row, alone=len(found.to_open) == 1) if row else ()
    refuse([*choice, *one_file_each, *phases.obstacles(opening, "case.opened")])
    # The opener may be on neither desk nor team, and there is no team before this is written. They
    # get the case's reference, and its page only if they are on the team.
    with elevated():
        alone = len(found.subjects) == 1
        with one_file.held():
            case = _write(opening, by, level)
        _close_the_way_in(signal, row, case, by, alone=alone)
        journal.record("case.opened", by=by, case=case, reason=reason)
        if alone:
            journal.record("signal.case_opened", by=by, signal=signal)
        else:
            journal.record("signal.case_opened_on", by=by, signal=signal)
        everyone = [user for user in team_named.everyone if user.pk != by.pk]
        telling.queue("team_joined", key=f"case:{case.pk}:opened", to=everyone, case=case)
        if by == team_named.process_coordinator:
            key = f"case:{case.pk}:decider"
            telling.queue("decider_coordinates", key=key, to=[team_named.risk_owner], case=case)
    return case


def _write(opening: Opening, by, level: str) -> Case:
    """Save first memberships and case, in the order that row-level security asks for."""
    now = clock.now()
    person = opening.person
    was, person.adult_said_on = person.adult_said_on, _said_adult_on(opening.named)
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


def _said_adult_on(named: NamedPerson) -> date | None:
    """Since when the first analyses say that the person is no minor; a later «yes» undoes it.

    The check of the signal is nobody's where it was answered of several persons (X10).
    """
    answered = named
    if not named.minor and len(sheet.of(named.signal).named) == 1:
        answered = Triage.objects.filter(signal=named.signal).first()
    if answered is None or answered.minor in ("", Triage.Minor.UNKNOWN):
        return named.person.adult_said_on
    return clock.day_of(answered.minor_at) if answered.minor == Triage.Minor.NO else None


def _close_the_way_in(signal: Signal, row: NamedPerson, case: Case, by, *, alone: bool) -> None:
    row.file = case
    row.save_changes()
    if signal.case_id is None:
        signal.case = case
        signal.save_changes()
    about.forget(signal)
    for model in (Deconfliction, Conference):
        rows = model.objects.select_for_update(no_key=True).filter(signal_id=signal.pk)
        for one in rows.filter(case__isnull=True).order_by("pk"):
            if alone:
                one.case = case
                one.save_changes()
            else:
                _carry(one, case)
    route.add_hop(signal, SignalHop.Kind.OPENED, by=by)


# What was written of all persons of a signal together, and is no single person's file's.
_OF_ALL = ("grounds", "radicalised_grounds", "useful_grounds", "statement", "composition_reason")


def _carry(row: Deconfliction | Conference, case: Case) -> None:
    """Write for the case that it was asked or examined, when, by whom and what was answered.

    The words about the other persons stay with the desk: the grounds of this opening stand for
    them (X10). The wording of the security services, and its limits, hold for each.
    """
    seats = list(row.seats.all()) if isinstance(row, Conference) else []
    carried = copy.copy(row)
    carried.pk, carried._state = uuid.uuid4(), ModelState()
    carried.version, carried.case, carried.signal = 1, case, None
    for name in _OF_ALL:
        if getattr(row, name, ""):
            setattr(
                carried, name, "" if name in ("statement", "composition_reason") else case.grounds
            )
    carried.save(force_insert=True)
    for seat in seats:
        ConferenceSeat.unscoped.create(
            conference=carried, agency_id=seat.agency_id, presence=seat.presence
        )


def _unseen(row: NamedPerson, by, values: dict) -> NamedPerson:
    """For ``lock``: the row, for a decider who knows of its signal, of its desk or not.

    A name that was taken back is nobody's any more.
    """
    Signal.objects.visible_to(by).only("pk").get(pk=row.signal_id)
    # A decider knows of the signal, and may not read who is named on it: locked, not shown.
    with elevated():
        row = locked(row)
    if not row.stands:
        raise NamedPerson.DoesNotExist
    return row


@decides(
    Right.OPEN_CASE,
    when=(of_its_signal(rules.at_the_conference), rules.waits_for_a_file),
    rules=(of_its_signal(rules.conference_was_held),),
    lock=_unseen,
)
def leave_without_file(row: NamedPerson, *, by, reason: str) -> NamedPerson:
    """Say after the conference that no file is opened on one of the persons, and why (X10).

    Raises Refused without grounds.
    """
    refuse(rules.says_why_no_file(reason))
    # A decider may stand outside the desk: their reason is written on a row they may not read.
    with elevated():
        row.left_because, row.left_by, row.left_at = reason, by, clock.now()
        row.save_changes(reason=reason)
        journal.record("signal.no_file", by=by, signal=row.signal, reason=reason)
        about.forget(row.signal)
    return row


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
