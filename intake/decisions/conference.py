"""The record of the table on a signal: who sat at it, what it answered (S22, S29)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework import clock, journal
from casework.models import Conference, ConferenceSeat
from casework.refusals import Refused, in_the_way
from casework.scope import elevated
from intake import first_analysis, triage_rules
from intake.models import Signal

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
            *triage_rules.goes_to_the_table(first_analysis.of(signal)),
            *([triage_rules.day_to_come()] if held_on > clock.today() else []),
            *triage_rules.grounds_of_decision(answers["radicalised_grounds"]),
            *triage_rules.grounds_of_decision(answers["useful_grounds"]),
            *triage_rules.several_fields_at_the_table(seats),
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
