"""The words of matching: what agrees, what differs, what the journal says. Never a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework import journal, reading_log
from casework.matching import Known
from casework.persons.words import age_words
from intake.models import MatchAnswer, NamedPerson

SENTENCES: dict[str, object] = {
    "name": _("The same name"),
    "name_swapped": _("The same names, the other way round"),
    "family_name": _("The same family name"),
    "given_name": _("The same given name"),
    "sound": _("The name sounds alike"),
    "alias": _("A name that is also used"),
    "born": _("The same date of birth"),
    "age": _("About the same age"),
    "place": _("The same place"),
    "told": _("Nobody is named there; its words hold the name: %(said)s"),
    "written": _("Written there: %(name)s"),
    "born_swapped": _("Date of birth: day and month the other way round"),
    "born_digit": _("Date of birth: one digit"),
    "born_near": _("Date of birth: less than a year apart"),
    "born_other": _("Another date of birth"),
    "other_age": _("Another age: %(age)s"),
    "other_place": _("Another place"),
}

journal.register(
    signal__person_named=_("named the person whom the signal is about"),
    signal__name_added=_("named one more person on the signal: %(role)s"),
    signal__person_corrected=_("corrected who the signal is about"),
    signal__name_taken_back=_("took back a name that was typed in error"),
    signal__left_unnamed=_("wrote why nobody is named on the signal"),
    signal__match_answered=_("looked at a possible match: %(answer)s"),
    signal__match_taken_back=_("took back that it is a person already known: %(answer)s"),
)
journal.LABELS.update(MatchAnswer.Answer.choices)
journal.LABELS.update(NamedPerson.Role.choices)
reading_log.PAGES.update(
    {
        "intake:searches": _("Searches for persons"),
        "intake:matches": _("Is this person already known?"),
        "intake:correct_named": _("Correcting who somebody named is"),
        "intake:take_name_back": _("Taking a name back"),
        "intake:name_person": _("Who is it about?"),
        "intake:leave_unnamed": _("Why is nobody named?"),
        "intake:answer_match": _("One possible match"),
        "intake:former_match": _("One possible match"),
    }
)


def sentences(codes: list[str], there: Known) -> list[str]:
    """The sentences of what was compared, in the reader's language."""
    age = age_words(there.age, there.told_on) or (there.born.year if there.born else "")
    said = {"name": there.name, "age": age, "said": there.alias}
    return [str(SENTENCES[code]) % said for code in codes]
