"""A8: a session ends after a while without an act, and after a day's work, by the clock."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from agencies.models import Agency, Duty, User
from casework.sessions import BY_ITSELF, Ending, sentence
from common import clock

pytestmark = pytest.mark.django_db
PASSPHRASE = "tulipe vent gris escargot"


@pytest.fixture
def ana():
    town = Agency.objects.create(name="Ville", short_name="Ville", kind="town")
    return User.objects.create_user("ana@exemple.fr", PASSPHRASE, full_name="Ana", agency=town)


@pytest.fixture
def start():
    return clock.now()


@pytest.fixture
def at(client, start):
    """Ask for one's sessions some time after signing in. Returns whether one is still known."""

    def asking(headers=None, **after):
        with clock.at(start + timedelta(**after)):
            response = client.get(reverse("agencies:sessions"), headers=headers)
        return response.status_code == 200

    return asking


@pytest.fixture
def signed_in(client, ana, start):
    with clock.at(start):
        data = {"login": ana.email, "password": PASSPHRASE}
        assert client.post(reverse("account_login"), data).status_code == 302
    return ana


@pytest.mark.usefixtures("signed_in")
class TestAPerson:
    def test_stays_signed_in_for_a_quarter_of_an_hour(self, at):
        assert at(minutes=15)

    def test_is_signed_out_a_second_later(self, at):
        assert not at(minutes=15, seconds=1)
        assert not at(minutes=1)

    def test_goes_on_with_every_act(self, at):
        assert all(at(minutes=minute) for minute in range(15, 8 * 60, 15))

    def test_is_signed_out_after_eight_hours_whatever_they_do(self, at):
        assert all(at(minutes=minute) for minute in range(15, 8 * 60 + 1, 15))
        assert not at(hours=8, seconds=1)

    def test_is_not_kept_by_a_page_that_asks_by_itself(self, at):
        polls = range(30, 17 * 60, 30)
        seen = [at(seconds=second, headers={BY_ITSELF: "1"}) for second in polls]
        assert seen == [second <= 15 * 60 for second in polls]

    def test_is_not_kept_by_a_draft_that_saves_itself(self, client, at, start):
        with clock.at(start + timedelta(minutes=14)):
            client.post(reverse("draft_save"), {})
        assert not at(minutes=15, seconds=1)

    def test_is_not_revived_by_a_clock_set_back(self, at):
        assert at(minutes=10)
        assert not at(minutes=5)
        assert not at(minutes=11)

    def test_is_not_troubled_by_two_servers_a_little_apart(self, at):
        assert at(minutes=10)
        assert at(minutes=9, seconds=30)
        assert at(minutes=10, seconds=30)

    def test_is_told_why(self, client, start):
        with clock.at(start + timedelta(minutes=20)):
            response = client.get(reverse("agencies:profile"))
        request = response.wsgi_request
        (message,) = get_messages(request)
        assert request.session_ended is Ending.IDLE
        with translation.override(request.LANGUAGE_CODE):
            assert str(message) == sentence(Ending.IDLE)

    def test_knows_when_it_ends(self, client, start):
        with clock.at(start + timedelta(minutes=5)):
            request = client.get(reverse("agencies:profile")).wsgi_request
        assert request.session_ends == start + timedelta(minutes=20)
        with clock.at(start + timedelta(minutes=7)):
            request = client.get(reverse("agencies:profile"), headers={BY_ITSELF: "1"}).wsgi_request
        assert request.session_ends == start + timedelta(minutes=20)

    def test_leaves_no_cookie_that_works(self, client, at, start):
        key = client.session.session_key
        assert not at(minutes=16)
        client.cookies["session"] = key
        assert not at(minutes=1)
        assert not get_user(client).is_authenticated


def test_whoever_gives_rights_has_ten_minutes_and_two_hours(client, ana, start):
    Duty.objects.create(user=ana, kind="administrator", since=clock.today())

    def sign_in_and_ask(*minutes):
        with clock.at(start):
            client.force_login(ana, backend="agencies.backends.PasswordBackend")
            client.get(reverse("agencies:profile"))
        for minute in minutes:
            with clock.at(start + timedelta(minutes=minute)):
                status = client.get(reverse("admin:index")).status_code
        return status

    assert sign_in_and_ask(10) == 200
    assert sign_in_and_ask(10.1) == 302
    assert sign_in_and_ask(*range(10, 121, 10)) == 200
    assert sign_in_and_ask(*range(10, 121, 10), 120.1) == 302


def test_a_session_without_its_moments_gets_them(client, ana, start):
    """Another way in than ours (a command, a test) must not open a session without end."""
    client.force_login(ana, backend="agencies.backends.PasswordBackend")
    with clock.at(start):
        assert client.get(reverse("agencies:profile")).status_code == 200
    with clock.at(start + timedelta(minutes=16)):
        assert client.get(reverse("agencies:profile")).status_code == 302


def test_asking_often_does_not_write_often(client, signed_in, start):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with clock.at(start + timedelta(seconds=10)):
        client.get(reverse("agencies:profile"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("agencies:profile"))
    assert not [q for q in queries.captured_queries if "UPDATE" in q["sql"]]


def test_cookies_of_production_are_bound_to_the_host(monkeypatch):
    import importlib

    from casework import account_settings

    monkeypatch.setenv("RELAIS_ENV", "production")
    try:
        found = vars(importlib.reload(account_settings)).copy()
    finally:
        monkeypatch.undo()
        importlib.reload(account_settings)
    for cookie in ("SESSION", "CSRF"):
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{cookie}_COOKIE_SECURE"]
        assert found[f"{cookie}_COOKIE_HTTPONLY"]
        assert found[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
