"""Telling people: the application's notice for certain, one mail as a hint (J2-J5).

``queue`` is idempotent by (key, recipient); the mail leaves through the outbox
(casework.outbox) after the commit, so a broker that forgets loses nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Delivery, Notice, TeamMember
from casework.rights import Role
from casework.scope import elevated

# So many unread notices are told in figures; more of them are «99+».
UNREAD_MOST = 99


@dataclass(frozen=True)
class Kind:
    """One kind of notice: its sentence (``reference`` is filled in) and the page it opens.

    ``stays`` after its reader has left the team; any other kind on a case goes with the case.
    """

    sentence: object
    route: str
    stays: bool = False


# Registered by each app on import; the key names the template of the mail as well.
KINDS: dict[str, Kind] = {
    "team_joined": Kind(_("You are on the team of %(reference)s."), "case"),
    "declaration_asked": Kind(
        _("On %(reference)s, say whether you have an interest of your own."), "case_declare"
    ),
    "interest_declared": Kind(
        _("Somebody on the team of %(reference)s declared a personal interest."), "case_team"
    ),
    "information_corrected": Kind(
        _("A piece of information on %(reference)s was corrected."), "case"
    ),
    "held_ended": Kind(_("Something on %(reference)s is no longer held back."), "case"),
    "information_added": Kind(_("New information on %(reference)s."), "case"),
}


def register(kind: str, sentence, route: str, *, stays: bool = False) -> None:
    """Add a kind of notice. Raises ValueError on a name taken."""
    if kind in KINDS:
        raise ValueError(f"The notice {kind} exists already.")
    KINDS[kind] = Kind(sentence, route, stays)


def queue(kind: str, *, key: str, to, case=None, signal=None, due_at=None) -> int:
    """Tell each of ``to`` (users or ids) once per ``key``. Returns how many were new.

    Runs as the worker: whoever tells does not see the others' notices. Raises LookupError on
    a kind that nobody registered.
    """
    if kind not in KINDS:
        raise LookupError(f"No notice of the kind {kind}.")
    subject = case or signal
    ids = sorted({getattr(person, "pk", person) for person in to})
    now = clock.now()
    with elevated():
        known = set(
            Notice.unscoped.filter(key=key, recipient_id__in=ids).values_list(
                "recipient_id", flat=True
            )
        )
        rows = [
            Notice(
                recipient_id=pk,
                key=key,
                kind=kind,
                reference=subject.reference,
                case=case,
                signal_id=signal.pk if signal else None,
                due_at=due_at,
                made_at=now,
            )
            for pk in ids
            if pk not in known
        ]
        made = _insert_once(rows)
        Delivery.objects.bulk_create(
            Delivery(
                notice=notice,
                next_try_at=now,
                message_id=f"<{uuid.uuid4()}@relais>",
            )
            for notice in made
        )
    if made:
        transaction.on_commit(_ring, robust=True)
    return len(made)


def settle(*, signal, kinds=("signal_waits", "signal_escalated", "signal_unattended")) -> None:
    """Somebody took the signal: what still asks for it is read, and its mails do not leave."""
    with elevated():
        _settle(Notice.objects.filter(signal_id=signal.pk, kind__in=kinds, read_at__isnull=True))


def call_back(*, key: str) -> None:
    """What the notice told of is gone: it is read, and its mails do not leave."""
    with elevated():
        _settle(Notice.objects.filter(key=key, read_at__isnull=True))


def _settle(rows) -> None:
    waiting = Delivery.objects.filter(notice__in=rows, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, leased_until=None)
    rows.update(read_at=clock.now())


def _insert_once(rows: list[Notice]) -> list[Notice]:
    """Insert what another transaction has not inserted meanwhile; return what is ours."""
    if not rows:
        return []
    Notice.unscoped.bulk_create(rows, ignore_conflicts=True)
    ours = set(Notice.unscoped.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.pk in ours]


def _ring() -> None:
    """Wake a worker; when the broker is away the sweep does it later."""
    from casework.tasks import deliver_waiting, ring

    ring(deliver_waiting)


def sentence(notice: Notice) -> str:
    """The notice in the reader's language: a reference, never a name."""
    kind = KINDS.get(notice.kind)
    return str(kind.sentence) % {"reference": notice.reference} if kind else notice.reference


def readable(user):
    """The person's notices; one on a case that is no longer theirs is gone with it (S66).

    Driven from the person's own rows: for each the database asks whether its case is theirs. Not
    «in their cases», which it would answer by reading all of them first; nor an EXISTS, which it
    may turn into that.
    """
    member = TeamMember.objects.visible_to(user).filter(
        case=OuterRef("case"), user=user, agency_id=user.agency_id, active=True
    )
    mine = Subquery(member.exclude(role=Role.EVALUATOR).values("active")[:1])
    staying = [name for name, kind in KINDS.items() if kind.stays]
    return Notice.objects.visible_to(user).filter(Q(case=None) | Q(kind__in=staying) | Q(mine))


def _unread(user):
    return readable(user).filter(read_at__isnull=True)


def unread_count(user) -> int:
    """How many notices wait for this person, counted no further than ``UNREAD_MOST`` + 1."""
    return _unread(user)[: UNREAD_MOST + 1].count()


def unread_of(request) -> int | str:
    """How many wait for the reader of a page, as it is shown: «99+»; asked once a request."""
    if not hasattr(request, "_unread"):
        request._unread = unread_count(request.user)
    return f"{UNREAD_MOST}+" if request._unread > UNREAD_MOST else request._unread


def newest_unread(request, most: int) -> list[Notice]:
    """The newest of them, each with its sentence; they are counted by the same query."""
    rows = _unread(request.user).order_by("-made_at", "-id")
    found = list(rows[: UNREAD_MOST + 1])
    request._unread = len(found)
    for notice in found[:most]:
        notice.sentence = sentence(notice)
    return found[:most]
