"""The page of a closing: what it rests on, what is uncertain, what stands before the signature."""

from __future__ import annotations

from casework import access, phases
from casework.acts import Button, buttons
from casework.models import Case, TerritoryProfile
from casework.rights import Right
from casework.views.case import CaseView
from closure.closing import decisions, signing
from closure.closing.acts import ON_TEXTS, GiveOpinion, Propose, Sign, WriteResult
from closure.closing.around_acts import (
    AnswerHandover,
    AskOnceMore,
    CorrectInformed,
    DecidePromise,
    Inform,
    LetGoOn,
    OfferHandover,
    SignWithout,
)
from closure.closing.rows import PROPOSAL, TAB, cycle_asked, of_cycle
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal
from plans.models import Commitment, FollowUp

# Of the earlier proposals, the last; the page says that there are more.
EARLIER = 20


class Closing(CaseView):
    """What the closing rests on, what is uncertain, and what stands before the signature."""

    template_name = "closure/closing/closing.html"
    tab = TAB

    def get(self, request, pk):
        TerritoryProfile.read(*ClosingSheet.at_hand(self.subject).questions)
        cycle, self.is_of_now = cycle_asked(request, self.subject)
        proposal = of_cycle(PROPOSAL, request.user, self.subject, cycle)
        if proposal is not None:
            proposal.case = self.subject
        sheet = ClosingSheet.on(proposal) if proposal else ClosingSheet.at_hand(self.subject)
        content = self._content(sheet, proposal) | {"cycle": cycle, "is_of_now": self.is_of_now}
        acts = self._acts(sheet, proposal) if self.is_of_now else {}
        return self.page(**self.frame(), **content, **acts)

    def _content(self, sheet: ClosingSheet, proposal: ClosureProposal | None) -> dict:
        return {
            "sheet": sheet,
            "proposal": proposal,
            "earlier": self._earlier(proposal),
            "earlier_shown": EARLIER,
            "results": [(goal, sheet.results.get(goal.line)) for goal in sheet.goals],
            "silent": [(agency, sheet.silences.get(agency.pk)) for agency in sheet.silent],
            "running": self._running(sheet),
            "promises": self._promises(sheet),
            "may_print": access.may(self.request.user, Right.PRINT_DECISION, self.subject),
        }

    def _running(self, sheet: ClosingSheet) -> list[FollowUp]:
        """What still runs before the signature, each with whether it ends or goes on (S89)."""
        if self.subject.state not in Case.CARRIED_OUT or not self.is_of_now:
            return []
        rows = list(sheet.running)
        for row in rows:
            row.case = self.subject
            row.buttons = self._buttons(row, LetGoOn)
        return rows

    def _promises(self, sheet: ClosingSheet) -> list[Commitment]:
        """What is promised and open before the signature, with what becomes of each (X28)."""
        if self.subject.state not in Case.CARRIED_OUT or not self.is_of_now:
            return []
        rows = list(sheet.promises)
        for row in rows:
            row.case = self.subject
            row.buttons = self._buttons(row, DecidePromise)
        return rows

    def _earlier(self, proposal) -> list[ClosureProposal]:
        """Proposals that are not open: taken back, or signed, in this cycle or an earlier one."""
        rows = ClosureProposal.objects.visible_to(self.request.user).filter(case=self.subject)
        if proposal:
            rows = rows.exclude(pk=proposal.pk)
        return list(
            rows.select_related("proposed_by").order_by("-proposed_at", "-pk")[: EARLIER + 1]
        )

    # --- what this reader may do ---------------------------------------------------------------
    def _acts(self, sheet: ClosingSheet, proposal: ClosureProposal | None) -> dict:
        for goal in sheet.goals:
            goal.buttons = self._buttons(goal, WriteResult)
        for handover in sheet.handovers:
            handover.buttons = self._buttons(handover, AnswerHandover)
        for party in sheet.informed:
            party.buttons = self._buttons(party, CorrectInformed)
        if proposal is None or proposal.state != ClosureProposal.State.OPEN:
            return self._to_propose()
        return {
            "is_open": True,
            "on_texts": self._buttons(proposal, *ON_TEXTS),
            "on_opinions": self._buttons(proposal, GiveOpinion, AskOnceMore, SignWithout),
            "on_handovers": self._buttons(proposal, OfferHandover),
            "on_informed": self._buttons(proposal, Inform),
            "sign": self._buttons(proposal, Sign),
            "before_signing": decisions.sign_off.obstacles(proposal, self.request.user),
            "not_mine_to_sign": self._not_mine_to_sign(proposal),
        }

    def _to_propose(self) -> dict:
        if self.subject.state not in Case.UNDER_WAY:
            return {}
        standing = phases.obstacles(self.subject, decisions.PROPOSED)
        propose = self._buttons(self.subject, Propose)
        return {"to_propose": True, "before_proposing": standing, "propose": propose}

    def _not_mine_to_sign(self, proposal: ClosureProposal) -> list:
        """What keeps a risk owner from signing; to others the page says who signs."""
        denied = decisions.sign_off.denied(proposal, self.request.user)
        return [one for one in denied if one.row == signing.ROW]

    def _buttons(self, row, *declared) -> list[Button]:
        return buttons(self.request.user, row, declared)


class PrintClosing(Closing):
    """The decision on paper, for the coordinators and the risk owner: nothing to click."""

    right = Right.PRINT_DECISION
    template_name = "closure/closing/print.html"

    def _acts(self, sheet, proposal) -> dict:
        return {}
