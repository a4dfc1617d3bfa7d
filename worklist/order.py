"""Items in order of lateness, and their counts by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import own_notices
from common import clock
from worklist.item import Item

# kind of an item -> what so many of them are called; in the order in which they stand.
KINDS: dict[str, Callable[[int], str]] = {
    "signal": lambda n: ngettext("signal not acknowledged", "signals not acknowledged", n),
    "decision": lambda n: ngettext("decision waiting for you", "decisions waiting for you", n),
    "meeting": lambda n: ngettext("checkpoint", "checkpoints", n),
    "question": lambda n: ngettext("question to answer", "questions to answer", n),
    "action": lambda n: ngettext("action of yours", "actions of yours", n),
    "asked": lambda n: ngettext("answer that you asked for", "answers that you asked for", n),
}


def by_day(items: list[Item]) -> list[Item]:
    """The longest overdue first, what has no day last."""
    return sorted(items, key=lambda one: (one.due_at is None, one.due_at or clock.now()))


def in_order(items: list[Item], shown: list[Item]) -> list[dict]:
    """Overdue, today, this week, later: only the groups of which something is ``shown``.

    ``number`` is how many there are, ``items`` those that are shown.
    """
    now = clock.now()
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow += timedelta(days=1)
    week = tomorrow + timedelta(days=6)

    def group(item: Item) -> str:
        at = item.due_at
        if at is None or at >= week:
            return "later"
        if item.is_late:
            return "overdue"
        return "today" if at < tomorrow else "week"

    numbers = Counter(map(group, items))
    groups: dict[str, list[Item]] = {"overdue": [], "today": [], "week": [], "later": []}
    for item in shown:
        groups[group(item)].append(item)
    titles = {
        "overdue": _("Overdue"),
        "today": _("Today"),
        "week": _("This week"),
        "later": _("Later"),
    }
    return [
        {
            "id": name,
            "title": titles[name],
            "items": found,
            "number": numbers[name],
            "late": name == "overdue",
        }
        for name, found in groups.items()
        if found
    ]


def counts(items: list[Item], listed: list[Item], request) -> list[dict]:
    """How much is overdue, and of each kind; each number leads to what it counts.

    What is counted and not ``listed`` stands on the card above the list.
    """
    late = sum(1 for item in items if item.is_late)
    where = "?#overdue" if any(item.is_late for item in listed) else "?#to-sign"
    found = [{"n": late, "label": _("overdue"), "href": where, "late": True}] if late else []
    for kind, called in KINDS.items():
        number = sum(1 for item in items if item.kind == kind)
        if number:
            href = f"?only={kind}"
            found.append({"n": number, "label": called(number), "href": href, "late": False})
    unread = own_notices.unread_of(request)
    if unread:
        many = unread if isinstance(unread, int) else own_notices.UNREAD_MOST
        label = ngettext("unread notice", "unread notices", many)
        found.append({"n": unread, "label": label, "href": reverse("notices"), "late": False})
    return found
