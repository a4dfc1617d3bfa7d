"""The acts on two files of one person: ask, take back, agree, decline; who does not join (X04)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from closure.absorbed import decisions, forms, rules, undoing
from closure.absorbed.rows import PART, QUESTION, TAB
from closure.without_year.ending import Ending


class Ask(CaseAct):
    """Ask whether another file is about the same person."""

    decision = decisions.ask_about
    tab = TAB
    form_class = forms.AskForm
    button, size = _("Two files on one person"), "m"
    heading, action = _("Is another file about the same person?"), _("Ask")
    lede = _(
        "Whoever coordinates the content of the other file answers. Once it is agreed, the younger"
        " file is absorbed by the older one, and is only read."
    )
    note = _("who coordinates both files")
    done = _("Written. If there is such a file here, whoever coordinates it is asked.")
    example = {
        "other_reference": "SA-1999-001",
        "met": "match",
        "grounds": "Même nom, même date de naissance, même adresse.",
    }


class TakeBack(RowAct):
    """Take the question back."""

    on, decision = QUESTION, decisions.take_question_back
    form_class = forms.ReasonForm
    button, icon, size = _("Take the question back"), "undo-2", "m"
    heading = action = _("Take the question back")
    lede = _("Both files go on as they stand.")
    note = _("who coordinates both files")
    done = _("Taken back. Both files go on as they stand.")
    example = {"reason": "Il s’agit de son cousin."}


class Decline(RowAct):
    """Answer that they are not one person."""

    on, decision = QUESTION, decisions.decline_absorption
    form_class = forms.ReasonForm
    button, size = _("Not the same person"), "m"
    heading, action = _("It is not the same person"), _("Answer")
    lede = _("Both files go on as they stand; whoever asked is told why.")
    note = _("who coordinates both files")
    done = _("Answered. Both files go on as they stand.")
    example = {"reason": "Né un autre jour, dans une autre ville."}


class Agree(RowAct):
    """Agree that it is one person; the form shows which file absorbs which, and what ends."""

    on, decision = QUESTION, decisions.agree_to_absorb
    form_class = forms.AgreeForm
    template_name = "closure/absorbed/agree.html"
    button, icon, kind, size = _("Read and answer"), "pen-line", "main", "m"
    heading, action = _("It is the same person"), _("Agree")
    note = _("both teams")
    done = _("Agreed. The younger file is absorbed by the older one, and is only read.")
    example = {"agrees": "on"}

    def context(self) -> dict:
        younger, _older = rules.by_age(self.row) or (self.row, self.row)
        is_younger = younger.pk == self.row.pk
        ending = Ending.of(self.subject) if is_younger else None
        return super().context() | {
            "question": self.row, "is_younger": is_younger, "ending": ending,
        }  # fmt: skip


class AskUndoing(RowAct):
    """Ask that two files stand apart again."""

    on, decision = QUESTION, undoing.ask_undoing
    form_class = forms.ErrorForm
    button, icon, size = _("Ask to undo this"), "undo-2", "m"
    heading = action = _("Ask to undo this")
    lede = _(
        "The content coordinator of the other file confirms it, or a risk owner. The younger file"
        " then stands as it stood."
    )
    note = _("both teams")
    done = _("Asked. Somebody else confirms it.")
    example = {"reason": "Ce sont deux cousins."}


class ConfirmUndoing(RowAct):
    """Confirm that two files stand apart again."""

    on, decision = QUESTION, undoing.confirm_undoing
    form_class = forms.ConfirmForm
    template_name = "closure/absorbed/confirm.html"
    button, icon, kind, size = _("Read and confirm"), "pen-line", "main", "m"
    heading, action = _("They are two persons"), _("Confirm")
    note = _("both teams")
    done = _("Confirmed. The two files stand apart again.")
    example = {"agrees": "on"}

    def context(self) -> dict:
        return super().context() | {"question": self.row}


class DeclineUndoing(RowAct):
    """Let it stay one file."""

    on, decision = QUESTION, undoing.decline_undoing
    form_class = forms.ReasonForm
    button, size = _("Let it stay one file"), "m"
    heading, action = _("It stays one file"), _("Let it stay")
    note = _("both teams")
    done = _("Written. It stays one file.")
    example = {"reason": "La mère l’a confirmé : c’est bien lui."}


class StaysOut(RowAct):
    """Write why somebody of the absorbed file's team does not join."""

    on, decision = PART, decisions.stays_out
    form_class = forms.StaysOutForm
    button, size = _("Does not join"), "s"
    heading, action = _("This person does not join"), _("Keep the reason")
    note = _("who coordinates the case")
    done = _("Written.")
    example = {"reason": "Sa mission est terminée."}
