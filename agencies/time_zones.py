"""The time zones a person can choose: Europe, and the overseas territories of its countries.

Every zone of the world would be a list of hundreds; an administrator's scripts may set any.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

OVERSEAS = (
    "America/Aruba", "America/Cayenne", "America/Curacao", "America/Guadeloupe",
    "America/Marigot", "America/Martinique", "America/Miquelon", "America/Nuuk",
    "America/St_Barthelemy", "Atlantic/Azores", "Atlantic/Canary", "Atlantic/Faroe",
    "Atlantic/Madeira", "Atlantic/Reykjavik", "Indian/Mayotte", "Indian/Reunion",
    "Pacific/Gambier", "Pacific/Marquesas", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip


@cache
def choices() -> list[Any]:
    """Return the choices of a select in two groups, each zone named after its place."""
    europe = sorted(name for name in available_timezones() if name.startswith("Europe/"))
    return [(_("Europe"), _named(europe)), (_("Overseas"), _named(OVERSEAS))]


def choices_with(name: str) -> list[Any]:
    """Return the same choices, and a person's own zone at the end if it is another."""
    offered = {zone for _group, zones in choices() for zone, _place in zones}
    return choices() if name in offered else [*choices(), (name, name)]


def _named(zones: Iterable[str]) -> list[tuple[str, str]]:
    return [(zone, zone.partition("/")[2].replace("_", " ")) for zone in zones]
