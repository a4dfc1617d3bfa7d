"""A cell: an act on a row at a moment by a persona; what button, address and decision say."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.test import RequestFactory
from django.urls import resolve

from casework import access, acts
from casework.acts import Act
from casework.meanwhile import VERSION
from common import drafts
from common.refusals import Conflict, Refused
from common.scope import Actor, bound
from tests.acts import shown
from tests.acts.senders import Senders

DONE, OUT = 302, "not signed in"
# What a valid form of the act carried last: also sent as personas who get no form.
_LAST: dict[type, dict] = {}


@dataclass(frozen=True)
class Cell:
    """The outcome of one cell: ``alive`` for the button, statuses for address and decision.

    ``held`` says whether the person has the right at all: no other moment gives it to them.
    """

    held: bool
    alive: bool
    sent: int | str
    called: int | str

    @property
    def complaint(self) -> str:
        """The disagreement of button, address and decision in words; empty when they agree."""
        if self.sent == 422:
            return "422: the example of the act is not valid"
        if self.sent not in (DONE, 403, 404, 409, OUT):
            return f"answers {self.sent}"
        if self.alive != (self.sent == DONE):
            return f"the button is {'alive' if self.alive else 'dead'}, the POST says {self.sent}"
        if self.called != self.sent and not (self.sent == OUT and self.called in (403, 404)):
            return f"the POST says {self.sent}, the decision {self.called}"
        return ""


def named(act: type[Act]) -> str:
    """The act at an address, with the word that tells it from others there."""
    return ":".join(filter(None, [acts.route_of(act), act.word]))


@dataclass(frozen=True)
class Looked:
    """What the page of the row says to a person: whether they hold the right, and the button."""

    held: bool
    alive: bool


def look(senders: Senders, act: type[Act], row, persona: str) -> Looked:
    """The row's page through the eyes of this persona; nothing is sent."""
    user = senders.person(persona)
    if user is None:
        return Looked(False, False)
    with bound(Actor.of(user)):
        return _look(act, row, user)


def _look(act: type[Act], row, user) -> Looked:
    seen = shown.seen(act, row, user)
    if seen is shown.NOTHING or not access.may(user, act.right, shown.on(act, seen)):
        return Looked(False, _is_alive(act, seen, user))
    return Looked(True, _is_alive(act, seen, user))


def ask(senders: Senders, act: type[Act], row, persona: str, looked: Looked | None = None) -> Cell:
    """Button, POST and decision; whatever they write is undone. ``looked`` if that was done."""
    user = senders.person(persona)
    if user is None:
        return Cell(False, False, _sent(senders, act, row, persona, {}), 404)
    with bound(Actor.of(user)):
        looked = looked or _look(act, row, user)
        said = _answers(senders, act, row, persona, user, _prepared(act, row, user))
        return Cell(looked.held, looked.alive, *said)


def _is_alive(act: type[Act], seen, user) -> bool:
    button = None if seen is shown.NOTHING else act.button_for(user, seen)
    return button is not None and not button.obstacles


def _prepared(act: type[Act], row, user) -> tuple:
    """(what the form carries, the version read, what is decided, the row it is decided on)."""
    url = shown.address(act, row)
    view, request = act(), RequestFactory().post(url)
    request.user = user
    view.setup(request, **resolve(url).kwargs)
    try:
        view.prepare(**view.kwargs)
    except (Http404, PermissionDenied):
        return {}, None, _LAST.get(act, {}), shown.decided(act, row)
    data = act.example_for(view.row, user)
    if act.form_class is None:
        data |= {VERSION: view.object_version()}
        view.request = RequestFactory().post(url, data)
        view.request.user = user
        view.expected_version = view.object_version()
        return data, view.expected(), view.values(None), view.row
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    form = act.form_class(data=query, **view.form_options())
    version = view.object_version()
    token = drafts.mint(user, view.form_name, view.object_key(), version)
    view.expected_version = version
    if form.is_valid():
        _LAST[act] = view.values(form)
    return data | {drafts.FIELD: token}, view.expected(), _LAST.get(act, {}), view.row


def _answers(senders: Senders, act, row, persona: str, user, prepared: tuple) -> tuple:
    """What the POST says, and the decision. Where nothing was done one savepoint is enough."""
    data, *decided = prepared
    with undone():
        sent = _sent(senders, act, row, persona, data)
        if sent != DONE:
            return sent, _called(act, user, *decided)
    with undone():
        return sent, _called(act, user, *decided)


@contextmanager
def undone():
    """Whatever is written inside is undone."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _sent(senders: Senders, act: type[Act], row, persona: str, data: dict) -> int | str:
    answer = senders.post(persona, shown.address(act, row), data)
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return OUT
    # What is shown once has no page to come back to: the answer itself is the page.
    return DONE if answer.status_code == 200 else answer.status_code


def _called(act: type[Act], user, expected, values: dict, row) -> int | str:
    on = () if row is None else (row,)
    try:
        with transaction.atomic():
            act.decision(*on, by=user, expected=expected, **values)
    except PermissionDenied:
        return 403
    except (Refused, Conflict):
        return 409
    except ObjectDoesNotExist:
        return 404
    except Exception as error:  # an error that no rule declares: its name is the status of the cell
        return type(error).__name__
    return DONE
