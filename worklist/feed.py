"""What happened on a case, newest first: decisions and information in one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import journal
from casework.audiences import audience_words
from casework.models import Case, JournalEntry, Record, RecordGroupObjectPermission
from common.compiled import Rows, asked_once, compiled
from common.once import once
from worklist import feed_carrying
from worklist.event import Event, Place, earlier_than

SIZE = 50
# So many of what is held back stand beside the stream; the others are in it.
HELD_SHOWN = 25
# Kinds of records of which an agency keeps a part to itself: a cause, or the fact.
HELD = (Record.Kind.NEED, Record.Kind.HELD)


# What the stream may be narrowed to, by the word in the address.
ONLY = ("decisions", "information", "held")

# give(case, user, before, size): an app's events, newest first, those that the user may read.
Giving = Callable[[Case, object, "Place | None", int], Iterable[Event]]
SOURCES: tuple[Giving, ...] = (feed_carrying.happenings,)
# What each of them asks, in the same order and with the same arguments.
QUESTIONS = (feed_carrying.questions,)
# Decisions whose words stand in the stream already, as an event of one of the sources.
TOLD = frozenset(feed_carrying.INSTEAD_OF)


def of(case: Case, user, before: Place | None = None, only: str = "") -> tuple[list[Event], bool]:
    """The newest events that this user may read, and whether there are earlier ones.

    ``only`` narrows to one of ``ONLY``. What the user may not read leaves no gap.
    """
    records, entries = _records_and_entries(case, user, before, only)
    newest = list(records)
    named = _named(newest)
    events = [_of_record(case, record, named.get(record.pk, ())) for record in newest]
    events += [_of_entry(entry) for entry in entries]
    if only in ("", "information"):
        events += [one for give in SOURCES for one in give(case, user, before, SIZE + 1)]
    events.sort(key=lambda event: (event.at, event.pk), reverse=True)
    return events[:SIZE], len(events) > SIZE


def questions(case: Case, user, before: Place | None = None, only: str = "") -> list[Rows]:
    """What ``of`` and ``held_back`` ask."""
    asked = [*_records_and_entries(case, user, before, only), _held_back(case, user)]
    if only in ("", "information"):
        asked += [one for ask in QUESTIONS for one in ask(case, user, before, SIZE + 1)]
    return asked


@once
def _records_and_entries(
    case: Case, user, before: Place | None, only: str
) -> tuple[Rows[Record], Rows[JournalEntry]]:
    place, words = before or (None, None), (only,)
    return (
        compiled(_records, case, user, *place, words, most=SIZE + 1),
        compiled(_entries, case, user, *place, words, most=SIZE + 1),
    )


def _records(case: Case, user, at, pk, words: tuple[str]) -> QuerySet[Record]:
    rows, (only,) = earlier_than(Record.objects.visible_to(user), "written_at", at, pk), words
    if only == "decisions":
        rows = rows.none()
    elif only == "held":
        rows = rows.filter(kind__in=HELD)
    elif only:
        rows = rows.exclude(kind="held")
    rows = rows.filter(case=case).select_related("author", "agency", "domain", "misplaced_by")
    return rows.order_by("-written_at", "-id")


def _entries(case: Case, user, at, pk, words: tuple[str]) -> QuerySet[JournalEntry]:
    rows, (only,) = earlier_than(JournalEntry.objects.visible_to(user), "at", at, pk), words
    if not only:
        rows = rows.exclude(event__in=TOLD)
    elif only != "decisions":
        rows = rows.none()
    return rows.filter(case=case).select_related("by", "agency").order_by("-at", "-id")


def _named(records: list[Record]) -> dict:
    """The agencies with which each record is shared by name (one query)."""
    ids = [record.pk for record in records if record.audience == Record.Audience.NAMED]
    if not ids:
        return {}
    shares = RecordGroupObjectPermission.objects.filter(content_object_id__in=ids)
    named: dict = {}
    for record_id, agency in shares.order_by("group__agency__short_key").values_list(
        "content_object_id", "group__agency__short_name"
    ):
        named.setdefault(record_id, []).append(agency)
    return named


def _of_record(case: Case, record: Record, named) -> Event:
    record.case = case
    held = record.kind == Record.Kind.HELD
    title = _("Information held back") if held else str(record.get_kind_display())
    if record.domain:
        title = f"{title} · {record.domain.label}"
    return Event(
        at=record.written_at,
        pk=record.pk,
        kind=record.kind,
        title=title,
        text=record.body,
        by=f"{record.author.display}, {record.agency.short_name}",
        audience=audience_words(record, named),
        holder=record.agency.short_name,
        corrected_at=record.corrected_at,
        record=record,
        withdrawn_at=record.withdrawn_at,
        misplaced_at=record.misplaced_at,
        ended_at=record.ended_at,
        ended_reason=record.ended_reason,
        ask_again_on=record.ask_again_on,
    )


def held_back(case: Case, user) -> list[Record]:
    """What agencies hold and cannot share, as far as this user may know of it."""
    return list(_held_back(case, user))


@asked_once
def _held_back(case: Case, user) -> QuerySet[Record]:
    rows = Record.objects.visible_to(user).filter(
        case=case, kind=Record.Kind.HELD, withdrawn_at__isnull=True, ended_at__isnull=True,
        misplaced_at__isnull=True,
    )  # fmt: skip
    return rows.select_related("agency").order_by("-written_at", "-id")[: HELD_SHOWN + 1]


def _of_entry(entry: JournalEntry) -> Event:
    sentence = journal.sentence(entry)
    return Event(
        at=entry.at,
        pk=entry.pk,
        kind="decision",
        title=sentence[:1].upper() + sentence[1:],
        text=entry.reason,
        by=entry.then.by.display if entry.by else _("Recorded automatically"),
        audience=_("whoever reads that piece") if entry.of_few else _("whole team"),
        happened_on=journal.happened_on(entry),
    )
