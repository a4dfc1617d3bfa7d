"""A forgotten passphrase (A11): no mail to unknown addresses, a link that works once."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies import decisions
from agencies.models import AccountMail, User
from common.scope import WORKER, bound
from tests.agencies.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db
NEW = "girafe lampe océan brouette"


@pytest.fixture
def ask(client, mail_at_once):
    """Ask a reset for an address. Returns (response, mails sent)."""

    def asking(email, **headers):
        with mail_at_once() as sent:
            response = client.post(reverse("account_reset_password"), {"email": email}, **headers)
        return response, list(sent)

    return asking


def link_in(message):
    return re.search(r"http\S+/key/\S+", message.body).group()


def path_of(url):
    return "/" + url.split("/", 3)[3]


def choose(client, url, passphrase=NEW):
    shown = client.get(path_of(url), follow=True)
    assert shown.status_code == 200
    data = {"password1": passphrase, "password2": passphrase}
    return client.post(shown.redirect_chain[-1][0], data)


def test_a_known_address_gets_a_link(ask, ana):
    response, (message,) = ask(" ANA@exemple.fr")
    assert response["Location"] == reverse("account_reset_password_done")
    assert message.to == ["ana@exemple.fr"]
    assert "Ana" not in message.body


def test_an_unknown_address_gets_the_same_answer_and_no_mail(ask, ana, mailoutbox):
    known, _mails = ask("ana@exemple.fr")
    mailoutbox.clear()
    unknown, mails = ask("nobody@exemple.fr")
    assert mails == []
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert unknown.content == known.content


def test_an_inactive_person_gets_no_mail(ask, ana):
    User.objects.update(is_active=False)
    assert ask("ana@exemple.fr")[1] == []


def kept():
    """What waits to be sent, as (kind, person)."""
    with bound(WORKER):
        return list(AccountMail.objects.order_by("pk").values_list("kind", "user"))


def test_an_unknown_address_costs_as_many_queries(
    ana, django_capture_on_commit_callbacks, monkeypatch
):
    """The mail itself is a worker's: what is left in the request must not tell either."""
    enqueued = []
    monkeypatch.setattr("agencies.mail._enqueue", enqueued.append)
    counts = []
    for email in ("ana@exemple.fr", "nobody@exemple.fr"):
        with (
            CaptureQueriesContext(connection) as queries,
            django_capture_on_commit_callbacks(execute=True),
        ):
            Client().post(reverse("account_reset_password"), {"email": email})
        counts.append(len(queries))
    assert kept() == [("reset", ana.pk), ("reset", None)]
    assert len(enqueued) == 2
    assert counts[0] == counts[1]


def test_the_link_is_built_on_the_setting_not_on_the_request(ask, ana, settings):
    settings.SITE_URL = "https://relais.example"
    settings.ALLOWED_HOSTS = ["evil.example"]
    _response, (message,) = ask("ana@exemple.fr", headers={"Host": "evil.example"})
    assert link_in(message).startswith("https://relais.example/")
    assert "evil" not in message.body


def test_it_sets_the_passphrase_once(client, ask, ana):
    _response, (message,) = ask("ana@exemple.fr")
    url = link_in(message)
    assert choose(client, url).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert not get_user(client).is_authenticated
    for visitor in (client, Client()):
        assert visitor.get(path_of(url)).status_code == 404


def test_it_ends_every_session_and_says_so(client, ask, ana, browser, mail_at_once):
    elsewhere = browser(ana)
    assert get_user(elsewhere) == ana
    _response, (message,) = ask("ana@exemple.fr")
    with mail_at_once():
        choose(client, link_in(message))
    assert not get_user(elsewhere).is_authenticated
    assert len(django_mail.outbox) == 2
    assert "changed" in django_mail.outbox[-1].subject


def test_a_weak_passphrase_is_refused_with_a_sentence(client, ask, ana):
    _response, (message,) = ask("ana@exemple.fr")
    response = choose(client, link_in(message), "Radicalisation2026")
    assert response.status_code == 422
    assert "password1" in response.context["form"].errors
    ana.refresh_from_db()
    assert ana.check_password(PASSPHRASE)


def test_it_ends_after_an_hour(client, ask, ana, monkeypatch):
    _response, (message,) = ask("ana@exemple.fr")
    later = datetime.now() + timedelta(hours=1, seconds=2)  # noqa: DTZ005 (as Django does)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert client.get(path_of(link_in(message))).status_code == 404


@pytest.mark.parametrize("event", ["sign in", "new address", "inactive"])
def test_it_dies_with_what_happens_meanwhile(client, ask, ana, zoe, event):
    _response, (message,) = ask("ana@exemple.fr")
    if event == "sign in":
        Client().post(reverse("account_login"), {"login": "ana@exemple.fr", "password": PASSPHRASE})
    elif event == "new address":
        ana.email = "other@exemple.fr"
        decisions.change_person(ana, by=zoe)
    else:
        User.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get(path_of(link_in(message))).status_code == 404


def test_a_made_up_link_is_refused(client, ana):
    for key in ("x-y", "abc-def", "0-" + "a" * 32, "zzzzzz-" + "0" * 64):
        assert client.get(f"/account/password/reset/key/1-{key}/").status_code == 404


def test_asking_is_limited_by_address_of_the_network_only(ana):
    client = Client(REMOTE_ADDR="198.51.100.7")
    codes = [
        client.post(reverse("account_reset_password"), {"email": f"a{n}@exemple.fr"}).status_code
        for n in range(11)
    ]
    assert codes == [302] * 10 + [429]
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post(reverse("account_reset_password"), {"email": "a@x.fr"}).status_code == 302
