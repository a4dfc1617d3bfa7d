"""Items of My work of the analysis, the plan and the checkpoints (phases 2 and 3)."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import access_backend
from casework.acts import Button
from common import clock
from common.compiled import compiled
from common.together import Asking
from plans.analysis import due
from plans.analysis.acts import AnswerGap
from plans.checkpoints import due as checkpoints_due
from plans.plan import due as plan_due
from worklist.item import MOST, Item, case_item

__all__ = [
    "answers_expected",
    "questions",
    "to_begin",
    "to_conclude",
    "to_hold",
    "versions",
]


def questions(user) -> Asking[list[Item]]:
    """What the reader or their agency finds out on a case (S44)."""
    rows = compiled(due.questions_of, user, most=MOST, keys_first=True)
    yield [rows]
    access_backend.know(user, [gap.case_id for gap in rows])
    return [_question(gap, AnswerGap.button_for(user, gap)) for gap in rows]


def _question(gap, button: Button | None) -> Item:
    """With the form of the answer for whoever may give it, else with the question."""
    may = button is not None and not button.obstacles
    title = _("To find out: %(domain)s") % {"domain": gap.domain.label}
    more = {"meta": gap.finder.display, "kind": "question"}
    if not may:
        more["act"] = _("See the question")
        return case_item(gap, title, "plans:analysis", clock.end_of(gap.due_on), **more)
    more["act"] = _("Answer")
    return case_item(gap, title, "plans:gap_answer", clock.end_of(gap.due_on), gap.pk, **more)


def answers_expected(user) -> Asking[list[Item]]:
    """What the reader asked of others on cases whose content they coordinate (S44)."""
    rows = compiled(due.answers_awaited_by, user, most=MOST, keys_first=True)
    yield [rows]
    return [
        case_item(
            gap, _("Answer expected: %(domain)s") % {"domain": gap.domain.label}, "plans:analysis",
            clock.end_of(gap.due_on), meta=gap.finder.display, kind="asked",
            act=_("See the question"),
        )
        for gap in rows
    ]  # fmt: skip


def versions(user) -> Asking[list[Item]]:
    """Plans that wait for a second person's approval (S46)."""
    rows = compiled(plan_due.to_confirm, user, most=MOST)
    yield [rows]
    return [
        case_item(
            plan, _("Version %(number)d of the plan waits for your approval")
            % {"number": plan.number},
            "plans:plan", plan.approval_asked_at, meta=plan.approval_asked_by.display,
            kind="decision", act=_("Read and decide"),
        )
        for plan in rows
    ]  # fmt: skip


def to_begin(user) -> Asking[list[Item]]:
    """Approved plans that wait to be carried out."""
    rows = compiled(checkpoints_due.to_begin, user, most=MOST)
    yield [rows]
    return [
        Item(
            title=_("The approved plan waits to be carried out"),
            href=reverse("plans:carrying", args=[case.pk]),
            reference=case.reference,
            due_at=case.state_since + timedelta(days=7),
            kind="decision",
            act=_("Read and decide"),
        )
        for case in rows
    ]


def to_hold(user) -> Asking[list[Item]]:
    """Checkpoints to hold."""
    rows = yield from checkpoints_due.to_hold(user, MOST)
    return [
        Item(
            title=_("Checkpoint to hold"),
            href=reverse("plans:checkpoints", args=[point.case.pk]),
            reference=point.case.reference,
            meta=point.looks_at,
            due_at=clock.end_of(point.due_on),
            kind="meeting",
            act=_("Prepare"),
        )
        for point in rows
    ]


def to_conclude(user) -> Asking[list[Item]]:
    """Checkpoints to conclude."""
    rows = compiled(checkpoints_due.to_conclude, user, most=MOST, keys_first=True)
    yield [rows]
    return [
        case_item(
            meeting, _("Checkpoint to conclude"), "plans:checkpoint_page",
            clock.end_of(meeting.held_on), meeting.pk, kind="decision", act=_("Read and decide"),
        )
        for meeting in rows
    ]  # fmt: skip
