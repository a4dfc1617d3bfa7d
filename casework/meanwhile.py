"""What a form and a button carry, and how it comes back when somebody was quicker (X35)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

# The field beside a button of one click: the version that was read.
VERSION = "version"


def version_of(text: str) -> int:
    """What that field says; 0, which no row has, where it says nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def unticked(form: Any, fields: Collection[str]) -> Any:
    """The form without the ticks that say that something was read or is agreed to.

    A tick among ``fields`` is one of the record, and stays as it was typed.
    """
    data = form.data.copy()
    for name, field in form.fields.items():
        if isinstance(field, forms.BooleanField) and name not in fields:
            form.unticked = data.pop(form.add_prefix(name), None) is not None
    form.data = data
    return form


def in_words(field: forms.Field, value: Any) -> Any:
    """A value of a field in words: of a choice its label."""
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value else ""
    words = dict(getattr(field, "choices", None) or ())
    if isinstance(value, list):
        return ", ".join(str(words.get(one, one)) for one in value)
    return words.get(value, value)
