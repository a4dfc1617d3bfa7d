"""Points of view heard, those that are missing, and what only one agency holds (S29, S42, 2.21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from agencies.models import Agency
from casework.models import Case, Code, Record
from casework.rights import Role
from common.compiled import asked_once
from plans.models import Factor, Interpretation, LevelRating, Viewpoint

NAMES = dict(Viewpoint.VOICES)
# Points of view that are missed on every case, whoever is on the team.
ALWAYS = (Agency.Kind.MENTAL_HEALTH.value, Viewpoint.PERSON, Viewpoint.FAMILY)


@dataclass
class Voice:
    """A point of view with what was heard of it, the newest first; empty when it is missing."""

    code: str
    heard: list[Viewpoint] = field(default_factory=list)

    @property
    def name(self):
        return NAMES.get(self.code, self.code)

    @property
    def newest(self) -> Viewpoint | None:
        return self.heard[0] if self.heard else None

    @property
    def earlier(self) -> list[Viewpoint]:
        return self.heard[1:]


def of(case: Case, user, members) -> list[Voice]:
    """The disciplines of the team, mental health, the person, the family; then others heard.

    ``members`` carry their agency.
    """
    kinds = {m.agency.kind for m in members if m.role != Role.EVALUATOR}
    codes = [kind for kind in Agency.Kind.values if kind in kinds or kind in ALWAYS]
    voices = {code: Voice(code) for code in (*codes, Viewpoint.PERSON, Viewpoint.FAMILY)}
    for view in _viewpoints(case, user):
        voices.setdefault(view.voice, Voice(view.voice)).heard.append(view)
    return list(voices.values())


@asked_once
def _viewpoints(case: Case, user) -> QuerySet[Viewpoint]:
    rows = Viewpoint.objects.visible_to(user).filter(case=case).select_related("agency")
    return rows.order_by("-heard_on", "-written_at")


def interpretations_of(case: Case, user) -> list[Interpretation]:
    """The interpretations compared: kept, kept open, set aside."""
    order = list(Interpretation.Standing.values)
    return sorted(_interpretations(case, user), key=lambda row: order.index(row.standing))


@asked_once
def _interpretations(case: Case, user) -> QuerySet[Interpretation]:
    rows = Interpretation.objects.visible_to(user).filter(case=case).select_related("author")
    return rows.order_by("written_at")


@asked_once
def _said(case: Case, user) -> QuerySet:
    """Domain and name of the agency of what they have written."""
    records = Record.objects.visible_to(user).filter(
        case=case, domain__isnull=False, misplaced_at__isnull=True
    )
    return records.order_by().values_list("domain_id", "agency__name").distinct()


def questions(case: Case, user) -> list[QuerySet]:
    """What is asked here."""
    return [_viewpoints(case, user), _interpretations(case, user), _said(case, user)]


def held_by_one(
    case: Case,
    user,
    domains: list[Code],
    factors: Iterable[Factor],
    ratings: Iterable[LevelRating],
) -> list[tuple[Code, str]]:
    """The domains of which one agency alone has said anything that this reader may read.

    Returns domain and name of the agency.
    """
    lines = (*(f for f in factors if not f.withdrawn_at), *(r for r in ratings if not r.joint))
    said = {(line.domain_id, line.agency.name) for line in lines}
    said |= set(_said(case, user))
    agencies: dict[int, list[str]] = {}
    for domain_id, name in said:
        agencies.setdefault(domain_id, []).append(name)
    return [(d, agencies[d.pk][0]) for d in domains if len(agencies.get(d.pk, ())) == 1]
