"""The red lines of a case: `{% load relationship_parts %}{% red_lines case %}` (S30)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template

from casework.models import Case, Relationship
from casework.relationships import shown

register = template.Library()
# So many stand open; the others open on a click.
FEW = 6


@register.simple_tag(takes_context=True)
def red_lines(context: Any, case: Case, on_paper: bool = False) -> str:
    """Who may not be approached, or by somebody alone, as far as the reader may read it.

    ``on_paper``: only what the whole team reads, for nobody knows who reads a sheet.
    """
    lines = list(shown.heeded(case, context["request"].user))
    if on_paper:
        lines = [one for one in lines if one.audience == Relationship.Audience.TEAM]
    found = {"case": case, "lines": lines[:FEW], "more": lines[FEW:], "on_paper": on_paper}
    return get_template("casework/_red_lines.html").render(found) if lines else ""
