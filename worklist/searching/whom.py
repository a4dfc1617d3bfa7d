"""Whom to ask beyond what a search finds: named to desks and deciders, for a reason (rulings 7).

The answer names the signal coordination, whatever exists; the reason is kept in the reading log.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import duty_desk
from agencies.models import DutyKind, User
from casework import reading_log
from casework.rights import Right
from casework.views.base import FormView
from common import clock
from intake.signals.desk import is_on_some_desk

WHY = 500


def is_told(user: User) -> bool:
    """Whether whom to ask is named to them: receivers, signal coordinators and deciders."""
    return is_on_some_desk(user) or user.has_duty(DutyKind.DECIDER)


class WhomForm(forms.Form):
    """Why somebody needs to know."""

    reason = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        help_text=gettext_lazy("Without a name: the data protection officer reads it."),
        max_length=WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Whom(FormView):
    """Write why, and read who coordinates the signals today."""

    right = Right.USE_RELAIS
    template_name = "worklist/whom.html"
    form_class = WhomForm
    form_name = "worklist.whom"
    success_message: ClassVar[Any] = gettext_lazy(
        "Ask %(who)s. Your question is logged with its reason."
    )

    def prepare(self, **kwargs) -> None:
        """Ask the right. Raises PermissionDenied for whom nobody is named to."""
        super().prepare(**kwargs)
        if not is_told(self.request.user):
            raise PermissionDenied(_("Whom to ask is named to those who take in signals."))

    def decide(self, form: WhomForm) -> list[User]:
        reading_log.log(self.request, reason=form.cleaned_data["reason"])
        desks = duty_desk.desks(clock.today())
        return list(desks[0].coordinators_present) if desks else []

    def success_url(self, result: list[User]) -> str:
        return reverse("search")

    def success_words(self, result: list[User]) -> str:
        """Who they are; if nobody is there, that it is so."""
        if not result:
            return _("Nobody of the signal coordination is there today. Your question is logged.")
        return str(self.success_message) % {"who": ", ".join(user.display for user in result)}
