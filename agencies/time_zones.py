"""The time zones a person can choose, by region."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

REGIONS = {
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


@cache
def choices():
    """Return the choices of a select, grouped by region, each zone named after its place."""
    grouped = {region: [] for region in REGIONS}
    for name in sorted(available_timezones()):
        region, _slash, place = name.partition("/")
        if region in grouped and place:
            grouped[region].append((name, place.replace("_", " ")))
    return [(REGIONS[region], zones) for region, zones in grouped.items()]
