"""The acts of the in-depth analysis: one decision a view."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Code
from casework.rights import Right
from casework.views.base import ActView
from casework.views.case import CaseView
from casework.views.team import CaseDecisionView
from common.refusals import Obstacle
from plans.analysis import forms, rules
from plans.analysis.decisions import factors, gaps, interpretations
from plans.models import Factor, Gap, Interpretation, Viewpoint


class AnalysisForm(CaseDecisionView):
    """A form of the analysis: heading, words of the button, where it leads back to."""

    right = Right.CONTRIBUTE_ANALYSIS
    template_name = "plans/analysis_form.html"
    tab = "plans:analysis"
    heading: ClassVar[str] = ""
    lede: ClassVar[str] = ""
    action: ClassVar[str] = _("Save")
    place: ClassVar[str] = "board"
    note: ClassVar[str] = _("whole team")

    def standing(self) -> list:
        return list(rules.case_is_open(self.subject))

    def back(self) -> str:
        return reverse("plans:analysis", args=[self.subject.pk]) + f"#{self.place}"

    def context(self) -> dict:
        words = {name: getattr(self, name) for name in ("heading", "lede", "action", "note")}
        return super().context() | words | {"back": self.back()}

    def success_url(self, result) -> str:
        return self.back()


class DomainForm(AnalysisForm):
    """A form of one domain; the page that leads here may name it."""

    def initial(self) -> dict:
        code = self.request.GET.get("domain", "")[:40]
        found = Code.objects.filter(kind=Code.List.DOMAIN, code=code.replace("\x00", "")).first()
        return {"domain": found.pk} if found else {}


class LineForm(AnalysisForm):
    """A form on one line of the case: stranger 404, the line's own obstacles, its version."""

    line_model: ClassVar[type] = Gap
    shows: ClassVar[str] = "question"
    fields: ClassVar[tuple[str, ...]] = ()

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.line = the_line(self, self.line_model, kwargs["line"])

    def object_key(self) -> str:
        return str(self.line.pk)

    def object_version(self) -> int:
        return self.line.version

    def initial(self) -> dict:
        values = {name: getattr(self.line, name) for name in self.fields}
        return {name: getattr(value, "pk", value) for name, value in values.items()}

    def line_obstacles(self) -> list[Obstacle]:
        return []

    def standing(self) -> list:
        return [*super().standing(), *self.line_obstacles()]

    def context(self) -> dict:
        return super().context() | {"line": self.line, "line_words": getattr(self.line, self.shows)}

    def split(self, form) -> tuple[dict, str]:
        """The new values, and why they were changed."""
        changes = dict(form.cleaned_data)
        reason = changes.pop("why", "") or changes.pop("reason", "")
        return changes, reason

    def differences(self, form, current) -> list[tuple[str, str, str]]:
        """As the base says, a choice by its words."""
        rows = []
        for name in self.fields:
            words = dict(getattr(form.fields[name], "choices", ()) or ())
            now, typed = getattr(current, name), form.cleaned_data.get(name, "")
            if now != typed:
                label = form.fields[name].label
                rows.append((label, words.get(now, now), words.get(typed, typed)))
        return rows


def the_line(view, model, pk):
    """The line of the view's case, if the reader may know of it. Raises Http404."""
    rows = model.objects.visible_to(view.request.user).filter(case=view.subject, pk=pk)
    line = rows.select_related("author", "agency").first()
    if line is None:
        raise Http404
    return line


def ask_whose(view, line) -> None:
    """Raise PermissionDenied with the sentence when the line is another agency's to change."""
    for obstacle in rules.own_line(line, view.request.user):
        raise PermissionDenied(f"{obstacle.sentence} {obstacle.todo}")


# --- what is not known ---------------------------------------------------------------------
class AddGap(DomainForm):
    """Write down something that is not known."""

    form_class = forms.GapForm
    form_name = "plans.gap"
    heading = _("What is not known?")
    lede = _("A gap is information. It can be looked for, or accepted with a reason.")
    success_message = _("Written down. The team can read it.")

    def decide(self, form):
        return gaps.add_gap(self.subject, by=self.request.user, **form.cleaned_data)


class AskGap(LineForm):
    """Turn it into a question with a person and a day."""

    form_class = forms.AskForm
    form_name = "plans.gap_ask"
    heading = _("Who finds out, and by when?")
    action = _("Ask")
    fields = ("finder", "due_on")
    success_message = _("Asked. The person has been told.")

    def form_options(self) -> dict:
        return {"case": self.subject}

    def line_obstacles(self) -> list:
        return list(rules.gap_is_open(self.line))

    def decide(self, form):
        return gaps.look_for_gap(self.line, by=self.request.user, **form.cleaned_data)


class AnswerGap(LineForm):
    """Answer it; whoever writes information on the case may."""

    right = Right.WRITE_INFORMATION
    form_class = forms.AnswerForm
    form_name = "plans.gap_answer"
    heading = _("What was found out?")
    lede = _("Whoever may read it is told that there is news, never what it says.")
    note = ""
    action = _("Answer")
    success_message = _("Answered. Those who may read the answer have been told.")

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user}

    def line_obstacles(self) -> list:
        return list(rules.gap_is_open(self.line))

    def decide(self, form):
        return gaps.answer_gap(self.line, by=self.request.user, **form.cleaned_data)


class SettleGap(LineForm):
    """Leave it without an answer, for a reason."""

    form_class = forms.SettleForm
    form_name = "plans.gap_settle"
    heading = _("Leave it without an answer")
    success_message = _("Settled. The question stays on the board with its reason.")

    def line_obstacles(self) -> list:
        return list(rules.gap_is_open(self.line))

    def decide(self, form):
        return gaps.settle_gap(self.line, by=self.request.user, **form.cleaned_data)


class ReopenGap(LineForm):
    """Ask again what was settled."""

    form_class = forms.ReasonForm
    form_name = "plans.gap_reopen"
    heading = _("Reopen the question")
    lede = _("An answer that was given stays as information on the case.")
    action = _("Reopen")
    success_message = _("Reopened. It stands among what is not known.")

    def line_obstacles(self) -> list:
        return list(rules.gap_is_settled(self.line))

    def decide(self, form):
        return gaps.reopen_gap(self.line, by=self.request.user, **form.cleaned_data)


class CorrectGap(LineForm):
    """Correct the question, its domain or its weight."""

    form_class = forms.CorrectGapForm
    form_name = "plans.gap_correct"
    heading = _("Correct the question")
    action = _("Save the correction")
    fields = ("domain", "question", "changes", "importance")
    success_message = _("Corrected. What stood before is kept in the history.")

    def form_options(self) -> dict:
        return {"own_domain": self.line.domain}

    def decide(self, form):
        changes, reason = self.split(form)
        return gaps.correct_gap(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


# --- what drives it, what protects ---------------------------------------------------------
class AddFactor(DomainForm):
    """Add a factor for one's own agency."""

    form_class = forms.FactorForm
    form_name = "plans.factor"
    heading = _("What drives it, or protects?")
    place = "factors"
    success_message = _("Added. The team can read it.")

    def initial(self) -> dict:
        kind = self.request.GET.get("kind", "")
        return super().initial() | ({"kind": kind} if kind in Factor.Kind.values else {})

    def decide(self, form):
        return factors.add_factor(self.subject, by=self.request.user, **form.cleaned_data)


class FactorLine(LineForm):
    """A form on a factor of the own agency, or on any for the content coordinator."""

    line_model = Factor
    shows = "words"
    place = "factors"

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        ask_whose(self, self.line)

    def line_obstacles(self) -> list:
        return list(rules.factor_stands(self.line))


class CorrectFactor(FactorLine):
    """Correct a factor, its level or its evidence."""

    form_class = forms.CorrectFactorForm
    form_name = "plans.factor_correct"
    heading = _("Correct the factor")
    action = _("Save the correction")
    fields = ("domain", "kind", "words", "level", "basis", "evidence")
    success_message = _("Corrected. What stood before is kept in the history.")

    def form_options(self) -> dict:
        return {"own_domain": self.line.domain}

    def decide(self, form):
        changes, reason = self.split(form)
        return factors.correct_factor(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


class WithdrawFactor(FactorLine):
    """Take a factor out of the analysis."""

    form_class = forms.ReasonForm
    form_name = "plans.factor_withdraw"
    heading = _("Withdraw the factor")
    lede = _("It stays below the table with its reason, and can be put back.")
    action = _("Withdraw")
    success_message = _("Withdrawn. It stands below the table and can be put back.")

    def decide(self, form):
        return factors.withdraw_factor(self.line, by=self.request.user, **form.cleaned_data)


class RestoreFactor(ActView, CaseView):
    """Put a withdrawn factor back: the undo of a withdrawal."""

    right = Right.CONTRIBUTE_ANALYSIS
    tab = "plans:analysis"
    success_message = _("Put back.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.line = the_line(self, Factor, kwargs["line"])
        ask_whose(self, self.line)

    def act(self):
        return factors.restore_factor(self.line, by=self.request.user)

    def success_url(self, result) -> str:
        return reverse("plans:analysis", args=[self.line.case_id]) + "#factors"


# --- levels, readings, voices --------------------------------------------------------------
class RateDomain(DomainForm):
    """The own agency's level of a domain."""

    form_class = forms.LevelForm
    form_name = "plans.level"
    heading = _("How does our agency see this domain?")
    lede = _("Each agency says what it sees; the content coordinator writes down the joint level.")
    place = "levels"
    success_message = _("Saved. It stands beside the team’s joint level.")
    joint: ClassVar[bool] = False

    def initial(self) -> dict:
        way = self.request.GET.get("direction", "")
        known = way in ("risk", "protection")
        return super().initial() | ({"direction": way} if known else {})

    def decide(self, form):
        return interpretations.rate_domain(
            self.subject, by=self.request.user, joint=self.joint, **form.cleaned_data
        )


class AgreeLevel(RateDomain):
    """The team's joint level, written down by the content coordinator."""

    right = Right.APPROVE_PLAN
    form_name = "plans.joint_level"
    heading = _("What does the team say together of this domain?")
    lede = _("The joint level is a judgement of the team with its reasons, not an average.")
    success_message = _("Saved. Earlier levels stay: they are the course.")
    joint = True


class AddInterpretation(AnalysisForm):
    """A reading of the facts beside others."""

    right = Right.APPROVE_PLAN
    form_class = forms.InterpretationForm
    form_name = "plans.interpretation"
    heading = _("Another way to read the facts")
    place = "readings"
    success_message = _("Added. It stands beside the other readings.")

    def decide(self, form):
        return interpretations.add_interpretation(
            self.subject, by=self.request.user, **form.cleaned_data
        )


class WeighInterpretation(LineForm):
    """Weigh a reading again."""

    right = Right.APPROVE_PLAN
    line_model = Interpretation
    shows = "words"
    place = "readings"
    form_class = forms.WeighAgainForm
    form_name = "plans.interpretation_weigh"
    heading = _("Weigh this reading again")
    fields = ("speaks_for", "speaks_against", "standing")
    success_message = _("Saved. The earlier weighing is kept in the history.")

    def decide(self, form):
        changes, reason = self.split(form)
        return interpretations.weigh_interpretation(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


class AddViewpoint(AnalysisForm):
    """A point of view that was heard."""

    form_class = forms.ViewpointForm
    form_name = "plans.viewpoint"
    heading = _("Whose point of view was heard?")
    lede = _("Talk with the person and the family, not only about them.")
    place = "views"
    success_message = _("Written down. The team can read it.")

    def initial(self) -> dict:
        voice = self.request.GET.get("voice", "")
        return {"voice": voice} if voice in dict(Viewpoint.VOICES) else {}

    def decide(self, form):
        return interpretations.add_viewpoint(
            self.subject, by=self.request.user, **form.cleaned_data
        )
