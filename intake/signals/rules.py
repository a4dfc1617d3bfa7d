"""The rules of phase 1. Each is a small generator of sentences; silence is consent.

A docstring is the lesson from the field that the rule protects, with its row.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import presence
from agencies.duty_desk import on_duty
from casework.models import Person, TableAnswer, TerritoryProfile
from casework.phases import guards
from casework.rights import Role
from common import clock
from common.refusals import Obstacle, Strength
from intake.models import Signal, SignalHop


def words_are_written(words: str) -> Iterator[Obstacle]:
    """Nothing is mandatory but the caller's words: without them there is no signal (S25)."""
    if not words.strip():
        yield Obstacle(_("Write down what was reported, in the caller’s own words."), row="S25")


def no_channel() -> Obstacle:
    """Every signal comes in by a channel that somebody answers for (S24)."""
    return Obstacle(
        _("No channel is open, so nobody would receive this signal."),
        row="S24",
        todo=_("Ask an administrator to open a channel. Your text is kept."),
    )


def not_acknowledged_yet(signal: Signal) -> Iterator[Obstacle]:
    """One person answers for a signal; a second acknowledgement would blur who (S24)."""
    if signal.is_open:
        return
    who = signal.acknowledged_by.display
    yield Obstacle(
        _("%(who)s acknowledged this signal already and answers for it.") % {"who": who},
        row="S24",
        todo=_("Speak to %(who)s if you know something more.") % {"who": who},
    )


def can_take(signal: Signal, user) -> Iterator[Obstacle]:
    """A signal handed to somebody who is away lies on an empty desk (S24)."""
    if not on_this_desk(signal, user):
        yield Obstacle(
            _("%(who)s does not receive signals of this channel.") % {"who": user.display},
            row="S24",
            todo=_("Choose a receiver, a deputy or a signal coordinator."),
        )
    if presence.is_absent(user, clock.today()):
        yield Obstacle(
            _("%(who)s is away today.") % {"who": user.display},
            row="S24",
            todo=_("Choose somebody who is there."),
        )
    if signal.holder_id == user.pk:
        yield Obstacle(
            _("%(who)s has this signal already.") % {"who": user.display},
            row="S27",
            todo=_("Choose somebody else, or acknowledge it."),
        )


def on_this_desk(signal: Signal, user) -> bool:
    """Whether the user receives, deputises or coordinates for the signal's channel."""
    posts = signal.channel.posts.filter(user=user, active=True)
    return presence.has_joined(user) and (user.has_duty("signal_coordinator") or posts.exists())


def reason_is_written(reason: str) -> Iterator[Obstacle]:
    """Whoever reads a source's name says why, and it stays (B7)."""
    if not reason.strip():
        yield Obstacle(
            _("Write why you need to know who called."),
            row="B7",
            todo=_("The reason stays in the journal of the signal."),
        )


def no_case_yet(signal: Signal) -> Iterator[Obstacle]:
    """What a case was opened on stays as it was read that day (2.3)."""
    if signal.case_id:
        yield Obstacle(
            _("A case was opened on this signal; its words stay as they were read then."),
            row="2.3",
            todo=_("Add what is new as information on the case."),
        )


def why_it_moves_on(signal: Signal) -> str | None:
    """A signal nobody acknowledged must not wait for one person's return (S24).

    Returns the reason for the next step, or None when nothing is due.
    """
    if not signal.is_open:
        return None
    if signal.answer_due_at and signal.answer_due_at <= clock.now():
        return SignalHop.Why.DELAY
    if signal.holder and not signal.unattended and is_gone(signal.holder):
        return SignalHop.Why.HOLDER_AWAY
    return None


def is_gone(user) -> bool:
    """Away today, without an account any more, or never there."""
    return not presence.can_act(user, None, clock.today())


@guards("case.opened")
def signal_is_acknowledged(opening) -> Iterator[Obstacle]:
    """A case rests on a signal that somebody answers for (S24, S40)."""
    if opening.signal.is_open:
        yield Obstacle(
            _("Nobody has acknowledged this signal yet."),
            row="S24",
            todo=_("Acknowledge it first."),
        )


@guards("case.opened")
def signal_has_no_case(opening) -> Iterator[Obstacle]:
    """One signal, one file: the second would split what is known (S78)."""
    if opening.signal.case_id:
        yield Obstacle(
            _("A case was opened on this signal already."),
            row="S78",
            todo=_("Ask the coordinators of that case."),
        )


@guards("case.opened")
def taken_to_the_table(opening) -> Iterator[Obstacle]:
    """The desk proposes, a decider decides on what the table examines (S22, S40)."""
    signal = opening.signal
    if signal.case_id or signal.is_open or signal.state == Signal.State.TO_CONFERENCE:
        return
    yield Obstacle(
        _("No decision has taken this signal to the table yet."),
        row="S40",
        todo=_("Decide on it in the first analysis."),
    )


@guards("case.opened")
def conference_is_recorded(opening) -> Iterator[Obstacle]:
    """A case is what the table decided: who sat there, what it answered to both questions (S22)."""
    signal = opening.signal
    if signal.case_id or signal.state != Signal.State.TO_CONFERENCE:
        return
    conference = opening.found.conference
    if conference is None:
        yield Obstacle(
            _("The conference on this signal is not recorded yet."),
            row="S22",
            todo=_("Record its date, who was there and its two answers."),
        )
    elif conference.useful == TableAnswer.NO:
        yield Obstacle(
            _("The table answered that working together is not useful or not necessary."),
            row="S22",
            todo=_("Decide on another outcome, or record a later table that sees it otherwise."),
        )


@guards("case.opened")
def security_has_answered(opening) -> Iterator[Obstacle]:
    """Where the security services were asked, nobody works locally before they answer (S34)."""
    asked = None if opening.signal.case_id else opening.found.deconfliction
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
            todo=_("They alone can lift it."),
        )


@guards("case.opened")
def grounds_are_written(opening) -> Iterator[Obstacle]:
    """A decision without written grounds cannot be questioned later (2.3)."""
    if not opening.grounds.strip():
        yield Obstacle(
            _("The grounds for opening are not written yet."),
            row="2.3",
            todo=_("Write why working together is useful and necessary."),
        )


@guards("case.opened")
def person_is_named(opening) -> Iterator[Obstacle]:
    """A file about nobody helps nobody: one name at least, or how people call him (S05)."""
    person: Person = opening.person
    if not person.full_name:
        yield Obstacle(
            _("The person has no name yet, not even a first name."),
            row="S05",
            todo=_("Write the name that is known."),
        )


@guards("case.opened")
def several_agencies(opening) -> Iterator[Obstacle]:
    """One viewpoint is too narrow: a first team has several agencies (S29)."""
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
    """Clear coordination from the first day, and one person who answers for the risk (S54, S81)."""
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
    """Process and content are two jobs; one person doing both gives a written reason (S71)."""
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
    """Any other second role on a case needs its written reason as well (S71)."""
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
    """Who decides that a case opens takes none of its powers; process with another's eye (X42)."""
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
    """Every person of the first team belongs to an agency: need-to-know is held by agency (2.5)."""
    for user in opening.team.everyone:
        if user.agency_id is None or not presence.has_account(user):
            yield Obstacle(
                _("%(who)s belongs to no agency or has no active account.") % {"who": user.display},
                row="2.5",
                todo=_("Choose somebody of a partner agency."),
            )


@guards("case.analysis_started")
def neutrality_is_declared(case) -> Iterator[Obstacle]:
    """A personal or professional interest colours what one sees: each says so first (S55)."""
    missing = (
        case.members.working()
        .filter(interest="")
        .values_list("user__full_name", flat=True)
        .distinct()
        .order_by("user__full_name")
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
    """The coordinator is ideally neutral; where nobody else can be, the reason is written (S55)."""
    concerned = case.members.filter(
        active=True,
        interest="personal",
        role__in=[Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR],
    )
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
    """«Enough information» is a human judgement, but not about an empty file (S40)."""
    if not case.records.filter(audience="team", withdrawn_at__isnull=True).exists():
        yield Obstacle(
            _("Nothing is written for the team yet beside the grounds."),
            row="S40",
            strength=Strength.REASON,
            todo=_("Add what each agency knows, or write why the analysis starts all the same."),
        )


@guards("case.analysis_started")
def the_aim_is_shared(case) -> Iterator[Obstacle]:
    """All partners work towards the same aim, or say early that they do not (S02)."""
    members = case.members.working()
    accepted = members.filter(aim_accepted_at__isnull=False).values("agency_id")
    names = list(
        members.exclude(agency_id__in=accepted)
        .values_list("agency__name", flat=True)
        .distinct()
        .order_by("agency__name")
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


def whole_desk(signal: Signal) -> tuple:
    """Everybody who answers for the signal's channel, there today or not."""
    return on_duty(signal.channel, clock.today()).everyone


def desk_of(signal: Signal) -> list:
    """Those who could take the signal today, in the order in which they are asked."""
    desk = on_duty(signal.channel, clock.today())
    people = {}
    for user in (*desk.receivers_present, *desk.deputies_present, *desk.coordinators_present):
        people.setdefault(user.pk, user)
    return list(people.values())
