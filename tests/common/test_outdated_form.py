"""A form opened before signing in again: the act is not done, the text is not lost (D4, I2)."""

import pytest
from django.test import Client

from common.scope import WORKER, bound
from intake.models import Signal
from tests import people as town
from tests import worlds


@worlds.standing
def who():
    return town.town()


@pytest.fixture
def strict(who):
    """Inès's browser, which checks forms for their token as a real server does."""
    client = Client(REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(who["ines"], backend="agencies.backends.PasswordBackend")
    return client


def test_nothing_is_written_and_the_text_stands_in_the_form_again(strict):
    """D4: `drafts.keep` in `csrf_failure`."""
    token = strict.get("/signals/new/").context["draft_token"]
    typed = {"draft": token, "words": "Il dit qu’on verra.", "csrfmiddlewaretoken": "old"}
    answer = strict.post("/signals/new/", typed)
    assert answer.status_code == 302
    assert "Il dit qu’on verra." in strict.get("/signals/new/").content.decode()
    with bound(WORKER):
        assert not Signal.objects.exists()


def test_a_form_without_its_author_s_token_is_refused(strict, who):
    """D4: `token.user_id != request.user.pk` in `csrf_failure`; nothing is kept for anybody."""
    other = Client(REMOTE_ADDR="127.0.0.1")
    other.force_login(who["luc"], backend="agencies.backends.PasswordBackend")
    foreign = other.get("/signals/new/").context["draft_token"]
    for token in ("", "forged", foreign):
        answer = strict.post("/signals/new/", {"draft": token, "words": "Faux."})
        assert answer.status_code == 403
    assert "Faux." not in other.get("/signals/new/").content.decode()


def test_coming_back_to_an_act_after_signing_in_shows_the_page(strict, who):
    """The address of an act, opened by GET, decides nothing and leads to the signal."""
    signal = town.signal_from(who["ines"], channel=town.hotline())
    answer = strict.get(f"/signals/{signal.pk}/acknowledge/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/signals/{signal.pk}/"
    with bound(WORKER):
        assert Signal.objects.get(pk=signal.pk).is_open
