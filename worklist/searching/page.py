"""What every page of the search shows: its box, and whether whom to ask is named to its reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from casework.rights import Right
from casework.views.base import RightView
from worklist.searching import whom
from worklist.searching.forms import SearchForm


class SearchPage(RightView):
    """The box, the answer of a subclass, and the same sentence at its end."""

    right = Right.USE_RELAIS
    template_name = "worklist/search.html"

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        shown = {"form": SearchForm(), "may_ask": whom.is_told(self.request.user)}
        return super().page(status, **(shown | context))
