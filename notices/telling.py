"""Notices: written in the application for certain, and one mail each as a hint (J2-J5).

``queue`` is idempotent by (key, recipient); the mail leaves through the outbox (notices.outbox)
after the commit, so that nothing is lost with the broker.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from agencies.models import User
from common import clock
from common.scope import elevated
from common.words import Words
from notices import tasks
from notices.models import Delivery, Notice


@dataclass(frozen=True)
class Kind:
    """One kind of notice: its sentence (``reference`` is filled in) and the page it opens.

    ``facts`` of the notice fill other places of the sentence: who acted, never words of a file.
    """

    sentence: Words
    route: str


# Registered by each app on import; the key names the template of the mail as well.
KINDS: dict[str, Kind] = {}


def register(kind: str, sentence: Words, route: str) -> None:
    """Add a kind of notice. Raises ValueError on a name taken."""
    if kind in KINDS:
        raise ValueError(f"The notice {kind} exists already.")
    KINDS[kind] = Kind(sentence, route)


@dataclass(frozen=True)
class Letter:
    """A notice for several people, before it has its readers."""

    kind: str
    key: str
    to: frozenset[int]
    reference: str
    case_id: uuid.UUID | None = None
    signal_id: uuid.UUID | None = None
    due_at: datetime | None = None
    facts: dict[str, str] | None = None


def queue(
    kind: str,
    *,
    key: str,
    to: Iterable[User | int],
    case: Any = None,
    signal: Any = None,
    due_at: datetime | None = None,
    reference: str = "",
    facts: dict[str, str] | None = None,
) -> int:
    """Tell each of ``to`` (users or ids) once per ``key``. Returns how many were new.

    A notice with a ``reference`` alone hangs on nothing: it stays when access has ended (X42).
    Runs as the worker: whoever tells does not see the others' notices. Raises LookupError on
    a kind that nobody registered.
    """
    letter = Letter(
        kind=kind,
        key=key,
        to=frozenset(person if isinstance(person, int) else person.pk for person in to),
        reference=reference or (case or signal).reference,
        case_id=case.pk if case else None,
        signal_id=signal.pk if signal else None,
        due_at=due_at,
        facts=facts,
    )
    # Who was told already is found by the insertion itself.
    return _queue([letter], asked_first=False)


def queue_all(letters: list[Letter]) -> int:
    """Tell each reader of each letter once per its key, whatever their number in a few queries."""
    return _queue(letters, asked_first=True)


def _queue(letters: list[Letter], *, asked_first: bool) -> int:
    for letter in letters:
        if letter.kind not in KINDS:
            raise LookupError(f"No notice of the kind {letter.kind}.")
    now = clock.now()
    with elevated():
        known: set[tuple[str, int]] = set()
        if asked_first:
            asked = Notice.unscoped.filter(key__in=[letter.key for letter in letters])
            known = set(asked.values_list("key", "recipient_id"))
        made = _insert_once(
            [
                {
                    "recipient_id": pk,
                    "key": letter.key,
                    "kind": letter.kind,
                    "reference": letter.reference,
                    "case_id": str(letter.case_id) if letter.case_id else None,
                    "signal_id": str(letter.signal_id) if letter.signal_id else None,
                    "due_at": letter.due_at.isoformat() if letter.due_at else None,
                    "facts": letter.facts or {},
                    "made_at": now.isoformat(),
                }
                for letter in letters
                for pk in sorted(letter.to)
                if (letter.key, pk) not in known
            ]
        )
    if made:
        transaction.on_commit(_enqueue, robust=True)
    return made


# Notices of a signal that is urgent and waits.
URGENT = ("urgent_waits", "urgent_on_call", "urgent_stand_in", "urgent_nobody")
# Notices that ask for a signal until somebody has taken it.
ASKING = ("signal_waits", "signal_escalated", "signal_unattended", *URGENT)


def settle(*, signal: Any, kinds: tuple[str, ...] = ASKING) -> None:
    """Somebody has taken the signal: notices that ask for it are read, their mails cancelled."""
    with elevated():
        _settle(Notice.objects.filter(signal_id=signal.pk, kind__in=kinds, read_at__isnull=True))


def call_back(*, key: str = "", begins: str = "") -> None:
    """Mark notices of this key as read and cancel their mails: what they told of is gone.

    Of all keys that begin so with ``begins``: what told of one thing, whatever its version then.
    """
    told = Q(key__startswith=begins) if begins else Q(key=key)
    with elevated():
        _settle(Notice.objects.filter(told, read_at__isnull=True))


def settle_all(rows: QuerySet[Notice]) -> int:
    """Mark these notices as read and cancel their mails; return their number. Worker only."""
    found = list(rows.values_list("pk", flat=True))
    if found:
        _settle(Notice.objects.filter(pk__in=found))
    return len(found)


def _settle(rows: QuerySet[Notice]) -> None:
    waiting = Delivery.objects.filter(notice__in=rows, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, leased_until=None)
    rows.update(read_at=clock.now())


# A notice and its mail come together or not at all: one statement.
_INSERT = """
with made as (
    insert into notices_notice
        (id, recipient_id, key, kind, reference, case_id, signal_id, due_at, facts, made_at)
    select gen_random_uuid(), recipient_id, key, kind, reference, case_id, signal_id, due_at, facts,
        made_at
    from jsonb_populate_recordset(null::notices_notice, %s::jsonb)
    on conflict do nothing
    returning id, made_at
)
insert into notices_delivery (notice_id, state, attempts, next_try_at, message_id)
select id, %s, 0, made_at, '<' || gen_random_uuid() || '@relais>' from made
"""


def _insert_once(rows: list[dict[str, Any]]) -> int:
    """Insert the notices that no other transaction has inserted; return how many are ours."""
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [json.dumps(rows), Delivery.State.WAITING.value])
        return int(cursor.rowcount)


def _enqueue() -> None:
    """Wake a worker; without a broker the next sweep sends the mails."""
    tasks.enqueue(tasks.deliver_waiting)


def sentence(notice: Notice) -> str:
    """The notice as a sentence in the reader's language: a reference, of people only who acted."""
    kind = KINDS.get(notice.kind)
    filled = notice.facts | {"reference": notice.reference}
    return str(kind.sentence) % filled if kind else notice.reference


def address(notice: Notice) -> str:
    """The address of the page that the notice opens: of its subject, or of a list."""
    subject = notice.case_id or notice.signal_id
    return reverse(KINDS[notice.kind].route, args=[subject] if subject else [])
