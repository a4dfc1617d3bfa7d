"""The acts on information: written with its audience, corrected, taken back, no longer held."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import audiences
from casework.acts import CaseAct, RowAct, buttons
from casework.information import decisions
from casework.information.forms import CorrectInformationForm, EndHeldForm, InformationForm
from casework.information.readers import agencies_named
from casework.models import Record
from casework.rows import Rows

TAB = "case"
RECORD = Rows(Record, tab=TAB, related=("author", "agency"))
MARK = Rows(Record, tab=TAB, related=("agency",), only={"kind": Record.Kind.HELD})


class AddInformation(CaseAct):
    """Write a piece of information and choose who may read it."""

    decision = decisions.write_information
    template_name = "casework/information_add.html"
    form_class, form_name = InformationForm, "casework.information"
    button, icon, kind, size = _("Add information"), "plus", "main", "m"
    heading = _("Add information")
    done = _("Saved. Those who may read it have been told.")
    example = {"kind": "fact", "body": "Vient le mardi.", "audience": "team"}

    def form_options(self) -> dict[str, Any]:
        return {"case": self.subject, "user": self.request.user}


class WithdrawInformation(RowAct):
    """Withdraw one's own piece of information that nobody else can have read."""

    on, decision = RECORD, decisions.withdraw_information
    button, icon, size = _("Withdraw"), "undo-2", "m"
    done = _("Withdrawn. Nobody else reads it; it stays with you.")


class CorrectInformation(RowAct):
    """Correct one's own piece of information."""

    on, decision = RECORD, decisions.correct_information
    template_name = "casework/information_correct.html"
    form_class, form_name = CorrectInformationForm, "casework.correct_information"
    fields = ("body",)
    button = _("Correct or withdraw")
    heading = _("Correct a piece of information")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = {"body": "Vient le jeudi.", "reason": "Erreur de jour."}

    def context(self) -> dict[str, Any]:
        named = agencies_named(self.row).values_list("short_name", flat=True)
        return super().context() | {
            "note": audiences.audience_words(self.row, named),
            "withdraw": buttons(self.request.user, self.row, (WithdrawInformation,)),
        }


class EndHeld(RowAct):
    """Say that the own agency no longer holds something back."""

    on, decision = MARK, decisions.end_held
    template_name = "casework/held_end.html"
    form_class, form_name = EndHeldForm, "casework.end_held"
    button = heading = _("No longer held back")
    action, note = _("End the mark"), _("whoever may read the mark")
    done = _("Ended. Those who may read it have been told.")
    example = {"reason": "Partagé au point d’étape."}
