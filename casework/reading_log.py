"""The reading log: a row for each reading, in its request; without the row no page (G2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.urls import get_resolver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.requests import PersonRequest
from casework.models import Case, ReadingLog
from casework.narrowing import OfSignal
from common import clock
from common.words import Words

# The pages of a file, in words; an app adds its own on import.
PAGES: dict[str, Words] = {
    "case": _("Overview"),
    "case_name": _("Overview, name shown"),
    "case_team": _("Team"),
    "reading_log": _("Reading log"),
    "authorisations": _("History of authorisations"),
    "case_reading_log": _("Who saw this"),
    "case_member_add": _("Naming somebody on the team"),
    "case_member_end": _("Ending somebody’s part"),
    "case_correct_information": _("Correcting information"),
    "case_correct_person": _("Correcting who the person is"),
    "case_statement": _("What our agency aims at"),
    "case_declare": _("Declaring an interest"),
    "case_start_analysis": _("Starting the analysis"),
    "case_add_information": _("Adding information"),
    "case_member_replace": _("Handing over a part"),
    "case_remind": _("Reminding those who have not declared"),
    "case_end_held": _("Ending a mark of what is held back"),
    "case_withdraw_information": _("Withdrawing information"),
    "case_relationship_add": _("Adding somebody around the person"),
    "case_relationship_correct": _("Changing what is written of somebody around the person"),
    "case_relationship_end": _("Ending what is written of somebody around the person"),
    "case_before": _("What stood before"),
}


# Earlier names of routes: rows written then keep them.
CALLED_BEFORE = {
    "readings": "reading_log",
    "case_readings": "case_reading_log",
    "plans:checking": "plans:checkpoint_page",
    "plans:action_check": "plans:action_verify",
}


def page_words(route: str) -> str:
    """The name of a route's page in the reader's language: its own, or tab and heading."""
    route = CALLED_BEFORE.get(route, route)
    if route in PAGES:
        return str(PAGES[route])
    view = views().get(route)
    page = PAGES.get(getattr(view, "tab", ""), "")
    form = getattr(view, "heading", "") or getattr(view, "title", "")
    if page and form:
        return gettext("%(page)s: %(form)s") % {"page": page, "form": form}
    return str(page or form or route)


@cache
def views() -> dict[str, type | None]:
    """Every route and the class that answers there."""
    return dict(_routes(get_resolver()))


def _routes(resolver: Any, space: str = "") -> Iterator[tuple[str, type | None]]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", getattr(pattern.callback, "view_class", None)


def log(
    request: PersonRequest,
    subject: Any = None,
    *,
    reference: str = "",
    route: str = "",
    reason: str = "",
    roles: Iterable[str] = (),
) -> None:
    """Write that this reader reads ``subject`` now: a case, a signal, or the log itself (None).

    Of anything else that has a reference the row keeps that.
    Content is never kept.
    """
    write([row(request, subject, reference=reference, route=route, reason=reason, roles=roles)])


def write(rows: list[ReadingLog]) -> None:
    """Write these readings of one request, in one statement."""
    ReadingLog.unscoped.bulk_create(rows)


def row(
    request: PersonRequest,
    subject: Any = None,
    *,
    reference: str = "",
    route: str = "",
    reason: str = "",
    roles: Iterable[str] = (),
) -> ReadingLog:
    """The reading that ``log`` writes, to be written with others (``write``)."""
    is_case = isinstance(subject, Case)
    is_signal = isinstance(getattr(subject, "ACCESS", None), OfSignal)
    match = request.resolver_match
    return ReadingLog(
        at=clock.now(),
        reader=request.user,
        agency_id=request.user.agency_id,
        role=", ".join(str(getattr(role, "value", role)) for role in roles),
        reference=subject.reference if subject else reference,
        case=subject if is_case else None,
        signal_id=subject.pk if is_signal else None,
        route=route or (match.view_name if match else ""),
        reason=reason,
        request_id=getattr(request, "id", ""),
    )
