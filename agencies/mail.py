"""Mails about an account. They carry a link and a date; no name, no case, no passphrase."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from agencies import invitations
from agencies.models import AccountMail, User
from common import clock
from common.mail_pace import FURTHEST, GIVE_UP_AFTER, next_try
from common.scope import WORKER, bound, elevated

log = logging.getLogger(__name__)
BATCH = 50
# So long one that was given up is remembered, for the page of health.
KEPT = timedelta(days=7)

SUBJECTS = {
    "invitation": _("Your access to Relais"),
    "reset": _("A new passphrase for Relais"),
    "passphrase_changed": _("Your passphrase was changed"),
    "address_changed": _("The address of your account was changed"),
    "address_given": _("The address of your account was changed"),
    "powers_changed": _("What you may do in Relais was changed"),
    "searches": _("A person was named again and again in Relais"),
    "authorisation": _("Somebody’s access to Relais was changed"),
}


def after_commit(kind: str, user: User | None = None, *, address: str = "") -> None:
    """Keep the mail with the decision, and have a worker send it after the commit (X22).

    ``user`` may be None: as much is done then, so that the time does not tell an unknown address
    (A11). It goes to ``address``, or to the person's own. The message to the worker holds an id
    alone (F5).
    """
    now = clock.now()
    with elevated():
        row = AccountMail.objects.create(
            kind=kind, user=user, address=address, made_at=now, next_try_at=now
        )
    transaction.on_commit(partial(_enqueue, row.pk), robust=True)


@shared_task
def send_account_mail(pk: int) -> None:
    """Send one mail about an account, unless it was sent or is being sent."""
    send(pk)


def send_waiting(*, give_up: bool = True) -> int:
    """Send what should have left: the broker, a worker or the mail server were away (X22).

    Returns how many left. Without ``give_up``, as the clock is not believed, none is given up.
    """
    with bound(WORKER):
        AccountMail.objects.filter(given_up_at__lt=clock.now() - KEPT).delete()
        keys = list(_due().order_by("next_try_at").values_list("pk", flat=True)[:BATCH])
    return sum(send(pk, give_up=give_up) for pk in keys)


def send(pk: int, *, give_up: bool = True) -> int:
    """Send the mail of that row and take the row away; 1 when it left, else 0.

    A failure puts it off (``common.mail_pace``); after a day of tries it is given up. Nothing is
    sent to somebody gone, inactive or no longer invited.
    """
    row = _claimed(pk)
    if row is None:
        return 0
    user = row.user
    left = user is not None and _is_asked_for(row, user)
    try:
        if user is not None and left:
            _deliver(row.kind, user, row.address or user.email)
    except Exception as error:  # any failure is tried again; its text may carry an address
        log.warning("account mail not sent", extra={"error": type(error).__name__})
        _put_off(row, give_up)
        return 0
    with bound(WORKER):
        row.delete()
    return int(left)


def _due() -> QuerySet[AccountMail]:
    now = clock.now()
    due = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + FURTHEST)
    return AccountMail.objects.filter(due, given_up_at=None)


def _claimed(pk: int) -> AccountMail | None:
    """The row, under a lease: nobody else sends it meanwhile. None where it is not to be sent."""
    with bound(WORKER):
        rows = _due().select_for_update(of=("self",), skip_locked=True).select_related("user")
        row = rows.filter(pk=pk).first()
        if row is not None:
            row.attempts += 1
            row.next_try_at = clock.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
            row.save(update_fields=["attempts", "next_try_at"])
        return row


def _is_asked_for(row: AccountMail, user: User) -> bool:
    if not user.is_active:
        return bool(row.address)
    return row.kind != "invitation" or user.invited_at is not None


def _put_off(row: AccountMail, give_up: bool) -> None:
    now = clock.now()
    row.next_try_at = next_try(now, row.attempts)
    if give_up and now - row.made_at >= GIVE_UP_AFTER:
        row.given_up_at = now
    with bound(WORKER):
        row.save(update_fields=["next_try_at", "given_up_at"])


def _enqueue(pk: int) -> None:
    try:
        send_account_mail.apply_async((pk,), retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker away, mail sent at once", extra={"error": type(error).__name__})
        send(pk)


def _deliver(kind: str, user: User, address: str) -> None:
    with translation.override(user.language), timezone.override(user.time_zone):
        EmailMessage(
            subject=str(SUBJECTS[kind]),
            body=render_to_string(f"email/agencies/{kind}.txt", _context(kind, user)),
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()


def _context(kind: str, user: User) -> dict[str, Any]:
    sign_in = settings.SITE_URL + reverse("account_login")
    if kind == "invitation":
        return {"link": invitations.url(user), "ends": user.invitation_ends_at}
    if kind == "reset":
        return {"link": _reset_url(user), "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    if kind == "authorisation":
        return {"link": settings.SITE_URL + reverse("authorisations")}
    if kind == "searches":
        return {"link": settings.SITE_URL + reverse("intake:searches")}
    if kind == "powers_changed":
        return {"link": settings.SITE_URL + reverse("agencies:profile")}
    return {"link": sign_in}


def _reset_url(user: User) -> str:
    token = PasswordResetTokenGenerator().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": token},
    )
    return f"{settings.SITE_URL}{path}"
