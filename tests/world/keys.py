"""What the browsers need of the stage: passphrases, English, two links."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.hashers import make_password
from django.urls import resolve

from agencies import invitations, mail
from agencies.models import User
from common import clock

PASSPHRASE = "tulipe vent gris escargot"


def hand_out(stage) -> None:
    """Everybody signs in with ``PASSPHRASE``; Julie is invited, Odile forgot hers."""
    User.objects.update(password=make_password(PASSPHRASE), language="en")
    julie, odile = stage.people["julie"], stage.people["odile"]
    User.objects.filter(pk=julie.pk).update(invited_at=clock.now())
    for user in stage.people.values():
        user.refresh_from_db()
    stage.links |= {
        "invited": _arguments(invitations.url(julie)),
        "forgot": _arguments(mail._reset_url(odile)),
    }


def _arguments(url: str) -> list:
    return list(resolve(urlsplit(url).path).kwargs.values())
