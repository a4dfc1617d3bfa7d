"""Levels by domain: how each stands, who says so, and the course over time (2.7, S42).

No level is computed and no sum over domains exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Case, Code
from common import dates
from common.compiled import asked_once
from plans.models import LevelRating

Direction, Level = LevelRating.Direction, LevelRating.Level
STEPS = {Level.LOW: 1, Level.MODERATE: 2, Level.HIGH: 3}
WORDS = {Direction.RISK: gettext_lazy("Risk"), Direction.PROTECTION: gettext_lazy("Protection")}
# The drawing: how wide, and how high each step stands; protection a little lower than risk.
WIDTH, EDGE = 400, 22
HEIGHTS = {3: 8, 2: 38, 1: 68}
LOWER = 14


@dataclass
class Course:
    """One domain in one direction: the joint levels over time, and each agency's newest."""

    direction: str
    joint: list[LevelRating] = field(default_factory=list)
    agencies: dict = field(default_factory=dict)
    drawn_path: str = ""
    dots: list[str] = field(default_factory=list)

    @property
    def now(self) -> LevelRating | None:
        return self.joint[-1] if self.joint else None

    @property
    def before(self) -> LevelRating | None:
        return self.joint[-2] if len(self.joint) > 1 else None

    @property
    def own(self) -> list[LevelRating]:
        return list(self.agencies.values())

    @property
    def words(self) -> str:
        said = ", ".join(
            _("%(level)s on %(day)s")
            % {"level": rating.get_level_display(), "day": dates.day(rating.rated_on)}
            for rating in self.joint
        )
        return _("%(what)s: %(levels)s") % {"what": WORDS[self.direction], "levels": said}


@dataclass
class Row:
    """One domain with its two courses."""

    domain: Code
    risk: Course
    protection: Course
    days: list[date] = field(default_factory=list)

    @property
    def courses(self) -> tuple[Course, Course]:
        return self.risk, self.protection

    @property
    def drawn(self) -> bool:
        return bool(self.risk.joint or self.protection.joint)

    @property
    def rated(self) -> bool:
        return self.drawn or bool(self.risk.agencies or self.protection.agencies)

    @property
    def table(self) -> list[dict]:
        """The course as a table: a day, the joint risk and protection of that day."""
        by_day: dict[date, dict] = {}
        for course in self.courses:
            for rating in course.joint:
                by_day.setdefault(rating.rated_on, {})[course.direction] = rating
        return [{"day": day, **found} for day, found in sorted(by_day.items())]


@asked_once
def ratings_of(case: Case, user) -> QuerySet[LevelRating]:
    """Every level of the case, the oldest first."""
    rows = LevelRating.objects.visible_to(user).filter(case=case)
    rows = rows.select_related("domain", "agency", "author")
    return rows.order_by("rated_on", "written_at", "id")


def of(domains: list[Code], ratings: Iterable[LevelRating]) -> list[Row]:
    """One row a domain, drawn on one common scale of days. No query."""
    rows = {
        domain.pk: Row(domain, Course(Direction.RISK), Course(Direction.PROTECTION))
        for domain in domains
    }
    for rating in ratings:
        row = rows.get(rating.domain_id)
        if row is None:
            continue
        course = row.risk if rating.direction == Direction.RISK else row.protection
        if rating.joint:
            course.joint.append(rating)
        else:
            course.agencies[rating.agency_id] = rating
    days = [rating.rated_on for rating in ratings if rating.joint]
    for row in rows.values():
        row.days = sorted({days[0], days[-1]}) if days else []
        for course in row.courses:
            _draw(course, days)
    return list(rows.values())


def _draw(course: Course, days: list[date]) -> None:
    """The line and the dots; where nothing is known the line breaks."""
    parts, drawing = [], False
    for rating in _one_a_day(course.joint):
        step = STEPS.get(rating.level)
        if step is None:
            drawing = False
            continue
        place = f"{_across(rating.rated_on, days)} {_down(step, course.direction)}"
        parts.append(f"{'L' if drawing else 'M'}{place}")
        course.dots.append(f"M{place}h0.01")
        drawing = True
    course.drawn_path = " ".join(parts)


def _one_a_day(ratings: list[LevelRating]) -> list[LevelRating]:
    return list({rating.rated_on: rating for rating in ratings}.values())


def _across(day: date, days: list[date]) -> int:
    span = (days[-1] - days[0]).days
    if not span:
        return WIDTH // 2
    return EDGE + round((WIDTH - 2 * EDGE) * (day - days[0]).days / span)


def _down(step: int, direction: str) -> int:
    return HEIGHTS[step] + (LOWER if direction == Direction.PROTECTION else 0)
