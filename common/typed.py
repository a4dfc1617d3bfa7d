"""What people type or paste, as they see it: signs that nobody sees stay outside (X05, X12).

A name copied from a letter brings soft hyphens and marks of direction along: it looks the same, and
is not found. A text of nothing but such signs passes for a reason that somebody wrote.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpResponse, QueryDict

from common.requests import Request

# Signs with the width of a letter, or of none, that are drawn as nothing.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Lines are broken by one sign.
BREAKS = {"\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
KEPT = frozenset("\t\n\r\x00")  # NUL is refused in words, by each form
# They shape letters of some scripts, and make one picture of several.
JOINERS = frozenset("\u200c\u200d")
# A passphrase is what was typed when it was chosen, whatever can be seen of it.
SECRET = ("pass", "otp", "token")


def as_seen(text: str) -> str:
    """``text`` without signs that nobody sees; empty where nothing of it can be seen."""
    if text.isascii() and (text.isprintable() or not _hides(text)):
        return text
    kept = "".join(_kept(text, place) for place in range(len(text)))
    return kept if any(_can_be_seen(one) for one in kept) or not kept.strip() else ""


def _hides(text: str) -> bool:
    return any(not one.isprintable() and one not in KEPT for one in text)


def _kept(text: str, place: int) -> str:
    one = text[place]
    if one in JOINERS:
        around = text[place - 1 : place] + text[place + 1 : place + 2]
        return one if len(around) == 2 and all(map(_is_shaped, around)) else ""
    if one in BREAKS:
        return BREAKS[one]
    hidden = unicodedata.category(one) in ("Cf", "Cc") and one not in KEPT
    return "" if hidden else one


def _is_shaped(one: str) -> bool:
    """Whether a joiner beside it says something: letters from Hebrew to Mongolian, pictures."""
    is_picture = unicodedata.category(one) in ("So", "Sk") or one == "\ufe0f"
    return is_picture or "\u0590" <= one <= "\u18af"


def _can_be_seen(one: str) -> bool:
    return unicodedata.category(one)[0] in "LNPS" and one not in BLANK


def cleaned(query: QueryDict) -> QueryDict:
    """The same fields as they are seen; the very object where nothing differs."""
    every = {
        name: values
        for name, values in query.lists()
        if not any(word in name.lower() for word in SECRET)
    }
    seen = {name: [as_seen(value) for value in values] for name, values in every.items()}
    if seen == every:
        return query
    other = query.copy()
    for name, values in seen.items():
        other.setlist(name, values)
    other._mutable = False
    return other


class AsSeenMiddleware:
    """Whatever form it is for, the admin's too: what arrives is what was seen."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> None:
        """After the check of where the form came from, which has read it."""
        request.GET = cast(Any, cleaned(request.GET))
        if request.method == "POST":
            request.POST = cast(Any, cleaned(request.POST))
