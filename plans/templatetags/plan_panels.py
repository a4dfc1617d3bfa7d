"""Panels of the plan for other pages: ``{% plan_now case %}``, ``{% own_actions case user %}``."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.translation import gettext as _

from casework.models import Case
from common import clock
from common.compiled import Rows, asked_once
from plans.carrying.stand import in_words
from plans.models import Checkpoint, Goal, Plan
from plans.plan import due, stand

register = template.Library()
# So many lines stand on the page of somebody else's; the others are one click away.
MOST = 40


@register.simple_tag
def action_state(row):
    """The state of an action in words, by its case, which is loaded (X29)."""
    return in_words(row, row.case)


@register.simple_tag
def plan_now(case):
    """The version that applies, its goals and its next checkpoint, for the bound actor."""
    plans, goals, ahead = (list(rows) for rows in to_apply(case))
    plan = next(iter(plans), None)
    ahead = ahead if stand.applies(case) else []
    context = {
        "case": case,
        "plan": plan,
        "title": stand.title_of(case) if plan else _("Plan"),
        "goals": goals[:MOST],
        "more": max(0, len(goals) - MOST),
        "next": next(iter(ahead), None),
    }
    return get_template("plans/plan/panel_now.html").render(context)


def to_apply(case: Case) -> list[Rows]:
    """What ``plan_now`` asks."""
    return [_applies(case), _goals(case), _ahead(case)]


@asked_once
def _applies(case: Case) -> QuerySet[Plan]:
    return Plan.objects.filter(case=case, state=Plan.State.APPROVED)[:1]


@asked_once
def _goals(case: Case) -> QuerySet[Goal]:
    rows = Goal.objects.filter(plan__case=case, plan__state=Plan.State.APPROVED)
    return rows.filter(removed_at__isnull=True).order_by("position", "pk")


@asked_once
def _ahead(case: Case) -> QuerySet[Checkpoint]:
    rows = Checkpoint.objects.filter(plan__case=case, plan__state=Plan.State.APPROVED)
    rows = rows.filter(removed_at__isnull=True, due_on__gte=clock.today())
    return rows.order_by("due_on", "position", "pk")[:1]


@register.simple_tag
def own_actions(case, user):
    """What the reader's own agency does in the plan that applies, or what of it still runs."""
    actions = list(due.actions_on(case, user)) if case.state in Case.WITH_ACTIONS else []
    more = max(0, len(actions) - MOST)
    context = {
        "case": case, "actions": actions[:MOST], "count": len(actions), "more": more,
        "goes_on": case.state == Case.State.MONITORING, "applies": stand.applies(case),
    }  # fmt: skip
    return get_template("plans/plan/panel_own.html").render(context)
