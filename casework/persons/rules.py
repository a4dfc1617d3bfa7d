"""The rules of correcting a person (S05, 2.3, 2.8, H6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.models import Case, Person
from common import clock
from common.refusals import Obstacle, is_written

FIELDS = ("given_name", "family_name", "alias", "birth_date", "age_text")


# --- of what was typed: asked by the decision alone -----------------------------------------
def is_corrected(person: Person, changes: dict[str, Any], reason: str) -> Iterator[Obstacle]:
    """One name at least, a birth that is not ahead, a change, and a reason."""
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
    yield from is_written(
        reason,
        _("Write why it is corrected."),
        row="2.3",
        todo=_("The reason and what stood before stay on file."),
    )


def nothing_new_is_told(case: Case, person: Person, changes: dict[str, Any]) -> Iterator[Obstacle]:
    """In what ended mistakes are corrected; another name is new, and reopens it (X27)."""
    told = changes["alias"].strip()
    if case.state in Case.OVER and told and told != person.alias:
        yield Obstacle(
            _("The case is at “%(now)s”: another name is not added to it any more.")
            % {"now": case.get_state_display()},
            row="S78",
            todo=_("If somebody goes by this name now, ask for the case to be reopened."),
        )
