"""The page of a transfer: to whom, on what basis, what goes along, what is awaited."""

from __future__ import annotations

from casework.acts import buttons
from casework.views.case import CaseView
from closure.models import Transfer
from closure.transfer import decisions, rules
from closure.transfer.acts import Ask, CallOff, Decline, NoteAcceptance, Sign
from closure.transfer.rows import TAB, TRANSFER
from closure.without_year.ending import Ending


class TransferPage(CaseView):
    """The newest transfer of the case and what it waits for; or how one is asked."""

    template_name = "closure/transfer/transfer.html"
    tab = TAB

    def get(self, request, pk):
        transfer = TRANSFER.find(request.user, self.subject)
        ask = buttons(request.user, self.subject, (Ask,))
        page = self.frame() | {"transfer": transfer, "ask": ask}
        if transfer is not None:
            transfer.case = self.subject
            if transfer.state in Transfer.OPEN:
                page |= {"is_open": True} | self._open(transfer)
        return self.page(**page)

    def _open(self, transfer: Transfer) -> dict:
        user, sign = self.request.user, decisions.sign_transfer
        denied = [one for one in sign.denied(transfer, user) if one.row == rules.ROW]
        return {
            "ending": Ending.of(self.subject),
            "on_transfer": buttons(user, transfer, (NoteAcceptance, CallOff)),
            "sign": buttons(user, transfer, (Sign, Decline)),
            "before_signing": sign.obstacles(transfer, user),
            "not_mine_to_sign": denied,
        }
