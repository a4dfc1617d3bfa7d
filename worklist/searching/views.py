"""The page of the search."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.requests import PersonRequest
from casework import reading_log
from casework.models import SearchedWords
from common import clock
from common.portions import here
from worklist import jump
from worklist.searching import kept, lately, words
from worklist.searching.asked import Asked, read
from worklist.searching.forms import SearchForm
from worklist.searching.found import KINDS, Found, search
from worklist.searching.page import SearchPage
from worklist.searching.places import place_in


class Search(SearchPage):
    """What is typed is posted, and its answer shown at an address that says nothing of it (X13).

    A reference leads straight to its case or signal. The address names the kind that is shown
    alone (``only``), and the place from which on (``after``).
    """

    def post(self, request: PersonRequest) -> HttpResponse:
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.page(422, form=form)
        text = form.cleaned_data["q"]
        place = jump.place_of(request.user, text)
        if place:
            return redirect(place)
        self._keep_sealed(text, read(text))
        return redirect(f"{reverse('search')}?of={kept.keep(request.session, text)}")

    def get(self, request: PersonRequest) -> HttpResponse:
        token = request.GET.get("of", "")
        text = kept.typed(request.session, token)
        if not text:
            return self.page(forgotten=bool(token), lately=lately.opened(request.user))
        only = request.GET.get("only", "")
        only = only if only in KINDS else ""
        found = search(request.user, read(text), only, place_in(request.GET.get("after", "")))
        self._log(found)
        return self.page(
            form=SearchForm(initial={"q": text}), typed=text, found=found, at=clock.now(), of=token,
            chips=self._chips(found), beginning=here(request, only, after=None),
        )  # fmt: skip

    def _chips(self, found: Found) -> list[dict[str, Any]]:
        """Everything, and each kind of which something was found, with how many."""
        all_of_it = {
            "text": _("Everything"),
            "href": here(self.request, only=None, after=None),
            "current": not found.only,
        }
        kinds = [
            {
                "text": words.KINDS[kind],
                "total": section.total,
                "href": here(self.request, only=kind, after=None),
                "current": kind == found.only,
            }
            for kind in KINDS
            if (section := getattr(found, kind)).count or kind == found.only
        ]
        return [all_of_it, *kinds]

    def _keep_sealed(self, text: str, asked: Asked) -> None:
        """What was typed to find a person, for the officer alone, who opens it for a reason."""
        if not asked.is_of_person:
            return
        user = self.request.user
        row = SearchedWords(at=clock.now(), by=user, agency_id=user.agency_id)
        row.seal(text)
        row.save(force_insert=True)

    def _log(self, found: Found) -> None:
        """The search, and each case and signal of which a name is shown; never what was typed."""
        rows = [reading_log.row(self.request)]
        for one in found.persons.rows:
            roles = [one.part.role] if one.part else []
            rows.append(reading_log.row(self.request, one.of, route=words.NAME, roles=roles))
        reading_log.write(rows)
