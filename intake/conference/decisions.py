"""The record of the conference on a signal: who sat at it, what it answered (S22, S29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework import journal
from casework.conferences import RECORDED, sat
from casework.deciding import decides, locked_unseen
from casework.models import Case, Conference, ConferenceSeat
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, Refused, Strength, in_the_way, refuse
from common.scope import elevated
from intake.conference import rules
from intake.first_analysis import sheet
from intake.first_analysis.rules import grounds_of_decision
from intake.models import Signal
from notices import telling


@decides(
    Right.OPEN_CASE,
    when=(rules.goes_to_the_conference,),
    lock=locked_unseen,
    rests_on=sheet.recorded_so_far,
)
def record_conference(
    signal: Signal,
    *,
    by,
    held_on: date,
    seats: dict,
    reason: str = "",
    **answers,
) -> Conference:
    """Record the conference that examined a signal; ``seats`` maps agencies to their presence.

    ``answers`` holds the two questions with their grounds, and the statement. ``reason`` says
    why the conference was narrow where it was. A second one is a record of its own; the newest
    one counts. Raises Refused with every sentence in the way of what was typed.
    """
    standing = [
        *rules.day_of_the_conference(signal, held_on),
        *grounds_of_decision(answers["radicalised_grounds"]),
        *grounds_of_decision(answers["useful_grounds"]),
        *in_the_way(rules.several_fields_at_the_conference(seats), reason),
    ]
    if standing:
        raise Refused(*standing)
    with elevated():  # a decider may stand outside the desk
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
        journal.record("signal.conference_recorded", by=by, signal=signal, happened_on=held_on)
        return conference


def _of_its_signal(conference: Conference, by, values: dict) -> Conference:
    """For ``lock``: the conference under its lock for whoever knows of its signal.

    A decider need belong neither to the desk nor to the team of the case.
    """
    Signal.objects.visible_to(by).only("pk").get(pk=conference.signal_id)
    with elevated():
        rows = Conference.objects.select_related("signal", "case").filter(pk=conference.pk)
        return rows.select_for_update(of=("self",), no_key=True).get()


@decides(
    Right.OPEN_CASE,
    rules=(rules.something_can_be_corrected,),
    lock=_of_its_signal,
    at=Case.ON_FILE,
)
def correct_conference(conference: Conference, *, by, changes: dict, reason: str) -> Conference:
    """Correct the record: its day, who was there, what was said; what stood before stays (X29).

    ``changes``, some or all: held_on, ``seats`` (agency -> presence), the two answers with their
    grounds, statement, composition_reason. The team of a case opened on it is told. Raises
    Refused: a day ahead, before the signal or after its case, no grounds, nothing changed, no
    reason; the words of a record that this decider may not read.
    """
    known = rules.is_read_by(conference, by)
    with elevated():  # a decider may stand outside the desk and the team
        signal, cases = conference.signal, rules.cases_of(conference)
        seats = sat(conference.seats.select_related("agency"))
        before = {name: getattr(conference, name) for name in RECORDED}
        after = before | {name: changes[name] for name in RECORDED if name in changes}
        was = {seat.agency: str(seat.presence) for seat in seats}
        said = changes.get("seats", was)
        said = {agency: str(presence) for agency, presence in said.items()}
        opened_on = clock.day_of(cases[0].opened_at) if cases else None
        narrow = rules.several_fields_at_the_conference(said)
        refuse(
            [
                *rules.no_more_than_is_read(known, changes),
                *rules.something_is_corrected((before, was), (after, said), reason),
                *rules.day_of_the_conference(signal, after["held_on"]),
                *rules.before_its_case(after["held_on"], opened_on),
                *rules.the_case_rests_on_it(conference, after["useful"]),
                *grounds_of_decision(after["radicalised_grounds"]),
                *grounds_of_decision(after["useful_grounds"]),
                *_blocking(in_the_way(narrow, after["composition_reason"])),
            ]
        )
        for one in (conference, *_carried(conference, cases)):
            _write(one, after, said if was != said else {}, reason)
        journal.record("signal.conference_corrected", by=by, signal=signal, reason=reason)
        for case in cases:
            _tell_team(conference, case, by, reason)
        return conference


def _write(conference: Conference, after: dict, seats: dict, reason: str) -> None:
    for name, value in after.items():
        setattr(conference, name, value)
    conference.save_changes(reason=reason)
    for agency, presence in seats.items():
        ConferenceSeat.unscoped.create(
            conference=conference, agency=agency, presence=presence, of_version=conference.version
        )


def _carried(conference: Conference, cases: list[Case]) -> list[Conference]:
    """The same conference as the files of several persons know it (X10)."""
    rows = Conference.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(case__in=cases, recorded_at=conference.recorded_at)
    return list(rows.exclude(pk=conference.pk).order_by("pk"))


def _blocking(found: list[Obstacle]) -> list[Obstacle]:
    """Nothing else answers them here: the reason of a narrow table is part of the record."""
    return [replace(one, strength=Strength.BLOCK) for one in found]


def _tell_team(conference: Conference, case: Case, by, reason: str) -> None:
    journal.record("case.conference_corrected", by=by, case=case, reason=reason)
    team = case.members.running()
    telling.queue(
        "conference_corrected",
        key=f"conference:{conference.pk}:v{conference.version}",
        to=set(team.values_list("user_id", flat=True)) - {by.pk},
        case=case,
    )
