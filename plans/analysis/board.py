"""The board of the analysis: what is known, what is not, what is being found out (S44, 2.8).

What the reader may not read makes no card and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from casework.models import Case, Record
from common.together import Asking, how_many, side_by_side
from plans.models import Gap

FIRST = 8
MOST = 300
HELD = "held"  # a kind of record, where the case file has it
LOOKED_FOR = (Gap.Status.TO_FIND_OUT,)
NOT_KNOWN = (
    Gap.Status.UNKNOWN,
    Gap.Status.ACCEPTED,
    Gap.Status.NOT_RELEVANT,
    Gap.Status.REFUSED,
)
# Nobody asked yet first, then what was settled.
ORDER = {status: place for place, status in enumerate(NOT_KNOWN)}


@dataclass
class Card:
    """One card: a question, a piece of information, or a question with its answer."""

    kind: str
    at: object
    gap: Gap | None = None
    record: Record | None = None
    finder_left: bool = False


@dataclass
class Column:
    """One column: its first cards, how many there are, whether all of them are shown."""

    name: str
    count: int = 0
    cards: list[Card] = field(default_factory=list)
    all: bool = False

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def gaps_of(case: Case, user) -> QuerySet[Gap]:
    """Every question of the case, the newest first."""
    rows = Gap.objects.visible_to(user).filter(case=case)
    rows = rows.select_related("domain", "agency", "finder__agency")
    return rows.order_by("-written_at", "-id")


def of(
    case: Case, user, gaps: Iterable[Gap], team: set[int], *, domain=None, all_of: str = ""
) -> Asking[list[Column]]:
    """The three columns. ``team`` are the ids of its people; ``all_of`` names a column in full.

    One step, whatever stands in the file.
    """
    chosen = [gap for gap in gaps if domain is None or gap.domain_id == domain.pk]
    answered = [gap for gap in chosen if gap.status == Gap.Status.ANSWERED]
    records = Record.objects.visible_to(user).filter(
        case=case, domain__isnull=False, misplaced_at__isnull=True
    )
    if domain:
        records = records.filter(domain=domain)
    records = records.exclude(pk__in=[gap.answer_id for gap in answered if gap.answer_id])
    columns = yield from side_by_side(
        _known(records.exclude(kind=HELD), answered, user, _size(all_of == "known", domain)),
        _not_known(records.filter(kind=HELD), chosen, _size(all_of == "unknown", domain)),
    )
    return [*columns, _to_find_out(chosen, team, _size(all_of == "open", domain))]


@dataclass(frozen=True)
class _Size:
    """How many cards of a column are shown: all of a domain where that is asked for."""

    everything: bool
    most: int | None


def _size(everything: bool, domain) -> _Size:
    return _Size(everything, (None if domain else MOST) if everything else FIRST)


def _known(records, answered: list[Gap], user, size: _Size) -> Asking[Column]:
    """Information in a domain, and answered questions, the newest first."""
    newest = records.select_related("domain", "agency", "author").order_by("-written_at", "-id")
    newest, number = newest[: size.most], how_many(records)
    recent = sorted(answered, key=lambda gap: gap.settled_at, reverse=True)[: size.most]
    readable = _readable([gap.answer_id for gap in recent], user)
    yield [newest, number, readable]
    column = Column("known", sum(number) + len(answered), all=size.everything)
    cards = [Card(row.kind, row.written_at, record=row) for row in newest]
    answers = {row.pk: row for row in readable}
    cards += [
        Card("answer", gap.settled_at, gap=gap, record=answers.get(gap.answer_id)) for gap in recent
    ]
    cards.sort(key=lambda card: card.at, reverse=True)
    column.cards = cards[: size.most]
    return column


def _readable(ids: list, user) -> QuerySet[Record]:
    """The answers that this reader may read."""
    rows = Record.objects.visible_to(user).filter(pk__in=ids, misplaced_at__isnull=True)
    return rows.select_related("agency", "author")


def _not_known(held, gaps: list[Gap], size: _Size) -> Asking[Column]:
    """What nobody asked, what stays open for a reason, and what an agency cannot share."""
    rows = sorted(
        (gap for gap in gaps if gap.status in NOT_KNOWN),
        key=lambda gap: (ORDER[gap.status], gap.importance != Gap.Importance.HIGH),
    )
    kept = held.select_related("domain", "agency").order_by("-written_at", "-id")[: size.most]
    number = how_many(held)
    yield [kept, number]
    column = Column("unknown", len(rows) + sum(number), all=size.everything)
    cards = [Card("gap", gap.written_at, gap=gap) for gap in rows]
    cards += [Card(HELD, row.written_at, record=row) for row in kept]
    column.cards = cards[: size.most]
    return column


def _to_find_out(gaps: list[Gap], team: set[int], size: _Size) -> Column:
    """Open questions with whoever answers them, the earliest day first."""
    rows = sorted(
        (gap for gap in gaps if gap.status in LOOKED_FOR),
        key=lambda gap: (gap.due_on, gap.importance != Gap.Importance.HIGH),
    )
    column = Column("open", len(rows), all=size.everything)
    column.cards = [
        Card("question", gap.written_at, gap=gap, finder_left=gap.finder_id not in team)
        for gap in rows[: size.most]
    ]
    return column
