"""The sections of a checkpoint, each saved by itself while it is held (S64, I1)."""

from __future__ import annotations

from django.db import transaction

from casework import clock, journal
from casework.refusals import refuse
from casework.sections import same_since
from plans.checks import CheckSheet
from plans.decisions.checking.meeting import locked_meeting
from plans.models import CheckedAction, CheckedGoal, CheckMeeting, CheckSeat
from plans.rules import checking as rules

SECTIONS: dict[str, tuple[str, ...]] = {
    "effects": ("effects", "effects_words"),
    "online": ("online", "online_words"),
    "views": ("person_view", "family_view"),
    "partners": ("joining", "leaving"),
}


@transaction.atomic
def write_section(
    meeting: CheckMeeting, section: str, *, by, expected: int, **said: str
) -> CheckMeeting:
    """Save one section; two people in two sections never stand in each other's way.

    Raises Conflict when a colleague wrote this section since, Refused when it is not open,
    LookupError on a section that is none.
    """
    fields = SECTIONS[section]
    case, meeting = locked_meeting(meeting)
    refuse(rules.is_open(meeting))
    same_since(meeting, expected, fields)
    for name in fields:
        setattr(meeting, name, said[name])
    meeting.save_changes()
    journal.record("checkpoint.written", by=by, case=case)
    return meeting


@transaction.atomic
def write_presence(meeting: CheckMeeting, *, by, seats: dict) -> list[CheckSeat]:
    """Write who was there, heard in writing or excused; ``seats`` maps agencies to presence.

    An agency that was written and is not in ``seats`` is excused: a row is never deleted.
    """
    case, meeting = locked_meeting(meeting)
    refuse(rules.is_open(meeting))
    known = {row.agency_id: row for row in CheckSeat.objects.filter(meeting=meeting)}
    wanted = {agency.pk: presence for agency, presence in seats.items()}
    for agency in known.keys() - wanted.keys():
        wanted[agency] = CheckSeat.Presence.EXCUSED
    for agency, presence in wanted.items():
        row = known.get(agency)
        if row and row.presence == presence:
            continue
        row = row or CheckSeat(case=case, meeting=meeting, agency_id=agency, version=0)
        row.presence = presence
        row.save_changes()
    journal.record("checkpoint.written", by=by, case=case)
    return list(CheckSeat.objects.filter(meeting=meeting))


def check_actions(meeting: CheckMeeting, *, by, found: dict) -> int:
    """Write how each action stands; ``found`` maps lines to (standing, words). How many changed."""
    lines = {row.line: {"follow_up": row} for row in _sheet(meeting).follow_ups}
    return _check(meeting, by, CheckedAction, "standing", lines, found)


def check_goals(meeting: CheckMeeting, *, by, found: dict) -> int:
    """Write how far each goal is; ``found`` maps lines to (rating, words). How many changed."""
    lines = {row.line: {"goal": row} for row in _sheet(meeting).goals}
    return _check(meeting, by, CheckedGoal, "rating", lines, found)


def _sheet(meeting: CheckMeeting) -> CheckSheet:
    return CheckSheet(meeting.case, meeting)


@transaction.atomic
def _check(meeting, by, model, value: str, lines: dict, found: dict) -> int:
    """Only what differs from the row as it stands is written. A stale page is not noticed yet."""
    case, meeting = locked_meeting(meeting)
    refuse(rules.is_open(meeting))
    if model is CheckedGoal:
        for rating, words in found.values():
            if rating == CheckedGoal.Rating.DROPPED:
                refuse(rules.is_said(words, rules.dropped_without_words()))
    known = {row.line: row for row in model.objects.filter(meeting=meeting)}
    changed = 0
    for line, (standing, words) in found.items():
        row = known.get(line)
        if line not in lines or not standing or (row and _same(row, value, standing, words)):
            continue
        row = row or model(case=case, meeting=meeting, line=line, version=0, **lines[line])
        setattr(row, value, standing)
        row.words, row.author, row.written_at = words, by, clock.now()
        row.save_changes()
        changed += 1
    if changed:
        journal.record("checkpoint.written", by=by, case=case)
    return changed


def _same(row, value: str, standing: str, words: str) -> bool:
    return (getattr(row, value), row.words) == (standing, words)
