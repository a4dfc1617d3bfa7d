"""Searches by name, for the data protection officer: who searched when; the words for a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from agencies.requests import PersonRequest
from casework import reading_log
from casework.models import SearchedWords
from casework.rights import Right
from casework.views.base import FormView, RightView
from common import drafts, keyset, replica, sealing

WHY = 500


class SearchLog(RightView):
    """Who searched for a person, and when, newest first; no words stand here."""

    right = Right.SEE_AUTHORISATIONS
    template_name = "worklist/search_log.html"
    nav = "reading_log"

    def get(self, request: PersonRequest) -> HttpResponse:
        reading_log.log(request)
        rows = SearchedWords.objects.visible_to(request.user).select_related("by", "agency")
        rows = rows.defer("sealed")
        found = replica.read(lambda alias: keyset.page_of(request, rows.using(alias), "at"))
        return self.page(found=found)


class WhyForm(forms.Form):
    """Why the officer opens what was typed."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you open these words?"),
        help_text=gettext_lazy("Logged with your name, beside the mark of this search."),
        max_length=WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenWords(FormView):
    """Open what was typed in one search, for a reason that is logged; shown once."""

    right = Right.SEE_AUTHORISATIONS
    template_name = "worklist/search_words.html"
    form_class = WhyForm
    form_name = "worklist.search_words"
    nav = "reading_log"
    row: SearchedWords
    reason = ""

    def prepare(self, **kwargs: Any) -> None:
        """Ask the right, then for the search. Raises PermissionDenied, or Http404."""
        super().prepare(**kwargs)
        rows = SearchedWords.objects.visible_to(self.request.user)
        row = rows.select_related("by", "agency").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        self.row = row

    def object_key(self) -> str:
        return str(self.row.pk)

    def context(self) -> dict[str, Any]:
        return {"row": self.row}

    def post(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer shows the words itself: no address leads back to them."""
        token = self._token()
        form = self.form_class(data=request.POST)
        if not form.is_valid():
            return self._kept(token, form, status=422)
        drafts.discard(request.user, self.form_name, self.object_key())
        self.reason = form.cleaned_data["reason"]
        return self.page(**self.context(), opened=True, **self._words())

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page, logged by the mark of the search, with the reason where words are shown."""
        reading_log.log(self.request, reference=self.row.mark, reason=self.reason)
        return super().page(status, **context)

    def _words(self) -> dict[str, Any]:
        try:
            return {"typed": self.row.unseal()}
        except sealing.CannotOpen:
            return {"lost": True}
