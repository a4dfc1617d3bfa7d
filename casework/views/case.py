"""The list of cases, what all pages of a case share, and its reading log."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agencies.models import User
from agencies.requests import PersonRequest
from casework import absent, access, reading_log
from casework.filters import CaseFilter
from casework.models import Case, ReadingLog, TeamMember
from casework.persons.minority import Standing
from casework.rights import Right, Role
from casework.views.base import RightView, SubjectView
from common import clock, folding, keyset, replica
from common.together import Asking, answer

# Coordinators and risk owner first, then partners.
ROLE_ORDER: dict[str, int] = {
    role: place
    for place, role in enumerate(
        (
            Role.PROCESS_COORDINATOR,
            Role.CONTENT_COORDINATOR,
            Role.RISK_OWNER,
            Role.PARTNER,
            Role.EVALUATOR,
        )
    )
}
TABS = (
    ("case", gettext_noop("Overview"), Right.READ_CASE),
    ("plans:analysis", gettext_noop("Analysis"), Right.READ_CASE),
    ("plans:plan", gettext_noop("Plan"), Right.READ_CASE),
    ("plans:carrying", gettext_noop("Carrying out"), Right.READ_CASE),
    ("plans:checkpoints", gettext_noop("Checkpoints"), Right.READ_CASE),
    ("closure:closing", gettext_noop("Closure"), Right.READ_CASE),
    ("closure:monitoring", gettext_noop("Follow-up"), Right.READ_CASE),
    ("case_team", gettext_noop("Team"), Right.READ_CASE),
    ("case_reading_log", gettext_noop("Who saw this"), Right.SEE_READINGS),
)
# Tabs that are hidden until the case is at one of these states.
ONLY_AT = {
    "plans:carrying": (*Case.WITH_PLAN, *Case.CLOSED),
    "plans:checkpoints": (*Case.CARRIED_OUT, *Case.CLOSED),
    "closure:closing": (*Case.CARRIED_OUT, *Case.CLOSED),
    "closure:monitoring": (Case.State.MONITORING, Case.State.ENDED),
}


class CaseList(RightView):
    """The reader's own cases, newest first, along the index of their own memberships."""

    right = Right.USE_RELAIS
    template_name = "casework/case_list.html"
    nav = "cases"

    def get(self, request: PersonRequest) -> HttpResponse:
        chosen = CaseFilter(request.GET, queryset=own_memberships(request.user), request=request)
        asked = _once_each(
            request,
            chosen.qs,
            keyset.SIZE,
            moment=chosen.moment,
            oldest_first=chosen.oldest_first,
        )
        found = answer(asked)
        for row in found.rows:
            row.standing = row.case.subject.standing_on(clock.today())
        narrowed = any(request.GET.get(name) for name in chosen.filters if name != "order")
        return self.page(
            filter=chosen,
            filtered=narrowed,
            found=found,
            news=chosen.moment == "news",
            may_open=bool(access.may(request.user, Right.OPEN_CASE)),
        )


def own_cases(request: PersonRequest, size: int) -> keyset.Page:
    """The newest of the reader's own cases."""
    return answer(asking_own_cases(request, size))


def asking_own_cases(request: PersonRequest, size: int) -> Asking[keyset.Page]:
    """Ask for them, with whatever else is asked."""
    return _once_each(request, own_memberships(request.user), size)


def _once_each(
    request: PersonRequest,
    rows: QuerySet[TeamMember],
    size: int,
    moment: str = "opened_at",
    **order: bool,
) -> Asking[keyset.Page]:
    """One page of memberships, a case once however many roles are held on it."""
    return keyset.asking_page(
        request,
        rows,
        moment,
        key="case_id",
        size=size,
        once=True,
        **order,
    )


def own_memberships(user: Any) -> QuerySet[TeamMember]:
    """The reader's memberships that open a case to them, by the index of their own."""
    return (
        TeamMember.objects.visible_to(user)
        .filter(user=user, agency_id=user.agency_id, active=True)
        .exclude(role=Role.EVALUATOR)
        .select_related("case__subject")
    )


class CaseView(SubjectView):
    """A page of one case: identity bar, tabs, reading logged."""

    model = Case
    related: ClassVar[tuple[str, ...]] = ("subject",)
    right = Right.READ_CASE
    nav = "cases"
    tab = "case"

    def frame(self) -> dict[str, Any]:
        """What every page of a case shows (``frame``), with the tab of this view."""
        return frame(self.subject, self.request.user, self.tab)


def frame(case: Case, user: User, tab: str) -> dict[str, Any]:
    """What every page of a case shows: who, its state, who coordinates, its tabs."""
    members = list(case.parts())
    standing = case.subject.standing_on(clock.today())
    absent.mark(members, case.away)
    members.sort(key=lambda m: (ROLE_ORDER[m.role], folding.sort_key(m.user.display)))
    return {
        "case": case,
        "members": members,
        "roles": access.roles_on(user, case),
        "age": case.subject.age_on(clock.today()),
        "minor": standing is not Standing.ADULT,
        "age_in_doubt": standing is Standing.DOUBT,
        "holders": _holders(members),
        "tabs": _tabs(case, user, tab),
    }


def _tabs(case: Case, user: User, tab: str) -> list[dict[str, Any]]:
    # A case that begins anew shows what came before: it was checked and closed once.
    comes_again = case.phase <= 2 and case.was_reopened
    return [
        {"text": _(text), "href": reverse(name, args=[case.pk]), "current": name == tab}
        for name, text, right in TABS
        if access.may(user, right, case)
        and (name == tab or comes_again or case.state in ONLY_AT.get(name, Case.State))
    ]


def _holders(members: list[TeamMember]) -> dict[str, str]:
    named: dict[str, list[str]] = {}
    for member in members:
        named.setdefault(member.role, []).append(member.user.display)
    return {role: ", ".join(names) for role, names in named.items()}


class CaseReadingLog(CaseView):
    """Who saw this file, newest first (P1)."""

    right = Right.SEE_READINGS
    template_name = "casework/case_reading_log.html"
    tab = "case_reading_log"

    def get(self, request: PersonRequest, pk: UUID) -> HttpResponse:
        self.log_reading()
        rows = ReadingLog.objects.visible_to(request.user).filter(case=self.subject)
        page = keyset.page_of(request, rows.select_related("reader", "agency"), "at")
        return self.page(**self.frame(), found=_told(page))


class WholeReadingLog(RightView):
    """The reading log of all files, for the data protection officer: references, no content."""

    right = Right.SEE_READINGS
    template_name = "casework/reading_log.html"
    nav = "reading_log"

    def get(self, request: PersonRequest) -> HttpResponse:
        reference = request.GET.get("q", "").replace("\x00", "").strip()[:30]
        reading_log.log(request, reference=reference)
        rows = ReadingLog.objects.visible_to(request.user).select_related("reader", "agency")
        if reference:
            rows = rows.filter(reference__iexact=folding.same_reference(reference))
        found = replica.read(lambda alias: keyset.page_of(request, rows.using(alias), "at"))
        return self.page(found=_told(found), q=reference)


def _told(page: keyset.Page) -> keyset.Page:
    """The same page of rows, each with its page in words."""
    for row in page.rows:
        row.page = reading_log.page_words(row.route)
    return page
