"""The word that opens what stood before: `{% load before_parts %}{% before row %}` (X30)."""

from __future__ import annotations

from typing import Any

from django import template

from casework import before as saved
from common import panels

register = template.Library()


@register.simple_tag
def before(row: Any, about: str = "", subject: Any = None, words: str = "") -> str:
    """A link to what the row said before; nothing where it says what was first written.

    ``about`` tells screen readers which row; ``subject`` is its case or signal where the row does
    not say it; ``words`` stand in place of the common ones.
    """
    url = saved.address(row, subject) if row else ""
    return panels.link(words or saved.word(row), url, about=about, css="s reach") if url else ""
