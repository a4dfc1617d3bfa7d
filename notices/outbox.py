"""The outbox: claim with a lease, commit, send, commit (J3; rulings 4).

A mail is doubled only when the process dies between the mail server's answer and the commit;
it then carries the same Message-ID. The mail says that something waits, never what.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import User
from common import clock
from common.mail_pace import FURTHEST, GIVE_UP_AFTER, next_try
from common.scope import WORKER, Actor, bound
from notices.models import Delivery, Notice

log = logging.getLogger(__name__)
BATCH = 50
# A sweep ends well before Celery's limit and before the lease of its last mail.
SWEEP_AT_MOST = 30

# By subject (cases, signals) the function of the app that owns it; registered on import.
Asked = Callable[[User, Any], bool]
_still_entitled: dict[str, Asked] = {}


@dataclass(frozen=True)
class Claim:
    """A lease on one delivery; the number of the ``attempt`` tells it from a later worker's."""

    pk: int
    attempt: int

    def holds(self, delivery: Delivery) -> bool:
        """Whether the row is still leased by this claim."""
        waits = delivery.state == Delivery.State.WAITING
        return waits and delivery.attempts == self.attempt


def entitlement(subject: str) -> Callable[[Asked], Asked]:
    """Register who answers «may this person still know of it?» for cases or signals."""

    def hang(ask: Asked) -> Asked:
        _still_entitled[subject] = ask
        return ask

    return hang


def deliver_waiting(*, give_up: bool = True) -> int:
    """Deliver what is due, up to a batch and to what a minute bears. Returns how many mails left.

    Without ``give_up``, as the clock is not believed, no mail is given up. One claim at a time: a
    slow mail server never outlasts the lease of a mail that still waits its turn, which another
    worker would then send as well.
    """
    until = time.monotonic() + SWEEP_AT_MOST
    sent = 0
    for _turn in range(min(BATCH, _room())):
        claimed = claim(1)
        if not claimed:
            break
        sent += _deliver_or_later(*claimed, give_up=give_up)
        if time.monotonic() > until:
            break
    return sent


def _room() -> int:
    """How many mails may still leave in this minute."""
    now = clock.now()
    with bound(WORKER):
        minute = Delivery.objects.filter(sent_at__gt=now - timedelta(minutes=1), sent_at__lte=now)
        left = minute.count()
    return max(0, settings.MAILS_A_MINUTE - left)


def _deliver_or_later(claimed: Claim, *, give_up: bool) -> int:
    """Deliver one row; an error puts it off, so that those behind it are delivered (J3)."""
    try:
        return deliver(claimed, give_up=give_up)
    except Exception as error:
        log.warning("mail not handled", extra={"error": type(error).__name__})
        return _retry_later(claimed, give_up=give_up)


def claim(limit: int) -> list[Claim]:
    """Take a lease on up to ``limit`` due deliveries and commit it. Safe beside other workers."""
    now = clock.now()
    lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    amiss = now + max(FURTHEST, 2 * lease)
    with bound(WORKER):
        rows = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(Q(next_try_at__lte=now) | Q(next_try_at__gt=amiss))
            .filter(
                Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_until__gt=amiss),
                state=Delivery.State.WAITING,
            )
            .order_by("next_try_at", "pk")[:limit]
        )
        for row in rows:
            row.leased_until = now + lease
            row.first_try_at = min(row.first_try_at or now, now)
            row.attempts += 1
        Delivery.objects.bulk_update(rows, ["leased_until", "first_try_at", "attempts"])
    return [Claim(row.pk, row.attempts) for row in rows]


def deliver(claimed: Claim, *, give_up: bool = True) -> int:
    """Send one claimed delivery. Returns 1 when a mail left, else 0."""
    with bound(WORKER):
        delivery = Delivery.objects.select_related("notice__recipient").get(pk=claimed.pk)
        recipient = delivery.notice.recipient
    if not claimed.holds(delivery):
        return 0
    if not still_entitled(delivery.notice):
        return _settle(claimed, Delivery.State.DROPPED)
    try:
        message_for(delivery.notice, recipient, delivery.message_id).send()
    except Exception as error:  # any mail failure is retried; its text may carry an address
        log.warning("mail not sent", extra={"error": type(error).__name__})
        return _retry_later(claimed, give_up=give_up)
    _settle(claimed, Delivery.State.SENT)
    return 1


def still_entitled(notice: Notice) -> bool:
    """Whether the recipient may still know of the notice's subject (E8)."""
    user = notice.recipient
    if not presence.has_account(user):
        return False
    with bound(Actor.of(user)):
        if notice.case_id:
            return _still_entitled["case"](user, notice.case_id)
        if notice.signal_id:
            return _still_entitled["signal"](user, notice.signal_id)
    return True


def message_for(notice: Notice, recipient: User, message_id: str) -> EmailMessage:
    """A plain mail in the reader's language: a reference, a date, a link. No name, no content."""
    with translation.override(recipient.language), timezone.override(recipient.time_zone):
        context = {
            "reference": notice.reference,
            "due_at": notice.due_at,
            "link": settings.SITE_URL + reverse("notices"),
        }
        return EmailMessage(
            subject=_("Relais: something waits for you"),
            body=render_to_string("email/notice.txt", context),
            to=[recipient.email],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        )


def _settle(claimed: Claim, state: str) -> int:
    """Write the end of a delivery; that a mail has left is true whoever has the lease by now."""
    with bound(WORKER):
        delivery = Delivery.objects.select_for_update().get(pk=claimed.pk)
        if state == Delivery.State.SENT or claimed.holds(delivery):
            delivery.state = state
            delivery.leased_until = None
            delivery.sent_at = clock.now() if state == Delivery.State.SENT else None
            delivery.save()
    return 0


def _retry_later(claimed: Claim, *, give_up: bool) -> int:
    """Put the row off for its next try; after a day of tries it is undelivered.

    A row that another worker claimed, sent or settled meanwhile is left as it is.
    """
    with bound(WORKER):
        delivery = Delivery.objects.select_for_update().get(pk=claimed.pk)
        if not claimed.holds(delivery):
            return 0
        now = clock.now()
        delivery.leased_until = None
        delivery.next_try_at = next_try(now, delivery.attempts)
        if give_up and now - cast(datetime, delivery.first_try_at) >= GIVE_UP_AFTER:
            delivery.state = Delivery.State.UNDELIVERED
        delivery.save()
    return 0
