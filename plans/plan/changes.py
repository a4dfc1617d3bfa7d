"""What one version changes against another, point by point: added, taken out, changed, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from common.dates import day as day_words
from plans.models import Action, Checkpoint, Goal
from plans.plan.decisions.versions import TEXTS
from plans.plan.sheet import Sheet, counts

FIELDS = {
    Goal: ("statement", "indicator", "baseline", "target", "means", "factor", "due_on", "tag"),
    Action: (
        "title", "why_fits", "kind", "owner", "agency", "starts_on", "ends_on", "after", "goal",
        "meets_person",
    ),
    Checkpoint: ("due_on", "looks_at"),
}  # fmt: skip


@dataclass(frozen=True)
class Detail:
    """One changed field: its label, the words before and now."""

    label: str
    before: str
    now: str


@dataclass
class Change:
    """One changed line or text; ``kind`` is added, removed or changed; ``number`` its place."""

    kind: str
    point: str
    why: str = ""
    details: list[Detail] = field(default_factory=list)
    number: int = 0


def between(before: Sheet, now: Sheet) -> list[Change]:
    """Every point in which ``now`` differs from ``before``: texts, then goals, actions, dates."""
    found = _texts(before, now)
    for model, old, new in (
        (Goal, before.goals, now.all_goals),
        (Action, before.actions, now.all_actions),
        (Checkpoint, before.checkpoints, now.all_checkpoints),
    ):
        found += _lines(model, {line.line: line for line in old}, new)
    for number, change in enumerate(found, start=1):
        change.number = number
    return found


def _texts(before: Sheet, now: Sheet) -> list[Change]:
    changes = []
    for name in TEXTS:
        old, new = getattr(before.plan, name), getattr(now.plan, name)
        if old != new:
            label = _label(type(now.plan), name)
            changes.append(Change("changed", label, details=[Detail("", old, new)]))
    return changes


def _lines(model, old: dict, new: list) -> list[Change]:
    changes, seen = [], set()
    for line in new:
        if not _in(line):
            continue
        seen.add(line.line)
        if line.line not in old:
            changes.append(Change("added", _name(line), line.why, _all(model, line)))
            continue
        details = _differences(model, old[line.line], line)
        if details:
            changes.append(Change("changed", _name(line), line.why, details))
    why = {line.line: line.why for line in new}
    for key, line in old.items():
        if key not in seen:
            changes.append(Change("removed", _name(line), why.get(key, "")))
    return changes


def _in(line) -> bool:
    return counts(line) if isinstance(line, Action) else line.removed_at is None


def _all(model, line) -> list[Detail]:
    shown = ("target", "due_on") if model is Goal else ("starts_on", "ends_on")
    names = [name for name in shown if name in FIELDS[model]]
    return [Detail(_label(model, name), "", _words(line, name)) for name in names]


def _differences(model, old, new) -> list[Detail]:
    # Compared under the names of today, so that nobody’s new name is a change of the plan (X34).
    changed = [name for name in FIELDS[model] if _words(old, name) != _words(new, name)]
    return [Detail(_label(model, name), _then(old, name), _then(new, name)) for name in changed]


def _label(model, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def _name(line) -> str:
    if isinstance(line, Goal):
        return line.statement
    if isinstance(line, Action):
        return line.title
    return _("Checkpoint of %(day)s") % {"day": day_words(line.due_on)}


def _then(line, name: str) -> str:
    return _words(line.then if isinstance(line, Action) else line, name)


def _words(line, name: str) -> str:
    value = getattr(line, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, (Goal, Action)):
        return _name(value)
    display = getattr(line, f"get_{name}_display", None)
    if display is not None:
        return str(display())
    return str(getattr(value, "display", None) or getattr(value, "words", None) or value)
