"""What was typed of a file from paper, read from the saved fields of its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from agencies.models import User
from casework.models import Case, Person
from casework.rights import Role
from common import day_field
from plans.models import PaperFile

T = TypeVar("T")
# The rows of the form: name -> the parts of a row. A row is there as soon as a part is filled.
ROWS = {
    "partner": ("user", "on"),
    "goal": ("statement", "indicator", "target", "due_on", "tag", "rating"),
    "action": (
        "title", "owner", "kind", "goal", "starts_on", "ends_on", "meets_person", "state",
        "ended_on", "outcome",
    ),
}  # fmt: skip
DAYS = frozenset(
    {"on", "due_on", "starts_on", "ends_on", "ended_on", "approved_on", "held_on", "next_on"}
)
PLAN = ("approved_on", "why_start", "reach", "why_that", "context", "best_interest", "evaluation")
CHECKPOINT = (
    "none_held", "held_on", "conclusion", "grounds", "effects", "effects_words", "online",
    "online_words", "next_on",
)  # fmt: skip
# Who has which office, with the field of the day on which it was taken.
OFFICES = (
    ("types", Role.PROCESS_COORDINATOR, "process_on"),
    ("confirms", Role.CONTENT_COORDINATOR, "content_on"),
    ("risk_owner", Role.RISK_OWNER, "owner_on"),
)


@dataclass
class Part:
    """Who has been on the team, as what, since when."""

    user: User | None
    role: Role
    on: date | None


@dataclass
class GoalRow:
    """A goal of the plan in force, and how far it was at the last checkpoint."""

    number: int
    statement: str = ""
    indicator: str = ""
    target: str = ""
    due_on: date | None = None
    tag: str = ""
    rating: str = ""


@dataclass
class ActionRow:
    """An action of the plan in force, and how it stands today."""

    number: int
    title: str = ""
    owner: User | None = None
    kind: str = ""
    goal: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    meets_person: bool = False
    state: str = ""
    ended_on: date | None = None
    outcome: str = ""


@dataclass
class Held:
    """The plan's texts and the last checkpoint: one field each, as typed."""

    approved_on: date | None = None
    why_start: str = ""
    reach: str = ""
    why_that: str = ""
    context: str = ""
    best_interest: str = ""
    evaluation: str = ""
    none_held: bool = False
    held_on: date | None = None
    conclusion: str = ""
    grounds: str = ""
    effects: str = ""
    effects_words: str = ""
    online: str = ""
    online_words: str = ""
    next_on: date | None = None


@dataclass
class Content:
    """Everything that becomes the case: person, team, plan in force, last checkpoint and next."""

    paper: PaperFile
    person: Person
    held: Held
    team: list[Part] = field(default_factory=list)
    goals: list[GoalRow] = field(default_factory=list)
    actions: list[ActionRow] = field(default_factory=list)

    @property
    def people(self) -> list[User]:
        """Everybody on the team, once each."""
        return list({part.user.pk: part.user for part in self.team if part.user}.values())

    @property
    def case(self) -> Case:
        """The case as it would be, not saved: for rules that look at its person."""
        return Case(subject=self.person)


def numbers(typed: dict[str, Any], name: str) -> list[int]:
    """The numbers of the rows of that name of which something is filled in."""
    found = set()
    for key, value in typed.items():
        row = re.fullmatch(rf"{name}_(\d+)_(\w+)", key)
        if row and row[2] in ROWS[name] and value not in ("", None, False):
            found.add(int(row[1]))
    return sorted(found)


def of(paper: PaperFile) -> Content:
    """Read what was typed; of two queries, one for the people of the offices."""
    typed = paper.typed
    people = _people(typed)
    content = Content(paper, paper.person, Held(**_some(typed, (*PLAN, *CHECKPOINT))))
    for name, role, day in OFFICES:
        content.team.append(Part(getattr(paper, name), role, _value(day, typed.get(day))))
    for row in _rows(typed, "partner"):
        user = people.get(row.pop("user", None) or 0)
        content.team.append(Part(user, Role.PARTNER, row.get("on")))
    content.goals = [GoalRow(**row) for row in _numbered(typed, "goal")]
    for row in _numbered(typed, "action"):
        row["owner"] = people.get(row.pop("owner", None) or 0)
        content.actions.append(ActionRow(**row))
    return content


def _people(typed: dict[str, Any]) -> dict[int, User]:
    keys = {
        value
        for key, value in typed.items()
        if re.fullmatch(r"(partner_\d+_user|action_\d+_owner)", key) and value
    }
    if not keys:
        return {}
    rows = User.objects.filter(pk__in=keys).select_related("agency")
    return {user.pk: user for user in rows}


def _rows(typed: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for row in _numbered(typed, name):
        del row["number"]
        yield row


def _numbered(typed: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for number in numbers(typed, name):
        parts = {part: typed.get(f"{name}_{number}_{part}") for part in ROWS[name]}
        known = {part: _value(part, value) for part, value in parts.items()}
        yield {"number": number} | {
            part: value for part, value in known.items() if value is not None
        }


def _some(typed: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    known = {one.name for one in fields(Held)}
    found = {name: _value(name, typed.get(name)) for name in names if name in known}
    return {name: value for name, value in found.items() if value is not None}


def _value(name: str, value: Any) -> Any:
    if name in DAYS or name in {day for _who, _role, day in OFFICES}:
        return day_field.read(value)
    if name == "goal":
        return int(value) if value else None
    return value


def told(value: T | None) -> T:
    """``value``, which the rules have asked for: nothing is written before it is there."""
    if value is None:
        raise LookupError("A file from paper is written before it is whole.")
    return value


def kept(typed: dict[str, Any]) -> dict[str, Any]:
    """The cleaned fields of the form as they are saved: people by key, days as text."""
    return {
        name: getattr(value, "pk", value.isoformat() if isinstance(value, date) else value)
        for name, value in typed.items()
        if value not in ("", None, False)
    }
