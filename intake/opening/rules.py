"""The rules of opening a case, and of starting its analysis.

On the signal, a rule is ``(row, by)``; on what was typed it takes an ``Opening``.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import presence
from casework.models import Person, TableAnswer, TerritoryProfile
from casework.phases import guards
from casework.rights import COORDINATORS, Role
from common.refusals import Obstacle, Strength, is_written
from intake.first_analysis import sheet
from intake.models import NamedPerson, Signal
from intake.signals.rules import has_no_case


# --- of the signal: (row, by), asked by button, page and decision ---------------------------
def taken_to_the_conference(signal: Signal, by) -> Iterator[Obstacle]:
    """A decider has taken the signal to the conference (S22, S40)."""
    if not (signal.is_open or _at_the_conference(signal)):
        yield Obstacle(
            _("No decision has taken this signal to the conference yet."),
            row="S40",
            todo=_("Decide on it in the first analysis."),
        )


def _at_the_conference(signal: Signal) -> bool:
    return signal.state == Signal.State.TO_CONFERENCE


def somebody_has_no_case(signal: Signal, by) -> Iterator[Obstacle]:
    """Somebody the conference examines has neither a file nor a reason why none is opened (S78)."""
    found = sheet.for_decider(signal, by)
    if found.to_open:
        return
    if signal.case_id:
        yield from has_no_case(signal, by)
    elif found.subjects and _at_the_conference(signal):
        yield Obstacle(
            _("Nobody of this signal waits for what the conference decides."),
            row="S78",
            todo=_("Look at what was decided of each person."),
        )


def at_the_conference(signal: Signal, by) -> Iterator[Obstacle]:
    """The signal is at the conference (S22)."""
    if not _at_the_conference(signal):
        yield from taken_to_the_conference(signal, by)


def conference_was_held(signal: Signal, by) -> Iterator[Obstacle]:
    """The conference that examined all of them is recorded (S22, X10)."""
    if sheet.for_decider(signal, by).conference is None and signal.case_id is None:
        yield from conference_is_recorded(signal, by)


def waits_for_a_file(row: NamedPerson, by) -> Iterator[Obstacle]:
    """A person whom the conference examines, of several, without file or reason for none (X10)."""
    found = sheet.for_decider(row.signal, by)
    if len(found.subjects) < 2 or row.pk not in {one.pk for one in found.to_open}:
        yield Obstacle(
            _("For this person nothing is to be said about a file."),
            row="S78",
            todo=_("Look at what was decided of each person of the signal."),
        )


def conference_is_recorded(signal: Signal, by) -> Iterator[Obstacle]:
    """A conference is recorded, and did not answer no to working together (S22)."""
    if not _at_the_conference(signal):
        return
    conference = sheet.for_decider(signal, by).conference
    if conference is None:
        yield Obstacle(
            _("The conference on this signal is not recorded yet."),
            row="S22",
            todo=_("Record its date, who was there and its two answers."),
        )
    elif conference.useful == TableAnswer.NO:
        yield Obstacle(
            _("The conference answered that working together is not useful or not necessary."),
            row="S22",
            todo=_(
                "Reopen the signal and decide on another outcome, or record a later conference that"
                " sees it otherwise."
            ),
        )


def security_has_answered(signal: Signal, by) -> Iterator[Obstacle]:
    """The security services, where asked, have answered before anybody works locally (S34)."""
    asked = sheet.for_decider(signal, by).deconfliction
    if asked and asked.waits:
        yield Obstacle(
            _("%(service)s was asked and has not answered yet.") % {"service": asked.asked_of},
            row="S34",
            todo=_("Wait for the answer and note it in the first analysis."),
        )
    elif asked and asked.forbids:
        yield Obstacle(
            _("%(service)s answered: %(answer)s. Nothing is done locally.")
            % {"service": asked.asked_of, "answer": asked.get_answer_display()},
            row="S34",
            todo=_("They alone can lift it: ask them again in the first analysis."),
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def one_is_chosen(waiting: list[NamedPerson], named: NamedPerson | None) -> Iterator[Obstacle]:
    """Of several persons it is said on whom the file is opened (X10)."""
    if named is None and len(waiting) > 1:
        yield Obstacle(
            _("Several persons wait for what the conference decides; nobody is chosen yet."),
            row="S78",
            todo=_("Choose the person of this file; the others are opened after it."),
        )


def says_why_no_file(reason: str) -> Iterator[Obstacle]:
    """Why no file is opened on one of several persons is written in words (2.3, X10)."""
    yield from is_written(
        reason,
        _("Write why no file is opened on this person."),
        row="2.3",
        todo=_("A sentence that a colleague can follow in a year."),
    )


# --- of what was typed: an Opening ----------------------------------------------------------
@guards("case.opened")
def grounds_are_written(opening) -> Iterator[Obstacle]:
    """Refuses empty grounds: without them a decision cannot be questioned later (2.3)."""
    yield from is_written(
        opening.grounds,
        _("The grounds for opening are not written yet."),
        row="2.3",
        todo=_("Write why working together is useful and necessary."),
    )


@guards("case.opened")
def person_is_named(opening) -> Iterator[Obstacle]:
    """The person has one name at least, or an alias (S05)."""
    person: Person = opening.person
    if not person.full_name:
        yield Obstacle(
            _("The person has no name yet, not even a first name."),
            row="S05",
            todo=_("Write on the signal the name that is known."),
            url=reverse("intake:matches", args=[opening.signal.pk]),
        )


@guards("case.opened")
def several_agencies(opening) -> Iterator[Obstacle]:
    """The first team is of several agencies: one viewpoint is too narrow (S29)."""
    needed = TerritoryProfile.load().first_team_agencies
    found = len({user.agency_id for user in opening.team.everyone if user.agency_id})
    if found < needed:
        yield Obstacle(
            ngettext(
                "The first team needs %(needed)d agency; it has %(found)d.",
                "The first team needs %(needed)d agencies; it has %(found)d.",
                needed,
            )
            % {"needed": needed, "found": found},
            row="S29",
            todo=_("Name a partner of another agency."),
        )


@guards("case.opened")
def coordinators_and_owner_are_named(opening) -> Iterator[Obstacle]:
    """Process and content coordinator and risk owner are named (S54, S81)."""
    names = {
        Role.PROCESS_COORDINATOR: opening.team.process_coordinator,
        Role.CONTENT_COORDINATOR: opening.team.content_coordinator,
        Role.RISK_OWNER: opening.team.risk_owner,
    }
    for role, user in names.items():
        if user is None:
            yield Obstacle(
                _("Nobody is named as %(role)s yet.") % {"role": role.label},
                row="S54",
                todo=_("Choose a person."),
            )


@guards("case.opened")
def split_coordination(opening) -> Iterator[Obstacle]:
    """The same person for process and content needs a written reason (S71)."""
    team = opening.team
    both = team.process_coordinator and team.process_coordinator == team.content_coordinator
    if both and not opening.double_role_reason.strip():
        yield Obstacle(
            _("One person would coordinate both process and content."),
            row="S71",
            strength=Strength.BLOCK,
            todo=_("Name two people, or write why it must be one."),
        )


@guards("case.opened")
def second_role(opening) -> Iterator[Obstacle]:
    """Any other second role of one person on the case needs a written reason too (S71)."""
    team = opening.team
    if opening.double_role_reason.strip():
        return
    both = {team.process_coordinator} & {team.content_coordinator} - {None}
    for user in team.with_two_roles:
        if user not in both:
            yield Obstacle(
                _("%(who)s would hold two roles on this case.") % {"who": user.display},
                row="S71",
                todo=_("Write why it must be the same person."),
            )


@guards("case.opened")
def decider_stays_apart(opening) -> Iterator[Obstacle]:
    """The decider takes no part on the case, but process coordination with another's eye (X42)."""
    by, team = opening.by, opening.team
    if by is None:
        return
    for user, role in team.posts:
        if user != by or (role == Role.PROCESS_COORDINATOR and team.risk_owner != by):
            continue
        yield Obstacle(
            _("Whoever decides on the opening does not name themselves as %(role)s.")
            % {"role": role.label},
            row="S54",
            todo=_("Choose somebody else, or let another decider open the case."),
        )


@guards("case.opened")
def everyone_has_an_agency(opening) -> Iterator[Obstacle]:
    """Everybody on the first team has an agency and an active account (2.5)."""
    for user in opening.team.everyone:
        if user.agency_id is None or not presence.has_account(user):
            yield Obstacle(
                _("%(who)s belongs to no agency or has no active account.") % {"who": user.display},
                row="2.5",
                todo=_("Choose somebody of a partner agency."),
            )


# --- before the analysis starts -------------------------------------------------------------
@guards("case.analysis_started")
def neutrality_is_declared(case) -> Iterator[Obstacle]:
    """Everybody on the team has declared whether they have an interest of their own (S55)."""
    missing = (
        case.members.working()
        .filter(interest="")
        .values_list("user__full_name", flat=True)
        .distinct()
        .order_by("user__name_key")
    )
    names = list(missing)
    if names:
        yield Obstacle(
            ngettext(
                "%(names)s has not declared yet whether an interest of their own is at stake.",
                "%(names)s have not declared yet whether an interest of their own is at stake.",
                len(names),
            )
            % {"names": ", ".join(names)},
            row="S55",
            todo=_("Each of them declares it on the page “Team”."),
        )


@guards("case.analysis_started")
def coordinators_have_no_personal_interest(case) -> Iterator[Obstacle]:
    """A coordinator with a personal interest needs a written reason (S55)."""
    concerned = case.members.filter(active=True, interest="personal", role__in=COORDINATORS)
    for member in concerned.select_related("user"):
        yield Obstacle(
            _("%(who)s coordinates this case and declared a personal interest in it.")
            % {"who": member.user.display},
            row="S55",
            strength=Strength.REASON,
            todo=_("Let the risk owner name somebody else, or write why it must be this person."),
        )


@guards("case.analysis_started")
def something_is_known(case) -> Iterator[Obstacle]:
    """Some information is written: enough is a human judgement, not of an empty file (S40)."""
    if not case.records.filter(
        audience="team", withdrawn_at__isnull=True, misplaced_at__isnull=True
    ).exists():
        yield Obstacle(
            _("Nothing is written for the team yet beside the grounds."),
            row="S40",
            strength=Strength.REASON,
            todo=_("Add what each agency knows, or write why the analysis starts all the same."),
        )


@guards("case.analysis_started")
def the_aim_is_shared(case) -> Iterator[Obstacle]:
    """Warns of agencies of which nobody has accepted the common aim (S02)."""
    members = case.members.working()
    accepted = members.filter(aim_accepted_at__isnull=False).values("agency_id")
    names = list(
        members.exclude(agency_id__in=accepted)
        .values_list("agency__name", flat=True)
        .distinct()
        .order_by("agency__name_key")
    )
    if names:
        yield Obstacle(
            ngettext(
                "%(agencies)s has not accepted the common aim yet.",
                "%(agencies)s have not accepted the common aim yet.",
                len(names),
            )
            % {"agencies": ", ".join(names)},
            row="S02",
            strength=Strength.WARNING,
        )
