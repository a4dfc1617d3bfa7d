"""Choices as chips, with a hint under the word where the word is not enough."""

from __future__ import annotations

from django import forms


class _Hints:
    """Choices that carry ``hints`` (value -> sentence) and may stand under each other."""

    def __init__(self, attrs=None, choices=(), hints=None, vertical=False):
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.vertical = vertical

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["vertical"] = self.vertical
        return context

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        hint = self.hints.get(str(value))
        if hint:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}-hint"
        return option

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.hints = dict(self.hints)
        return copied


class Chips(_Hints, forms.RadioSelect):
    """One choice. Nothing is chosen beforehand."""


class ChipsMany(_Hints, forms.CheckboxSelectMultiple):
    """Any number of choices."""
