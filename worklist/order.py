"""Items in order of lateness, and their counts by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from casework import own_notices
from common import clock
from worklist.item import Item
from worklist.source import Waiting

# kind of an item -> what so many of them are called; in the order in which they stand.
KINDS: dict[str, Callable[[int], str]] = {
    "signal": lambda n: ngettext("signal not acknowledged", "signals not acknowledged", n),
    "decision": lambda n: ngettext("decision waiting for you", "decisions waiting for you", n),
    # «checkpoint» is a word of its own too: a sentence is counted or it is not.
    "meeting": lambda n: npgettext("counted", "checkpoint", "checkpoints", n),
    "question": lambda n: ngettext("question to answer", "questions to answer", n),
    "action": lambda n: ngettext("action of yours", "actions of yours", n),
    "asked": lambda n: ngettext("answer that you asked for", "answers that you asked for", n),
}


# Of an item that is not shown only its day is read.
Items = Sequence[Item | Waiting]


def by_day(items: Items) -> list[Item | Waiting]:
    """The longest overdue first, what has no day last."""
    return sorted(items, key=lambda one: (one.due_at is None, one.due_at or clock.now()))


def in_order(items: Items, shown: list[Item]) -> list[dict]:
    """Overdue, today, this week, later: only the groups of which something is ``shown``.

    ``number`` is how many there are, with a plus where others were not read; ``items`` are those
    that are shown.
    """
    today = clock.today()
    today_ends = clock.end_of(today)
    week_ends = clock.end_of(today + timedelta(days=6))

    def group(item: Item | Waiting) -> str:
        at = item.due_at
        if at is None or at > week_ends:
            return "later"
        if item.is_late:
            return "overdue"
        return "today" if at <= today_ends else "week"

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
    # What follows the last one that was read is due then, or later.
    order = list(groups)
    cut = min((order.index(group(one)) for one in items if one.is_last), default=len(order))
    return [
        {
            "id": name,
            "title": titles[name],
            "items": found,
            "number": at_least(numbers[name], order.index(name) >= cut),
            "late": name == "overdue",
        }
        for name, found in groups.items()
        if found
    ]


def at_least(number: int, is_cut: bool) -> int | str:
    """The number as it is shown: «50+» where there are others."""
    return f"{number}+" if is_cut else number


def counts(items: Items, listed: Items, request) -> list[dict]:
    """How much is overdue, and of each kind; each number leads to what it counts.

    What is counted and not ``listed`` stands on the card above the list.
    """
    late = [item for item in items if item.is_late]
    where = "?#overdue" if any(item.is_late for item in listed) else "?#to-sign"
    found = []
    if late:
        number = at_least(len(late), any(item.is_last for item in late))
        found.append({"n": number, "label": _("overdue"), "href": where, "late": True})
    for kind, called in KINDS.items():
        of_kind = [item for item in items if item.kind == kind]
        if of_kind:
            number = at_least(len(of_kind), any(item.is_last for item in of_kind))
            label, href = called(len(of_kind)), f"?only={kind}"
            found.append({"n": number, "label": label, "href": href, "late": False})
    unread = own_notices.unread_of(request)
    if unread:
        many = unread if isinstance(unread, int) else own_notices.UNREAD_MOST
        label = ngettext("unread notice", "unread notices", many)
        found.append({"n": unread, "label": label, "href": reverse("notices"), "late": False})
    return found
