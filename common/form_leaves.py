"""Fields and their widgets, written in Python: a form has hundreds of small pieces.

``LEAVES`` has the functions by the name of the template in whose place they stand; the renderer of
forms (``common/renderer.py``) asks them first. Everything is escaped by ``format_html``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Shown = Mapping[str, Any]
OPTION = "django/forms/widgets/select_option.html"


def _attributes(attrs: Shown) -> SafeString:
    """What stands in a tag: True is the name alone, False nothing."""
    return format_html_join(
        "", "{}{}",
        (
            (f" {name}", "" if value is True else format_html('="{}"', value))
            for name, value in attrs.items()
            if value is not False
        ),
    )  # fmt: skip


def _input(widget: Shown) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"],
        "" if value is None else format_html(' value="{}"', value), _attributes(widget["attrs"]),
    )  # fmt: skip


def _day(widget: Shown) -> SafeString:
    """A day; beneath it the question whether it is meant, where it is asked."""
    asked = widget.get("meant")
    if not asked:
        return _input(widget)
    place = f"{widget['attrs'].get('id', '')}_meant"
    return format_html(
        '{} <span class="opts"><label class="o" for="{}"><input type="checkbox" name="{}"'
        ' value="{}" id="{}"{}> <span>{}</span></label></span>',
        _input(widget), place, asked["name"], asked["day"], place,
        " checked" if asked["is_ticked"] else "", _("Yes, I mean this day"),
    )  # fmt: skip


def _textarea(widget: Shown) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget["attrs"]),
        widget["value"] or "",
    )  # fmt: skip


def _option(option: Shown) -> SafeString:
    if option["template_name"] != OPTION:
        return format_html("{}", get_template(option["template_name"]).render({"widget": option}))
    return format_html(
        '<option value="{}"{}>{}</option>',
        option["value"], _attributes(option["attrs"]), option["label"],
    )  # fmt: skip


def _select(widget: Shown) -> SafeString:
    groups = []
    for name, options, _place in widget["optgroups"]:
        group = format_html_join("\n", "{}", ((_option(option),) for option in options))
        if name:
            group = format_html('<optgroup label="{}">\n{}\n</optgroup>', name, group)
        groups.append((group,))
    return format_html(
        '<select name="{}"{}>\n{}\n</select>', widget["name"], _attributes(widget["attrs"]),
        format_html_join("\n", "{}", groups),
    )  # fmt: skip


def _chip(option: Shown) -> SafeString:
    place = option["attrs"].get("id")
    hint = option.get("hint")
    return format_html(
        '<label class="o"{}>{} <span>{}</span>{}</label>\n',
        format_html(' for="{}"', place) if place else "", _input(option), option["label"],
        format_html(' <small id="{}-hint">{}</small>', place or "", hint) if hint else "",
    )  # fmt: skip


def _chips(widget: Shown) -> SafeString:
    """Choices side by side, or with ``vertical`` one under the other, under their groups."""
    attrs, found = widget["attrs"], []
    for name, options, _place in widget["optgroups"]:
        if name:
            found.append((format_html('<p class="opts-g">{}</p>\n', name),))
        found += [(_chip(option),) for option in options]
    return format_html(
        '<div class="opts{}{}"{}>{}</div>',
        " opts-v" if widget.get("vertical") else "",
        f" {attrs['class']}" if attrs.get("class") else "",
        format_html(' id="{}"', attrs["id"]) if attrs.get("id") else "",
        format_html_join("", "{}", found),
    )  # fmt: skip


def _field(context: Shown) -> SafeString:
    """A field with its label, its mark, its hint, what is wrong with it, and its widget."""
    field = context["field"]
    wrong = field.errors
    state, errors = (" err", str(wrong)) if wrong else ("", "")
    hint = ""
    if field.help_text:
        place = "small" if field.is_checkbox else "p"
        look = "" if field.is_checkbox else format_html(' class="{}"', "hint")
        hint = format_html(
            '<{}{} id="{}_helptext">{}</{}>', place, look, field.auto_id, field.help_text, place
        )
    if field.is_checkbox:
        return format_html(
            '<div class="f{}">{}<div class="opts"><label class="o" for="{}">'
            "{}<span>{}</span> {}</label></div></div>\n",
            state, errors, field.id_for_label, str(field), field.label, hint,
        )  # fmt: skip
    label = field.label
    if field.mark:
        label = format_html('{} <span class="opt">{}</span>', label, field.mark)
    if field.use_fieldset:
        told = field.aria_describedby
        return format_html(
            '<fieldset class="f{}"{}><legend>{}</legend>{}{} {}</fieldset>\n',
            state, format_html(' aria-describedby="{}"', told) if told else "", label, hint,
            errors, str(field),
        )  # fmt: skip
    return format_html(
        '<div class="f{}"><label for="{}">{}</label>{}{} {}</div>\n',
        state, field.id_for_label, label, hint, errors, str(field),
    )  # fmt: skip


def _of_widget(leaf: Callable[[Shown], SafeString]) -> Callable[[Shown], SafeString]:
    return lambda context: leaf(context["widget"])


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "checkbox", "input")
LEAVES: dict[str, Callable[[Shown], SafeString]] = {
    "django/forms/field.html": _field,
    **{
        f"django/forms/widgets/{name}.html": _of_widget(leaf)
        for name, leaf in {
            **dict.fromkeys(_INPUTS, _input),
            "day": _day, "textarea": _textarea, "select": _select,
            "radio": _chips, "checkbox_select": _chips,
        }.items()
    },
}  # fmt: skip
