"""Field encryption for the few fields that must survive a leaked dump (F3).

AES-GCM with the row's own place as associated data: a ciphertext moved to another row does
not open. Keys stand in FIELD_KEYS (base64, 32 bytes); the first seals, all of them open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class CannotOpen(Exception):
    """No key of this installation opens the value: a wrong key, or a value moved between rows."""


def keys() -> list[bytes]:
    """The field keys, first the sealing one. Raises ValueError on a key that is not 32 bytes."""
    found = []
    for text in settings.FIELD_KEYS:
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError("A key in FIELD_KEYS is not base64.") from error
        if len(key) != 32:
            raise ValueError("A key in FIELD_KEYS is not 32 bytes long.")
        found.append(key)
    return found


def seal(place: str, values: dict[str, str]) -> bytes:
    """Encrypt ``values`` for ``place`` («table:column:pk»)."""
    nonce = os.urandom(NONCE)
    text = json.dumps(values, ensure_ascii=False).encode()
    return nonce + AESGCM(keys()[0]).encrypt(nonce, text, place.encode())


def marks(kind: str, word: str) -> list[str]:
    """Keyed marks of a word, by which two are compared without being read: one for each key.

    With every key that opens, so that a mark made before a change of keys still matches. Another
    ``kind`` gives other marks of the same word.
    """
    said = f"relais:mark:{kind}:{word}".encode()
    return [hmac.new(key, said, hashlib.sha256).hexdigest() for key in keys()]


def unseal(place: str, sealed: bytes) -> dict[str, str]:
    """The values sealed for ``place``. Raises CannotOpen; never returns a blank instead."""
    sealed = bytes(sealed)
    for key in keys():
        try:
            text = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError):  # ValueError: too short to be a value of ours
            continue
        values: dict[str, str] = json.loads(text)
        return values
    raise CannotOpen(place.partition(":")[0])
