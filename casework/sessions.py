"""When a session ends (A8): some time after the last act of a person, and after a day's work.

The two moments stand in the session itself, in the database, measured by the domain clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.utils.translation import gettext as _

from agencies.models import DutyKind, User
from agencies.requests import person
from common import clock
from common.requests import Request

OPENED, ACTED = "session_opened", "session_acted"
# Requests that the page sends by itself: with this header, or to keep a draft.
BY_ITSELF = "X-Background"
ROUTES_BY_THEMSELVES = frozenset({"draft_save"})
# Writing the moment at every click would write the session at every click.
GRAIN = timedelta(seconds=30)
# Two servers' clocks may differ a little; a clock set back further ends the session.
TOLERANCE = timedelta(seconds=60)


class Ending(Enum):
    IDLE = "idle"
    ABSOLUTE = "absolute"
    CLOCK = "clock"


class SessionLimitsMiddleware:
    """Ends the session at its limit; the request then goes on as nobody's.

    Sets `request.session_ends` (aware moment, or None) and `request.session_ended` (Ending or
    None) for the frame and for the page that asks to sign in again.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.session_ends = request.session_ended = None
        if request.user.is_authenticated and OPENED in request.session:
            request.session_ended = ending(request.session, request.user)
            if request.session_ended:
                logout(request)
            else:
                request.session_ends = end(request.session, request.user)
        response = self.get_response(request)
        if request.user.is_authenticated and OPENED not in request.session:
            _stamp(request.session, clock.now(), OPENED, ACTED)
        return response

    def process_view(
        self,
        request: Request,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        if request.session_ended:
            messages.info(request, sentence(request.session_ended))
        elif request.user.is_authenticated and not _by_itself(request):
            _extend(request)


def ending(session: SessionBase, user: User) -> Ending | None:
    """Return why the session is over now, or None while it lasts."""
    now, idle, absolute = clock.now(), *_limits(user)
    if now < _moment(session, ACTED) - TOLERANCE:
        return Ending.CLOCK
    if now - _moment(session, OPENED) > absolute:
        return Ending.ABSOLUTE
    if now - _moment(session, ACTED) > idle:
        return Ending.IDLE
    return None


def end(session: SessionBase, user: User) -> datetime:
    """Return the moment at which the session ends if nobody acts meanwhile."""
    idle, absolute = _limits(user)
    return min(_moment(session, ACTED) + idle, _moment(session, OPENED) + absolute)


def sentence(why: Enum | None) -> str:
    """Return the sentence for whoever must sign in again."""
    if why is Ending.IDLE:
        return _("Your session ended because nothing happened for a while. Sign in to go on.")
    return _("Your session reached its end. Sign in to go on.")


def _limits(user: User) -> tuple[timedelta, timedelta]:
    """Return (idle, absolute): shorter for whoever can give rights."""
    prefix = "ADMINISTRATOR_" if user.has_duty(DutyKind.ADMINISTRATOR) else ""
    idle, absolute = (
        timedelta(seconds=getattr(settings, f"{prefix}SESSION_{name}_SECONDS"))
        for name in ("IDLE", "ABSOLUTE")
    )
    return idle, absolute


def _by_itself(request: Request) -> bool:
    route = request.resolver_match.url_name if request.resolver_match else ""
    return BY_ITSELF in request.headers or route in ROUTES_BY_THEMSELVES


def _extend(request: Request) -> None:
    now = clock.now()
    if OPENED not in request.session:
        _stamp(request.session, now, OPENED, ACTED)
    elif now - _moment(request.session, ACTED) >= GRAIN:
        _stamp(request.session, now, ACTED)
    request.session_ends = end(request.session, person(request))


def _stamp(session: SessionBase, moment: datetime, *names: str) -> None:
    for name in names:
        session[name] = moment.timestamp()


def _moment(session: SessionBase, name: str) -> datetime:
    return datetime.fromtimestamp(session[name], tz=UTC)
