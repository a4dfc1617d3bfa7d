"""The type of a request whose user has signed in."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from agencies.models import User
from common.requests import Request


class PersonRequest(Request):
    """For annotations alone: LoginRequiredMiddleware lets nobody else through to a view."""

    user: User


def person(request: HttpRequest) -> User:
    """The user of a request, as one of our people; for views behind the sign-in alone."""
    return cast(User, request.user)
