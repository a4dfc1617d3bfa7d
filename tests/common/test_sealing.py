"""Sealed fields: a leaked table says nothing, a moved ciphertext does not open (F3, B7)."""

import base64
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common import sealing
from common.scope import bound
from intake.models import SourceIdentity
from tests.people import acting, hotline, signal_from

VALUES = {"name": "Fabien", "contact": "06"}


def key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def test_it_opens_where_it_was_sealed():
    sealed = sealing.seal("t:c:1", VALUES)
    assert b"Fabien" not in sealed
    assert sealing.unseal("t:c:1", memoryview(sealed)) == VALUES


def test_the_same_words_never_look_the_same():
    """Line: a fresh nonce for each."""
    assert sealing.seal("t:c:1", VALUES) != sealing.seal("t:c:1", VALUES)


def test_moved_to_another_row_it_does_not_open():
    """Line: ``place.encode()`` as associated data."""
    sealed = sealing.seal("t:c:1", VALUES)
    with pytest.raises(sealing.CannotOpen) as refusal:
        sealing.unseal("t:c:2", sealed)
    assert str(refusal.value) == "t", "the row's key is not said"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(1, 255))
def test_one_changed_byte_and_it_does_not_open(place, change):
    """Never a blank, never half a name."""
    sealed = bytearray(sealing.seal("t:c:1", VALUES))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal("t:c:1", bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 12, 27])
def test_a_stump_does_not_open(length):
    """Never a blank: what is too short to be one of ours is no empty name. Line: the except."""
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal("t:c:1", sealing.seal("t:c:1", VALUES)[:length])


def test_a_wrong_key_does_not_open(settings):
    sealed = sealing.seal("t:c:1", VALUES)
    settings.FIELD_KEYS = [key()]
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal("t:c:1", sealed)


def test_rotation_with_two_keys(settings):
    """The first seals, all open; once the old one is gone, only the new values open."""
    old, new = key(), key()
    settings.FIELD_KEYS = [old]
    before = sealing.seal("t:c:1", VALUES)
    settings.FIELD_KEYS = [new, old]
    after = sealing.seal("t:c:1", VALUES)
    assert sealing.unseal("t:c:1", before) == sealing.unseal("t:c:1", after) == VALUES
    settings.FIELD_KEYS = [new]
    assert sealing.unseal("t:c:1", after) == VALUES
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal("t:c:1", before)


@pytest.mark.parametrize(
    ("text", "why"), [("not base64!", "not base64"), (base64.b64encode(b"short").decode(), "32")]
)
def test_a_key_that_is_none_is_said(settings, text, why):
    settings.FIELD_KEYS = [text]
    with pytest.raises(ValueError, match=why):
        sealing.keys()


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_every_name_comes_back(name):
    """Emoji, right to left, markup, control characters."""
    assert sealing.unseal("p", sealing.seal("p", {"name": name}))["name"] == name


def test_a_row_s_ciphertext_in_another_row_does_not_open(people):
    """F3, B7: whoever may write the table cannot read through a row of their own."""
    ines = people["ines"]
    signals = [
        signal_from(ines, channel=hotline(), caller="family", caller_name=name)
        for name in ("Un", "Deux")
    ]
    found = []
    with acting(ines):
        for signal in signals:
            with bound(_actor(ines), unsealed=str(signal.pk)):
                found.append(SourceIdentity.objects.get(signal=signal))
    found[0].sealed = found[1].sealed
    with pytest.raises(sealing.CannotOpen):
        found[0].unseal()


def _actor(user):
    from common.scope import Actor

    return Actor.of(user)
