"""The acts of a closing: propose, correct, give an opinion, write a result, sign, take back."""

from __future__ import annotations

from dataclasses import replace

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from closure.closing import decisions, forms
from closure.closing.rows import GOAL, PROPOSAL, TAB
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal, GoalResult, Opinion


class Propose(CaseAct):
    """Propose to close the case."""

    decision = decisions.propose_closure
    tab = TAB
    form_class = forms.ProposeForm
    button, kind, size = _("Propose to close"), "main", "m"
    heading, action = _("Propose to close"), _("Propose")
    done = _("Proposed. Each agency is asked for its opinion.")
    example = {
        "why": "goals_reached",
        "grounds": "Les buts sont atteints.",
        "residual_risk": "Une rechute, si les dettes reviennent.",
        "reason": "L’éducatrice termine ses trois semaines.",
    }


class CorrectProposal(RowAct):
    """Write the texts of the open proposal anew."""

    on, decision = PROPOSAL, decisions.correct_proposal
    form_class = forms.TextsForm
    fields = tuple(forms.TextsForm.base_fields)
    button, icon, size = _("Correct the texts"), "pen-line", "m"
    heading = _("What the proposal says")
    done = _("Saved. What stood before is kept in the history.")
    example = {"grounds": "Les buts sont atteints.", "residual_risk": "Une rechute."}


class Withdraw(RowAct):
    """Take the proposal back; the case goes on."""

    on, decision = PROPOSAL, decisions.withdraw_proposal
    form_class = forms.WithdrawForm
    button, icon, size = _("Withdraw the proposal"), "undo-2", "m"
    heading = action = _("Withdraw the proposal")
    lede = _("The case goes on; opinions stay readable with the proposal.")
    done = _("Taken back. The case goes on.")
    example = {"reason": "Nouveau signal de l’école."}


class WriteResult(RowAct):
    """Write how far one goal was reached."""

    on, decision = GOAL, decisions.write_result
    form_class = forms.ResultForm
    template_name = "closure/act.html"
    fields = ("result", "words")
    heading = _("How far was the goal reached?")
    done = _("Written.")
    example = {"result": "reached", "words": "Au registre."}

    @cached_property
    def proposal(self) -> ClosureProposal | None:
        return ClosingSheet.at_hand(self.subject).proposal

    @cached_property
    def held(self) -> GoalResult:
        """The result of the goal; a blank one before it is written."""
        found = ClosingSheet.at_hand(self.subject).results.get(self.row.line)
        return found or GoalResult(version=0)

    def object_key(self) -> str:
        """Proposal and goal, so that a draft of an earlier proposal is not shown here."""
        return f"{self.proposal.pk.hex[:24]}:{self.row.line.hex}" if self.proposal else ""

    @classmethod
    def button_words(cls, row):
        written = row.line in ClosingSheet.at_hand(row.case).results
        return _("Change") if written else _("Write the result")


class GiveOpinion(RowAct):
    """Give the own agency's opinion of closing."""

    on, decision = PROPOSAL, decisions.give_opinion
    form_class = forms.OpinionForm
    fields = ("stance", "words")
    button, icon, kind, size = _("Give your agency’s opinion"), "pen-line", "main", "m"
    heading, action = _("Your agency’s opinion"), _("Give the opinion")
    lede = _("It may be changed until the risk owner signs.")
    done = _("Kept. It may be changed until the risk owner signs.")
    example = {"stance": "for", "words": ""}

    @cached_property
    def held(self) -> Opinion:
        """What one's own agency has said so far; a blank opinion before that."""
        return ClosingSheet.on(self.row).opinion_of(self.request.user) or Opinion(version=0)

    @classmethod
    def button_for(cls, user, row):
        """The main button until the agency has given its opinion, then a secondary one."""
        found = super().button_for(user, row)
        if found is None or ClosingSheet.on(row).opinion_of(user) is None:
            return found
        words = str(_("Change your agency’s opinion"))
        return replace(found, words=words, kind="second", icon="")


class Sign(RowAct):
    """Sign the closure; the form shows what it rests on and what remains uncertain."""

    on, decision = PROPOSAL, decisions.sign_off
    form_class = forms.SignForm
    template_name = "closure/closing/sign.html"
    button, icon, kind, size = _("Read and sign"), "pen-line", "main", "m"
    heading, action = _("Sign the closure"), _("Sign")
    done = _("Signed. The checks after closure are planned.")
    example = {"agrees": "on", "reason": "Tout le monde a été entendu de vive voix."}

    @cached_property
    def sheet(self) -> ClosingSheet:
        return ClosingSheet.on(self.row)

    def context(self) -> dict:
        results = [(goal, self.sheet.results.get(goal.line)) for goal in self.sheet.goals]
        silent = [(one, self.sheet.silences.get(one.pk)) for one in self.sheet.silent]
        more = {"sheet": self.sheet, "proposal": self.row, "results": results, "silent": silent}
        return super().context() | more | {"promises": self.sheet.promises}


ON_TEXTS = (CorrectProposal, Withdraw)
