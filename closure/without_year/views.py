"""The page of a closing without a year of checks: the grounds, what ends, the signature."""

from __future__ import annotations

from casework.acts import buttons
from casework.views.case import CaseView
from closure.closing import signing
from closure.closing.rows import cycle_asked, of_cycle
from closure.models import ClosureProposal
from closure.without_year import decisions
from closure.without_year.acts import Propose, Sign, Withdraw
from closure.without_year.ending import Ending
from closure.without_year.rows import PROPOSAL, TAB


class WithoutYear(CaseView):
    """The newest proposal, what ends with its signature, who signs; or how one is proposed."""

    template_name = "closure/without_year/without_year.html"
    tab = TAB

    def get(self, request, pk):
        cycle, is_of_now = cycle_asked(request, self.subject)
        proposal = of_cycle(PROPOSAL, request.user, self.subject, cycle)
        propose = buttons(request.user, self.subject, (Propose,)) if is_of_now else []
        page = self.frame() | {"proposal": proposal, "propose": propose, "is_of_now": is_of_now}
        if proposal is not None:
            proposal.case = self.subject
            if is_of_now and proposal.state == ClosureProposal.State.OPEN:
                page |= {"is_open": True} | self._signature(proposal)
        return self.page(**page)

    def _signature(self, proposal: ClosureProposal) -> dict:
        user, sign = self.request.user, decisions.close_without_year
        denied = [one for one in sign.denied(proposal, user) if one.row == signing.ROW]
        return {
            "ending": Ending.of(self.subject),
            "withdraw": buttons(user, proposal, (Withdraw,)),
            "sign": buttons(user, proposal, (Sign,)),
            "before_signing": sign.obstacles(proposal, user),
            "not_mine_to_sign": denied,
        }
