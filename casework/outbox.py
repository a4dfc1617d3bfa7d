"""The outbox: claim with a lease, commit, send, commit (J3; rulings 4).

A mail is doubled only when the process dies between the mail server's answer and the commit;
it then carries the same Message-ID. The mail says that something waits, never what.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from casework import clock
from casework.access import Right, may
from casework.models import Case, Delivery, Notice
from casework.scope import WORKER, Actor, bound

log = logging.getLogger(__name__)
BACK_OFF_MINUTES = (1, 5, 15, 60)
GIVE_UP_AFTER = timedelta(hours=24)
BATCH = 50

# signal notices ask the app that owns signals; registered by intake on import.
_still_entitled: dict[str, object] = {}


def entitlement(subject: str):
    """Register who answers «may this person still know of it?» for signals."""

    def hang(ask):
        _still_entitled[subject] = ask
        return ask

    return hang


def deliver_waiting() -> int:
    """Deliver what is due, up to a batch. Returns how many mails were sent."""
    return sum(deliver(pk) for pk in claim(BATCH))


def claim(limit: int) -> list[int]:
    """Take a lease on up to ``limit`` due deliveries and commit it. Safe beside other workers."""
    now = clock.now()
    with bound(WORKER):
        rows = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(state=Delivery.State.WAITING, next_try_at__lte=now)
            .filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now))
            .order_by("next_try_at", "pk")[:limit]
        )
        for row in rows:
            row.leased_until = now + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
            row.first_try_at = row.first_try_at or now
            row.attempts += 1
        Delivery.objects.bulk_update(rows, ["leased_until", "first_try_at", "attempts"])
    return [row.pk for row in rows]


def deliver(pk: int) -> int:
    """Send one claimed delivery. Returns 1 when a mail left, else 0."""
    with bound(WORKER):
        delivery = Delivery.objects.select_related("notice__recipient").get(pk=pk)
        recipient = delivery.notice.recipient
    if delivery.state != Delivery.State.WAITING:
        return 0
    if not still_entitled(delivery.notice):
        return _settle(pk, Delivery.State.DROPPED)
    try:
        message_for(delivery.notice, recipient, delivery.message_id).send()
    except Exception as error:  # any mail failure is retried; its text may carry an address
        log.warning("mail not sent: %s", type(error).__name__)
        return _retry_later(pk)
    _settle(pk, Delivery.State.SENT)
    return 1


def still_entitled(notice: Notice) -> bool:
    """Whether the recipient may still know of the notice's subject (E8, campaign 47)."""
    user = notice.recipient
    if not user.is_active:
        return False
    with bound(Actor.of(user)):
        if notice.case_id:
            case = Case.objects.visible_to(user).filter(pk=notice.case_id).first()
            return case is not None and bool(may(user, Right.READ_CASE, case))
        if notice.signal_id and "signal" in _still_entitled:
            return _still_entitled["signal"](user, notice.signal_id)
    return True


def message_for(notice: Notice, recipient, message_id: str) -> EmailMessage:
    """A plain mail in the reader's language: a reference, a date, a link. No name, no content."""
    with translation.override(recipient.language):
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


def _settle(pk: int, state: str) -> int:
    with bound(WORKER):
        delivery = Delivery.objects.select_for_update().get(pk=pk)
        delivery.state = state
        delivery.leased_until = None
        delivery.sent_at = clock.now() if state == Delivery.State.SENT else None
        delivery.save()
    return 0


def _retry_later(pk: int) -> int:
    with bound(WORKER):
        delivery = Delivery.objects.select_for_update().get(pk=pk)
        now = clock.now()
        step = min(delivery.attempts, len(BACK_OFF_MINUTES)) - 1
        delivery.leased_until = None
        delivery.next_try_at = now + timedelta(minutes=BACK_OFF_MINUTES[max(step, 0)])
        if now - delivery.first_try_at >= GIVE_UP_AFTER:
            delivery.state = Delivery.State.UNDELIVERED
        delivery.save()
    return 0
