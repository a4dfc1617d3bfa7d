"""The larger parts that stand many times on a page: a panel, an event; written in Python.

Like ``common/leaves.py``: everything is escaped by ``format_html``; what is HTML already, such as
the content of a block, stays as it is. The blanks between words are those that are seen.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.words import Words

_FOCUS = format_html(' tabindex="{}" data-focus', -1)


def panel(
    content: str, *, title: Words, count: int | None, id: str, link: str, link_text: Words,
    aside: str, flush: bool, level: int, kind: str,
) -> SafeString:  # fmt: skip
    """A sheet with a heading, beside which stands a link or a few words."""
    named: str = ""
    head: str = ""
    if title:
        named = format_html(' aria-labelledby="{}-title"', id)
        many = "" if count is None else format_html(' <span class="count">{}</span>', count)
        head = format_html('<h{} id="{}-title">{}{}</h{}>', level, id, title, many, level)
    if link:
        head = format_html('{}<a class="s" href="{}">{}</a>', head, link, link_text)
    elif aside:
        head = format_html('{}<div class="s quiet">{}</div>', head, aside)
    if head:
        head = format_html('<div class="panel-h">{}</div>', head)
    body = content if flush else format_html('<div class="panel-b">{}</div>', content)
    look = "" if kind == "note" else f" panel-{kind}"
    return format_html(
        '<section class="panel{}" id="{}"{}>{}\n{}</section>\n', look, id, named, head, body
    )


def panel_foot(content: str) -> SafeString:
    """The foot of a flush panel."""
    return format_html('<div class="panel-f">{}</div>', content)


def alert(
    content: str, *, kind: str, title: Words, icon: str, role: str, focus: bool, level: int
) -> SafeString:  # fmt: skip
    """Something to know now."""
    return format_html(
        '<div class="alert{}"{}{}>{}<div>{}{}</div></div>\n',
        "" if kind == "note" else f" alert-{kind}",
        format_html(' role="{}"', role) if role else "",
        _FOCUS if focus else "", icon,
        format_html("<h{}>{}</h{}>", level, title, level) if title else "", content,
    )  # fmt: skip


def held(content: str, title: Words, icon: str) -> SafeString:
    """What an agency keeps: that it does, and what it means for the others."""
    return format_html(
        '<div class="held">{}<div><b>{}</b><p>{}</p></div></div>\n', icon, title, content
    )


def timeline(content: str) -> SafeString:
    """Months and events."""
    return format_html('<ol class="tl">{}</ol>\n', content)


def timeline_month(month: Words) -> SafeString:
    """The month that heads the events below it."""
    return format_html('<li class="mon"><h3>{}</h3></li>\n', month)


def event(
    content: str, *, at: str, day: Words, title: Words, kind: str, icon: str, by: Words,
    seen: str, href: str,
) -> SafeString:  # fmt: skip
    """One line of what happened; ``at`` is the moment for machines, ``seen`` a ``seen_by``."""
    if by:
        by = format_html("<span>{}</span> {}", by, seen)
    return format_html(
        '<li><span class="when"><time datetime="{}">{}</time></span>'
        ' <span class="node node-{}">{}</span>'
        '<div class="body"><p class="what">{}</p>{}{}</div></li>\n',
        at, day, kind, icon,
        format_html('<a href="{}">{}</a>', href, title) if href else title, content,
        format_html('<p class="by">{}</p>', by or seen) if by or seen else "",
    )  # fmt: skip


def link(words: Words, url: str, *, about: Words, css: str) -> SafeString:
    """A link in a text; ``about`` is heard, not seen."""
    return format_html(
        '<a {}href="{}">{}{}</a>',
        format_html('class="{}" ', css) if css else "", url, words,
        format_html('<span class="vh">: {}</span>', about) if about else "",
    )  # fmt: skip
