"""Canaries: made-up words, one for each text that somebody must not meet.

Who may read which is written by hand in tests/access/entitled.py, from the rulings.
"""

from __future__ import annotations

# Every canary that was named. The words themselves are searched for, since a pattern would now
# and then match a random token.
ISSUED: set[str] = set()


def canary(name: str) -> str:
    """The canary of that name: a word that no page contains by itself."""
    word = "Zq" + "".join(letter for letter in name.title() if letter.isalpha()) + "qZ"
    ISSUED.add(word)
    return word


def canaries(fields, name: str, prefix: str = "") -> dict[str, str]:
    """By field, the canary of that name with ``prefix`` before it."""
    return {field: canary(f"{prefix}{field} {name}") for field in fields}
