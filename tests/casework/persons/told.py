"""What is known of the age of the person of a case, written as the worker."""

from casework.models import Case, Person
from common.scope import WORKER, bound


def telling(case: Case, **known) -> Person:
    """The person of the case, of whom this is known; an age is told today."""
    with bound(WORKER):
        person = Person.objects.get(pk=case.subject_id)
        person.age_told_on = None
        for name, value in known.items():
            setattr(person, name, value)
        person.save_changes()
        return person


def nothing_told(case: Case) -> Person:
    """The person of whose age nothing is known: no birth, no age, no answered check."""
    return telling(case, birth_date=None, age_text="", adult_said_on=None)
