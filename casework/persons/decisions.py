"""The decision on who a person is."""

from __future__ import annotations

from datetime import date
from typing import Any

from agencies.models import User
from casework import journal
from casework.deciding import decides
from casework.models import Case, Person
from casework.persons import rules
from casework.persons.minority import OF_AGE
from casework.rights import Right
from common import clock
from common.refusals import refuse
from notices import telling


@decides(Right.RECORD_DECISION, at=Case.ON_FILE)
def correct_person(
    case: Case, *, by: User, expected: int | None, changes: dict[str, Any], reason: str
) -> Person:
    """Correct the names and dates of the person of a case; ``changes`` holds all of ``FIELDS``.

    The team is told where it makes the person a minor, or no longer one: other things are asked
    then (S35). An age that may be a child’s undoes the «not a minor» of a first analysis (X08).

    ``expected`` is the version of the person. Raises Conflict when somebody corrected them
    meanwhile, Refused without a name or a reason, when nothing changes, or for a date of birth
    that lies ahead.
    """
    person, today = Person.locked(case.subject_id), clock.today()
    was_minor, was_told = person.may_be_minor_on(today), person.age_text
    refuse(
        [
            *rules.is_corrected(person, changes, reason),
            *rules.nothing_new_is_told(case, person, changes),
        ]
    )
    person.take(changes, told_on=today if changes["age_text"] else None)
    if person.age_text != was_told and _may_be_a_child(person, today):
        person.adult_said_on = None
    person.save_changes(expected=expected, reason=reason)
    journal.record("person.corrected", by=by, case=case, reason=reason)
    if person.may_be_minor_on(today) != was_minor:
        team = set(case.members.running().values_list("user_id", flat=True)) - {by.pk}
        telling.queue(
            "age_corrected", key=f"case:{case.pk}:age:{person.version}", to=team, case=case
        )
    return person


def _may_be_a_child(person: Person, day: date) -> bool:
    """Whether the age that is told now may be under 18: it undoes an earlier «not a minor»."""
    return person.told is not None and person.told.youngest_on(day) < OF_AGE
