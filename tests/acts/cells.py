"""One cell: an act on a row at a moment by a persona; what button, address and decision say."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.test import RequestFactory
from django.urls import resolve

from casework import access
from casework.acts import Act, RowAct
from common import drafts
from common.refusals import Conflict, Refused
from common.scope import WORKER, Actor, bound
from tests.access import asking
from tests.access.asking import Undone

DONE, OUT = 302, "not signed in"


@dataclass(frozen=True)
class Cell:
    """What became of it. ``alive`` is of the button, the others are statuses.

    ``held`` says whether the person has the right at all: no other moment gives it to them.
    """

    held: bool
    alive: bool
    sent: int | str
    called: int | str

    @property
    def complaint(self) -> str:
        """What does not fit; empty when all three agree."""
        if self.sent == 422:
            return "422: the example of the act is not valid"
        if self.sent not in (DONE, 403, 404, 409, OUT):
            return f"answers {self.sent}"
        if self.alive != (self.sent == DONE):
            return f"the button is {'alive' if self.alive else 'dead'}, the POST says {self.sent}"
        if self.called != self.sent and not (self.sent == OUT and self.called in (403, 404)):
            return f"the POST says {self.sent}, the decision {self.called}"
        return ""


def rows_of(act: type[Act]) -> list:
    """Every row on the stage that the act could be done on."""
    on_row = issubclass(act, RowAct)
    with bound(WORKER):
        rows = act.on.model.objects.select_related(act.on.of) if on_row else act.model.objects
        return list(rows.filter(**act.on.only if on_row else {}).order_by("pk"))


def ask(browsers: asking.Browsers, act: type[Act], row, persona: str) -> Cell:
    """Button, POST and decision; whatever they write is undone."""
    user = browsers.stage.persona(persona)
    if user is None:
        return Cell(False, False, _sent(browsers, act, row, persona, {}), 404)
    with bound(Actor.of(user)):
        seen = _loaded(act, row, user)
        held = seen is not None and bool(access.may(user, act.right, seen))
        alive, data, expected, values = _prepared(act, row, seen, user)
    return Cell(
        held,
        alive,
        _sent(browsers, act, row, persona, data),
        _called(act, row, user, expected, values),
    )


def _prepared(act: type[Act], row, seen, user) -> tuple:
    """(whether the button is alive, what the form carries, the version read, what is decided)."""
    button = act.button_for(user, seen) if seen is not None else None
    alive = button is not None and not button.obstacles
    url = act.address(row)
    view, request = act(), RequestFactory().post(url)
    request.user = user
    view.setup(request, **resolve(url).kwargs)
    try:
        view.prepare(**view.kwargs)
    except (Http404, PermissionDenied):
        return alive, {}, None, {}
    data = act.example_for(view.row, user)
    if act.form_class is None:
        return alive, data, None, view.values(None)
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    form = act.form_class(data=query, **view.form_options())
    version = view.object_version()
    token = drafts.mint(user, view.form_name, view.object_key(), version)
    view.expected_version = version
    values = view.values(form) if form.is_valid() else {}
    return alive, data | {drafts.FIELD: token}, view.expected(), values


def _loaded(act: type[Act], row, user):
    """The row as the page of its subject has it; None for whoever may not know of it."""
    found = type(row).objects.visible_to(user).filter(pk=row.pk)
    if not issubclass(act, RowAct):
        return found.first()
    owner = act.model.objects.visible_to(user).filter(pk=getattr(row, f"{act.on.of}_id")).first()
    seen = found.select_related(*act.on.related).first() if owner else None
    if seen is not None:
        setattr(seen, act.on.of, owner)
    return seen


def _sent(browsers, act: type[Act], row, persona: str, data: dict) -> int | str:
    try:
        with transaction.atomic():
            answer = browsers.of(persona).post(act.address(row), data)
            raise Undone
    except Undone:
        pass
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return OUT
    return answer.status_code


def _called(act: type[Act], row, user, expected, values: dict) -> int | str:
    try:
        with transaction.atomic(), bound(Actor.of(user)):
            act.decision(row, by=user, expected=expected, **values)
            raise Undone
    except Undone:
        return DONE
    except PermissionDenied:
        return 403
    except (Refused, Conflict):
        return 409
    except ObjectDoesNotExist:
        return 404
    except Exception as error:  # what no declared rule foresaw: the cell says its name
        return type(error).__name__
