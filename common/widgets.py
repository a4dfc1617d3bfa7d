"""Widgets for choices, shown as chips, with a hint where the word is not enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django import forms

from common.words import Words

if TYPE_CHECKING:
    _Base = forms.RadioSelect
else:
    _Base = object


class _Hints(_Base):
    """Choices with ``hints`` (value -> sentence); ``vertical`` ones stand one under the other."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        hints: Mapping[str, Words] | None = None,
        vertical: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.vertical = vertical

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["vertical"] = self.vertical
        return context

    def create_option(
        self,
        name: str,
        value: Any,
        label: Any,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        hint = self.hints.get(str(value))
        if hint:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}-hint"
        return option

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = super().__deepcopy__(memo)
        copied.hints = dict(self.hints)
        return copied


class Chips(_Hints, forms.RadioSelect):
    """One choice. Nothing is chosen beforehand."""


class ChipsMany(_Hints, forms.CheckboxSelectMultiple):
    """Any number of choices."""
