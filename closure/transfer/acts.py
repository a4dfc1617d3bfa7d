"""The acts of a transfer: ask, note the acceptance, call off, decline, sign (X25)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from closure.transfer import decisions, forms
from closure.transfer.rows import TAB, TRANSFER
from closure.without_year.ending import Ending
from common import clock


class Ask(CaseAct):
    """Ask another authority to take the case over."""

    decision = decisions.ask_transfer
    tab = TAB
    form_class = forms.AskForm
    button, size = _("Transfer to another authority"), "m"
    heading, action = _("Transfer to another authority"), _("Ask")
    lede = _(
        "Once it has accepted, and the risk owner has signed, the case is the other authority’s;"
        " here it is only read."
    )
    done = _("Written. Note the acceptance when it comes.")
    example = {
        "authority": "Ville de Lille, cellule de suivi",
        "contact": "Mme Vidal, coordinatrice",
        "grounds": "Il a déménagé à Lille.",
        "basis": "Convention entre les deux villes.",
        "goes_along": "Le plan, le dernier point d’étape.",
    }


class NoteAcceptance(RowAct):
    """Note that the other authority has accepted, from its paper."""

    on, decision = TRANSFER, decisions.note_acceptance
    form_class = forms.AcceptanceForm
    button, icon, kind, size = _("Note the acceptance"), "pen-line", "main", "m"
    heading, action = _("The acceptance of the other authority"), _("Note the acceptance")
    done = _("Noted. The risk owner is asked to sign.")

    def initial(self) -> dict:
        return {"accepted_on": clock.today()}

    @staticmethod
    def example(row, user) -> dict:
        day = clock.today().isoformat()
        return {"who": "M. Roux, adjoint", "accepted_on": day, "paper_at": "Courrier 2026-118"}


class CallOff(RowAct):
    """Call it off before it was accepted."""

    on, decision = TRANSFER, decisions.call_off
    form_class = forms.StopForm
    button, icon, size = _("Call the transfer off"), "undo-2", "m"
    heading = action = _("Call the transfer off")
    lede = _("Also where the other authority refused. The case goes on as it stands.")
    done = _("Called off. The case goes on.")
    example = {"reason": "Il revient habiter ici."}


class Decline(RowAct):
    """Do not sign; the case stays."""

    on, decision = TRANSFER, decisions.decline_transfer
    form_class = forms.StopForm
    button, size = _("Do not sign"), "m"
    heading, action = _("The transfer is not signed"), _("Do not sign")
    lede = _("The case stays here and goes on; the team is told why.")
    done = _("Written. The case goes on.")
    example = {"reason": "La convention n’est plus en vigueur."}


class Sign(RowAct):
    """Sign; the form shows the acceptance and what ends with the signature."""

    on, decision = TRANSFER, decisions.sign_transfer
    form_class = forms.SignForm
    template_name = "closure/transfer/sign.html"
    button, icon, kind, size = _("Read and sign"), "pen-line", "main", "m"
    heading, action = _("Sign the transfer"), _("Sign")
    done = _("Signed. The case is the other authority’s.")
    example = {"agrees": "on"}

    def context(self) -> dict:
        return super().context() | {"transfer": self.row, "ending": Ending.of(self.subject)}
