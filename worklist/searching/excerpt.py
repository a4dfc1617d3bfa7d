"""The few words of a text around what was searched in it, what was found marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.folding import folded

BEFORE, AFTER = 8, 14  # words around the first that was found
LONGEST = 60  # letters of a word; what nothing divides is cut
_WORDS = re.compile(r"\S+")


def excerpt(text: str, parts: Sequence[str]) -> SafeString:
    """The place of ``text`` where the first of ``parts`` stands, each of them marked.

    Its beginning where none does. Parts are folded (``common.folding``), words or phrases.
    """
    words = _WORDS.findall(text)
    found = _found(words, parts)
    first = min(found, default=0)
    start, end = max(0, first - BEFORE), first + AFTER
    shown = [
        (_shown("<mark>{}</mark>" if place in found else "{}", words[place]),)
        for place in range(start, min(end, len(words)))
    ]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        format_html_join(" ", "{}", shown),
        " …" if end < len(words) else "",
    )


def _shown(form: str, word: str) -> SafeString:
    return format_html(form, word if len(word) <= LONGEST else f"{word[:LONGEST]}…")


def _found(words: Sequence[str], parts: Sequence[str]) -> set[int]:
    """The places of the words in which some of the parts stand."""
    keyed = [(place, key) for place, word in enumerate(words) if (key := folded(word))]
    heard = " ".join(key for _place, key in keyed)
    begins = [0, *accumulate(len(key) + 1 for _place, key in keyed)][:-1]
    found: set[int] = set()
    for part in parts:
        at = heard.find(part)
        while at >= 0:
            first, end = bisect_right(begins, at) - 1, bisect_left(begins, at + len(part))
            found |= {place for place, _key in keyed[first:end]}
            at = heard.find(part, at + len(part))
    return found
