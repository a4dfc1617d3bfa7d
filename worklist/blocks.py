"""Blocks of My work for each role: process, content, partner, risk owner (screen 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies import presence
from casework import absent, neutrality
from casework.mine import own_parts
from casework.models import Case, TeamMember
from casework.rights import WORKERS, Role
from casework.views.case import asking_own_cases
from closure.monitoring import due as monitoring_due
from common import clock
from common.among import Among
from common.compiled import Rows, compiled
from common.keyset import Page
from common.together import Asking, listed, side_by_side
from plans.analysis import due
from plans.carrying import due as carrying_due
from plans.checkpoints import due as checkpoints_due
from plans.models import FollowUp
from worklist import signing
from worklist.item import MOST

# A block shows the first rows, and all of them where that is asked for; so many at most are read.
FEW = 6
FEW_AGENCIES = 8
ALL = 1000
HELD = tuple(role for role in Role if role != Role.EVALUATOR)
# How far ahead the days of one's cases are shown, and how long an answer stays in sight.
AHEAD = timedelta(days=14)
LATELY = timedelta(days=14)
State = FollowUp.State


class Few(list[Any]):
    """The first rows of a block; ``more`` others follow, at least so many where it ``is_cut``."""

    more = 0
    is_cut = False

    @classmethod
    def of(cls, rows: list[Any], size: int, *, whole: bool, is_cut: bool = False) -> Few:
        """``rows`` are all that were read, ``is_cut`` if there may be others; ``whole``: shown."""
        few = cls(rows if whole else rows[:size])
        few.more, few.is_cut = len(rows) - len(few), is_cut
        return few


def _read(whole: bool) -> int:
    """How many rows of a block are read: of those that are not shown, to say how many they are."""
    return ALL if whole else MOST


def counted(build: Callable[[Any], QuerySet], user, whole: bool, size: int) -> Asking[Few]:
    """Ask for the first rows of ``build(user)``, which counts, all of them with ``whole``."""
    most = _read(whole)
    rows = compiled(build, user, most=most + 1)
    yield [rows]
    return Few.of(list(rows)[:most], size, whole=whole, is_cut=len(rows) > most)


def few(build: Callable[[Any], QuerySet], user, whole: bool) -> Asking[Few]:
    """Ask for the first rows of ``build(user)``, all of them with ``whole``, in two questions.

    Of those that are not shown the key alone is read: nothing is joined to them.
    """
    most = _read(whole)
    keys = compiled(build, user, most=most + 1, columns=("pk",))
    yield [keys]
    found = Few.of([pk for (pk,) in keys][:most], FEW, whole=whole, is_cut=len(keys) > most)
    if not found:
        return found
    rows = compiled(build, user, among=list(found))
    yield [rows]
    found[:] = list(rows)
    return found


def roles_of(user) -> Rows[str]:
    """Every role that the reader holds on a case: one look at the index for each there is."""
    return compiled(_roles_of, user)


def _roles_of(user) -> QuerySet[Any, str]:
    one, *others = (
        own_parts(user, role).order_by().values_list("role", flat=True)[:1] for role in HELD
    )
    return one.union(*others, all=True)


def who_waits_for_whom(user) -> QuerySet:
    """Open actions by agency on the cases that the reader coordinates, the latest first."""
    today = clock.today()
    late = Q(state=State.WAITING, answer_due_on__lt=today) | Q(
        state__in=(State.ACCEPTED, State.RUNNING), ends_on__lt=today
    )
    names = ("agency__name", "agency__name_key")
    rows = carrying_due.open_on_cases_of(user).values(*names)
    return rows.annotate(open=Count("pk"), late=Count("pk", filter=late)).order_by(
        "-late", "-open", "agency__name_key"
    )


def who_owes_an_answer(user) -> QuerySet:
    """Open questions by agency on the cases whose content the reader coordinates (S44)."""
    rows = due.answers_awaited_by(user).order_by()
    rows = rows.values("finder__agency__name", "finder__agency__name_key")
    late = Q(due_on__lt=clock.today())
    return rows.annotate(open=Count("pk"), late=Count("pk", filter=late)).order_by(
        "-late", "-open", "finder__agency__name_key"
    )


def answered_lately(user) -> QuerySet:
    """What others have answered them, the newest first."""
    return due.answered_for(user, clock.now() - LATELY)


@dataclass(frozen=True)
class Day:
    """A day on which something is held on a case of the reader's."""

    on: date
    title: str
    reference: str
    href: str
    looks_at: str = ""


def days_ahead(user, whole: bool) -> Asking[Few]:
    """Checkpoints on the cases on which the reader works, and checks they hold; soonest first."""
    today, most = clock.today(), _read(whole)
    until = today + AHEAD
    columns = ("due_on", "case__reference", "case_id")
    coming = compiled(
        monitoring_due.checks_between, user, today, until, most=most + 1, columns=columns
    )
    to_attend, held = yield from side_by_side(
        checkpoints_due.to_attend(user, most + 1, until), listed(coming)
    )
    checks = [(*row, "") for row in held]
    days = [(*row, "plans:checkpoints", _("Checkpoint")) for row in to_attend]
    days += [(*row, "closure:monitoring", _("Check after closure")) for row in checks]
    days.sort(key=itemgetter(0, 1))
    is_cut = max(len(to_attend), len(checks)) > most
    found = Few.of(days, FEW, whole=whole, is_cut=is_cut)
    found[:] = [
        Day(on, title, reference, reverse(route, args=[case]), looks_at)
        for on, reference, case, looks_at, route, title in found
    ]
    return found


class Named(NamedTuple):
    """A case by its key and reference."""

    pk: Any
    reference: str


def whom_to_ask(user, whole: bool) -> Asking[Few]:
    """Who coordinates the content of the newest cases on which the reader is a partner."""
    most = _read(whole)
    columns = ("pk", "user_id", "case_id", "case__reference")
    parts: Rows[Any] = compiled(_contents, user, whole, most=most, columns=columns)
    yield [parts]
    first: dict[int, Any] = {}
    cases: dict[int, list[Named]] = {}
    for pk, person, case, reference in parts:
        first.setdefault(person, pk)
        cases.setdefault(person, []).append(Named(case, reference))
    found = Few.of(list(first.values()), FEW, whole=whole, is_cut=len(parts) == most)
    if found:
        members = compiled(_contents, user, whole, among=list(found))
        near = compiled(absent.near_of, {who for who, pk in first.items() if pk in found})
        yield [members, near]
        absent.mark(list(members), presence.nearest(near))
        found[:] = [{"member": row, "cases": cases[row.user_id]} for row in members]
    return found


def _contents(user, whole: bool) -> QuerySet:
    mine = own_parts(user, Role.PARTNER, states=Case.IN_HAND)
    newest = mine.order_by("-opened_at", "-case_id").values("case_id")[: _read(whole)]
    rows = TeamMember.objects.visible_to(user).filter(
        Among("case_id", newest), role=Role.CONTENT_COORDINATOR, active=True
    )
    return rows.select_related("case", "user", "agency").order_by("-opened_at", "pk")


def not_declared(user, whole: bool) -> Asking[Few]:
    """Who has not declared an interest on the cases that the reader runs, each person once."""
    most = _read(whole)
    columns = ("pk", "user_id", "case_id")
    parts: Rows[Any] = compiled(neutrality.on_cases_of, user, most=most, columns=columns)
    yield [parts]
    first: dict[int, Any] = {}
    cases: dict[int, set] = {}
    for pk, person, case in parts:
        first.setdefault(person, pk)
        cases.setdefault(person, set()).add(case)
    found = Few.of(list(first.values()), FEW, whole=whole, is_cut=len(parts) == most)
    if found:
        rows = compiled(neutrality.on_cases_of, user, among=list(found))
        yield [rows]
        found[:] = [{"member": row, "cases": cases[row.user_id]} for row in rows]
    return found


def own_cases(request, size: int) -> Asking[Page]:
    """The newest of the reader's own cases, each with the day on which it is looked at next."""
    found = yield from asking_own_cases(request, size)
    days = yield from checkpoints_due.next_days([row.case_id for row in found.rows])
    for row in found.rows:
        row.case.next_checkpoint = days.get(row.case_id)
    return found


def of(user, roles: frozenset[str], all_of: str = "") -> Asking[dict]:
    """The blocks of every role that the reader holds; ``all_of`` names one to show whole."""
    blocks: dict[str, Asking] = {}
    if roles & set(WORKERS):
        blocks |= {"ahead": days_ahead(user, all_of == "ahead")}
    if Role.CONTENT_COORDINATOR in roles:
        blocks |= {
            "owed": counted(who_owes_an_answer, user, all_of == "owed", FEW_AGENCIES),
            "answered": few(answered_lately, user, all_of == "answered"),
        }
    if Role.PROCESS_COORDINATOR in roles:
        blocks |= {
            "waits": counted(who_waits_for_whom, user, all_of == "waits", FEW_AGENCIES),
            "checks": few(monitoring_due.checks_of, user, all_of == "checks"),
            "silent": not_declared(user, all_of == "silent"),
        }
    if Role.PARTNER in roles:
        # What others of the reader's agency have to do: who is away is not forgotten.
        blocks |= {
            "colleagues": few(carrying_due.of_colleagues, user, all_of == "colleagues"),
            "ask": whom_to_ask(user, all_of == "ask"),
        }
    if Role.RISK_OWNER in roles:
        blocks |= {"to_sign": signing.to_sign(user), "stand": signing.where_things_stand(user)}
    found = yield from side_by_side(*blocks.values())
    return {"roles": roles} | dict(zip(blocks, found, strict=True))
