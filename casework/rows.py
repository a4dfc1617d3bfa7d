"""How acts and pages find the rows of a case or signal, and how they name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agencies.models import User
from common.guarded import Guarded
from common.words import Words


@dataclass(frozen=True)
class Rows:
    """Rows of one kind: how the address finds one, its words on a form, its place on a page.

    ``of`` is the field that leads to its case or signal, ``tab`` the page that shows the rows,
    ``page`` the address of the row's own page where it has one. A theme whose rows are found or
    named otherwise (the newest of the case) derives its own.
    """

    model: type[Guarded]
    tab: str
    place: Callable[[Any], str] = lambda row: ""
    words: Callable[[Any], str] = lambda row: ""
    about: Callable[[Any], Words] = lambda row: ""
    related: tuple[str, ...] = ()
    of: str = "case"
    of_related: tuple[str, ...] = ("subject",)
    nav: str = "cases"
    # Template and context of the page with the forms, where it is not the common one.
    template: str = ""
    frame: Callable[[Any], dict[str, Any]] | None = None
    page: Callable[[Any], str] | None = None
    # Only rows with these values of columns.
    only: Mapping[str, Any] = field(default_factory=dict)

    def find(self, user: User, subject: Any, **kwargs: Any) -> Any:
        """The row of the subject that the address names, if this person may know of it."""
        # Without a name Django joins whatever cannot be missing, and loses the row where a reader
        # may not see all of that: the head of a person's set, for one.
        rows = self.model.objects.visible_to(user).select_related(*(self.related or (self.of,)))
        return rows.filter(pk=kwargs["row"], **{self.of: subject}, **self.only).first()

    def arguments(self, row: Any) -> list[Any]:
        """What the address of an act on the row names: its case or signal, and the row."""
        return [getattr(row, f"{self.of}_id"), row.pk]
