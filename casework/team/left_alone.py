"""Files that nobody who is there can name anybody to, and the naming of a risk owner (X24).

For the signal coordination and the data protection officer, who read nothing of the file but its
reference.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.requests import PersonRequest
from casework import reading_log
from casework.models import Case, LeftAlone
from casework.rights import Right
from casework.team import decisions
from casework.team.forms import offer_people
from casework.views.base import FormView, RightView
from common.refusals import Obstacle

reading_log.PAGES.update(
    {"left_alone": _("Files left alone"), "left_alone_name": _("Naming a risk owner")}
)
MOST = 200


class Files(RightView):
    """The files of which nobody who is there can name anybody, by reference."""

    right = Right.NAME_RISK_OWNER
    template_name = "casework/left_alone.html"

    def get(self, request: PersonRequest) -> HttpResponse:
        reading_log.log(request)
        files = list(LeftAlone.objects.order_by("reference")[:MOST])
        for one in files:
            one.state_words = Case.State(one.state).label  # type: ignore[attr-defined]
        return self.page(files=files)


class RiskOwnerForm(forms.Form):
    """Who becomes risk owner, and why; ``but`` is whoever names them (X42)."""

    user = forms.ModelChoiceField(
        label=_("Who answers for the risk?"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
    )
    reason = forms.CharField(
        label=_("Why this person, and how did it come to this?"),
        help_text=_("The reason stays in the journal of the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    marks = {"reason": ""}

    def __init__(self, *args: Any, but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["user"], but)


class NameRiskOwner(FormView):
    """Name a risk owner, who reads the file from then on and names who coordinates it."""

    right = Right.NAME_RISK_OWNER
    template_name = "casework/left_alone_name.html"
    form_class = RiskOwnerForm
    form_name = "casework.left_alone"
    success_message = _("Named. They have been told, and name who coordinates the file.")
    row: LeftAlone

    def prepare(self, **kwargs: Any) -> None:
        """Ask the right, then for the file. Raises PermissionDenied, or Http404."""
        super().prepare(**kwargs)
        row = LeftAlone.objects.filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        self.row = row

    def form_options(self) -> dict[str, Any]:
        return {"but": self.request.user}

    def object_key(self) -> str:
        return str(self.row.pk)

    def context(self) -> dict[str, Any]:
        return {"row": self.row}

    def standing(self) -> list[Obstacle]:
        return decisions.name_risk_owner.obstacles(self.row, self.request.user)

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page, logged by the reference of the file."""
        reading_log.log(self.request, reference=self.row.reference)
        return super().page(status, **context)

    def decide(self, form: Any) -> Any:
        return decisions.name_risk_owner(self.row, by=self.request.user, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("left_alone")
