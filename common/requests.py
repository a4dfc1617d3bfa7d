"""The type of a request with what our middlewares write on it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from django.http import HttpRequest


class Request(HttpRequest):
    """For annotations alone: Django makes the request.

    ``id``: its reference (common/logs.py). ``failed``: a view raised what nobody expected
    (casework/middleware.py). ``session_ends``, ``session_ended``: casework/sessions.py.
    """

    id: str
    failed: bool
    session_ends: datetime | None
    session_ended: Enum | None
    _unread: int
