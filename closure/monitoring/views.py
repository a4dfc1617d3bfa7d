"""The time after closure: the page of the checks, and one small view for each decision."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import access, phases
from casework.calendar import WorkingDays
from casework.models import Case
from casework.rights import Right
from casework.views.case import CaseView
from casework.views.team import CaseDecisionView
from closure.models import InformedParty, MonitoringCheck
from closure.monitoring import after, decisions, forms, rules
from closure.reopening import decisions as reopening
from common import clock

TAB = "closure:monitoring"
State = MonitoringCheck.State


class Monitoring(CaseView):
    """The checks, what stands before the end, the way back, and who was told of it."""

    template_name = "closure/monitoring.html"
    tab = TAB

    def get(self, request, pk):
        case, user = self.subject, request.user
        frame = self.frame()
        rows = after.rows(case, user, frame["holders"], WorkingDays())
        quiet = case.state == Case.State.MONITORING
        return self.page(
            **frame,
            rows=rows,
            quiet=quiet,
            ended=case.state == Case.State.ENDED,
            remaining=[row for row in rows if row.check.state == State.DUE],
            before_end=decisions.standing_before_end(case) if quiet else [],
            before_reopening=phases.obstacles(case, reopening.REOPENED),
            can_reopen=case.state in phases.the_move(reopening.REOPENED).sources,
            may_end=access.may(user, Right.ENTER_CHECK, case),
            may_reopen=access.may(user, Right.PROPOSE_CLOSURE, case),
            informed=after.informed(case, user),
            reopenings=after.reopenings(case, user),
        )


class MonitoringDecision(CaseDecisionView):
    """A form of the time after closure; whoever has sent it is led back to its page."""

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


class RowDecision(MonitoringDecision):
    """A decision on one row of the case: the right is asked on that row (403), unknown is 404."""

    row_model: ClassVar[type] = MonitoringCheck
    right = Right.ENTER_CHECK

    def prepare(self, **kwargs) -> None:
        self.subject = self.load(kwargs["pk"])
        rows = self.row_model.objects.visible_to(self.request.user).filter(case=self.subject)
        self.row = rows.filter(pk=kwargs["row"]).first()
        if self.row is None:
            raise Http404
        self.row.case = self.subject
        self.ask(self.row)

    def object_key(self) -> str:
        return str(self.row.pk)

    def context(self) -> dict:
        return super().context() | {"row": self.row}


class EnterCheck(RowDecision):
    """The check was held."""

    heading, action = _("Enter the check"), _("Enter the check")
    form_class = forms.CheckForm
    form_name = "closure.check"
    success_message = _("Entered.")

    def standing(self) -> list:
        return [*rules.in_monitoring(self.subject), *rules.not_entered_yet(self.row)]

    def decide(self, form):
        return decisions.enter_check(self.row, by=self.request.user, **form.cleaned_data)


class NotHeld(RowDecision):
    """The check was not held."""

    heading, action = _("The check was not held"), _("Write that it was not held")
    form_class = forms.ReasonForm
    form_name = "closure.not_held"
    success_message = _("Written down.")

    def standing(self) -> list:
        # The reason is what the form brings.
        return [*rules.in_monitoring(self.subject), *rules.was_due(self.row, "…")]

    def decide(self, form):
        return decisions.mark_not_held(self.row, by=self.request.user, **form.cleaned_data)


class CorrectCheck(RowDecision):
    """What was entered is corrected."""

    heading, action = _("Correct the check"), _("Save the correction")
    form_class = forms.CorrectCheckForm
    form_name = "closure.correct"
    success_message = _("Corrected. What stood before stays in the history.")
    fields: ClassVar[tuple[str, ...]] = ("held_on", "sources", "result", "words", "late_because")

    def object_version(self) -> int:
        return self.row.version

    def initial(self) -> dict:
        return {name: getattr(self.row, name) for name in self.fields}

    def differences(self, form, current) -> list:
        """The texts in which a colleague’s version differs from what was typed."""
        return [
            (form.fields[name].label, getattr(current, name), form.cleaned_data.get(name))
            for name in self.fields
            if getattr(current, name) != form.cleaned_data.get(name)
        ]

    def decide(self, form):
        return decisions.correct_check(
            self.row, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )


class NamePerson(RowDecision):
    """Who holds the check; the process coordinator alone names."""

    right = Right.MANAGE_TEAM
    heading = _("Name who holds the check")
    form_class = forms.PersonForm
    form_name = "closure.person"
    success_message = _("Named. The person has been told.")

    def form_options(self) -> dict:
        return {"case": self.subject}

    def initial(self) -> dict:
        return {"person": self.row.person_id}

    def standing(self) -> list:
        return [*rules.in_monitoring(self.subject), *rules.not_entered_yet(self.row)]

    def decide(self, form):
        return decisions.name_person(self.row, by=self.request.user, **form.cleaned_data)


class DeclineReopening(RowDecision):
    """The content coordinator answers a proposal to reopen."""

    right = Right.PROPOSE_CLOSURE
    heading, action = _("The case is not reopened"), _("Answer")
    form_class = forms.ReasonForm
    form_name = "closure.answer"
    success_message = _("Answered. Whoever proposed it has been told.")

    def standing(self) -> list:
        return list(rules.in_monitoring(self.subject))

    def decide(self, form):
        return decisions.decline_reopening(self.row, by=self.request.user, **form.cleaned_data)


class EndMonitoring(MonitoringDecision):
    """The ordinary end."""

    right = Right.ENTER_CHECK
    heading, action = _("End monitoring"), _("End")
    form_class = forms.EndForm
    form_name = "closure.end"
    success_message = _("Ended. The file can be reopened at any time.")

    def standing(self) -> list:
        return decisions.standing_before_end(self.subject)

    def decide(self, form):
        return decisions.end_monitoring(self.subject, by=self.request.user, **form.cleaned_data)


class EndEarly(MonitoringDecision):
    """The end before the last check, for a reason."""

    right = Right.ENTER_CHECK
    heading, action = _("End monitoring early"), _("End early")
    lede = _("The remaining checks are dropped, and the risk owner is told.")
    form_class = forms.ReasonForm
    form_name = "closure.end_early"
    success_message = _("Ended. The risk owner has been told.")

    def standing(self) -> list:
        return phases.obstacles(self.subject, decisions.ENDED)

    def decide(self, form):
        return decisions.end_early(self.subject, by=self.request.user, **form.cleaned_data)


class Reopen(MonitoringDecision):
    """The same file, a new cycle."""

    right = Right.PROPOSE_CLOSURE
    heading, action = _("Reopen the case"), _("Reopen")
    lede = _("The reference and the whole history stay; the last plan is where you start from.")
    form_class = forms.ReopenForm
    form_name = "closure.reopen"
    success_message = _("Reopened. The team has been told; see below who was told it might happen.")

    def standing(self) -> list:
        return phases.obstacles(self.subject, reopening.REOPENED)

    def decide(self, form):
        return reopening.reopen(
            self.subject,
            by=self.request.user,
            check=rules.asked_by(self.subject, form.cleaned_data["trigger"]),
            **form.cleaned_data,
        )


class TellAgain(RowDecision):
    """Somebody around the person was told of the reopening."""

    row_model = InformedParty
    right = Right.PROPOSE_CLOSURE
    heading = _("Told of the reopening")
    form_class = forms.ToldAgainForm
    form_name = "closure.told_again"
    success_message = _("Written down.")

    def initial(self) -> dict:
        return {"on": clock.today()}

    def decide(self, form):
        return reopening.tell_again(self.row, by=self.request.user, **form.cleaned_data)
