"""Middlewares: the reader's language, one transaction a request with its actor, kept text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views import defaults

from casework.models.territory import read_once
from common import drafts
from common.requests import Request
from common.scope import Actor, bound

EXPECTED = (Http404, PermissionDenied, SuspiciousOperation)
AWAY = (OperationalError, InterfaceError)


class ReaderLocaleMiddleware:
    """Language and time zone: the person's own, else the cookie's, else the browser's."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            language, zone = user.language, user.time_zone
        else:
            language, zone = translation.get_language_from_request(request), settings.TIME_ZONE
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class ActorTransactionMiddleware:
    """Binds the signed-in person and opens the request's one transaction (rulings 4).

    A response of 500 or more rolls everything back; a refusal (409) is a savepoint inside.
    A database that went away answers 503, and nothing half-written stays.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        try:
            with bound(Actor.of(request.user)), read_once():
                response = self.get_response(request)
                if response.status_code >= 500 or getattr(request, "failed", False):
                    transaction.set_rollback(True)
        except AWAY:
            return not_available(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        request.failed = not isinstance(exception, EXPECTED)
        return not_available(request) if isinstance(exception, AWAY) else None


def not_available(request: HttpRequest) -> HttpResponse:
    """The page for 503: the database went away, or could not answer in time.

    Rendered without the request: what every page's frame knows would be asked of the database.
    """
    return HttpResponse(render_to_string("503.html"), status=503)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a page for 500, or for 503 when the database is away before any view."""
    if isinstance(sys.exc_info()[1], AWAY):
        return not_available(request)
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a page for 400; for 413 when more was sent than is taken."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)


class KeepTypedTextMiddleware:
    """A POST that arrives after the session ended is kept for its author (A8).

    The form's signed token says whose it is; after sign-in the same form shows it again.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: Request,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.method != "POST" or request.user.is_authenticated:
            return None
        token = drafts.read(request.POST.get(drafts.FIELD, ""))
        if token is None:
            return None
        drafts.keep_for_absent(token, request.POST)
        return redirect_to_login(request.path)
