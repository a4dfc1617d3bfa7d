"""An act: what a person does and answers for, declared once as the view of its own address.

From the declaration come the button (alive, locked with its sentences, absent), the page, the
refusals, the line of docs/rights.md and the cells of tests/acts. What is asked stands with the
decision (casework.deciding) and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import classonlymethod
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.requests import PersonRequest
from casework import access, before, reading_log
from casework.deciding import Decision
from casework.meanwhile import VERSION, in_words, unticked, version_of
from casework.models import Case
from casework.rights import Right
from casework.rows import Rows
from casework.views.base import FormView, SubjectView
from casework.views.case import frame
from common import drafts
from common.guarded import Versioned
from common.refusals import Conflict, Obstacle, Refused
from common.words import Words


@dataclass(frozen=True)
class Button:
    """The button of an act on the page of its row: address, words, obstacles that lock it."""

    name: str
    url: str
    words: str
    about: str
    is_post: bool
    icon: str
    kind: str
    size: str
    obstacles: tuple[Obstacle, ...] = ()
    version: int = 0


class Act(FormView, SubjectView):
    """An act on a case or a signal. ``row`` is what the decision is made on.

    With ``model = None`` there is no subject yet: something is begun. Without ``form_class`` it is
    one click. ``fields`` are those of the row that the form opens with. ``example`` is what the
    form carries in the tests: a dict, or a function (row, user).

    An address may end with a word that tells several acts apart: each has its ``word``, and the
    class that stands in the URLconf has them ``among`` it, ``told_by`` that part of the address.
    """

    decision: ClassVar[Decision[..., Any]] = cast(Any, None)  # none on an address shared by acts
    heading: ClassVar[Any] = ""
    lede: ClassVar[Any] = ""
    button: ClassVar[Words] = ""
    about: ClassVar[Words] = ""
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
    # The context of the page with the form, as a function of the act; else the common one.
    framed: ClassVar[Callable[[Any], dict[str, Any]] | None] = None
    # What was read: of a form its token says it, of one click the field ``version``.
    expected_version: int = 0
    word: ClassVar[str] = ""
    among: ClassVar[tuple[type[Act], ...]] = ()
    told_by: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.decision is not None:
            cls.right = cls.decision.right
        elif cls.among:
            cls.right = cls.among[0].right

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """The view; of several acts at one address that whose ``word`` stands in it."""
        unknown = super().as_view(**initkwargs)
        if not cls.among:
            return unknown
        known = {one.word: one.as_view(**initkwargs) for one in cls.among}

        def view(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return known.get(kwargs[cls.told_by], unknown)(request, *args, **kwargs)

        cast(Any, view).view_class = cls
        return view

    # --- loading and asking --------------------------------------------------------------------
    def prepare(self, **kwargs: Any) -> None:
        """Load subject and row. Raises Http404, or PermissionDenied with the sentence."""
        self.subject = self.load(kwargs["pk"]) if self.model else None
        self.row: Any = self.find(**kwargs)
        if self.row is None and self.model:
            self.ask(self.subject)
            raise Http404
        verdict = self.decision.verdict(self.row, self.request.user)
        if not verdict:
            raise PermissionDenied(verdict.reason)

    def find(self, **kwargs: Any) -> Any:
        """The row to decide on, as the address names it; None when it is not there."""
        return self.subject

    @property
    def held(self) -> Any:
        """The row whose fields the form opens with: the act's own, unless it holds another."""
        return self.row

    def standing(self) -> list[Obstacle]:
        return self.decision.obstacles(self.row, self.request.user)

    # --- the page ------------------------------------------------------------------------------
    def get(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of the form; an act of one click leads back to the page of its row."""
        if self.form_class is None:
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        words = {name: getattr(self, name) for name in ("heading", "lede", "action", "note")}
        own = {"subject": self.subject, "row": self.row, "row_words": self.row_words()}
        return self.frame() | own | words | {"back": self.back()}

    def frame(self) -> dict[str, Any]:
        if self.framed is not None:
            return self.framed()
        is_case = isinstance(self.subject, Case)
        return frame(self.subject, self.request.user, self.tab) if is_case else {}

    def row_words(self) -> str:
        """What the form shows of the row above its fields."""
        return ""

    def back(self) -> str:
        """The address of the page that shows the row, with the place of the row on it."""
        place = self.place_of(self.row)
        subject = [self.subject.pk] if self.subject else []
        return reverse(self.tab, args=subject) + (f"#{place}" if place else "")

    def place_of(self, row: Any) -> str:
        """The anchor of the row on that page; empty for none."""
        return self.place

    # --- the form ------------------------------------------------------------------------------
    @property
    def form_name(self) -> str:  # type: ignore[override]  # never written
        return route_of(type(self)).replace(":", ".")

    @property
    def success_message(self) -> Any:  # type: ignore[override]  # never written
        return self.done

    def object_key(self) -> str:
        return str(self.row.pk) if self.row else ""

    def object_version(self) -> int:
        """The version of what is decided on: what ``expected`` is compared with (X35)."""
        if self.decision.takes("expected"):
            version: int = self.held.version
            return version
        return self.decision.version(self.row, self.request.user) or 0

    def initial(self) -> dict[str, Any]:
        values = {name: getattr(self.held, name) for name in self.fields}
        return {name: getattr(value, "pk", value) for name, value in values.items()}

    def differences(self, form: Any, current: Any) -> list[tuple[Any, Any, Any]]:
        """(label, what stands now, what was typed), in words, of each field that differs."""
        rows = []
        for name in self.fields:
            field, now, typed = form.fields[name], getattr(self.held, name), form.cleaned_data[name]
            if now != typed:
                rows.append((field.label, in_words(field, now), in_words(field, typed)))
        return rows

    def _conflict(self, token: drafts.Token, form: Any, conflict: Conflict) -> HttpResponse:
        """The page as it stands now: nothing is shown as it was read before (X35)."""
        drafts.keep(token, form.data)
        now = self.anew()
        now.expected_version = self.expected_version
        return super(Act, now)._conflict(token, unticked(form, self.fields), conflict)

    def form_page(self, form: Any, **more: Any) -> HttpResponse:
        return super().form_page(form, unticked=getattr(form, "unticked", False), **more)

    def anew(self) -> Self:
        """The same act on what stands now. Raises Http404 or PermissionDenied as ``prepare``."""
        now = type(self)()
        now.setup(self.request, *self.args, **self.kwargs)
        now.prepare(**self.kwargs)
        return now

    def since(self, conflict: Conflict) -> list[before.Step]:
        """What was written since in what the decision rests on, by name (X35)."""
        user, expects = self.request.user, self.decision.takes("expected")
        rows: Any = [conflict.current] if expects else self.decision.rests_on(self.row, user)
        return before.since(rows, self.expected_version, conflict.version)

    # --- deciding ------------------------------------------------------------------------------
    def post(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form_class is not None:
            return super().post(request, *args, **kwargs)
        try:
            with transaction.atomic():
                self.expected_version = version_of(request.POST.get(VERSION, ""))
                result = self.decide(None)
        except PermissionDenied:
            raise
        except Refused as refusal:
            self.template_name = "409.html"
            return self.page(409, obstacles=refusal.obstacles, back=self.back())
        except Conflict as conflict:
            now = self.anew()
            now.expected_version, now.template_name = self.expected_version, "409.html"
            return now.page(
                409,
                overtaken=True,
                since=now.since(conflict),
                obstacles=now.standing(),
                back=now.back(),
            )
        if self.done:
            messages.success(request, self.done)
        return HttpResponseRedirect(self.success_url(result))

    def decide(self, form: Any) -> Any:
        values = self.values(form)
        return self.decision(self.row, by=self.request.user, expected=self.expected(), **values)

    def expected(self) -> int | None:
        """The version that was read, 0 where nobody knows; None where something is only added."""
        return None if self.decision.adds else self.expected_version

    def values(self, form: Any) -> dict[str, Any]:
        """What the decision takes of the form: its fields, or ``changes`` and the reason."""
        typed = dict(form.cleaned_data) if form else {}
        if not self.decision.takes("changes"):
            return typed
        said = [typed.pop(name, "") for name in ("why", "reason")]
        reasons = {name for name in ("why", "reason") if self.decision.takes(name)}
        return {"changes": typed} | dict.fromkeys(reasons, said[0] or said[1])

    def success_url(self, result: Any) -> str:
        return self.back()

    def success_words(self, result: Any) -> Any:
        """What is said when it is done; of a correction with the way to what stood before (X30)."""
        url = ""
        if self.fields and isinstance(result, Versioned) and self._may_read_before():
            url = before.address(result, self.subject)
        if not url:
            return self.success_message
        return format_html('{} <a href="{}">{}</a>', self.done, url, _("Read what stood before"))

    def _may_read_before(self) -> bool:
        """Of a signal its desk alone reads what stood before; of a case whoever writes on it."""
        is_case = isinstance(self.subject, Case)
        return is_case or bool(access.may(self.request.user, Right.SECOND_READ, self.subject))

    # --- on another page -----------------------------------------------------------------------
    @classmethod
    def is_offered(cls, user: User, row: Any) -> bool:
        """Whether the act is this person's and its moment is now, other obstacles apart."""
        return not cls.decision.denied(row, user) and cls.decision.is_its_moment(row, user)

    @classmethod
    def standing_on(cls, request: PersonRequest, row: Any, **kwargs: Any) -> Act:
        """The act for a page that shows its form (``opened``), on a row that is loaded.

        ``kwargs`` are what the address names beyond the row.
        """
        view = cls()
        view.setup(request, **kwargs)
        view.subject, view.row = cls.subject_of(row), row
        return view

    @classmethod
    def subject_of(cls, row: Any) -> Any:
        return row

    # --- the button ----------------------------------------------------------------------------
    @classmethod
    def decided_on(cls, row: Any) -> Any:
        """The row of the decision, where the page shows another object with the button."""
        return row

    @classmethod
    def button_for(cls, user: User, shown: Any) -> Button | None:
        """The button on the page of a row; None when the act is not offered."""
        row = cls.decided_on(shown)
        if not cls.is_offered(user, row):
            return None
        standing = tuple(one for one in cls.decision.obstacles(row, user) if one.blocks)
        words, about = str(cls.button_words(shown)), str(cls.about_row(shown))
        is_post = cls.form_class is None
        return Button(
            route_of(cls), cls.address(shown), words, about,
            is_post, cls.icon, cls.kind, cls.size, standing,
            (cls.decision.version(row, user) or 0) if is_post else 0,
        )  # fmt: skip

    @classmethod
    def button_words(cls, row: Any) -> Words:
        """The words of the button; a class overrides it where they depend on the row."""
        return cls.button

    @classmethod
    def about_row(cls, row: Any) -> Words:
        """What the button is about, for screen readers, which do not see what it stands beside."""
        return cls.about

    @classmethod
    def address(cls, row: Any) -> str:
        return reverse(route_of(cls), args=[*([row.pk] if row else []), *filter(None, [cls.word])])

    @classmethod
    def example_for(cls, row: Any, user: User) -> dict[str, Any]:
        """What the form carries in the tests: valid for this row and person."""
        return cls.example(row, user) if callable(cls.example) else dict(cls.example)


class CaseAct(Act):
    """An act on a case itself: something new is written on it, or its state moves."""

    model = Case
    related = ("subject",)
    nav = "cases"


class RowAct(Act):
    """An act on a row of a case or signal; the address names both. A row of another one is 404."""

    on: ClassVar[Rows] = cast(Any, None)  # none on a base of such acts

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.on is not None:
            cls.model = cls.on.model._meta.get_field(cls.on.of).related_model
            cls.related, cls.tab, cls.nav = cls.on.of_related, cls.on.tab, cls.on.nav
            cls.framed = cls.on.frame
            if cls.on.template and "template_name" not in cls.__dict__:
                cls.template_name = cls.on.template

    @classmethod
    def subject_of(cls, row: Any) -> Any:
        return getattr(row, cls.on.of)

    def find(self, **kwargs: Any) -> Any:
        row = self.on.find(self.request.user, self.subject, **kwargs)
        if row is not None:
            setattr(row, self.on.of, self.subject)
        return row

    def row_words(self) -> str:
        return self.on.words(self.row)

    def back(self) -> str:
        return self.on.page(self.row) if self.on.page else super().back()

    def place_of(self, row: Any) -> str:
        return self.on.place(row)

    @classmethod
    def about_row(cls, row: Any) -> Words:
        return cls.on.about(row)

    @classmethod
    def address(cls, row: Any) -> str:
        return reverse(route_of(cls), args=cls.on.arguments(row))


def buttons(user: User, row: Any, declared: Iterable[type[Act]]) -> list[Button]:
    """The buttons of these acts on one row, for this person. The row's relations are loaded."""
    found = (act.button_for(user, row) for act in declared)
    return [button for button in found if button is not None]


def every() -> Iterator[type[Act]]:
    """Every act that has an address, in the order of the URLconf."""
    yield from _routes()


def named(*routes: str) -> tuple[type[Act], ...]:
    """The acts at these addresses, for a page that the acts themselves import."""
    found = _routes().items()
    return tuple(act for wanted in routes for act, route in found if route == wanted)


def route_of(act: type[Act]) -> str:
    """The name of the act's address, with its space. Raises KeyError without one."""
    return _routes()[act]


@cache
def _routes() -> dict[type, str]:
    return {
        act: route
        for route, view in reading_log.views().items()
        if isinstance(view, type) and issubclass(view, Act)
        for act in view.among or (view,)
    }
