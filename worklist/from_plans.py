"""Items of My work of the analysis, the plan and the checkpoints (phases 2 and 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access_backend
from casework.models import TerritoryProfile
from casework.rights import Role
from common import clock
from common.together import Asking
from common.windows import shifted
from common.words import Words
from plans.analysis import due
from plans.analysis.acts import AnswerGap
from plans.carrying import due as carrying_due
from plans.checkpoints import due as checkpoints_due
from plans.plan import due as plan_due
from worklist.item import Item, case_item
from worklist.source import Source, Waiting, at_once


def _know_rights(user, gaps: list) -> Asking[None]:
    return access_backend.know(user, [gap.case_id for gap in gaps])


def _question(gap, waits: Waiting) -> Item:
    """With the form of the answer for whoever may give it, else with the question."""
    button = AnswerGap.button_for(waits.user, gap)
    may = button is not None and not button.obstacles
    title = _("To find out: %(domain)s") % {"domain": gap.domain.label}
    more = {"meta": gap.finder.display, "kind": waits.kind}
    if not may:
        more["act"] = _("See the question")
        return case_item(gap, title, "plans:analysis", waits.due_at, **more)
    more["act"] = _("Answer")
    return case_item(gap, title, "plans:gap_answer", waits.due_at, gap.pk, **more)


def _answer_expected(gap, waits: Waiting) -> Item:
    return case_item(
        gap, _("Answer expected: %(domain)s") % {"domain": gap.domain.label}, "plans:analysis",
        waits.due_at, meta=gap.finder.display, kind=waits.kind, act=_("See the question"),
    )  # fmt: skip


def _version(plan, waits: Waiting) -> Item:
    return case_item(
        plan, _("Version %(number)d of the plan waits for your approval") % {"number": plan.number},
        "plans:plan", waits.due_at, meta=plan.approval_asked_by.display, kind=waits.kind,
        act=_("Read and decide"),
    )  # fmt: skip


def _step(title: Words, route: str, act: Words) -> Callable[[Any, Waiting], Item]:
    """What writes the item of a case whose next step nobody has taken."""

    def item(case: Any, waits: Waiting) -> Item:
        return Item(
            title=str(title),
            href=reverse(route, args=[case.pk]),
            reference=case.reference,
            due_at=waits.due_at,
            kind=waits.kind,
            act=str(act),
        )

    return item


def _to_approval(plan, waits: Waiting) -> Item:
    return case_item(
        plan, _("Version %(number)d of the plan is a draft") % {"number": plan.number},
        "plans:plan", waits.due_at, kind=waits.kind, act=_("Go on"),
    )  # fmt: skip


def _reached(meeting, waits: Waiting) -> Item:
    return case_item(
        meeting, _("Every goal is reached: propose closure, or say what goes on"),
        "closure:closing", waits.due_at, kind=waits.kind, act=_("Read and decide"),
    )  # fmt: skip


def _paused(pause, waits: Waiting) -> Item:
    return case_item(
        pause, _("The case is paused: look at it again"), "plans:carrying", waits.due_at,
        kind=waits.kind, act=_("Read and decide"),
    )  # fmt: skip


def _after(days: Callable[[TerritoryProfile], int]) -> Callable[[Any], datetime]:
    """So many days of a setting after a day or moment, at the end of that day."""

    def due(since: Any) -> datetime:
        day = clock.day_of(since) if isinstance(since, datetime) else since
        return clock.end_of(shifted(day, days(TerritoryProfile.load())))

    return due


def _to_begin(case, waits: Waiting) -> Item:
    return Item(
        title=_("The approved plan waits to be carried out"),
        href=reverse("plans:carrying", args=[case.pk]),
        reference=case.reference,
        due_at=waits.due_at,
        kind=waits.kind,
        act=_("Read and decide"),
    )


def _to_hold(row, waits: Waiting, looks_at: str = "") -> Item:
    return case_item(
        row, _("Checkpoint to hold"), "plans:checkpoints", waits.due_at, meta=looks_at,
        kind=waits.kind, act=_("Prepare"),
    )  # fmt: skip


def _to_conclude(meeting, waits: Waiting) -> Item:
    return case_item(
        meeting, _("Checkpoint to conclude"), "plans:checkpoint_page", waits.due_at, meeting.pk,
        kind=waits.kind, act=_("Read and decide"),
    )  # fmt: skip


def _weeks_ahead() -> tuple:
    """Checkpoints of the next weeks, and those past, on cases that they coordinate (S52)."""
    return (Role.PROCESS_COORDINATOR,), date.min, clock.today() + checkpoints_due.AHEAD


# What the reader or their agency finds out on a case (S44).
questions = Source(due.questions_of, _question, "question", "due_on", before=_know_rights)
# What the reader asked of others on cases whose content they coordinate (S44).
answers_expected = Source(due.answers_awaited_by, _answer_expected, "asked", "due_on")
# Plans that wait for a second person's approval (S46).
versions = Source(plan_due.to_confirm, _version, "decision", "approval_asked_at", due=at_once)
# Approved plans that wait to be carried out.
to_begin = Source(
    checkpoints_due.to_begin, _to_begin, "decision", "state_since",
    due=lambda since: since + timedelta(days=7),
)  # fmt: skip
# Checkpoints to hold: planned in the plan that applies, or agreed on at the last one (S52).
to_hold_as_planned = Source(
    checkpoints_due.planned, lambda row, waits: _to_hold(row, waits, row.looks_at), "meeting",
    "due_on", more=_weeks_ahead,
)  # fmt: skip
to_hold_as_agreed = Source(
    checkpoints_due.agreed, _to_hold, "meeting", "next_on", more=_weeks_ahead
)
# Checkpoints to conclude (S64).
to_conclude = Source(checkpoints_due.to_conclude, _to_conclude, "decision", "held_on")
GO_ON = gettext_lazy("Go on")
# Steps of a case that wait for somebody to take them: no state is without an item (X23).
analyses = Source(
    due.to_begin,
    _step(gettext_lazy("The analysis waits to be begun"), "plans:analysis", GO_ON),
    "plain",
    "state_since",
    due=_after(lambda profile: profile.analysis_start_days),
)
drafts = Source(
    plan_due.to_draft,
    _step(
        gettext_lazy("The analysis waits for its words, then for a plan"), "plans:analysis", GO_ON
    ),
    "plain",
    "state_since",
    due=_after(lambda profile: profile.plan_draft_days),
)
approvals = Source(
    plan_due.to_bring_to_approval, _to_approval, "plain", "started_at",
    due=_after(lambda profile: profile.plan_draft_days),
)  # fmt: skip
without_a_day = Source(
    checkpoints_due.without_a_day,
    _step(gettext_lazy("No checkpoint is planned"), "plans:checkpoints", gettext_lazy("Plan one")),
    "meeting",
    "since",
    due=_after(lambda profile: profile.plan_check_days),
)
reached = Source(checkpoints_due.with_goals_reached, _reached, "decision", "next_on")
paused = Source(carrying_due.pauses_of, _paused, "decision", "review_on")
