"""The sections of a checkpoint, each saved by itself while it is held (S64, I1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from common import clock
from common.guarded import Versioned
from common.refusals import is_written, refuse
from common.sections import changes, really_changed, same_since
from plans.checkpoints import rules
from plans.checkpoints.sheet import agencies_of, sheet_of
from plans.models import CheckpointAction, CheckpointGoal, CheckpointMeeting, CheckpointSeat

SECTIONS: dict[str, tuple[str, ...]] = {
    "effects": ("effects", "effects_words"),
    "online": ("online", "online_words"),
    "views": ("person_view", "family_view"),
    "partners": ("joining", "leaving"),
}


@decides(Right.PLAN_MEETINGS, when=(rules.is_open,), rules=(rules.is_carried_out,))
def write_section(
    meeting: CheckpointMeeting, section: str, *, by, expected: int, **said: str
) -> CheckpointMeeting:
    """Save one section of fields; another section may be saved by somebody else meanwhile.

    Raises Conflict when a colleague wrote this section since, LookupError on an unknown section.
    """
    fields = SECTIONS[section]
    same_since(meeting, expected, fields)
    for name in fields:
        setattr(meeting, name, said[name])
    meeting.save_changes()
    journal.record("checkpoint.written", by=by, case=meeting.case)
    return meeting


@decides(Right.PLAN_MEETINGS, when=(rules.is_open,), rules=(rules.is_carried_out,))
def write_presence(meeting: CheckpointMeeting, *, by, expected: int, found: Mapping) -> int:
    """Write which agencies are there, heard in writing or excused. Returns how many changed.

    ``found`` maps keys of agencies to a presence; blank takes back what was said, and an agency
    that is not in ``found`` stays as it stands. ``expected`` counts the changes that were seen.
    Raises Conflict when a colleague wrote something else of the same agency since.
    """
    return _write(meeting, by, expected, SEATS, found)


@decides(Right.PLAN_MEETINGS, when=(rules.is_open,), rules=(rules.is_carried_out,))
def check_actions(meeting: CheckpointMeeting, *, by, expected: int, found: Mapping) -> int:
    """Write how each action stands; ``found`` maps lines to (standing, words). How many changed.

    A blank standing is «not looked at yet»; its words are kept. Raises as write_presence does.
    """
    return _write(meeting, by, expected, ACTIONS, found)


@decides(Right.PLAN_MEETINGS, when=(rules.is_open,), rules=(rules.is_carried_out,))
def check_goals(meeting: CheckpointMeeting, *, by, expected: int, found: Mapping) -> int:
    """Write how far each goal is; ``found`` maps lines to (rating, words). How many changed.

    Raises as write_presence does, and Refused when a goal is dropped without a word (2.3).
    """
    dropped = [words for rating, words in found.values() if rating == CheckpointGoal.Rating.DROPPED]
    for words in dropped:
        refuse(is_written(words, _("Why a goal is dropped is not written."), "2.3"))
    return _write(meeting, by, expected, GOALS, found)


@dataclass(frozen=True)
class _Kind:
    """A section of rows: its model, the field that names a row, the fields that are typed."""

    model: type[Versioned]
    key: str
    fields: tuple[str, ...]

    def value(self, row):
        values = tuple(getattr(row, name) for name in self.fields)
        return values if len(values) > 1 else values[0]

    def set(self, row, said) -> None:
        values = said if len(self.fields) > 1 else (said,)
        for name, value in zip(self.fields, values, strict=True):
            setattr(row, name, value)

    @property
    def blank(self):
        return ("",) * len(self.fields) if len(self.fields) > 1 else ""

    def version(self, meeting: CheckpointMeeting) -> int:
        return changes(self.model, meeting_id=meeting.pk)


SEATS = _Kind(CheckpointSeat, "agency_id", ("presence",))
ACTIONS = _Kind(CheckpointAction, "line", ("standing", "words"))
GOALS = _Kind(CheckpointGoal, "line", ("rating", "words"))
# section -> its rows
ROWS = {"presence": SEATS, "actions": ACTIONS, "goals": GOALS}


def _write(meeting: CheckpointMeeting, by, expected: int, kind: _Kind, said: Mapping) -> int:
    case = meeting.case
    rows = {key: kind.model(**more) for key, more in _lines(case, meeting, kind).items()}
    rows |= {getattr(row, kind.key): row for row in kind.model.objects.filter(meeting=meeting)}
    mine = really_changed(
        kind.model,
        {key: value for key, value in said.items() if key in rows},
        expected,
        key=kind.key,
        value=kind.value,
        blank=kind.blank,
        meeting_id=meeting.pk,
    )
    for key, value in mine.items():
        row = rows[key]
        kind.set(row, value)
        if kind is not SEATS:
            row.author, row.written_at = by, clock.now()
        row.save_changes()
    if mine:
        journal.record("checkpoint.written", by=by, case=case)
    return len(mine)


def _lines(case: Case, meeting: CheckpointMeeting, kind: _Kind) -> dict:
    """By key, the rows that the section may have, each with the values of a new row."""
    new = {"case": case, "meeting": meeting, "version": 0}
    if kind is SEATS:
        return {agency.pk: new | {"agency": agency} for agency in agencies_of(case, meeting)}
    sheet = sheet_of(meeting)
    if kind is GOALS:
        return {goal.line: new | {"line": goal.line, "goal": goal} for goal in sheet.goals}
    return {one.line: new | {"line": one.line, "follow_up": one.follow_up} for one in sheet.actions}
