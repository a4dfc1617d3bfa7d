"""The link of an invitation: one use, some working days, dead with any newer one (A11, X22)."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.module_loading import import_string

from agencies.models import User


def url(user: User) -> str:
    """Return the link that lets `user` choose a passphrase, built on SITE_URL (D6)."""
    uidb64 = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("agencies:invitation", args=[uidb64, _token(user, settings.SECRET_KEY)])
    return f"{settings.SITE_URL}{path}"


def ends_at(sent_at: datetime) -> datetime:
    """The moment until which an invitation of ``sent_at`` holds, in the territory's calendar."""
    ends: datetime = import_string(settings.INVITATION_ENDS)(sent_at)
    return ends


def find(uidb64: str, token: str, now: datetime, *, lock: bool = False) -> User | None:
    """Return the person whom this link invites, or None when it is used, old or made up."""
    try:
        pk = int(urlsafe_base64_decode(uidb64).decode())
    except (ValueError, OverflowError):
        return None
    people = User.objects.select_for_update() if lock else User.objects
    user = people.filter(pk=pk, is_active=True, invited_at__isnull=False).first()
    if user is None or not _is_fresh(user, now):
        return None
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    known = [constant_time_compare(token, _token(user, secret)) for secret in secrets]
    return user if any(known) else None


def _is_fresh(user: User, now: datetime) -> bool:
    sent_at = cast(datetime, user.invited_at)
    return sent_at <= now <= (user.invitation_ends_at or ends_at(sent_at))


def _token(user: User, secret: str) -> str:
    # Using the link writes the passphrase, a newer invitation writes the moment: both kill it.
    state = f"{user.pk}:{user.password}:{user.email}:{cast(datetime, user.invited_at).isoformat()}"
    return salted_hmac("agencies.invitations", state, secret=secret, algorithm="sha256").hexdigest()
