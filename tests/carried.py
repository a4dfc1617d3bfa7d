"""What the page at an address carries in hidden fields, as a browser sends it with the form.

A form carries the token of its draft with the version that was read, a button that version (X35).
"""

from __future__ import annotations

from copy import copy
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from casework.acts import Act
from casework.meanwhile import VERSION
from common import drafts
from common.scope import Actor, bound

HIDDEN = (drafts.FIELD, VERSION)


def carried(user: Any, url: str) -> dict[str, Any]:
    """The hidden fields of the act at this address for this person; none where there is no page."""
    view = opened(user, url)
    if view is None:
        return {}
    with bound(Actor.of(view.request.user)):
        return fields(view)


def fields(view: Act) -> dict[str, Any]:
    """The hidden fields of an act that was prepared."""
    version = view.object_version()
    if view.form_class is None:
        return {VERSION: version}
    user, key = view.request.user, view.object_key()
    return {drafts.FIELD: drafts.mint(user, view.form_name, key, version)}


def opened(user: Any, url: str) -> Act | None:
    """The act at this address, prepared for this person; None where there is none for them."""
    try:
        found = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    act = getattr(found.func, "view_class", None)
    if user is None or not isinstance(act, type) or not issubclass(act, Act):
        return None
    named = {one.word: one for one in act.among}
    view: Act = named.get(found.kwargs.get(act.told_by, ""), act)()
    request: Any = RequestFactory().get(url)
    request.user = copy(user)
    view.setup(request, *found.args, **found.kwargs)
    try:
        with bound(Actor.of(request.user)), transaction.atomic():
            view.prepare(**found.kwargs)
    except (Http404, PermissionDenied):
        return None
    return view


class Browser(Client):
    """Django's test client, which sends what the page of the form carries unless a test says it."""

    user: Any = None

    def post(self, path: str, data: Any = None, *args: Any, **more: Any) -> Any:
        """As Client.post; with ``bare=True`` nothing is added."""
        typed = data or {}
        is_bare = more.pop("bare", False) or not isinstance(typed, dict)
        if not is_bare and not any(name in typed for name in HIDDEN):
            data = carried(self.user, path) | typed
        return super().post(path, data, *args, **more)
