"""The rows of the list of cases, written here: a page has twenty-five (see ``common.leaves``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.persons.minority import Standing
from common import dates, icons, leaves

register = template.Library()


@register.simple_tag
def own_case_rows(rows: Iterable[Any], news: bool = False) -> SafeString:
    """The rows of the reader's own parts: reference and initials, phase, role, days.

    With ``news`` the day of the last news of each, which the rows then carry.
    """
    labels = _("Phase"), _("You are"), _("Opened"), _("Last news")
    return format_html_join("", "{}", ((_row(row, news, labels),) for row in rows))


def _row(row: Any, news: bool, labels: tuple[str, ...]) -> SafeString:
    phase, role, opened, last = labels
    case = row.case
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a><br><span class="s quiet">{}</span>{}</th>'
        '<td data-l="{}">{}</td><td data-l="{}">{}{}</td><td class="nowrap" data-l="{}">{}</td>'
        "{}</tr>",
        reverse("case", args=[row.case_id]),
        case.reference,
        case.subject.initials,
        _age(row.standing),
        phase,
        leaves.phase_dots(case.phase, case.get_state_display()),
        role,
        row.get_role_display(),
        "" if row.interest else _undeclared(),
        opened,
        dates.day(row.opened_at),
        _news(row, last) if news else "",
    )


def _age(standing: str) -> str:
    if standing == Standing.MINOR:
        return format_html(" {}", leaves.tag(_("Minor"), "note", icons.svg("users")))
    if standing == Standing.DOUBT:
        words = _("Age not certain: treated as a minor")
        return format_html('<br><span class="s quiet">{}</span>', words)
    return ""


def _undeclared() -> SafeString:
    return format_html('<br><span class="s quiet">{}</span>', _("your declaration is missing"))


def _news(row: Any, label: str) -> SafeString:
    return format_html('<td class="nowrap" data-l="{}">{}</td>', label, dates.day(row.news))
