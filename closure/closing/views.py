"""Closing: the page of the proposal, and one small view for each decision."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework import access, phases
from casework.models import Case
from casework.rights import Right
from casework.views.case import CaseView
from casework.views.team import CaseDecisionView
from closure.closing import around, forms, rules, signing
from closure.closing import decisions as closing
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal, GoalResult, Handover, InformedParty, Opinion
from plans.models import Goal, Plan

TAB = "closure:closing"
State = ClosureProposal.State


def latest(case: Case, user) -> ClosureProposal | None:
    """The proposal that is looked at: the newest of the case."""
    rows = ClosureProposal.objects.visible_to(user).filter(case=case)
    people = ("proposed_by", "signed_by", "signed_for", "withdrawn_by")
    return rows.select_related(*people).order_by("-proposed_at", "-pk").first()


class Closing(CaseView):
    """What the closing rests on, what is uncertain, and what stands before the signature."""

    template_name = "closure/closing.html"
    tab = TAB

    def get(self, request, pk):
        return self.page(**self.frame(), **self.closing())

    def closing(self) -> dict:
        case, user = self.subject, self.request.user
        proposal = latest(case, user)
        sheet = ClosingSheet.of(case, proposal) if proposal else ClosingSheet.of(case)
        is_open = bool(proposal) and proposal.state == State.OPEN
        may = {
            right.value: bool(access.may(user, right, case))
            for right in (
                Right.PROPOSE_CLOSURE, Right.GIVE_OPINION, Right.SIGN_OFF, Right.PRINT_DECISION
            )
        }  # fmt: skip
        return {
            "sheet": sheet,
            "proposal": proposal,
            "is_open": is_open,
            "earlier": self._earlier(proposal),
            "may": may,
            "results": [(goal, sheet.results.get(goal.line)) for goal in sheet.goals],
            "before_proposing": self._standing(case, closing.PROPOSED) if not is_open else [],
            "before_signing": phases.obstacles(case, closing.SIGNED) if is_open else [],
            "not_mine_to_sign": list(signing.signer_stands_apart(sheet, user))
            if is_open and may[Right.SIGN_OFF.value]
            else [],
            "own_opinion": next(
                (one for one in sheet.opinions if one.agency_id == user.agency_id), None
            ),
        }

    def _earlier(self, proposal) -> list[ClosureProposal]:
        """What was proposed before: taken back, or signed in an earlier cycle."""
        rows = ClosureProposal.objects.visible_to(self.request.user).filter(case=self.subject)
        if proposal:
            rows = rows.exclude(pk=proposal.pk)
        return list(rows.select_related("proposed_by").order_by("-proposed_at", "-pk")[:20])

    @staticmethod
    def _standing(case: Case, event: str) -> list:
        """What stands before the step; nothing where the case is past it."""
        return [] if case.state in Case.CLOSED else phases.obstacles(case, event)


class PrintClosing(Closing):
    """The decision on paper, for the coordinators and the risk owner."""

    right = Right.PRINT_DECISION
    template_name = "closure/print.html"


class ClosingForm(CaseDecisionView):
    """A form of the closing; whoever has sent it is led back to its page."""

    right = Right.PROPOSE_CLOSURE
    template_name = "closure/monitoring_form.html"
    tab = TAB
    heading: ClassVar[object] = ""
    lede: ClassVar[object] = ""
    action: ClassVar[object] = _("Save")

    def back(self) -> str:
        return reverse(TAB, args=[self.subject.pk])

    def context(self) -> dict:
        words = {name: getattr(self, name) for name in ("heading", "lede", "action")}
        return super().context() | words | {"back": self.back()}

    def success_url(self, result) -> str:
        return self.back()


class Propose(ClosingForm):
    """Propose to close."""

    heading, action = _("Propose to close"), _("Propose")
    form_class = forms.ProposeForm
    form_name = "closure.propose"
    success_message = _("Proposed. Each agency is asked for its opinion.")

    def standing(self) -> list:
        return phases.obstacles(self.subject, closing.PROPOSED)

    def decide(self, form):
        return closing.propose_closure(self.subject, by=self.request.user, **form.cleaned_data)


class OfProposal(ClosingForm):
    """A decision on the newest proposal; without one the address is unknown."""

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.proposal = latest(self.subject, self.request.user)
        if self.proposal is None:
            raise Http404

    def object_key(self) -> str:
        return str(self.proposal.pk)

    def standing(self) -> list:
        return list(rules.proposal_is_open(self.proposal))


class CorrectProposal(OfProposal):
    """The texts of the proposal, written anew."""

    heading = _("What the proposal says")
    form_class = forms.TextsForm
    form_name = "closure.texts"
    success_message = _("Saved. What stood before is kept in the history.")

    def object_version(self) -> int:
        return self.proposal.version

    def initial(self) -> dict:
        return {name: getattr(self.proposal, name) for name in self.form_class.base_fields}

    def decide(self, form):
        return closing.correct_proposal(
            self.proposal,
            by=self.request.user,
            expected=self.expected_version,
            changes=form.cleaned_data,
        )


class Withdraw(OfProposal):
    """The proposal is taken back; the case goes on."""

    heading, action = _("Withdraw the proposal"), _("Withdraw the proposal")
    lede = _("The case goes on; opinions stay readable with the proposal.")
    form_class = forms.WithdrawForm
    form_name = "closure.withdraw"
    success_message = _("Taken back. The case goes on.")

    def decide(self, form):
        return closing.withdraw_proposal(self.proposal, by=self.request.user, **form.cleaned_data)


class WriteResult(OfProposal):
    """How far one goal was reached."""

    heading = _("How far was the goal reached?")
    form_class = forms.ResultForm
    form_name = "closure.result"
    success_message = _("Written.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        goals = Goal.objects.visible_to(self.request.user)
        self.goal = goals.filter(
            case=self.subject, plan__state=Plan.State.APPROVED, line=kwargs["row"]
        ).first()
        if self.goal is None:
            raise Http404
        self.lede = self.goal.statement

    @cached_property
    def row(self) -> GoalResult | None:
        return self.proposal.results.filter(line=self.goal.line).first()

    def object_key(self) -> str:
        return f"{self.proposal.pk.hex[:24]}:{self.goal.line.hex}"

    def object_version(self) -> int:
        return self.row.version if self.row else 0

    def initial(self) -> dict:
        return {"result": self.row.result, "words": self.row.words} if self.row else {}

    def decide(self, form):
        return closing.write_result(
            self.proposal,
            self.goal,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )


class GiveOpinion(OfProposal):
    """What the own agency thinks."""

    right = Right.GIVE_OPINION
    heading, action = _("Your agency’s opinion"), _("Give the opinion")
    lede = _("It may be changed until the risk owner signs.")
    form_class = forms.OpinionForm
    form_name = "closure.opinion"
    success_message = _("Kept. It may be changed until the risk owner signs.")

    @cached_property
    def row(self) -> Opinion | None:
        return self.proposal.opinions.filter(agency_id=self.request.user.agency_id).first()

    def object_version(self) -> int:
        return self.row.version if self.row else 0

    def initial(self) -> dict:
        return {"stance": self.row.stance, "words": self.row.words} if self.row else {}

    def decide(self, form):
        return closing.give_opinion(
            self.proposal,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )


class Sign(OfProposal):
    """One decision, what it rests on, and what remains uncertain."""

    right = Right.SIGN_OFF
    template_name = "closure/sign.html"
    heading, action = _("Sign the closure"), _("Sign")
    form_class = forms.SignForm
    form_name = "closure.sign"
    success_message = _("Signed. The checks after closure are planned.")

    @cached_property
    def sheet(self) -> ClosingSheet:
        return ClosingSheet.of(self.subject, self.proposal)

    def object_version(self) -> int:
        return self.sheet.edition

    def standing(self) -> list:
        if self.proposal.state != State.OPEN:
            return super().standing()
        return [
            *rules.signer_is_free(self.subject, self.request.user),
            *signing.signer_stands_apart(self.sheet, self.request.user),
            *phases.obstacles(self.subject, closing.SIGNED),
        ]

    def context(self) -> dict:
        results = [(goal, self.sheet.results.get(goal.line)) for goal in self.sheet.goals]
        more = {"sheet": self.sheet, "proposal": self.proposal, "results": results}
        return super().context() | more

    def decide(self, form):
        return closing.sign_off(
            self.proposal,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )


class OfferHandover(OfProposal):
    """General care that goes on."""

    heading, action = _("Hand over to general care"), _("Offer")
    form_class = forms.HandoverForm
    form_name = "closure.handover"
    success_message = _("Written. Note the answer of the service when it comes.")

    def form_options(self) -> dict:
        return {"case": self.subject, "but": self.request.user}

    def decide(self, form):
        return around.offer_handover(self.proposal, by=self.request.user, **form.cleaned_data)


class OfRow(OfProposal):
    """A decision on one row of the proposal; another proposal's is 404."""

    row_model: ClassVar[type] = Handover

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = self.row_model.objects.visible_to(self.request.user)
        self.row = rows.filter(proposal=self.proposal, pk=kwargs["row"]).first()
        if self.row is None:
            raise Http404

    def object_key(self) -> str:
        return str(self.row.pk)


class AnswerHandover(OfRow):
    """What the service answered."""

    heading, action = _("The answer of the service"), _("Note the answer")
    form_class = forms.AnswerForm
    form_name = "closure.handover_answer"
    success_message = _("The answer is noted.")

    def decide(self, form):
        typed = form.cleaned_data | {"accepted": form.cleaned_data["accepted"] == "yes"}
        return around.answer_handover(self.row, by=self.request.user, **typed)


class Inform(OfProposal):
    """Somebody around the person, told or not."""

    heading = _("Who knows that the file may be reopened?")
    form_class = forms.InformedForm
    form_name = "closure.inform"
    success_message = _("Written.")

    def decide(self, form):
        typed = form.cleaned_data | {"told": form.cleaned_data["told"] == "yes"}
        return around.inform_party(self.proposal, by=self.request.user, **typed)


class CorrectInformed(OfRow):
    """What was written of somebody, corrected."""

    row_model = InformedParty
    heading = _("Who knows that the file may be reopened?")
    form_class = forms.InformedForm
    form_name = "closure.informed"
    success_message = _("Corrected. What stood before is kept in the history.")

    def object_version(self) -> int:
        return self.row.version

    def initial(self) -> dict:
        names = ("who", "tie", "told_on", "how", "not_told_because")
        told = {"told": "yes" if self.row.told else "no"}
        return {name: getattr(self.row, name) for name in names} | told

    def decide(self, form):
        typed = form.cleaned_data | {"told": form.cleaned_data["told"] == "yes"}
        return around.correct_informed(
            self.row, by=self.request.user, expected=self.expected_version, **typed
        )
