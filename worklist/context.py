"""Variables of the frame of every page; lazy, so that a page that shows none asks nothing."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from casework import own_notices
from casework.models import TerritoryProfile
from common import clock
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
        context |= {
            "notices_unread": SimpleLazyObject(lambda: own_notices.unread_of(request)),
            "signals_waiting": SimpleLazyObject(lambda: due.waiting_for(user).count()),
        }
    return context
