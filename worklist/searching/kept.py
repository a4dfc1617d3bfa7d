"""What was typed into the search, between the form and its answer: sealed, in the session.

A name stands in no address, and so in no log and in no history of a browser; going back and
loading again show the same answer. It goes with the session, or when others have followed.
"""

from __future__ import annotations

import base64
import binascii

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import get_random_string

from common import sealing

KEY = "searches"
MOST = 8  # windows and steps back


def keep(session: SessionBase, text: str) -> str:
    """Keep what was typed. Returns the token by which its answer is asked for."""
    token = get_random_string(16)
    sealed = base64.b64encode(sealing.seal(_place(token), {"text": text})).decode()
    known = [*session.get(KEY, {}).items(), (token, sealed)]
    session[KEY] = dict(known[-MOST:])
    return token


def typed(session: SessionBase, token: str) -> str:
    """What was typed under that token; empty where nobody knows it any more."""
    sealed = session.get(KEY, {}).get(token)
    if not sealed:
        return ""
    try:
        return sealing.unseal(_place(token), base64.b64decode(sealed))["text"]
    except (sealing.CannotOpen, binascii.Error):
        return ""


def _place(token: str) -> str:
    return f"session:{KEY}:{token}"
