"""The field for a day in forms, filters and the administration.

A day far ahead comes back once with a box to tick. That works without a script; the box stands for
that day alone, so that another day is asked about again.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from common import clock
from common.windows import Window

MEANT = "_meant"


class Typed(str):
    """The text that was typed for a day, with the day that was ticked as meant."""

    meant = ""

    def __new__(cls, text: str, meant: str = "") -> Typed:
        made = super().__new__(cls, text)
        made.meant = meant
        return made


def read(value: Any) -> date | None:
    """The day of a typed text, as the reader's language writes it or as 2026-11-30; or None."""
    try:
        return forms.DateField().to_python(value)
    except ValidationError:
        return None


class DayInput(forms.DateInput):
    """A day, typed or picked; beneath it the question whether a day far ahead is meant."""

    input_type = "date"
    template_name = "django/forms/widgets/day.html"
    window: Window | None = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "w12"} | (attrs or {}), format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The typed text, with the ticked day as an attribute of it."""
        text = super().value_from_datadict(data, files, name)
        if not isinstance(text, str):
            return text
        meant = data.get(f"{name}{MEANT}", "")
        return Typed(text, meant if isinstance(meant, str) else "")

    def format_value(self, value: Any) -> str | None:
        """A day as a browser reads it (2026-11-30); other text as it was typed."""
        day = read(value)
        return day.isoformat() if day else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        day, shown = read(value), context["widget"]
        if day is None and shown["value"]:
            shown["type"] = "text"  # a picker would show an empty field
        if day and self.window and self.window.is_asked(day, clock.today()):
            shown["meant"] = {
                "name": f"{name}{MEANT}",
                "day": day.isoformat(),
                "is_ticked": not isinstance(value, str) or is_meant(value, day),
            }
        return context


def is_meant(value: object, day: date) -> bool:
    """Whether the box beneath was ticked for this day."""
    return getattr(value, "meant", "") == day.isoformat()


class DayField(forms.DateField):
    """A day inside its window.

    ``window``: one of common.windows. Raises ValidationError with the sentence of the window,
    or with the question whether a day far ahead is meant.
    """

    widget = DayInput
    default_error_messages = {
        "invalid": _("This is no date. Write it as 2026-11-30."),
        "asked": _(
            "This day is more than two years ahead. Tick that you mean it, or choose an earlier"
            " one."
        ),
    }

    def __init__(self, *, window: Window, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.window = window
        self.widget.window = window

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is None:
            return day
        today = clock.today()
        complaint = self.window.complaint(day, today)
        if complaint:
            raise ValidationError(complaint, code="window")
        if self.window.is_asked(day, today) and not self._is_kept_or_meant(value, day):
            raise ValidationError(self.error_messages["asked"], code="asked")
        return day

    def _is_kept_or_meant(self, value: object, day: date) -> bool:
        return not isinstance(value, str) or is_meant(value, day)


def for_column(model: type[Model], name: str, window: Window) -> DayField:
    """The field of a model's form for that column, with its label, hint and whether it is asked."""
    column = cast("Field[Any, Any]", model._meta.get_field(name))
    return cast(DayField, column.formfield(form_class=DayField, window=window))


class DayFilter(filters.Filter):
    """A filter on a day in the address of a list; a day outside its window filters nothing."""

    field_class = DayField
