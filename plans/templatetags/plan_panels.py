"""Panels of the plan for other pages: ``{% plan_now case %}``, ``{% own_actions case user %}``."""

from __future__ import annotations

from django import template
from django.template.loader import get_template

from common import clock
from plans.plan import due
from plans.plan.sheet import Sheet

register = template.Library()
# So many lines stand on the page of somebody else's; the others are one click away.
MOST = 40


@register.simple_tag
def plan_now(case):
    """The version that applies, its goals and its next checkpoint, for the bound actor."""
    sheet = Sheet.that_applies(case)
    ahead = [point for point in sheet.checkpoints if point.due_on >= clock.today()]
    context = {
        "case": case,
        "plan": sheet.plan,
        "goals": sheet.goals[:MOST],
        "more": max(0, len(sheet.goals) - MOST),
        "next": ahead[0] if ahead else None,
    }
    return get_template("plans/plan/panel_now.html").render(context)


@register.simple_tag
def own_actions(case, user):
    """What the reader's own agency does in the plan that applies."""
    actions = list(due.actions_on(case, user))
    more = max(0, len(actions) - MOST)
    context = {"case": case, "actions": actions[:MOST], "count": len(actions), "more": more}
    return get_template("plans/plan/panel_own.html").render(context)
