"""The request behind the login, as views write it down: its user is one of our people."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from agencies.models import User
from common.requests import Request


class PersonRequest(Request):
    """A type alone: the middlewares let nobody else through to a view (LoginRequiredMiddleware)."""

    user: User


def person(request: HttpRequest) -> User:
    """Who has signed in, where a framework says what a request is: behind the login alone."""
    return cast(User, request.user)
