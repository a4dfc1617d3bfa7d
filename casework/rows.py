"""Rows of a case or signal as acts and pages name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Rows:
    """Rows that acts are done on: how one is found, shown on a form, and where it stands.

    ``of`` is the field that leads to its case or signal, ``tab`` the page that shows the rows.
    ``find`` (subject, user, what the address names) is for rows that are not named by their key,
    ``names`` is what the address names of a row beside its case or signal.
    """

    model: type[models.Model]
    tab: str
    place: Callable[[Any], str] = lambda row: ""
    words: Callable[[Any], str] = lambda row: ""
    about: Callable[[Any], Any] = lambda row: ""
    related: tuple[str, ...] = ()
    of: str = "case"
    of_related: tuple[str, ...] = ("subject",)
    nav: str = "cases"
    find: Callable[..., Any] | None = None
    names: Callable[[Any], tuple] = lambda row: (row.pk,)
