"""The record of the table on a signal: who sat at it, what it answered (S22, S29)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework import journal
from casework.models import Case, Conference, ConferenceSeat
from casework.rights import Role
from common import clock
from common.refusals import Refused, in_the_way, refuse
from common.scope import elevated
from intake.first_analysis import correction_rules, rules, sheet
from intake.models import Signal
from notices import telling

Presence = ConferenceSeat.Presence


@transaction.atomic
def record_conference(
    signal: Signal,
    *,
    by,
    held_on: date,
    seats: dict,
    reason: str = "",
    **answers,
) -> Conference:
    """Record the table that examined a signal; ``seats`` maps agencies to their presence.

    ``answers`` holds the two questions with their grounds, and the statement. ``reason`` says
    why the table was narrow where it was. A second table is a record of its own; the newest
    one counts. Raises Refused with every sentence in the way.
    """
    with elevated():  # a decider may stand outside the desk
        signal = Signal.locked(signal.pk)
        standing = [
            *rules.goes_to_the_table(sheet.of(signal)),
            *correction_rules.day_of_the_table(signal, held_on),
            *rules.grounds_of_decision(answers["radicalised_grounds"]),
            *rules.grounds_of_decision(answers["useful_grounds"]),
            *rules.several_fields_at_the_table(seats),
        ]
        standing = in_the_way(standing, reason)
        if standing:
            raise Refused(*standing)
        conference = Conference(
            signal_id=signal.pk,
            held_on=held_on,
            composition_reason=reason,
            recorded_by=by,
            recorded_at=clock.now(),
            **answers,
        )
        conference.save(force_insert=True)
        for agency, presence in seats.items():
            ConferenceSeat.unscoped.create(conference=conference, agency=agency, presence=presence)
        journal.record("signal.conference_recorded", by=by, signal=signal)
        return conference


@transaction.atomic
def correct_conference(
    conference: Conference, *, by, expected: int, held_on: date, reason: str
) -> Conference:
    """Write the day on which the table was really held; what stood before stays in the history.

    Whoever is on the team of a case opened on it is told. Raises Conflict when it was corrected
    meanwhile, Refused: to come, before the signal, after its case, nothing changed, no reason.
    """
    with elevated():  # a decider may stand outside the desk and the team
        conference = Conference.objects.select_for_update(of=("self",), no_key=True).get(
            pk=conference.pk
        )
        signal = Signal.objects.get(pk=conference.signal_id)
        case = conference.case
        refuse(
            [
                *correction_rules.something_is_corrected(conference.held_on, held_on, reason),
                *correction_rules.day_of_the_table(signal, held_on),
                *correction_rules.before_its_case(held_on, _day(case.opened_at) if case else None),
            ]
        )
        conference.held_on = held_on
        conference.save_changes(expected=expected, reason=reason)
        journal.record("signal.conference_corrected", by=by, signal=signal, reason=reason)
        if case:
            _tell_team(conference, case, by, reason)
        return conference


def _tell_team(conference: Conference, case: Case, by, reason: str) -> None:
    journal.record("case.conference_corrected", by=by, case=case, reason=reason)
    team = case.members.filter(active=True).exclude(role=Role.EVALUATOR)
    telling.queue(
        "conference_corrected",
        key=f"conference:{conference.pk}:v{conference.version}",
        to=set(team.values_list("user_id", flat=True)) - {by.pk},
        case=case,
    )


def _day(moment) -> date:
    return clock.day_of(moment)
