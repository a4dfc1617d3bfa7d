"""The buttons of acts (casework.acts): `{% load act_parts %}{% act_buttons row.buttons %}`.

``query`` is what the form opens with, as its address carries it: `query="domain=online"`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.text import slugify

from casework import acts
from common import icons, panels
from common.refusals import Obstacle

register = template.Library()


@register.simple_tag(takes_context=True)
def act_buttons(
    context: Context, buttons: Iterable[acts.Button], said: bool = False, query: str = ""
) -> str:
    """Each button; a locked one with its sentences, unless the page has ``said`` them already.

    A link leads to its form even when it is locked: the sentences stand there too. A click that
    would be refused leads nowhere.
    """
    shown = []
    # A sentence that locks several of the buttons is shown once.
    first: dict[tuple[Obstacle, ...], str] = {}
    for one in buttons:
        icon = "lock" if one.obstacles else one.icon
        why = f"why-{slugify(one.url.replace('/', '-'))}" if one.obstacles else ""
        told_at = first.setdefault(one.obstacles, why)
        shown.append(
            {
                "one": one,
                "url": _opening(one, query),
                "icon": icons.svg(icon) if icon else "",
                "kind": "second" if one.obstacles else one.kind,
                "why": told_at,
                "says": not said and why and told_at == why,
            }
        )
    values = {"buttons": shown, "said": said, "csrf_token": context.get("csrf_token")}
    return get_template("components/act_buttons.html").render(values) if shown else ""


@register.simple_tag
def act_link(
    one: acts.Button | None, words: str = "", about: str = "", css: str = "lk", query: str = ""
) -> str:
    """One button as a link in a text, with the words of that place; nothing without the button.

    It leads to its form even when it is locked: the sentences stand there too.
    """
    if not one:
        return ""
    url = _opening(one, query)
    return panels.link(words or one.words, url, about=about or one.about, css=css)


@register.simple_tag(takes_context=True)
def buttons_on(context: Context, row: Any, *routes: str) -> list[acts.Button]:
    """The buttons of the acts at these addresses, for a part that stands on many pages."""
    return acts.buttons(context["user"], row, acts.named(*routes))


def _opening(one: acts.Button, query: str) -> str:
    return f"{one.url}?{query}" if query else one.url
