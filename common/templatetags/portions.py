"""Parts of long pages: the foot of a list that is shown in portions, and a text that is cut."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.defaultfilters import linebreaksbr
from django.template.loader import get_template

from common.portions import Portion, here
from common.words import Words

register = template.Library()
# So many characters of a text stand on a page of many; one is read whole by itself.
LONG = 1500


@register.simple_tag
def portion(part: Portion[Any] | str | None, label: Words) -> str:
    """Which rows of how many these are, with the way to the others. Nothing where all stand.

    A list that the page has not (which a template hands over as an empty text) has none either.
    """
    if not isinstance(part, Portion) or not part.is_part:
        return ""
    return get_template("components/portion.html").render({"part": part, "label": label})


@register.simple_tag(takes_context=True)
def long_text(context: Context, text: str, key: object, name: str = "text") -> str:
    """A text with its line breaks; a long one is cut and has a link to the page that shows it.

    ``key`` is the row's and ``name`` the field's: together they name the text in the address. A
    page that is ``in_full`` cuts none.
    """
    request, which = context.get("request"), f"{name}-{key}"
    values: dict[str, Any] = {"text": text, "place": f"t-{which}"}
    if request is not None and len(text) > LONG and not context.get("in_full"):
        if request.GET.get("whole") == which:
            values["less"] = here(request, values["place"], whole=None)
        else:
            values["text"] = text[:LONG].rsplit(maxsplit=1)[0]
            values["more"] = here(request, values["place"], whole=which)
    if not ("more" in values or "less" in values):
        return linebreaksbr(text)
    return get_template("components/long_text.html").render(values)
