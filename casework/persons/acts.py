"""The act on who a person is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct
from casework.models import Person
from casework.persons import decisions
from casework.persons.forms import PersonForm
from casework.persons.rules import FIELDS


class CorrectPerson(CaseAct):
    """Correct who the person of a case is."""

    decision = decisions.correct_person
    form_class, form_name = PersonForm, "casework.person"
    fields = FIELDS
    button, icon, size = _("Correct who the person is"), "pen-line", "m"
    heading = _("Correct who the person is")
    action, note = _("Save the correction"), _("the whole team")
    done = _("Corrected. What stood before is kept in the history.")
    example = {"given_name": "Yanis", "family_name": "Autrement", "reason": "Mal orthographié."}

    @property
    def held(self) -> Person:
        """The person: the form opens with their fields, the decision is on the case."""
        found: Person = self.subject.subject
        return found
