"""Variables of the frame of every page; lazy, so that a page that shows none asks nothing."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import SimpleLazyObject, cached_property

from casework import own_notices
from casework.models import TerritoryProfile
from common import clock
from common.compiled import compiled
from common.together import how_many
from intake.signals import due


def frame(request) -> dict:
    """The variables of the frame, for signed-in people and visitors alike."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    theme = request.COOKIES.get("theme", "")
    context = {
        "territory": SimpleLazyObject(TerritoryProfile.load),
        "relais_env": settings.RELAIS_ENV,
        "is_demo": settings.RELAIS_ENV == "demo",
        "theme": theme if theme in ("light", "dark") else "",
        "today": clock.today(),
        "notices_unread": 0,
        "signals_waiting": 0,
    }
    if known:
        waits = _Waits(request)
        context |= {
            "territory": SimpleLazyObject(lambda: waits.profile),
            "notices_unread": SimpleLazyObject(lambda: waits.unread),
            "signals_waiting": SimpleLazyObject(lambda: waits.signals),
        }
    return context


class _Waits:
    """What the frame tells the reader, in one statement, as soon as something of it is shown."""

    def __init__(self, request) -> None:
        self._request = request

    @cached_property
    def profile(self) -> TerritoryProfile:
        return self._asked[0]

    @cached_property
    def unread(self) -> int | str:
        return own_notices.unread_of(self._request, self._asked[1])

    @cached_property
    def signals(self) -> int:
        return next(iter(self._asked[2]), 0)

    @cached_property
    def _asked(self) -> tuple:
        user = self._request.user
        signals = compiled(_signals, user)
        if hasattr(self._request, "_unread"):  # My work has listed them
            return TerritoryProfile.read(signals), None, signals
        unread = own_notices.unread_keys(user)
        return TerritoryProfile.read(signals, unread), unread, signals


def _signals(user):
    return how_many(due.waiting_for(user))
