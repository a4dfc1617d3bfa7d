"""Headers of every answer (D3) that no middleware of Django or of a package sets."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# Referrer-Policy is "same-origin" (settings), not "no-referrer": with the latter a browser
# sends "Origin: null" with every form, and Django's check against forged forms refuses it.

CLEARED_ON_LEAVING = '"cache", "storage"'


class SecurityHeadersMiddleware:
    """Headers against caches, against other sites that read a page, and after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.static = f"/{settings.STATIC_URL.lstrip('/')}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        if not request.path.startswith(self.static):
            headers["Cache-Control"] = "no-store"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.method == "POST" and request.path in (
            reverse("account_logout"),
            reverse("admin:logout"),
        ):
            headers["Clear-Site-Data"] = CLEARED_ON_LEAVING
        return response
