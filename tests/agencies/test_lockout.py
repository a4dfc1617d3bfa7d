"""A6 and facts 4 and 5: the lock is on (account, network address), and nobody else's business."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import reverse

from agencies.sign_in import account_name, network_address
from tests.agencies.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db
OFFICE, HOME = "198.51.100.7", "203.0.113.9"
WRONG = "wrong and long enough"


def tries(login, passphrase=WRONG, address=OFFICE, **headers):
    client = Client(REMOTE_ADDR=address, **headers)
    data = {"login": login, "password": passphrase}
    return client.post(reverse("account_login"), data).status_code


def lock(login="ana@exemple.fr", address=OFFICE):
    for _attempt in range(4):
        assert tries(login, address=address) == 422
    assert tries(login, address=address) == 429


# --- the four cases of fact 4 ---------------------------------------------------------------


def test_while_locked_a_wrong_passphrase_is_refused(ana):
    lock()
    assert tries("ana@exemple.fr") == 429


def test_while_locked_the_right_passphrase_is_refused_too(ana):
    lock()
    assert tries("ana@exemple.fr", PASSPHRASE) == 429


def test_a_colleague_behind_the_same_address_signs_in(ana, karim):
    lock()
    assert tries("karim@exemple.fr", PASSPHRASE) == 302


def test_the_victim_signs_in_from_another_address(ana):
    lock()
    assert tries("ana@exemple.fr", PASSPHRASE, HOME) == 302


# --- ways round ------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["ANA@exemple.fr", "  ana@Exemple.FR  ", "Ana@EXEMPLE.fr"])
def test_another_spelling_is_the_same_account(ana, spelling):
    lock()
    assert tries(spelling, PASSPHRASE) == 429


def test_spellings_add_up(ana):
    for spelling in ("ana@exemple.fr", "ANA@exemple.fr", " ana@exemple.fr", "aNa@exemple.fr"):
        assert tries(spelling) == 422
    assert tries("Ana@exemple.fr") == 429


def test_another_browser_is_the_same_caller(ana):
    for index in range(4):
        assert tries("ana@exemple.fr", HTTP_USER_AGENT=f"browser {index}") == 422
    assert tries("ana@exemple.fr", HTTP_USER_AGENT="one more") == 429
    assert tries("ana@exemple.fr", PASSPHRASE, HTTP_USER_AGENT="yet another") == 429


@pytest.mark.parametrize(
    "spoofed", [HOME, f"{HOME}, {HOME}", ", ".join(["10.0.0.1"] * 50), "2001:db8::1", "junk,;'"]
)
def test_without_a_proxy_no_header_changes_the_address(ana, spoofed):
    lock()
    assert tries("ana@exemple.fr", PASSPHRASE, HTTP_X_FORWARDED_FOR=spoofed) == 429


@pytest.mark.parametrize("prefix", ["", f"{HOME}, ", "junk, ", "10.0.0.1, " * 50, "2001:db8::1, "])
def test_behind_one_proxy_only_its_own_entry_counts(rf, settings, prefix):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=f"{prefix}{OFFICE}")
    assert network_address(request) == OFFICE


def test_the_lock_survives_an_emptied_cache(ana):
    lock()
    cache.clear()
    assert tries("ana@exemple.fr", PASSPHRASE) == 429


def test_an_unknown_account_locks_in_the_same_words(ana):
    lock("nobody@exemple.fr")
    cache.clear()
    lock("ana@exemple.fr")


def test_failures_from_everywhere_do_not_lock_the_victim_out(ana):
    for index in range(20):
        assert tries("ana@exemple.fr", address=f"192.0.2.{index}") == 422
    assert tries("ana@exemple.fr", PASSPHRASE, HOME) == 302


def test_one_address_gets_ten_failures_a_minute_whatever_the_accounts(ana, karim):
    for index in range(10):
        assert tries(f"guess{index}@exemple.fr") == 422
    assert tries("karim@exemple.fr", PASSPHRASE) == 422
    assert tries("karim@exemple.fr", PASSPHRASE, HOME) == 302


# --- its end ----------------------------------------------------------------------------------


def test_it_ends_after_a_quarter_of_an_hour_even_if_somebody_goes_on_trying(ana):
    lock()
    tries("ana@exemple.fr")
    cache.clear()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=15, seconds=1))
    assert tries("ana@exemple.fr", PASSPHRASE) == 302


def test_signing_in_forgets_the_failures(ana):
    for _attempt in range(4):
        tries("ana@exemple.fr")
    assert tries("ana@exemple.fr", PASSPHRASE) == 302
    assert not AccessAttempt.objects.exists()


def test_nothing_typed_is_kept_beside_the_account(ana):
    tries("ana@exemple.fr", "typed-secret-typed")
    kept = str(AccessAttempt.objects.values().get())
    assert "typed-secret" not in kept
    assert kept.count("ana@exemple.fr") == 1


def test_an_endless_address_is_no_error(ana):
    assert tries("x" * 300 + "@exemple.fr") == 422
    assert len(account_name(None, {"email": "x" * 999})) == 255
