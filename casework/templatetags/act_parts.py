"""The buttons of acts (casework.acts): `{% load act_parts %}{% act_buttons row.buttons %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.text import slugify

from common import icons

register = template.Library()


@register.simple_tag(takes_context=True)
def act_buttons(context: Context, buttons: Iterable[Any], said: bool = False) -> str:
    """Each button; a locked one with its sentences, unless the page has ``said`` them already.

    A link leads to its form even when it is locked: the sentences stand there too. A click that
    would be refused leads nowhere.
    """
    shown = []
    for one in buttons:
        icon = "lock" if one.obstacles else one.icon
        shown.append(
            {
                "one": one,
                "icon": icons.svg(icon) if icon else "",
                "kind": "second" if one.obstacles else one.kind,
                "why": f"why-{slugify(one.url.replace('/', '-'))}" if one.obstacles else "",
            }
        )
    values = {"buttons": shown, "said": said, "csrf_token": context.get("csrf_token")}
    return get_template("components/act_buttons.html").render(values) if shown else ""
