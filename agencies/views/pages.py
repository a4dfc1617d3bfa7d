"""What the pages of this app share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.views.generic import FormView

if TYPE_CHECKING:
    _Form = FormView
else:
    _Form = object


class FaultyFormMixin(_Form):
    """A faulty form answers 422, so that scripts and tests can tell it from a page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class FormPage(FaultyFormMixin, FormView):
    """A page with one form."""
