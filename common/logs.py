"""Log lines without content (F4): one JSON object a line, made of known fields alone.

Of our own loggers the sentence is kept as the code spells it, never what it was filled with;
of everybody else's only who spoke and how loudly. An exception is its type and the lines of
our code it came through, never its text: PostgreSQL quotes a person's row in there.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from common.requests import Request

ROOT = Path(__file__).resolve().parent.parent
OURS = frozenset(
    {
        "common", "notices", "agencies", "casework", "intake", "plans", "closure", "worklist",
        "operations", "relais",
    }
)  # fmt: skip
# What a line may carry beside its sentence, given as `extra={…}`: numbers and words of the code.
FIELDS = ("method", "route", "status", "milliseconds", "user_id", "count", "error", "state")
MOST_FRAMES = 12
HEADER = "X-Request-ID"

_request_id: ContextVar[str] = ContextVar("relais_request_id", default="")
log = logging.getLogger("relais.requests")


def request_id() -> str:
    """Return the reference of the present request; the error page shows the same."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives every request a reference of ours (never the caller's) and writes its one line."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.id = uuid4().hex
        token = _request_id.set(request.id)
        began = monotonic()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request.id
            _write_line(request, response, monotonic() - began)
            return response
        finally:
            _request_id.reset(token)


def _write_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = getattr(request, "resolver_match", None)
    if match is None and response.status_code < 400:
        return  # a static file
    # Not request.user: reading it here could begin a query after the answer.
    user = getattr(request, "_cached_user", None)
    log.info(
        "request",
        extra={
            "method": request.method if request.method in METHODS else "other",
            "route": match.view_name if match else "",
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
            "user_id": user.pk if user else None,
        },
    )


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class ContentFreeFormatter(logging.Formatter):
    """A record as one line of JSON; line breaks and the like are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OURS and isinstance(record.msg, str):
            line["event"] = record.msg
        if reference := request_id():
            line["request"] = reference
        for name in FIELDS:
            value = record.__dict__.get(name)
            if isinstance(value, (str, int)):
                line[name] = value
        if task := _task(record):
            line["task"] = task
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["came_through"] = _frames(record.exc_info[2])
        return json.dumps(line)


def _task(record: logging.LogRecord) -> str:
    """The name of a task, where Celery speaks of one; its arguments stay out."""
    data = record.__dict__.get("data")
    name = data.get("name") if isinstance(data, dict) else None
    return name if isinstance(name, str) and name.partition(".")[0] in OURS else ""


def _frames(trace: TracebackType | None) -> list[str]:
    places = []
    for frame, number in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts:
            places.append(f"{path.relative_to(ROOT)}:{number}")
    return places[-MOST_FRAMES:]
