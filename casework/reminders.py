"""How a reminder is declared: its rows with a day, whom they concern, its steps.

A reminder is one query: occurrences are rows with a day and a name, and notices tell which were
told already. No row is looked at in Python (J1, X21).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Length, Substr

from agencies import presence
from casework.calendar import WorkingDays
from casework.models import TeamMember
from casework.rights import Role
from common import clock
from common.words import Words
from notices import telling
from notices.models import Notice

STEPS = ("soon", "today", "late", "escalated")
TEXT: CharField[str, str] = CharField()
Expression = Any


@dataclass(frozen=True)
class Look:
    """What a sweep looks at: these cases or signals (``subjects``), or everything (None)."""

    subjects: tuple[uuid.UUID, ...] | None = None

    def at(self, column: str) -> Q:
        """The condition on rows whose case or signal stands in that column."""
        return Q() if self.subjects is None else Q(**{f"{column}__in": self.subjects})


EVERYTHING = Look()


@dataclass(frozen=True)
class Team:
    """Who may be told at all, there or not: ``rows`` have a person, an agency and a role.

    ``subject``: the column of the case; empty where the same people are told of every signal.
    """

    rows: Callable[[], QuerySet[Any]]
    subject: str = "case_id"
    agency: str = "agency_id"
    role: str = "role"

    def there(self) -> Q:
        """The condition on a row that its person can act for that agency today (X18)."""
        return presence.there(clock.today()) & Q(user__agency_id=F(self.agency))


def _members() -> QuerySet[Any, Any]:
    return TeamMember.objects.running()


TEAM_OF_CASE = Team(_members)


@dataclass(frozen=True)
class Found:
    """Rows that are due and not done; each is one occurrence, however many people it concerns.

    ``rows``: all of them, whatever their day. ``key`` and ``ident`` name an occurrence, ``day`` is
    its day (columns, or a function that gives an expression). It concerns ``person`` (a column), or
    else those of its ``agency`` (a column) and ``roles``.
    """

    rows: Callable[[], QuerySet[Any]]
    key: str
    day: str | Callable[[], Expression] = "due_on"
    ident: Expression = "pk"
    subject: str = "case_id"
    reference: Expression = "case__reference"
    person: str = ""
    agency: str = ""
    roles: tuple[str, ...] = ()

    def occurrences(self) -> QuerySet[Any, Any]:
        """The rows with day, name and whom they concern; a moved day is another occurrence."""
        day = self.day() if callable(self.day) else F(self.day)
        none = Value(None, output_field=CharField())
        rows: QuerySet[Any, Any] = self.rows().annotate(
            o_due=day,
            o_subject=F(self.subject),
            o_reference=_column(self.reference),
            o_person=F(self.person) if self.person else none,
            o_agency=F(self.agency) if self.agency else none,
        )
        spelt = Func(F("o_due"), Value("YYYY-MM-DD"), function="to_char", output_field=TEXT)
        ident = Cast(_column(self.ident), TEXT)
        named = _joined(Value(f"{self.key}:"), ident, Value(":"), spelt)
        found: QuerySet[Any, Any] = rows.annotate(o_name=named)
        return found

    def asks(self, row: dict[str, Any], member: Member) -> bool:
        """Whether this occurrence concerns this member of the team."""
        if self.person and row["o_person"]:
            return bool(member.user == row["o_person"])
        fits = not self.agency or member.agency == row["o_agency"]
        return bool(self.roles) and member.role in self.roles and fits

    def asked(self, team: Team) -> Q:
        """``asks`` as a condition on the rows of the team, inside a query of occurrences."""
        person = Q(user_id=OuterRef("o_person")) if self.person else Q(pk__in=[])
        if not self.roles:
            return person
        others = Q(**{f"{team.role}__in": self.roles})
        if self.agency:
            others &= Q(**{team.agency: OuterRef("o_agency")})
        return person | others & Q(NoPerson(OuterRef("o_person"))) if self.person else others


def each(condition: Expression) -> Case:
    """The condition, asked of one row after the other and before what costs more.

    An EXISTS is otherwise made a join, and whether something was told is asked of every row that
    ever had a day before the join leaves out what is done.
    """
    true, false = Value(True), Value(False)
    return Case(When(condition, then=true), default=false, output_field=BooleanField())


class IsEscalated(Func):
    """The condition that the step of an occurrence is the one of which others are told too."""

    template = "%(expressions)s = 'escalated'"
    output_field = BooleanField()


class NoPerson(Func):
    """The condition that an occurrence names no person."""

    template = "%(expressions)s is null"
    output_field = BooleanField()


@dataclass(frozen=True)
class Member:
    """Somebody who may be told; ``there``: can act today."""

    user: int
    agency: int
    role: str
    there: bool


@dataclass(frozen=True)
class Reminder:
    """A kind of things with a day, and when people are told of them.

    ``before``: how many days before the day they are told; ``patience``: how many working days
    after it others are told too (either a number, or the name of a setting of the territory);
    ``escalates_to``: the roles of these others; ``team``: who may be told at all.
    """

    name: str
    found: tuple[Found, ...]
    before: int | str = 0
    patience: int | str = 5
    escalates_to: tuple[str, ...] = (Role.PROCESS_COORDINATOR,)
    team: Team = TEAM_OF_CASE

    def kind(self, step: str) -> str:
        return f"{self.name}_{step}"

    def untold(
        self, found: Found, days: WorkingDays, look: Look = EVERYTHING
    ) -> QuerySet[Any, Any]:
        """Occurrences whose step has come and was not told to whom it concerns, earliest first.

        A successor, or a person who is back, is told what the one before was told. With nobody
        there whom it concerns, one notice to anybody of the team who is there is enough.
        """
        rows = found.occurrences().filter(look.at(found.subject), self.has_come(days))
        rows = rows.annotate(o_step=self.step(days))
        key = _joined(Value(f"{self.name}:"), F("o_name"), Value(":"), F("o_step"))
        said = Notice.objects.filter(key=OuterRef(OuterRef("o_key")), recipient=OuterRef("user"))
        team = self.team.rows().filter(self.team.there())
        if self.team.subject:
            team = team.filter(**{self.team.subject: OuterRef("o_subject")})
        others = Q(**{f"{self.team.role}__in": self.escalates_to})
        concerned = found.asked(self.team) | others & Q(IsEscalated(OuterRef("o_step")))
        asked = team.filter(concerned)
        untold: QuerySet[Any, Any] = rows.annotate(o_key=key).filter(
            Exists(asked.filter(~Exists(said)))
            | ~Exists(asked) & ~Exists(team.filter(Exists(said)))
        )
        whom = ("o_subject", "o_reference", "o_person", "o_agency")
        untold = untold.order_by("o_due", "o_name").values(
            "o_due", "o_name", "o_step", "o_key", *whom
        )
        return untold.distinct()

    def has_come(self, days: WorkingDays) -> Q:
        """The condition on days for which a step has come today."""
        return Q(o_due__lte=clock.today() + timedelta(days=number(self.before, days)))

    def step(self, days: WorkingDays) -> Case:
        """The latest step that has come today for a day: each day has one (J4)."""
        today, edge = clock.today(), _last_escalated(days, number(self.patience, days))
        return Case(
            When(o_due__lte=edge, then=Value("escalated")),
            When(o_due__lt=today, then=Value("late")),
            When(o_due=today, then=Value("today")),
            default=Value("soon"),
            output_field=TEXT,
        )

    def done(self, look: Look = EVERYTHING) -> QuerySet[Any, Any]:
        """Unread notices of occurrences that are gone: done, moved, or the case is closed."""
        start = len(self.name) + 2
        name = Substr("key", start, Length("key") - Length("kind") - 1)
        kinds = [self.kind(step) for step in STEPS]
        # The beginning of the key is what an index finds, however many others there are.
        begin = Q()
        for found in self.found:
            begin |= Q(key__startswith=f"{self.name}:{found.key}:")
        subject = "case_id" if self.team.subject else "signal_id"
        rows: QuerySet[Any, Any] = Notice.objects.filter(
            begin, look.at(subject), kind__in=kinds, read_at__isnull=True
        )
        rows = rows.annotate(o_of=name)
        for found in self.found:
            stands = found.occurrences().filter(
                o_name=OuterRef("o_of"), o_subject=OuterRef(subject)
            )
            rows = rows.filter(~Exists(stands))
        return rows


def declared(reminder: Reminder, route: str, **sentences: Words) -> Reminder:
    """The reminder, after its notices are registered: a sentence for each step, and their page.

    Raises LookupError on an unknown step, ValueError on a name taken.
    """
    for step, sentence in sentences.items():
        if step not in STEPS:
            raise LookupError(step)
        telling.register(reminder.kind(step), sentence, route)
    return reminder


def number(value: int | str, days: WorkingDays) -> int:
    """``value`` itself, or the setting of the territory that it names."""
    setting: int = getattr(days.profile, value) if isinstance(value, str) else value
    return setting


def _last_escalated(days: WorkingDays, patience: int) -> date:
    """The last day for which ``patience`` is over today."""
    today = clock.today()
    day = today - timedelta(days=1)
    while days.add(day, patience) >= today:
        day -= timedelta(days=1)
    return day


def _column(value: Expression) -> Expression:
    return F(value) if isinstance(value, str) else value


def _joined(*parts: Expression) -> Concat:
    return Concat(*parts, output_field=TEXT)
