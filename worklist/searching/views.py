"""The page of the search."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from agencies.requests import PersonRequest
from casework import reading_log
from common import clock
from worklist import jump
from worklist.searching import kept, words
from worklist.searching.asked import read
from worklist.searching.forms import SearchForm
from worklist.searching.found import Found, search
from worklist.searching.page import SearchPage


class Search(SearchPage):
    """What is typed is posted, and its answer shown at an address that says nothing of it (X13).

    A reference leads straight to its case or signal.
    """

    def post(self, request: PersonRequest) -> HttpResponse:
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.page(422, form=form)
        text = form.cleaned_data["q"]
        place = jump.place_of(request.user, text)
        return redirect(place or f"{reverse('search')}?of={kept.keep(request.session, text)}")

    def get(self, request: PersonRequest) -> HttpResponse:
        text = kept.typed(request.session, request.GET.get("of", ""))
        if not text:
            return self.page()
        found = search(request.user, read(text))
        self._log(found)
        return self.page(
            form=SearchForm(initial={"q": text}), typed=text, found=found,
            at=clock.now(),
        )  # fmt: skip

    def _log(self, found: Found) -> None:
        """The search, and each case and signal of which a name is shown; never what was typed."""
        rows = [reading_log.row(self.request)]
        for one in found.persons.rows:
            roles = [one.part.role] if one.part else []
            rows.append(reading_log.row(self.request, one.of, route=words.NAME, roles=roles))
        reading_log.write(rows)
