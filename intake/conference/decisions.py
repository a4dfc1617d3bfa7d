"""The record of the conference on a signal: who sat at it, what it answered (S22, S29)."""

from __future__ import annotations

from datetime import date

from casework import journal
from casework.deciding import decides, locked_unseen
from casework.models import Case, Conference, ConferenceSeat
from casework.rights import Right
from common import clock
from common.refusals import Refused, in_the_way, refuse
from common.scope import elevated
from intake.conference import rules
from intake.first_analysis.rules import grounds_of_decision
from intake.models import Signal
from notices import telling


@decides(Right.OPEN_CASE, when=(rules.goes_to_the_conference,), lock=locked_unseen)
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
        facts = journal.happened(held_on)
        journal.record("signal.conference_recorded", by=by, signal=signal, **facts)
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
    rules=(rules.another_day_is_possible,),
    lock=_of_its_signal,
    at=Case.ON_FILE,
)
def correct_conference(conference: Conference, *, by, held_on: date, reason: str) -> Conference:
    """Correct the day on which the conference was held; what stood before stays in the history.

    The team of a case opened on it is told. Raises Refused: a day ahead, before the signal or after
    its case, nothing changed, no reason.
    """
    with elevated():  # a decider may stand outside the desk and the team
        signal, cases = conference.signal, rules.cases_of(conference)
        opened_on = clock.day_of(cases[0].opened_at) if cases else None
        refuse(
            [
                *rules.something_is_corrected(conference.held_on, held_on, reason),
                *rules.day_of_the_conference(signal, held_on),
                *rules.before_its_case(held_on, opened_on),
            ]
        )
        for one in (conference, *_carried(conference, cases)):
            one.held_on = held_on
            one.save_changes(reason=reason)
        journal.record("signal.conference_corrected", by=by, signal=signal, reason=reason)
        for case in cases:
            _tell_team(conference, case, by, reason)
        return conference


def _carried(conference: Conference, cases: list[Case]) -> list[Conference]:
    """The same conference as the files of several persons know it (X10)."""
    rows = Conference.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(case__in=cases, recorded_at=conference.recorded_at)
    return list(rows.exclude(pk=conference.pk).order_by("pk"))


def _tell_team(conference: Conference, case: Case, by, reason: str) -> None:
    journal.record("case.conference_corrected", by=by, case=case, reason=reason)
    team = case.members.running()
    telling.queue(
        "conference_corrected",
        key=f"conference:{conference.pk}:v{conference.version}",
        to=set(team.values_list("user_id", flat=True)) - {by.pk},
        case=case,
    )
