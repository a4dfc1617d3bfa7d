"""The decision on who a person is."""

from __future__ import annotations

from typing import Any

from agencies.models import User
from casework import journal
from casework.deciding import decides
from casework.models import Case, Person
from casework.persons import rules
from casework.rights import Right
from common.refusals import refuse


@decides(Right.RECORD_DECISION, at=Case.ON_FILE)
def correct_person(
    case: Case, *, by: User, expected: int | None, changes: dict[str, Any], reason: str
) -> Person:
    """Correct the names and dates of the person of a case; ``changes`` holds all of ``FIELDS``.

    ``expected`` is the version of the person. Raises Conflict when somebody corrected them
    meanwhile, Refused without a name or a reason, when nothing changes, or for a date of birth
    that lies ahead.
    """
    person = Person.locked(case.subject_id)
    refuse(
        [
            *rules.is_corrected(person, changes, reason),
            *rules.nothing_new_is_told(case, person, changes),
        ]
    )
    person.take(changes)
    person.save_changes(expected=expected, reason=reason)
    journal.record("person.corrected", by=by, case=case, reason=reason)
    return person
