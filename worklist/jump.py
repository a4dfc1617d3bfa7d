"""Going straight to a reference (Ctrl+K)."""

from __future__ import annotations

import re

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from casework.views.case import own_memberships
from common import folding
from intake.models import Signal
from worklist.searching.page import SearchPage


class Jump(SearchPage):
    """An address with a reference in it: the case or the signal, if the reader may know of it."""

    def get(self, request) -> HttpResponse:
        text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
        if not text:
            return redirect("home")
        place = place_of(request.user, text)
        return redirect(place) if place else self.page(unknown=True)


def place_of(user, text: str) -> str:
    """The page of the case or signal with that reference; empty where the reader knows of none."""
    cases = own_memberships(user).order_by("-opened_at")
    case = _first_called(cases, text, "case__reference", "case_id")
    if case:
        return reverse("case", args=[case])
    signal = _first_called(Signal.objects.visible_to(user), text, "reference", "pk")
    return reverse("intake:page", args=[signal]) if signal else ""


# A reference without its prefix: «2026-014».
_PARTIAL = re.compile(r"\d{4}-\d{1,6}")


def _first_called(rows, text: str, reference: str, key: str):
    """The key of the row with that reference, whole or without its prefix; None without one."""
    asked = folding.same_reference(text)
    called = Q(**{f"{reference}__iexact": text}) | Q(**{f"{reference}__iexact": asked})
    found = rows.filter(called).values_list(key, flat=True).first()
    if found is None and _PARTIAL.fullmatch(asked):
        ending = rows.filter(**{f"{reference}__iendswith": f"-{asked}"})
        found = ending.values_list(key, flat=True).first()
    return found
