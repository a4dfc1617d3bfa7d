"""The icons (lucide, ISC licence in static/vendor/licences) as inline SVG.

Shapes stand as data in ``templatetags/icons.json`` and are written attribute by attribute: no
markup is trusted and nothing is marked safe by hand.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SHAPES: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent / "templatetags" / "icons.json").read_text(encoding="utf-8")
)
# The kinds of some parts (templatetags/parts.py), each with its picture.
OF_ALERTS = {
    "note": "info",
    "info": "info",
    "ok": "circle-check",
    "warn": "triangle-alert",
    "risk": "octagon-alert",
}
OF_EVENTS = {
    "note": "pen-line",
    "decision": "scale",
    "outside": "globe",
    "held": "file-lock",
    "social": "heart-handshake",
    "security": "shield",
    "wait": "clock",
}
OF_WORK = {
    "plain": "clock",
    "signal": "inbox",
    "decision": "scale",
    "meeting": "calendar-days",
    "question": "circle-question-mark",
    "asked": "message-square",
    "action": "list-checks",
    "person": "user-minus",
}


@cache
def shapes(name: str) -> SafeString:
    """The inside of the SVG of one icon. Raises KeyError for a name that does not exist."""
    return format_html_join(
        "", "<{}{}/>", ((element, flatatt(attributes)) for element, attributes in SHAPES[name])
    )


def svg(name: str, label: str = "") -> SafeString:
    """One icon: hidden from screen readers, or named by ``label`` when it stands alone.

    Raises KeyError for a name that does not exist.
    """
    return _drawn(name, {"role": "img", "aria-label": str(label)}) if label else _beside(name)


@cache
def _beside(name: str) -> SafeString:
    return _drawn(name, {"aria-hidden": "true"})


def _drawn(name: str, naming: dict[str, str]) -> SafeString:
    return format_html(
        '<svg class="ico" viewBox="0 0 24 24"{} focusable="false">{}</svg>',
        flatatt(naming),
        shapes(name),
    )
