"""Signing in: e-mail address and passphrase, no sign-up, own redirects only."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, reverse

from agencies.models import User
from tests.agencies.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def login_path():
    assert reverse("account_login") == LOGIN


def sign_in(client, login, passphrase=PASSPHRASE, **data):
    return client.post(LOGIN, {"login": login, "password": passphrase, **data})


@pytest.mark.parametrize("typed", ["ana@exemple.fr", "ANA@Exemple.fr", "  ana@exemple.fr "])
def test_it_opens_whatever_the_case_and_the_blanks(client, ana, typed):
    response = sign_in(client, typed)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert get_user(client) == ana


def test_a_wrong_passphrase_answers_422_in_the_same_words_for_everybody(client, ana):
    known = sign_in(client, "ana@exemple.fr", "wrong and long enough")
    unknown = sign_in(client, "nobody@exemple.fr", "wrong and long enough")
    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].errors == unknown.context["form"].errors


def test_somebody_inactive_is_answered_like_somebody_unknown(client, ana):
    User.objects.update(is_active=False)
    inactive = sign_in(client, "ana@exemple.fr")
    unknown = sign_in(client, "nobody@exemple.fr")
    assert inactive.status_code == unknown.status_code == 422
    assert inactive.context["form"].errors == unknown.context["form"].errors


def test_somebody_without_passphrase_cannot_sign_in(client, town):
    User.objects.create_user("neuf@exemple.fr", full_name="Neuf", agency=town)
    for tried in ("", "!", "x" * 15):
        assert sign_in(client, "neuf@exemple.fr", tried).status_code == 422


def test_everybody_costs_one_hash(client, town, person, monkeypatch):
    """A2: known, unknown, inactive or never come: the time must not tell which."""
    hashed = []
    compute = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or compute(self, password, salt),
    )
    person("Known")
    person("Gone", is_active=False)
    User.objects.create_user("neuf@exemple.fr", full_name="Neuf", agency=town)
    counts = {}
    for name in ("known", "unknown", "gone", "neuf"):
        hashed.clear()
        assert sign_in(client, f"{name}@exemple.fr", "wrong and long enough").status_code == 422
        counts[name] = len(hashed)
    assert set(counts.values()) == {1}, counts


def test_an_address_that_allauth_kept_does_not_open_the_account(client, ana):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=ana, email="old@exemple.fr", verified=True, primary=True)
    assert sign_in(client, "old@exemple.fr").status_code == 422


def test_a_script_is_answered_with_a_page_and_never_with_what_was_typed(client, ana):
    response = client.post(
        LOGIN,
        {"login": "ana@exemple.fr", "password": "typed-secret-typed"},
        headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    )
    assert response["Content-Type"].startswith("text/html")
    assert "typed-secret-typed" not in response.content.decode()


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "http:evil.example", "https:///evil.example", "javascript:alert(1)", "///evil.example",
        "http://testserver/", "https://localhost/", "\x00//evil.example", " //evil.example",
        "/%09/evil.example@\t//x", "ftp://testserver/x", "http://testserver@evil.example/",
    ],
)  # fmt: skip
def test_it_leads_to_own_paths_only(client, ana, hostile):
    response = sign_in(client, "ana@exemple.fr", next=hostile)
    assert response.status_code == 302
    location = response["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert urlsplit(urljoin("http://testserver/", location)).netloc == "testserver"


def test_it_leads_on_to_the_page_that_was_asked(client, ana):
    wanted = reverse("agencies:profile")
    asked = client.get(wanted)
    assert asked["Location"] == f"{LOGIN}?next={wanted}"
    assert sign_in(client, "ana@exemple.fr", next=wanted)["Location"] == wanted


def test_signing_in_gives_the_session_a_new_key(client, ana):
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["session"] = session.session_key
    sign_in(client, "ana@exemple.fr")
    assert client.session.session_key != session.session_key


def test_a_get_does_not_sign_out(client, ana):
    client.force_login(ana, backend="agencies.backends.PasswordBackend")
    assert client.get(reverse("account_logout")).status_code == 200
    assert get_user(client) == ana
    assert client.post(reverse("account_logout"))["Location"] == LOGIN
    assert not get_user(client).is_authenticated


def test_forms_without_their_token_are_refused(ana):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "ana@exemple.fr").status_code == 403
    client.force_login(ana, backend="agencies.backends.PasswordBackend")
    assert client.post(reverse("account_logout")).status_code == 403
    assert get_user(client) == ana


@pytest.mark.parametrize(
    "name",
    [
        "account_signup", "account_email", "account_set_password", "account_change_password",
        "account_inactive", "account_request_login_code", "account_confirm_login_code",
        "account_email_verification_sent", "usersessions_list",
    ],
)  # fmt: skip
def test_other_doors_of_the_library_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_sign_up_is_closed_even_if_somebody_opened_its_door(rf):
    from allauth.account.adapter import get_adapter

    assert get_adapter().is_open_for_signup(rf.get("/")) is False
