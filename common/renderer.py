"""The look of every form, decided once: see common/form_leaves.py and templates/django/forms.

Pages write ``{{ form }}``. A form may say two things about itself:

- ``marks``: what stands behind the label of a field that may stay empty. By default every
  optional field says "(optional)"; ``{"age": "if_known"}`` says "(if known)", ``{"age": ""}``
  says nothing, and the key ``"*"`` speaks for all the others.
- ``groups``: ``[(legend, ["name", "age"]), …]`` puts fields side by side under one legend.

A form with the fields ``audience`` and ``agencies`` shows them as one picker of readers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm, CheckboxInput, Widget
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.complaints import one_of
from common.form_leaves import LEAVES
from common.words import Words

MARKS: dict[str, Words] = {"": "", "optional": _("(optional)"), "if_known": _("(if known)")}


class RelaisBoundField(BoundField):
    """A field that knows its mark, its id for the error summary, and what describes it."""

    @cached_property
    def mark(self) -> Words:
        """ "(optional)" or "(if known)" for what may stay empty, else nothing."""
        if self.field.required or self.field.disabled:
            return ""
        marks = getattr(self.form, "marks", {})
        name: str = marks.get(self.name, marks.get("*", "optional"))
        return MARKS[one_of("form", f"marks[{self.name!r}]", name, MARKS)]

    @property
    def focus_id(self) -> str:
        """The id that the error summary leads to: the control, or its first choice."""
        if self.use_fieldset and isinstance(self.field.widget, ChoiceWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def asked(self) -> str:
        """The label before an error: a question keeps its question mark, a word gets a colon."""
        label = str(self.label)
        if label.endswith(("?", ":", ".")):
            return label
        return gettext("%(label)s:") % {"label": label}

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, CheckboxInput)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """``aria-required`` instead of ``required``: the browser would say its own sentences."""
        attrs = super().build_widget_attrs(attrs, widget)
        if attrs.pop("required", False) and not self.use_fieldset and not self.is_checkbox:
            attrs["aria-required"] = "true"
        return attrs


READERS = {"audience", "agencies"}


@dataclass
class Block:
    """Fields side by side, under a legend when there is one; or the picker of readers."""

    legend: Words = ""
    picker: bool = False
    fields: list[BoundField] = field(default_factory=list)


def blocks(form: BaseForm) -> list[Block]:
    """The visible fields in their order, gathered as the form's ``groups`` say."""
    groups = [(legend, list(names)) for legend, names in getattr(form, "groups", ())]
    group_of = {name: index for index, (_legend, names) in enumerate(groups) for name in names}
    made: dict[int, Block] = {}
    found: list[Block] = []
    picker = READERS.issubset(form.fields)
    for bound in form.visible_fields():
        if picker and bound.name in READERS:
            if bound.name == "audience":
                found.append(Block(picker=True, fields=[bound]))
            continue
        index = group_of.get(bound.name)
        if index is None:
            found.append(Block(fields=[bound]))
        elif index in made:
            made[index].fields.append(bound)
        else:
            made[index] = Block(legend=groups[index][0], fields=[bound])
            found.append(made[index])
    return found


class RelaisRenderer(TemplatesSetting):
    """Forms with our bound fields, from leaves and from templates/django/forms."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = RelaisBoundField

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        leaf = LEAVES.get(template_name)
        if leaf is not None:
            return leaf(context)
        if template_name == self.form_template_name:
            context = {**context, "blocks": blocks(context["form"])}
        return super().render(template_name, context, request)
