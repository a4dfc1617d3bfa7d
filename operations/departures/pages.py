"""The page between an administrator's form and its saving, where somebody leaves (X18)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from agencies.models import ChannelPost, Duty, User
from agencies.requests import person
from operations.departures.decisions import leaves
from operations.departures.forms import HandoverForm
from operations.departures.held import duties_of, held_by, posts_of

# The name of the button of the page: without it nothing is saved.
ANSWERED = "_handed_over"


def asked_before(
    request: HttpRequest, before: User, after: User, context: dict[str, Any]
) -> TemplateResponse | None:
    """The page that shows what ``before`` holds and asks who takes over, or None.

    None where nobody leaves or nothing is held, and where the page was answered: the request then
    carries ``handovers``.
    """
    if not leaves(before, after):
        return None
    request.handovers = []  # type: ignore[attr-defined]
    held = held_by(before)
    theirs: list[Duty | ChannelPost] = [*duties_of(before), *posts_of(before)]
    if not held and not theirs:
        return None
    answered = ANSWERED in request.POST
    form = HandoverForm(
        request.POST if answered else None,
        held=theirs,
        user=before,
        by=person(request),
        may_keep=after.is_active,
    )
    if answered and form.is_valid():
        request.handovers = form.handovers()  # type: ignore[attr-defined]
        return None
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", ANSWERED, *form.fields)
        for value in values
    ]
    words = {"who": before.display}
    title = _("%(who)s leaves") if not after.is_active else _("%(who)s moves to another agency")
    more = {
        "title": title % words,
        "held": held,
        "form": form,
        "typed": typed,
        "answered": ANSWERED,
        "leaving": before,
        "opts": User._meta,
        "closes": not after.is_active,
    }
    status = 422 if answered else 200
    return TemplateResponse(request, "admin/departure.html", context | more, status=status)
