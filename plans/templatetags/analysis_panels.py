"""What other pages show of the analysis: levels by domain over time, and the open questions."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet
from django.template.loader import get_template
from django.urls import reverse

from casework.models import Case
from common.compiled import asked_once
from common.portions import Portion, portion
from plans.analysis import levels
from plans.models import Gap, LevelRating

register = template.Library()
FIRST = 5
# So many rows of the table of levels at a time.
MOST = 40


@register.filter
def step(rating: LevelRating) -> int | None:
    """How many of the three steps are full; None for no information and for not relevant."""
    return levels.STEPS.get(rating.level)


@register.simple_tag(takes_context=True)
def levels_over_time(context, case: Case):
    """The joint levels of each domain over time, as a drawing and a table (2.7).

    No overall level. One query.
    """
    user = context["request"].user
    ratings = levels.ratings_of(case, user)
    domains = sorted({rating.domain for rating in ratings}, key=lambda d: (d.position, d.code))
    rows = [row for row in levels.of(domains, ratings) if row.drawn]
    return get_template("plans/analysis/levels_over_time.html").render(
        {
            "case": case,
            "drawn": rows,
            "analysis": reverse("plans:analysis", args=[case.pk]),
            "request": context["request"],
        }
    )


@register.simple_tag(takes_context=True)
def course_table(context, drawn) -> Portion:
    """The courses as a table, (domain, levels of a day) each: of a long one a part at a time."""
    rows = [(row.domain, rated) for row in drawn for rated in row.table]
    return portion(
        context["request"], rows, "rated", key=lambda row: f"{row[0].code}-{row[1]['day']}",
        place="rated", size=MOST,
    )  # fmt: skip


@asked_once
def open_questions(case: Case, user) -> QuerySet[Gap]:
    """What ``open_gaps`` asks."""
    rows = Gap.objects.visible_to(user).filter(case=case, status__in=Gap.OPEN)
    return rows.select_related("domain", "finder__agency")


@register.simple_tag(takes_context=True)
def open_gaps(context, case: Case):
    """The open questions, those that would change the plan and late ones first (S44). One query."""
    user = context["request"].user
    found = sorted(open_questions(case, user), key=_urgency)
    return get_template("plans/analysis/open_gaps.html").render(
        {
            "case": case,
            "gaps": found[:FIRST],
            "count": len(found),
            "more": max(0, len(found) - FIRST),
            "analysis": reverse("plans:analysis", args=[case.pk]),
        }
    )


def _urgency(gap: Gap) -> tuple:
    important = gap.importance == Gap.Importance.HIGH
    return (not important, gap.due_on is not None, gap.due_on or gap.written_at.date())
