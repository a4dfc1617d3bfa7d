"""The pages of absences: one's own, or those that one may declare for colleagues (S24)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import View

from agencies import colleagues, decisions
from agencies.forms import AbsenceForm
from agencies.models import Absence, User
from agencies.requests import PersonRequest
from agencies.views.pages import FormPage
from common import clock


class Absences(FormPage):
    """The absences that one may end, and the form that declares one."""

    request: PersonRequest
    template_name = "agencies/absences.html"
    form_class = AbsenceForm
    success_url = reverse_lazy("agencies:absence_add")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user, "today": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = mine_to_end(self.request.user).select_related("user", "stand_in", "declared_by")
        absences = [{"row": row, "fields": {"absence": row.pk}} for row in found]
        return super().get_context_data(absences=absences, **kwargs)

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        try:
            decisions.declare_absence(form.instance, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The absence is declared."))
        return super().form_valid(form)


class EndAbsence(View):
    """End an absence before its last day, or before it has begun."""

    http_method_names = ["post"]

    def post(self, request: PersonRequest) -> HttpResponse:
        pk = request.POST.get("absence", "")
        found = mine_to_end(request.user).filter(pk=pk).first() if pk.isdecimal() else None
        if found is None:
            raise Http404
        decisions.end_absence(found, by=request.user, today=clock.today())
        messages.success(request, _("The absence is ended."))
        return redirect("agencies:absence_add")


def mine_to_end(user: User) -> QuerySet[Absence]:
    """Return the absences, not over yet, of the people for whom `user` may speak."""
    today = clock.today()
    people = colleagues.declarable_by(user, today)
    return Absence.objects.not_over(today).filter(user__in=people).order_by("first_day", "pk")
