"""An act: what a person does and answers for, declared once. It is the view of its own address.

From the declaration come the button (alive, locked with its sentences, absent), the page, the
refusals, the line of docs/matrix.md and the cells of tests/acts. What is asked stands with the
decision (casework.deciding) and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import readings
from casework.deciding import Decision
from casework.models import Case
from casework.rows import Rows
from casework.views.base import FormView, SubjectView
from casework.views.case import frame
from common.refusals import Obstacle, Refused


@dataclass(frozen=True)
class Button:
    """An act on the page of its row: where it leads, its words, and what locks it."""

    name: str
    url: str
    words: str
    about: str
    is_post: bool
    icon: str
    kind: str
    size: str
    obstacles: tuple[Obstacle, ...] = ()


class Act(FormView, SubjectView):
    """An act on a case or a signal. ``row`` is what the decision is made on.

    Without ``form_class`` it is one click. ``fields`` are those of the row that the form opens
    with. ``example`` is what the form carries in the tests: a dict, or a function (row, user).
    """

    decision: ClassVar[Decision | None] = None
    heading: ClassVar[Any] = ""
    lede: ClassVar[Any] = ""
    button: ClassVar[Any] = ""
    about: ClassVar[Any] = ""
    action: ClassVar[Any] = _("Save")
    done: ClassVar[Any] = ""
    note: ClassVar[Any] = _("whole team")
    icon: ClassVar[str] = ""
    kind: ClassVar[str] = "second"
    size: ClassVar[str] = "s"
    template_name = "casework/act.html"
    tab: ClassVar[str] = "case"
    place: ClassVar[str] = ""
    fields: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[Any] = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.decision is not None:
            cls.right = cls.decision.right

    # --- loading and asking --------------------------------------------------------------------
    def prepare(self, **kwargs) -> None:
        """404 for whoever may not know of it, 403 for whom it is not, with the sentence."""
        self.subject = self.load(kwargs["pk"])
        self.row = self.find(**kwargs)
        if self.row is None:
            self.ask(self.subject)
            raise Http404
        verdict = self.decision.verdict(self.row, self.request.user)
        if not verdict:
            raise PermissionDenied(verdict.reason)

    def find(self, **kwargs):
        """What the decision is made on, of what the address names; None when it is not there."""
        return self.subject

    def standing(self) -> list:
        return self.decision.obstacles(self.row, self.request.user)

    # --- the page ------------------------------------------------------------------------------
    def get(self, request, *args, **kwargs):
        """The form; of a click, the page that whoever signed in again comes back to."""
        if self.form_class is None:
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def context(self) -> dict:
        words = {name: getattr(self, name) for name in ("heading", "lede", "action", "note")}
        own = {"subject": self.subject, "row": self.row, "row_words": self.row_words()}
        return self.frame() | own | words | {"back": self.back()}

    def frame(self) -> dict:
        """What every page of the subject shows."""
        is_case = isinstance(self.subject, Case)
        return frame(self.subject, self.request.user, self.tab) if is_case else {}

    def row_words(self) -> str:
        """What the form shows of the row above its fields."""
        return ""

    def back(self) -> str:
        """The page that shows the row, at its place."""
        place = self.place_of(self.row)
        return reverse(self.tab, args=[self.subject.pk]) + (f"#{place}" if place else "")

    def place_of(self, row) -> str:
        """The place of the row on that page."""
        return self.place

    # --- the form ------------------------------------------------------------------------------
    @property
    def form_name(self) -> str:
        return route_of(type(self)).replace(":", ".")

    @property
    def success_message(self) -> str:
        return self.done

    def object_key(self) -> str:
        return str(self.row.pk)

    def initial(self) -> dict:
        values = {name: getattr(self.row, name) for name in self.fields}
        return {name: getattr(value, "pk", value) for name, value in values.items()}

    def differences(self, form, current) -> list[tuple]:
        """(label, what stands now, what was typed) of each field that differs, by their words."""
        rows = []
        for name in self.fields:
            field, now, typed = form.fields[name], getattr(current, name), form.cleaned_data[name]
            if now != typed:
                rows.append((field.label, _in_words(field, now), _in_words(field, typed)))
        return rows

    def _conflict(self, token, form, current):
        if isinstance(current, type(self.row)):
            self.row = current
        return super()._conflict(token, form, current)

    # --- deciding ------------------------------------------------------------------------------
    def post(self, request, *args, **kwargs):
        if self.form_class is not None:
            return super().post(request, *args, **kwargs)
        try:
            with transaction.atomic():
                result = self.decide(None)
        except PermissionDenied:
            raise
        except Refused as refusal:
            self.template_name = "409.html"
            return self.page(409, obstacles=refusal.obstacles, back=self.back())
        if self.done:
            messages.success(request, self.done)
        return HttpResponseRedirect(self.success_url(result))

    def decide(self, form):
        values = self.values(form)
        return self.decision(self.row, by=self.request.user, expected=self.expected(), **values)

    def expected(self) -> int | None:
        """The version that was read. Without one a correction compares, another form decides."""
        compares = self.fields or self.decision.takes("expected")
        return getattr(self, "expected_version", 0) or (0 if compares else None)

    def values(self, form) -> dict:
        """What the decision takes of the form: as typed, or changes with their reason."""
        typed = dict(form.cleaned_data) if form else {}
        if not self.decision.takes("changes"):
            return typed
        said = [typed.pop(name, "") for name in ("why", "reason")]
        reasons = {name for name in ("why", "reason") if self.decision.takes(name)}
        return {"changes": typed} | dict.fromkeys(reasons, said[0] or said[1])

    def success_url(self, result) -> str:
        return self.back()

    # --- the button ----------------------------------------------------------------------------
    @classmethod
    def button_for(cls, user, row) -> Button | None:
        """The button on the page of ``row``; None when it is not theirs, or not the moment."""
        if cls.decision.denied(row, user) or not cls.decision.is_its_moment(row, user):
            return None
        standing = tuple(one for one in cls.decision.obstacles(row, user) if one.blocks)
        return Button(
            route_of(cls), cls.address(row), str(cls.button_words(row)), str(cls.about_row(row)),
            cls.form_class is None, cls.icon, cls.kind, cls.size, standing,
        )  # fmt: skip

    @classmethod
    def button_words(cls, row):
        """The words of the button, where they depend on the row."""
        return cls.button

    @classmethod
    def about_row(cls, row):
        """What the button is about, for whoever does not see beside what it stands."""
        return cls.about

    @classmethod
    def address(cls, row) -> str:
        """Where the act on this row is done."""
        return reverse(route_of(cls), args=[row.pk])

    @classmethod
    def example_for(cls, row, user) -> dict:
        """What the form carries in the tests, valid for this row and person."""
        return cls.example(row, user) if callable(cls.example) else dict(cls.example)


class CaseAct(Act):
    """An act on a case itself: something new on it, or a move."""

    model = Case
    related = ("subject",)
    nav = "cases"


class RowAct(Act):
    """An act on a row of a case or signal, which the address names: another's is 404."""

    on: ClassVar[Rows | None] = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.on is not None:
            cls.model = cls.on.model._meta.get_field(cls.on.of).related_model
            cls.related, cls.tab, cls.nav = cls.on.of_related, cls.on.tab, cls.on.nav

    def find(self, **kwargs):
        row = self.on.find(self.request.user, self.subject, **kwargs)
        if row is not None:
            setattr(row, self.on.of, self.subject)
        return row

    def object_version(self) -> int:
        return self.row.version

    def row_words(self) -> str:
        return self.on.words(self.row)

    def place_of(self, row) -> str:
        return self.on.place(row)

    @classmethod
    def about_row(cls, row):
        return cls.on.about(row)

    @classmethod
    def address(cls, row) -> str:
        return reverse(route_of(cls), args=cls.on.arguments(row))


def buttons(user, row, declared: Iterable[type[Act]]) -> list[Button]:
    """The buttons of these acts on one row, for this person. Rules ask what is loaded already."""
    found = (act.button_for(user, row) for act in declared)
    return [button for button in found if button is not None]


def every() -> Iterator[type[Act]]:
    """Every act that has an address, in the order of the addresses."""
    for view in readings.views().values():
        if isinstance(view, type) and issubclass(view, Act):
            yield view


def route_of(act: type[Act]) -> str:
    """The name of the act's address, with its space. Raises KeyError without one."""
    return _routes()[act]


@cache
def _routes() -> dict[type, str]:
    return {view: route for route, view in readings.views().items()}


def _in_words(field, value):
    """A choice by the words that its reader chose from."""
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value else ""
    return dict(getattr(field, "choices", None) or ()).get(value, value)
