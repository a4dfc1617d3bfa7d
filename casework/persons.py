"""What is known of who a person is, corrected by a decision that keeps what stood before."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casework import journal
from casework.models import Case, Person
from common import clock
from common.refusals import Obstacle, Refused

FIELDS = ("given_name", "family_name", "alias", "birth_date", "age_text")


@transaction.atomic
def correct_person(case: Case, *, by, expected: int, changes: dict, reason: str) -> Person:
    """Correct the names and dates of the person of a case; ``changes`` holds all of ``FIELDS``.

    Raises Conflict when somebody corrected them meanwhile, Refused without a name or a reason,
    when nothing changes, or for a date of birth that lies ahead.
    """
    person = Person.locked(case.subject_id)
    standing = list(_in_the_way(person, changes, reason))
    if standing:
        raise Refused(*standing)
    for name in FIELDS:
        setattr(person, name, changes[name])
    person.save_changes(expected=expected, reason=reason)
    journal.record("person.corrected", by=by, case=case, reason=reason)
    return person


def _in_the_way(person: Person, changes: dict, reason: str):
    if not (changes["given_name"] + changes["family_name"]).strip():
        yield Obstacle(
            _("The person would have no name, not even a first name."),
            row="S05",
            todo=_("Write the name that is known."),
        )
    born = changes["birth_date"]
    if born and born > clock.today():
        yield Obstacle(
            _("The date of birth lies ahead."),
            row="H6",
            todo=_("Write the day on which the person was born, or leave it open."),
        )
    if all(getattr(person, name) == changes[name] for name in FIELDS):
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")
    if not reason.strip():
        yield Obstacle(
            _("Write why it is corrected."),
            row="2.3",
            todo=_("The reason and what stood before stay on file."),
        )
