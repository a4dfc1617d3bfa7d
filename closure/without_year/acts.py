"""The acts of closing without a year of checks: propose, take back, sign (X25)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from closure.without_year import decisions, forms
from closure.without_year.ending import Ending
from closure.without_year.rows import PROPOSAL, TAB


class Propose(CaseAct):
    """Propose to close a case for which no year of checks makes sense."""

    decision = decisions.propose_without_year
    tab = TAB
    form_class = forms.ProposeForm
    button, size = _("Close without a year of checks"), "m"
    heading, action = _("Close without a year of checks"), _("Propose")
    lede = _(
        "For a case that was opened in error, or whose person died or moved away. Nothing is rated"
        " again; the risk owner signs."
    )
    done = _("Proposed. The risk owner has been told.")
    example = {"why": "died", "grounds": "Décédé le 3 mai, dit sa tante.", "checks": ""}


class Withdraw(RowAct):
    """Take the proposal back; the case goes on."""

    on, decision = PROPOSAL, decisions.withdraw_without_year
    form_class = forms.WithdrawForm
    button, icon, size = _("Withdraw the proposal"), "undo-2", "m"
    heading = action = _("Withdraw the proposal")
    lede = _("The case goes on as it stands.")
    done = _("Taken back. The case goes on.")
    example = {"reason": "C’était un homonyme."}


class Sign(RowAct):
    """Sign; the form shows the grounds and what ends with the signature."""

    on, decision = PROPOSAL, decisions.close_without_year
    form_class = forms.SignForm
    template_name = "closure/without_year/sign.html"
    button, icon, kind, size = _("Read and sign"), "pen-line", "main", "m"
    heading, action = _("Sign the closure"), _("Sign")
    done = _("Signed. The team has been told.")
    example = {"agrees": "on"}

    def context(self) -> dict:
        return super().context() | {"proposal": self.row, "ending": Ending.of(self.subject)}
