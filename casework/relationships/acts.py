"""The acts on people around the person: written down, changed, ended (S30)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from casework.models import Relationship
from casework.relationships import decisions, shown
from casework.relationships.forms import (
    CorrectRelationshipForm,
    EndRelationshipForm,
    RelationshipForm,
)
from casework.rows import Rows

TAB, PLACE = "plans:analysis", "around"
AROUND = Rows(
    Relationship,
    tab=TAB,
    place=lambda row: PLACE,
    words=lambda row: row.name,
    about=lambda row: row.name,
    related=("author", "agency"),
)


class AddRelationship(CaseAct):
    """Write down somebody who knows the person."""

    decision = decisions.add_relationship
    tab, place = TAB, PLACE
    form_class, form_name = RelationshipForm, "casework.relationship"
    button, icon = _("Add somebody"), "plus"
    heading = _("Somebody around the person")
    lede = _("Who knows the person directly, and what is to be heeded before anybody goes there.")
    note = ""
    done = _("Written down. Those who may read it have been told.")
    example = {
        "name": "Sa tante Denise", "kind": "family", "role": "relative", "knows_well": "yes",
        "approach": "no", "approach_because": "Elle a peur.", "audience": "team",
    }  # fmt: skip

    def form_options(self) -> dict[str, Any]:
        return {"case": self.subject, "user": self.request.user}


def _read_by(act: RowAct) -> dict[str, Any]:
    """What the form of an act on a row of few says: who reads it."""
    shown.with_readers(act.subject, [act.row])
    return {"note": act.row.read_by}


class CorrectRelationship(RowAct):
    """Change what is written of somebody around the person."""

    on, decision = AROUND, decisions.correct_relationship
    form_class, form_name = CorrectRelationshipForm, "casework.correct_relationship"
    fields = (
        "name", "kind", "role", "knows_well", "approach", "only_by", "approach_because", "told",
        "told_by", "since",
    )  # fmt: skip
    button = _("Change")
    heading = _("Change what is written of somebody")
    action = _("Save the change")
    done = _("Changed. What stood before is kept in the history.")
    example = {
        "name": "Sa tante Denise", "kind": "family", "role": "relative", "knows_well": "no",
        "approach": "only_by", "only_by": "L’assistante sociale", "reason": "Elle a parlé.",
    }  # fmt: skip

    def context(self) -> dict[str, Any]:
        return super().context() | _read_by(self)


class EndRelationship(RowAct):
    """Say that what is written of somebody no longer holds."""

    on, decision = AROUND, decisions.end_relationship
    form_class, form_name = EndRelationshipForm, "casework.end_relationship"
    button = heading = _("No longer holds")
    lede = _("It stays readable with its reason, and no longer stands on the plan.")
    action = _("End it")
    done = _("It holds no longer. Those who may read it have been told.")
    example = {"reason": "Partie à Toulouse."}

    def context(self) -> dict[str, Any]:
        return super().context() | _read_by(self)


ON_AROUND = (CorrectRelationship, EndRelationship)
