"""Fields written in Python: what Django's own templates give, word for word."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.form_leaves import LEAVES

HOSTILE = "<b>\"&'x"
ATTRS = {"id": "id_x", "class": HOSTILE, "required": True, "disabled": False, "maxlength": 5}
CHOICES = [("", "–"), (HOSTILE, HOSTILE), (3, _("Team")), ("group", [("a", "A"), ("b", "B")])]
WIDGETS = [
    forms.TextInput(ATTRS), forms.NumberInput(), forms.EmailInput(), forms.URLInput(),
    forms.PasswordInput(), forms.HiddenInput(), forms.CheckboxInput(ATTRS), forms.Textarea(ATTRS),
    forms.Select(ATTRS, choices=CHOICES), forms.SelectMultiple(choices=CHOICES),
]  # fmt: skip


def plain(text):
    """Without the blanks that stand between tags."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", HOSTILE, 3, ["a", "3"], True])
def test_a_widget_is_what_djangos_template_gives(widget, value):
    """Red when a leaf lets a value through unescaped, or an attribute is lost: ``_attributes``."""
    context = widget.get_context("name<", value, {"data-x": HOSTILE, "lang": SafeString("&amp;")})
    leaf = LEAVES[widget.template_name](context)
    assert plain(leaf) == plain(DjangoTemplates().render(widget.template_name, context))
    assert "<b>" not in leaf


class Hostile(forms.Form):
    typed = forms.CharField(label=HOSTILE, help_text=HOSTILE)
    chosen = forms.ChoiceField(label=HOSTILE, choices=CHOICES[:3], widget=forms.RadioSelect)
    ticked = forms.BooleanField(label=HOSTILE, help_text=HOSTILE)


@pytest.mark.parametrize("data", [None, {"typed": "", "chosen": HOSTILE * 2}])
def test_labels_hints_and_errors_are_escaped(data):
    """Red when a label or a hint is taken for markup: ``_field``."""
    form = Hostile(data)
    for field in form:
        shown = field.as_field_group()
        assert "<b>" not in shown
        assert "&lt;b&gt;&quot;&amp;&#x27;x" in shown
        assert (' err"' in shown) == bool(field.errors) == ("<li>" in shown)
