"""Telephone numbers and mail addresses in what a caller left, each in one spelling (S39).

Pure. Only what is surely a number or an address counts: «the town hall» or a day to call back would
bring together callers who have nothing to do with each other.
"""

from __future__ import annotations

import re
import unicodedata

from common.typed import as_seen

_MAIL = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.\w+", re.ASCII)
_DAY = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})\b", re.ASCII)
_APART = re.compile(r"[,;|\n]|\s/\s|\s(?:ou|or|et|and)\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w+])(?:\+|0)[\d\s()./-]{7,}\d(?!\w)", re.ASCII)
# A number at home and the same one with its country share their last nine digits.
_SHARED, _LONGEST = 9, 15


def contacts_in(text: str) -> list[str]:
    """The numbers and mail addresses in ``text``, each once, in one spelling; sorted."""
    text = unicodedata.normalize("NFKC", as_seen(text)).casefold()
    found = set(_MAIL.findall(text))
    for part in _APART.split(_DAY.sub(" | ", _MAIL.sub(" | ", text))):
        for run in _NUMBER.findall(part):
            digits = re.sub(r"\D", "", run.replace("(0)", ""))
            if _SHARED <= len(digits) <= _LONGEST:
                found.add(digits[-_SHARED:])
    return sorted(found)
