"""The acts of the in-depth analysis, each declared once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from casework.models import Code
from common import clock
from plans.analysis import forms
from plans.analysis.decisions import factors, gaps, interpretations
from plans.analysis.rows import FACTOR, GAP, INTERPRETATION, TAB
from plans.models import Factor, Gap, LevelRating, Viewpoint


def _in_domain(view) -> dict:
    """For ``initial``: the domain that the address names (``?domain=``), if there is one."""
    code = view.request.GET.get("domain", "")[:40].replace("\x00", "")
    found = Code.objects.filter(kind=Code.List.DOMAIN, code=code).first()
    return {"domain": found.pk} if found else {}


def _named(view, name: str, known) -> dict:
    """For ``initial``: the choice that the address names, if the form knows it."""
    value = view.request.GET.get(name, "")
    return {name: value} if value in known else {}


def _example(**more) -> dict:
    domain = Code.objects.filter(kind=Code.List.DOMAIN, active=True).first()
    return {"domain": domain.pk} | more


# --- what is not known --------------------------------------------------------------------
class AddGap(CaseAct):
    """Write down something that is not known."""

    decision = gaps.add_gap
    tab, place = TAB, "board"
    form_class, form_name = forms.GapForm, "plans.gap"
    button, icon = _("Add what is not known"), "plus"
    heading = _("What is not known?")
    lede = _("A gap is information. It can be looked for, or accepted with a reason.")
    done = _("Written down. The team can read it.")
    initial = _in_domain

    def values(self, form) -> dict:
        """As typed: ``changes`` says here what the answer would change, and is no correction."""
        return dict(form.cleaned_data)

    @staticmethod
    def example(row, user) -> dict:
        return _example(question="Qui gère le serveur ?", importance="high")


class AskGap(RowAct):
    """Ask somebody to find the answer to a question by a day."""

    on, decision = GAP, gaps.look_for_gap
    form_class = forms.AskForm
    heading = _("Who finds out, and by when?")
    action = _("Ask")
    done = _("Asked. The person has been told.")

    @classmethod
    def button_words(cls, row):
        if row.status == Gap.Status.UNKNOWN:
            return _("To “to find out”: ask somebody")
        return _("Ask somebody else, or by another day")

    def form_options(self) -> dict:
        return {"case": self.subject}

    def initial(self) -> dict:
        return {"finder": self.row.finder_id, "due_on": self.row.due_on}

    @staticmethod
    def example(row, user) -> dict:
        return {"finder": user.pk, "due_on": clock.today().isoformat()}


class AnswerGap(RowAct):
    """Answer a question; whoever may write information on the case may."""

    on, decision = GAP, gaps.answer_gap
    form_class = forms.AnswerForm
    button = _("To “known”: answer it")
    heading = _("What was found out?")
    lede = _("Whoever may read it is told that there is news, never what it says.")
    action = _("Answer")
    note = ""
    done = _("Answered. Those who may read the answer have been told.")
    example = {"kind": "fact", "body": "Un cousin, à Lyon.", "audience": "team"}

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user}


class SettleGap(RowAct):
    """Leave a question without an answer, for a reason."""

    on, decision = GAP, gaps.settle_gap
    form_class = forms.SettleForm
    button = _("Leave it without an answer")
    heading = _("Leave it without an answer")
    done = _("Settled. The question stays on the board with its reason.")
    example = {"status": Gap.Status.ACCEPTED, "reason": "Trop risqué."}


class ReopenGap(RowAct):
    """Ask again a question that was settled."""

    on, decision = GAP, gaps.reopen_gap
    form_class = forms.ReasonForm
    button = _("Reopen the question")
    heading = _("Reopen the question")
    lede = _("An answer that was given stays as information on the case.")
    action = _("Reopen")
    done = _("Reopened. It stands among what is not known.")
    example = {"reason": "Du nouveau."}


class CorrectGap(RowAct):
    """Correct the words of a question, its domain or its weight."""

    on, decision = GAP, gaps.correct_gap
    form_class = forms.CorrectGapForm
    fields = ("domain", "question", "changes", "importance")
    button = _("Correct the question")
    heading = _("Correct the question")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = AddGap.example

    def form_options(self) -> dict:
        return {"own_domain": self.row.domain}


# --- what drives it, what protects --------------------------------------------------------
class AddFactor(CaseAct):
    """Add a factor for one's own agency."""

    decision = factors.add_factor
    tab, place = TAB, "factors"
    form_class, form_name = forms.FactorForm, "plans.factor"
    button, icon = _("Add a factor"), "plus"
    heading = _("What drives it, or protects?")
    done = _("Added. The team can read it.")

    def initial(self) -> dict:
        return _in_domain(self) | _named(self, "kind", Factor.Kind.values)

    @staticmethod
    def example(row, user) -> dict:
        words = {"words": "Dettes.", "evidence": "Courriers."}
        return _example(kind="push", level="weak", basis="fact", **words)


class CorrectFactor(RowAct):
    """Correct a factor, its level or its evidence."""

    on, decision = FACTOR, factors.correct_factor
    form_class = forms.CorrectFactorForm
    fields = ("domain", "kind", "words", "level", "basis", "evidence")
    button = _("Correct")
    heading = _("Correct the factor")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = AddFactor.example

    def form_options(self) -> dict:
        return {"own_domain": self.row.domain}


class WithdrawFactor(RowAct):
    """Take a factor out of the analysis."""

    on, decision = FACTOR, factors.withdraw_factor
    form_class = forms.ReasonForm
    button = _("Withdraw")
    heading = _("Withdraw the factor")
    lede = _("It stays below the table with its reason, and can be put back.")
    action = _("Withdraw")
    done = _("Withdrawn. It stands below the table and can be put back.")
    example = {"reason": "Deux fois la même."}


class RestoreFactor(RowAct):
    """Put a withdrawn factor back."""

    on, decision = FACTOR, factors.restore_factor
    button, kind = _("Put back"), "bare"
    done = _("Put back.")


# --- levels, interpretations, voices ------------------------------------------------------
def _of_domain_and_way(view) -> dict:
    return _in_domain(view) | _named(view, "direction", LevelRating.Direction.values)


class RateDomain(CaseAct):
    """Rate a domain for one's own agency."""

    decision = interpretations.rate_domain
    tab, place = TAB, "levels"
    form_class, form_name = forms.LevelForm, "plans.level"
    button, icon = _("Rate for our agency"), "plus"
    heading = _("How does our agency see this domain?")
    lede = _("Each agency says what it sees; the content coordinator writes down the joint level.")
    done = _("Saved. It stands beside the team’s joint level.")
    initial = _of_domain_and_way

    def object_version(self) -> int:
        return interpretations.read_levels(self.row)

    @staticmethod
    def example(row, user) -> dict:
        stands = {"direction": "risk", "level": "high", "basis": "fact"}
        return _example(evidence="Deux canaux.", rated_on=clock.today().isoformat(), **stands)


class AgreeLevel(CaseAct):
    """Write down the level of a domain on which the team agrees."""

    decision = interpretations.agree_level
    tab, place = TAB, "levels"
    form_class, form_name = forms.LevelForm, "plans.joint_level"
    button, icon = _("Write down the joint level"), "plus"
    heading = _("What does the team say together of this domain?")
    lede = _("The joint level is a judgement of the team with its reasons, not an average.")
    done = _("Saved. Earlier levels stay: they are the course.")
    initial = _of_domain_and_way
    object_version = RateDomain.object_version
    example = RateDomain.example


class AddInterpretation(CaseAct):
    """Add an interpretation of the facts."""

    decision = interpretations.add_interpretation
    tab, place = TAB, "interpretations"
    form_class, form_name = forms.InterpretationForm, "plans.interpretation"
    button, icon = _("Add an interpretation"), "plus"
    heading = _("Another way to read the facts")
    done = _("Added. It stands beside the other interpretations.")
    example = {"words": "Il s’ennuie.", "speaks_against": "Il boxe.", "standing": "open"}


class WeighInterpretation(RowAct):
    """Weigh an interpretation again."""

    on, decision = INTERPRETATION, interpretations.weigh_interpretation
    form_class = forms.WeighAgainForm
    fields = ("speaks_for", "speaks_against", "standing")
    button = _("Weigh it again")
    heading = _("Weigh this interpretation again")
    done = _("Saved. The earlier weighing is kept in the history.")
    example = {"speaks_against": "Il boxe.", "standing": "open", "reason": "Relu."}


class AddViewpoint(CaseAct):
    """Add a point of view that was heard."""

    decision = interpretations.add_viewpoint
    tab, place = TAB, "views"
    form_class, form_name = forms.ViewpointForm, "plans.viewpoint"
    button, icon = _("Add a point of view"), "plus"
    heading = _("Whose point of view was heard?")
    lede = _("Talk with the person and the family, not only about them.")
    done = _("Written down. The team can read it.")

    def initial(self) -> dict:
        return _named(self, "voice", dict(Viewpoint.VOICES))

    @staticmethod
    def example(row, user) -> dict:
        return {"voice": "person", "heard_on": clock.today().isoformat(), "says": "« Non. »"}


ON_GAP = (AnswerGap, AskGap, SettleGap, ReopenGap, CorrectGap)
ON_FACTOR = (CorrectFactor, WithdrawFactor)
ON_INTERPRETATION = (WeighInterpretation,)
