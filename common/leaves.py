"""The smallest parts of pages: a word, a day, a button; written here, not in a template.

A page has hundreds of them, and a template of one line costs twenty times its text. Everything is
escaped by ``format_html``; what is already HTML (an icon) stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.words import Words


def _piece(name: str, look: str = "") -> SafeString:
    return (
        format_html('<{} class="{}"></{}>', name, look, name)
        if look
        else format_html("<{}></{}>", name, name)
    )


_FULL, _EMPTY = _piece("em", "f"), _piece("em")
_BEFORE, _NOW, _AFTER = _piece("i", "f"), _piece("i", "c"), _piece("i")
# For each of the four phases: those before it, itself, those to come.
_DOTS = tuple(
    format_html_join(
        "", "{}", ((dot,) for dot in (*[_BEFORE] * done, _NOW, *[_AFTER] * (3 - done)))
    )
    for done in range(4)
)


def tag(text: Words, kind: str, icon: str) -> SafeString:
    """A state in a word."""
    return format_html('<span class="tag tag-{}">{}<span>{}</span></span>', kind, icon, text)


def ref(text: Words, href: str) -> SafeString:
    """A reference, which may lead to its page."""
    if href:
        return format_html('<a class="ref" href="{}">{}</a>', href, text)
    return format_html('<span class="ref">{}</span>', text)


def due(date: Words, words: Words, state: str) -> SafeString:
    """A day, and how far away it is."""
    far = format_html(" <span>{}</span>", words) if words else ""
    return format_html(
        '<span class="due{}"><b>{}</b>{}</span>', f" due-{state}" if state else "", date, far
    )


LEVEL_WORDS = {None: _("Not known"), 1: _("Low"), 2: _("Moderate"), 3: _("High")}


def level(value: int | None, kind: str, word: Words) -> SafeString:
    """A level of one domain in three steps and a word; ``kind`` is risk or protection."""
    steps = ((_FULL if step <= (value or 0) else _EMPTY,) for step in (1, 2, 3))
    return format_html(
        '<span class="lvl lvl-{}"><i aria-hidden="true">{}</i>{}</span>',
        "unknown" if value is None else kind, format_html_join("", "{}", steps),
        word or LEVEL_WORDS[value],
    )  # fmt: skip


def phase_dots(current: int, label: Words) -> SafeString:
    """Four dots, of which the present one is filled."""
    return format_html(
        '<span class="nowrap"><span class="dots4" aria-hidden="true">{}</span>{}</span>',
        _DOTS[current - 1], label,
    )  # fmt: skip


def agency(name: Words, short: str) -> SafeString:
    """Two letters of the short name, and the name."""
    return format_html(
        '<span class="ag"><i aria-hidden="true">{}</i><span>{}</span></span>',
        _two_letters(short), name,
    )  # fmt: skip


def _two_letters(name: str) -> str:
    words = [word for word in name.replace("-", " ").replace("’", " ").split() if word[0].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return name[:2].upper()


def seen_by(text: Words, label: Words, icon: str) -> SafeString:
    """Who can read the thing beside it; ``label`` says so to whoever hears the page."""
    return format_html(
        '<span class="seen">{}<span><span class="vh">{} </span>{}</span></span>', icon, label, text
    )


def _look(kind: str, size: str) -> str:
    """The classes of a button: a main one of middle size has none of its own."""
    return (
        "btn" + (f" btn-{kind}" if kind != "main" else "") + (f" btn-{size}" if size != "m" else "")
    )


def button(
    text: Words, href: str, *, kind: str, size: str, icon: str, about: Words, id: str
) -> SafeString:
    """A link that looks like a button; ``about`` is heard, not seen."""
    return format_html(
        '<a class="{}" href="{}"{}>{}{}{}</a>',
        _look(kind, size), href, format_html(' id="{}"', id) if id else "", icon, text,
        format_html('<span class="vh"> {}</span>', about) if about else "",
    )  # fmt: skip


def post_button(
    text: Words, url: str, *, kind: str, size: str, icon: str, about: Words,
    fields: Mapping[str, object], token: object,
) -> SafeString:  # fmt: skip
    """A form of one button. ``token`` is the request's, as ``{% csrf_token %}`` takes it."""
    hidden = dict(fields)
    if token and str(token) != "NOTPROVIDED":
        hidden = {"csrfmiddlewaretoken": token} | hidden
    return format_html(
        '<form class="one-button" method="post" action="{}">{}'
        '<button class="{}" type="submit">{}{}{}</button></form>',
        url,
        format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden.items()),
        _look(kind, size), icon, text,
        format_html(' <span class="vh">{}</span>', about) if about else "",
    )  # fmt: skip


def only_words(words: Words) -> SafeString:
    """Where a day would stand: words alone."""
    return format_html('<span class="due"><span>{}</span></span>', words)


def work_item(
    title: Words, href: str, content: str, why: Words, *, kind: str, icon: str, due: str,
    button: str,
) -> SafeString:  # fmt: skip
    """One thing that needs somebody: its kind, its title, its facts, its day and its button."""
    return format_html(
        '<li><span class="kind kind-{}">{}</span><div><p class="t"><a href="{}">{}</a></p>'
        '<p class="m">{}</p>{}</div><div class="side">{}{}</div></li>',
        kind, icon, href, title, content,
        format_html('<p class="why">{}</p>', why) if why else "", due, button,
    )  # fmt: skip
