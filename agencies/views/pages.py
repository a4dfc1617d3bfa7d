"""What the pages of this app share."""

from django.views.generic import FormView


class FaultyFormMixin:
    """A faulty form answers 422, so that scripts and tests can tell it from a page."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class FormPage(FaultyFormMixin, FormView):
    """A page with one form."""
