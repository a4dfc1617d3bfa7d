"""How a cell's POST is sent: to the application itself, without what all addresses share.

Sessions, their limits, headers and the rendered page of a refusal cost more than an act, and are
the same for each of them: tests/access asks them of every address and persona. What an act can
depend on stays: who is signed in, the reader's language, the request's one transaction bound to the
person, kept text, and who is sent to the sign-in page.
"""

from __future__ import annotations

from copy import copy

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from tests.access import plain
from tests.world.people import PERSONAS

# Of the settings, what no act can tell from its absence.
SHARED = (
    "common.logs.RequestIdMiddleware",
    "common.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casework.sessions.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
)
FACTORY = RequestFactory()
# A status is an answer: its page is not rendered.
WITHOUT_PAGE = frozenset({400, 403, 404, 500})


class Senders:
    """The personas, each signed in anew for every cell: no right is remembered from the last."""

    def __init__(self, stage):
        self.people = {name: stage.persona(name) for name in PERSONAS}
        self.handler = BaseHandler()
        with override_settings(MIDDLEWARE=[m for m in settings.MIDDLEWARE if m not in SHARED]):
            self.handler.load_middleware()

    def person(self, persona: str):
        """The person, who knows nothing of an earlier request; None is a visitor."""
        found = self.people[persona]
        return found and copy(found)

    def post(self, persona: str, url: str, data: dict) -> HttpResponse:
        """The answer to a POST of this persona."""
        request, user = FACTORY.post(url, data), self.person(persona)
        request.user = user if user and user.is_active else AnonymousUser()
        request.session = SessionStore()
        with plain.refusals(WITHOUT_PAGE):
            return self.handler.get_response(request)
