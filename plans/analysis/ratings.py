"""Factors by domain of life: push, pull and trigger, root causes, what protects (S45, S08, S09).

An empty box always says why it is empty: asked and found nothing, or nobody asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Code
from plans.models import Factor, Gap

Kind = Factor.Kind
FIRST = 8
# (name of the column, its kinds of factors, heading)
COLUMNS = (
    ("push", (Kind.PUSH,), _("Pushes away")),
    ("pull", (Kind.PULL, Kind.TRIGGER), _("Attracts, or sets off")),
    ("root_cause", (Kind.ROOT_CAUSE,), _("Root causes")),
    ("protective", (Kind.PROTECTIVE,), _("Protects")),
)


@dataclass
class Box:
    """One box: what is present, what was looked for and not found, or the questions about it."""

    kind: str
    present: list[Factor] = field(default_factory=list)
    absent: list[Factor] = field(default_factory=list)
    more: int = 0
    question: Gap | None = None
    asked: Gap | None = None

    @property
    def empty(self) -> bool:
        return not self.present and not self.absent


@dataclass
class Row:
    """One domain with its four boxes."""

    domain: Code
    boxes: list[Box]

    @property
    def empty(self) -> Box | None:
        """The one box that stands for all four when the whole domain has no factor; else None."""
        return self.boxes[0] if all(box.empty for box in self.boxes) else None


def factors_of(case: Case, user) -> QuerySet[Factor]:
    """Every factor of the case, withdrawn ones too."""
    rows = Factor.objects.visible_to(user).filter(case=case).select_related("domain", "agency")
    return rows.order_by("written_at", "id")


def of(
    domains: list[Code], factors: Iterable[Factor], gaps: Iterable[Gap], *, everything: bool
) -> list[Row]:
    """One row a domain. No query."""
    found: dict[tuple, Box] = {}
    column_of = {kind: name for name, kinds, _words in COLUMNS for kind in kinds}
    for factor in factors:
        if factor.withdrawn_at:
            continue
        name = column_of[factor.kind]
        box = found.setdefault((factor.domain_id, name), Box(name))
        if factor.level not in Factor.PRESENT:
            box.absent.append(factor)
        elif everything or len(box.present) < FIRST:
            box.present.append(factor)
        else:
            box.more += 1
    questions, asked = _about(gaps)
    return [
        Row(domain, [_box(found, domain, name, questions, asked) for name, *_rest in COLUMNS])
        for domain in domains
    ]


def _about(gaps: list[Gap]) -> tuple[dict, dict]:
    """By domain: the newest question that is open, and the newest that was settled."""
    open_ones, settled = {}, {}
    for gap in gaps:
        if gap.status == Gap.Status.TO_FIND_OUT:
            open_ones.setdefault(gap.domain_id, gap)
        elif gap.status != Gap.Status.UNKNOWN:
            settled.setdefault(gap.domain_id, gap)
    return open_ones, settled


def _box(found: dict, domain: Code, name: str, questions: dict, asked: dict) -> Box:
    box = found.get((domain.pk, name)) or Box(name)
    if box.empty:
        box.question = questions.get(domain.pk)
        box.asked = asked.get(domain.pk)
    return box
