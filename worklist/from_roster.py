"""The item of My work of the duty roster: nights that have nobody on call (S24)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import roster
from casework import access
from casework.rights import Right
from common import clock, dates
from common.compiled import compiled
from common.together import Asking
from intake.roster.ahead import ahead
from worklist.item import Item


def uncovered(user) -> Asking[list[Item]]:
    """One item for all nights ahead that lack somebody to call, for whoever keeps the roster.

    Where no turn was ever entered the territory has no roster; its page says what happens.
    """
    if not access.may(user, Right.KEEP_ROSTER):
        return []
    found = yield from ahead()
    holes = found.uncovered
    if not holes:
        return []
    if not any(line.turns for line in found.lines):
        kept = compiled(roster.is_kept, most=1, columns=("pk",))
        yield [kept]
        if not list(kept):
            return []
    words = ngettext(
        "%(number)d night has nobody on call", "%(number)d nights have nobody on call", len(holes)
    )
    first = holes[0].holes[0][0]
    return [
        Item(
            title=words % {"number": len(holes)},
            href=reverse("intake:roster"),
            reference=dates.day(holes[0].night.day),
            due_at=max(clock.now(), first),
            act=_("See the roster"),
        )
    ]
