"""Answers without what nobody looks at: for tests that ask for a status, or for a form alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpResponse
from django.urls.resolvers import URLResolver

# Their pages hold nothing of the row that was asked for, but the sentence of the refusal.
REFUSALS = frozenset({403, 404})


@contextmanager
def refusals(statuses=REFUSALS) -> Iterator[None]:
    """A refusal answers with its sentence alone, not with its page.

    What stands around the sentence is the same at each address: the frame of every page. The
    GETs of the matrix and the canaries ask for whole pages of all addresses and personas.
    """
    own = URLResolver.resolve_error_handler

    def resolved(resolver, status):
        if status not in statuses:
            return own(resolver, status)
        return lambda request, exception=None: HttpResponse(
            str(exception) if status == 403 and exception else "", status=status
        )

    URLResolver.resolve_error_handler = resolved
    try:
        yield
    finally:
        URLResolver.resolve_error_handler = own


def form_alone(view, form, *, status=200, refused=(), **more) -> HttpResponse:
    """In place of ``FormView.form_page``: the form with what was typed, and what is said of it."""
    said = [f"{one} {one.todo}" for one in refused] + [str(one) for one in more.values()]
    return HttpResponse("\n".join([str(form), *said]), status=status)
