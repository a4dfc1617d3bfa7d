"""What one version changes against another, point by point, in words (S53)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework.templatetags import dates
from plans.content import Content
from plans.models import Action, Checkpoint, Goal, Plan

TEXTS = (
    "why_start",
    "reach",
    "why_that",
    "context",
    "person_view",
    "family_view",
    "best_interest",
    "evaluation",
)
LINES = {
    Goal: ("statement", "indicator", "baseline", "target", "means", "factor", "due_on", "tag"),
    Action: (
        "title", "why_fits", "kind", "agency", "owner", "starts_on", "ends_on", "after", "goal",
        "meets_person",
    ),
    Checkpoint: ("due_on", "looks_at"),
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One difference: of which line, which of its fields, before and now (empty: none)."""

    what: str
    field: str
    before: str
    now: str


def between(old: Content | None, new: Content) -> list[Point]:
    """Every difference, texts first, then goals, actions and checkpoints; added and taken out."""
    if old is None:
        return []
    points = [
        Point(_("The plan"), _label(Plan, name), getattr(old.plan, name), getattr(new.plan, name))
        for name in TEXTS
        if getattr(old.plan, name) != getattr(new.plan, name)
    ]
    for before, now in (
        (old.goals, new.goals),
        (old.actions, new.actions),
        (old.checkpoints, new.checkpoints),
    ):
        points += _of_lines(before, now)
    return points


def _of_lines(before: list, now: list) -> list[Point]:
    old, points = {row.line: row for row in before}, []
    for row in now:
        was = old.pop(row.line, None)
        if was is None:
            points.append(Point(name_of(row), _("new"), "", _when(row)))
        else:
            points += _of_one(was, row)
    points += [Point(name_of(row), _("taken out"), _when(row), "") for row in old.values()]
    return points


def _of_one(was, row) -> list[Point]:
    fields = [(name, _value(was, name), _value(row, name)) for name in LINES[type(row)]]
    return [
        Point(name_of(was), _label(type(row), name), before, now)
        for name, before, now in fields
        if before != now
    ]


def name_of(row) -> str:
    """How a line is called in a sentence."""
    if isinstance(row, Goal):
        return row.statement
    if isinstance(row, Action):
        return row.title
    return _("Checkpoint of %(day)s") % {"day": dates.day(row.due_on)}


def _when(row) -> str:
    if isinstance(row, Action):
        return _("%(first)s to %(last)s") % {
            "first": dates.day(row.starts_on),
            "last": dates.day(row.ends_on),
        }
    return dates.day(row.due_on)


def _label(model, name: str) -> str:
    label = str(model._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _value(row, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    if display:
        return str(display())
    value = getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, Action | Goal):
        return name_of(value)
    return getattr(value, "words", None) or getattr(value, "display", None) or str(value)
