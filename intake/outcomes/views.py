"""What becomes of a signal: one small view a decision."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.rights import Right
from casework.views.base import ActView
from intake.conference import decisions as conference
from intake.first_analysis import correction_rules, looks, rules
from intake.first_analysis.forms import (
    OUTCOME_FORMS,
    AdviceForm,
    AnswerForm,
    ConferenceForm,
    CorrectConferenceForm,
    SecondReadingForm,
    SeparateForm,
    TakeOffForm,
    ToConferenceForm,
)
from intake.first_analysis.views import WITH_PEOPLE, AnalysisForm, page_of_analysis
from intake.models import Outcome, Signal
from intake.outcomes.decisions import joining, merging, outcome
from intake.outcomes.decisions import joining as joining_decisions
from intake.signals.filters import is_on_desk_of
from intake.signals.views.pages import page_of

Kind = Outcome.Kind


class Decide(AnalysisForm):
    """One of the outcomes that a signal coordinator decides; the kind stands in the address."""

    right = Right.DECIDE_OUTCOME
    open = "decision"
    action = _("Record the decision")

    def prepare(self, **kwargs) -> None:
        self.kind = kwargs["kind"]
        if self.kind not in OUTCOME_FORMS:
            raise Http404
        self.form_class = OUTCOME_FORMS[self.kind]
        self.form_name = f"intake.decide_{self.kind}"
        super().prepare(**kwargs)

    def form_options(self) -> dict:
        return {"signal": self.subject, "user": self.request.user, "kind": self.kind}

    def standing(self) -> list:
        if self.kind == Kind.JOINED_TO_CASE:
            return joining.before_joining(self.subject)
        standing = rules.before(self.found(), self.kind)
        if self.kind == Kind.NO_ACTION:
            standing += rules.earlier_signals_are_said(self.subject)
        return standing + self.repeated()

    def context(self) -> dict:
        return super().context() | {"kind": self.kind}

    def decide(self, form):
        typed = form.cleaned_data | {"by": self.request.user}
        if self.kind == Kind.MERGED:
            return merging.merge_signal(self.subject, **typed)
        if self.kind == Kind.JOINED_TO_CASE:
            return joining_decisions.join_to_case(self.subject, **typed)
        return outcome.decide_outcome(self.subject, kind=self.kind, **typed)

    @property
    def success_message(self):
        if self.kind in Outcome.TWO_PEOPLE:
            return _("Proposed. The second reader has been told.")
        if self.kind == Kind.JOINED_TO_CASE:
            return _("Joined to the file. Those who answer for the file have been told.")
        return _("The decision is recorded, with its grounds.")


class Aside(AnalysisForm):
    """A decision on a page of its own beside the report; for the desk with the first analysis."""

    def context(self) -> dict:
        on_desk = is_on_desk_of(self.request.user, self.subject)
        frame = super().context() if on_desk else {"subject": self.subject}
        return frame | {"on_desk": on_desk}

    def success_url(self, result) -> str:
        if is_on_desk_of(self.request.user, self.subject):
            return page_of_analysis(self.subject)
        return page_of(self.subject)


class GiveAdvice(Aside):
    """A call that asked for advice, about nobody in particular."""

    right = Right.GIVE_ADVICE
    template_name = "intake/advice.html"
    form_class = AdviceForm
    form_name = "intake.advice"
    success_message = _("Kept as advice given. No person is recorded.")

    def standing(self) -> list:
        return rules.before(self.found(), Kind.ADVICE_GIVEN)

    def decide(self, form):
        return outcome.give_advice(self.subject, by=self.request.user, **form.cleaned_data)

    def success_url(self, result) -> str:
        return page_of(self.subject)


class ToConference(Aside):
    """A decider takes the signal to the table."""

    right = Right.OPEN_CASE
    template_name = "intake/to_conference.html"
    form_class = ToConferenceForm
    form_name = "intake.to_conference"
    success_message = _("The table will examine this signal.")

    def standing(self) -> list:
        return looks.before_the_table(self.subject)

    def decide(self, form):
        return outcome.take_to_conference(self.subject, by=self.request.user, **form.cleaned_data)


class RecordConference(Aside):
    """Who sat at the table, and what it answered."""

    right = Right.OPEN_CASE
    template_name = "intake/conference.html"
    form_class = ConferenceForm
    form_name = "intake.conference"
    success_message = _("The conference is recorded.")

    def standing(self) -> list:
        return looks.before_the_record(self.subject)

    def context(self) -> dict:
        return super().context() | {"needed": list(rules.several_fields_at_the_table({}))}

    def decide(self, form):
        typed = dict(form.cleaned_data)
        del typed["present"], typed["written"]
        return conference.record_conference(
            self.subject, by=self.request.user, seats=form.seats(), **typed
        )


class CorrectConference(Aside):
    """The day of the last conference, corrected."""

    right = Right.OPEN_CASE
    template_name = "intake/conference_correct.html"
    form_class = CorrectConferenceForm
    form_name = "intake.correct_conference"
    success_message = _("Corrected. What stood before is kept in the history.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.conference = looks.last_conference(self.subject)
        if self.conference is None:
            raise Http404

    def object_key(self) -> str:
        return str(self.conference.pk)

    def object_version(self) -> int:
        return self.conference.version

    def initial(self) -> dict:
        return {"held_on": self.conference.held_on}

    def standing(self) -> list:
        return []

    def context(self) -> dict:
        return super().context() | {"conference": self.conference}

    def decide(self, form):
        return conference.correct_conference(
            self.conference,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )


class OfOutcome:
    """A view on one outcome of a signal: another signal's, or one not to be seen, is 404."""

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = Outcome.objects.visible_to(self.request.user).select_related(
            "signal", "proposed_by", "second_reader", "into"
        )
        self.outcome = rows.filter(signal=self.subject, pk=kwargs["outcome"]).first()
        if self.outcome is None:
            raise Http404
        self.only()

    def only(self) -> None:
        """Raise PermissionDenied for whoever the outcome is not to decide on."""


class SecondReading(OfOutcome, AnalysisForm):
    """The named second reader's own reading of everything that the proposal rests on."""

    right = Right.SECOND_READ
    open = "second"
    form_class = SecondReadingForm
    form_name = "intake.second_reading"
    action = _("Record the second reading")
    success_message = _("Your reading is recorded. Whoever proposed it has been told.")

    def only(self) -> None:
        if self.outcome.second_reader_id != self.request.user.pk:
            raise PermissionDenied(gettext("The named second reader alone reads it."))

    def object_key(self) -> str:
        return str(self.outcome.pk)

    def standing(self) -> list:
        return [*rules.is_still_proposed(self.outcome), *self.repeated()]

    def context(self) -> dict:
        return super().context() | {"outcome": self.outcome}

    def decide(self, form):
        typed = form.cleaned_data
        return outcome.read_second(
            self.outcome,
            by=self.request.user,
            agrees=typed["agrees"] == "yes",
            words=typed["words"],
        )


class NoteAnswer(OfOutcome, AnalysisForm):
    """What came back to a question."""

    right = Right.ANALYSE_SIGNAL
    open = "answer"
    form_class = AnswerForm
    form_name = "intake.answer"
    action = _("Note the answer")
    success_message = _("The answer is noted. The first analysis goes on.")

    def object_key(self) -> str:
        return str(self.outcome.pk)

    def standing(self) -> list:
        return list(rules.answer_is_awaited(self.outcome))

    def context(self) -> dict:
        return super().context() | {"outcome": self.outcome}

    def decide(self, form):
        return outcome.note_answer(self.outcome, by=self.request.user, **form.cleaned_data)


class Separate(OfOutcome, AnalysisForm):
    """Two signals that were brought together are apart again."""

    right = Right.DECIDE_OUTCOME
    open = "separate"
    form_class = SeparateForm
    form_name = "intake.separate"
    action = _("Separate them again")
    success_message = _("They are apart again; the first analysis of this signal is open.")

    def only(self) -> None:
        if self.outcome.into is None:
            raise Http404

    def object_key(self) -> str:
        return str(self.outcome.pk)

    def standing(self) -> list:
        return [
            *correction_rules.is_joined(self.outcome),
            *correction_rules.nothing_leans_on_both(self.outcome, self.outcome.into),
        ]

    def context(self) -> dict:
        return super().context() | {"outcome": self.outcome}

    def decide(self, form):
        return merging.separate_signal(self.outcome, by=self.request.user, **form.cleaned_data)


class TakeOff(OfOutcome, AnalysisForm):
    """A signal that was joined to a file is taken off it again."""

    right = Right.DECIDE_OUTCOME
    open = "separate"
    form_class = TakeOffForm
    form_name = "intake.take_off"
    action = _("Take it off the file")
    success_message = _("It is off the file; the first analysis of this signal is open.")

    def only(self) -> None:
        if self.outcome.kind != Kind.JOINED_TO_CASE:
            raise Http404

    def object_key(self) -> str:
        return str(self.outcome.pk)

    def standing(self) -> list:
        return joining.before_taking_off(self.outcome, by=self.request.user)

    def context(self) -> dict:
        return super().context() | {"outcome": self.outcome}

    def decide(self, form):
        return joining_decisions.take_off_case(
            self.outcome, by=self.request.user, **form.cleaned_data
        )


class OutcomeAct(OfOutcome, ActView):
    """A click on an outcome."""

    model = Signal
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    nav = "signals"

    def success_url(self, result) -> str:
        return page_of_analysis(self.subject)


class WithdrawProposal(OutcomeAct):
    """Take back what waits for its second reader."""

    right = Right.DECIDE_OUTCOME
    success_message = _("The proposal is taken back.")

    def act(self):
        return outcome.withdraw_proposal(self.outcome, by=self.request.user)


class UndoOutcome(OutcomeAct):
    """Take an outcome back at once, while nobody else has read the signal since."""

    right = Right.SECOND_READ
    success_message = _("The outcome is taken back; the first analysis is open again.")

    def only(self) -> None:
        decided = self.outcome.decided_by
        if decided.pk != self.request.user.pk:
            raise PermissionDenied(
                gettext("%(name)s decided this, and alone takes it back at once.")
                % {"name": decided.display}
            )

    def act(self):
        return outcome.undo_outcome(self.outcome, by=self.request.user)
