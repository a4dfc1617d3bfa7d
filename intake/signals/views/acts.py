"""What is done to a signal: one small view per decision."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import phases
from casework.models import Case, Person
from casework.rights import Right
from casework.views.base import ActView, DecisionView
from common import drafts
from common.refusals import Refused
from intake.models import Signal
from intake.opening import decisions as opening
from intake.opening.decisions import Opening, OpeningTeam
from intake.signals import decisions as signals
from intake.signals import rules
from intake.signals.forms import CorrectSignalForm, OpenCaseForm, PassOnForm, ReasonForm
from intake.signals.views.pages import page_of

WITH_PEOPLE = ("channel", "holder", "reporter", "acknowledged_by")


class Acknowledge(ActView):
    """One click: I have it."""

    model = Signal
    related = WITH_PEOPLE
    right = Right.ACKNOWLEDGE_SIGNAL
    nav = "signals"
    success_message = _("You have acknowledged this signal. It is yours from now on.")

    def act(self):
        return signals.acknowledge(self.subject, by=self.request.user)

    def success_url(self, signal) -> str:
        return page_of(signal)


class PassOn(DecisionView):
    """Give it to a colleague who is there."""

    model = Signal
    related = WITH_PEOPLE
    right = Right.PASS_ON_SIGNAL
    template_name = "intake/pass_on.html"
    nav = "signals"
    form_class = PassOnForm
    form_name = "intake.pass_on"
    success_message = _("The signal has been passed on.")

    def form_options(self) -> dict:
        return {"signal": self.subject}

    def standing(self) -> list:
        return list(rules.not_acknowledged_yet(self.subject))

    def decide(self, form):
        return signals.pass_on(self.subject, by=self.request.user, **form.cleaned_data)

    def success_url(self, signal) -> str:
        return page_of(signal)


class Correct(DecisionView):
    """Correct what was typed; two writers never overwrite each other (I1)."""

    model = Signal
    related = WITH_PEOPLE
    right = Right.CORRECT_SIGNAL
    template_name = "intake/signal_correct.html"
    nav = "signals"
    form_class = CorrectSignalForm
    form_name = "intake.correct"
    success_message = _("Corrected. What stood before is kept in the history.")

    def object_version(self) -> int:
        return self.subject.version

    def initial(self) -> dict:
        return {name: getattr(self.subject, name, "") for name in CorrectSignalForm().fields}

    def standing(self) -> list:
        return list(rules.no_case_yet(self.subject))

    def decide(self, form):
        changes = dict(form.cleaned_data)
        reason = changes.pop("reason")
        return signals.correct_signal(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )

    def success_url(self, signal) -> str:
        return page_of(signal)


class RevealSource(DecisionView):
    """Who called: asked with a reason, shown once, logged. Nothing is kept in the browser."""

    model = Signal
    related = WITH_PEOPLE
    right = Right.SEE_SOURCE
    template_name = "intake/reveal_source.html"
    nav = "signals"
    form_class = ReasonForm
    form_name = "intake.reveal_source"

    def post(self, request, *args, **kwargs):
        token = self._token()
        form = self.form_class(data=request.POST)
        if not form.is_valid():
            return self._kept(token, form, status=422)
        reason = form.cleaned_data["reason"]
        try:
            with transaction.atomic():
                source = signals.reveal_source(self.subject, by=request.user, reason=reason)
        except Refused as refusal:
            return self._kept(token, form, status=409, refused=refusal.obstacles)
        drafts.discard(request.user, self.form_name, self.object_key())
        self.log_reading(reason=reason)
        return self.page(subject=self.subject, source=source, revealed=True)


class OpenCase(DecisionView):
    """Open a case on what the table decided: grounds, person, first team."""

    model = Signal
    related = WITH_PEOPLE
    right = Right.OPEN_CASE
    template_name = "intake/open_case.html"
    nav = "signals"
    form_class = OpenCaseForm
    form_name = "intake.open_case"
    success_message = _("The case is open. Everybody named on the team has been told.")

    def initial(self) -> dict:
        return {"age_text": self.subject.about_age}

    def standing(self) -> list:
        """What the signal itself lacks; what the form lacks is said when it is sent."""
        empty = Opening(self.subject, "-", Person(given_name="-"), OpeningTeam())
        found = phases.obstacles(empty, "case.opened")
        return [o for o in found if o.row in ("S22", "S24", "S34", "S40", "S78")]

    def form_options(self) -> dict:
        return {"known": self.subject.person_id is not None, "but": self.request.user}

    def context(self) -> dict:
        person = Person(given_name="-") if self.subject.person_id else Person()
        every = phases.obstacles(Opening(self.subject, "", person, OpeningTeam()), "case.opened")
        return super().context() | {"needed": every}

    def decide(self, form):
        typed = form.cleaned_data
        return opening.open_case(
            self.subject,
            by=self.request.user,
            reason=typed["grounds"],
            person=form.person(),
            team_named=form.team(),
            level=typed["level"],
            double_role_reason=typed["double_role_reason"],
        )

    def success_url(self, case: Case) -> str:
        mine = Case.objects.visible_to(self.request.user).filter(pk=case.pk).exists()
        return reverse("case", args=[case.pk]) if mine else page_of(self.subject)
