"""Pages of no case: notices to the public, help, glossary, show-room, theme, health."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from agencies.requests import PersonRequest
from casework import glossary as words
from casework.showroom import pieces
from common import clock

THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, about whom, who reads it, for how long."""
    return render(request, "pages/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked and what was not."""
    return render(request, "pages/accessibility.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Help: how things are done in Relais."""
    return render(request, "pages/help.html")


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The glossary in both languages (S62)."""
    return render(request, "pages/glossary.html", {"chapters": words.CHAPTERS})


@require_safe
def showroom(request: HttpRequest) -> HttpResponse:
    """Every part in every state. Raises Http404 in production."""
    if settings.RELAIS_ENV == "production":
        raise Http404
    return render(request, "pages/showroom.html", pieces())


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme in a cookie for a year and go back to ``next``, an own path (D5)."""
    theme = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    if theme in THEMES:
        response.set_cookie(
            "theme",
            theme,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_POST
def stay_signed_in(request: PersonRequest) -> JsonResponse:
    """Extend the session; answer how many seconds are left (A8)."""
    left = cast(datetime, request.session_ends) - clock.now()
    return JsonResponse({"seconds": max(0, int(left.total_seconds()))})


@method_decorator(login_not_required, name="dispatch")
class Health(View):
    """Whether the web and its database answer. No versions, no figures."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"status": "ok"})
