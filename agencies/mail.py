"""Mails about an account. They carry a link and a date; no name, no case, no passphrase."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from agencies import invitations
from agencies.models import User

log = logging.getLogger(__name__)

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


def after_commit(kind: str, user: User | None = None) -> None:
    """After the commit have a worker send `kind` to `user`, who may be None.

    For None as much is done, so that the time does not tell an unknown address (A11). The message
    to the worker holds an id alone (F5).
    """
    transaction.on_commit(partial(_enqueue, kind, user.pk if user else 0), robust=True)


def after_commit_to(address: str, kind: str, user: User) -> None:
    """After the commit send `kind` to this address of the person, whatever their row says then."""
    transaction.on_commit(partial(_deliver, kind, user, address), robust=True)


@shared_task
def send_account_mail(kind: str, user_id: int) -> None:
    """Send one mail about an account; an id in, a mail out. Running it twice sends it twice."""
    send(kind, user_id)


def send(kind: str, user_id: int) -> None:
    """Write and send one mail. Does nothing for somebody gone, inactive or no longer invited."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or (kind == "invitation" and user.invited_at is None):
        return
    _deliver(kind, user, user.email)


def _enqueue(kind: str, user_id: int) -> None:
    try:
        send_account_mail.apply_async((kind, user_id), retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker away, mail sent at once", extra={"error": type(error).__name__})
        send(kind, user_id)


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
        ends = cast(datetime, user.invited_at) + timedelta(hours=settings.INVITATION_HOURS)
        return {"link": invitations.url(user), "ends": ends}
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
