"""An account is opened by a link: one use, one day, in the person's language (A11, C5)."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from agencies import decisions, invitations, mail
from agencies.models import AccountMail, User
from common import clock
from common.scope import WORKER, bound

pytestmark = pytest.mark.django_db
CHOSEN = "girafe lampe océan brouette"


@pytest.fixture
def lea(town, zoe):
    return decisions.add_person(
        User(email="lea@exemple.fr", full_name="Léa Martin", agency=town, language="fr"), by=zoe
    )


def path_of(url):
    return "/" + url.split("/", 3)[3]


def choose(client, user, passphrase=CHOSEN):
    shown = client.get(path_of(invitations.url(user)), follow=True)
    assert shown.status_code == 200
    data = {"password1": passphrase, "password2": passphrase}
    return client.post(shown.redirect_chain[-1][0], data)


def test_adding_a_person_sends_a_link_in_their_language(town, zoe, mail_at_once):
    with mail_at_once() as sent:
        decisions.add_person(
            User(email="Lea@exemple.fr", full_name="Léa Martin", agency=town), by=zoe
        )
    (message,) = sent
    assert message.to == ["lea@exemple.fr"]
    assert re.search(r"http\S+/invitation/\S+", message.body)
    for name in ("Léa", "Martin", "Ville", "Zoe"):
        assert name not in message.body + message.subject


def test_the_link_opens_the_account_once(client, lea):
    link = path_of(invitations.url(lea))
    response = choose(client, lea)
    assert response["Location"] == reverse("account_login")
    lea.refresh_from_db()
    assert lea.check_password(CHOSEN)
    assert not get_user(client).is_authenticated
    for visitor in (client, Client()):
        assert visitor.get(link).status_code == 404
    signed_in = client.post(
        reverse("account_login"), {"login": "lea@exemple.fr", "password": CHOSEN}
    )
    assert signed_in.status_code == 302


def test_the_token_leaves_the_address_before_the_form_is_shown(client, lea):
    link = path_of(invitations.url(lea))
    moved = client.get(link)
    token = link.rstrip("/").rpartition("/")[2]
    assert moved.status_code == 302
    assert token not in moved["Location"]
    page = client.get(moved["Location"])
    assert token not in page.content.decode()
    assert Client().get(moved["Location"]).status_code == 404


def test_the_page_speaks_the_persons_language(lea):
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(path_of(invitations.url(lea)), follow=True)
    assert page["Content-Language"] == "fr"
    assert 'lang="fr"' in page.content.decode()
    assert choose(client, lea).cookies["language"].value == "fr"


def test_it_lasts_until_its_day_is_over(client, lea):
    """A11, X22."""
    link = path_of(invitations.url(lea))
    with clock.at(lea.invitation_ends_at):
        assert Client().get(link).status_code == 302
    with clock.at(lea.invitation_ends_at + timedelta(seconds=1)):
        assert client.get(link).status_code == 404
    with clock.at(lea.invited_at - timedelta(seconds=1)):
        assert client.get(link).status_code == 404


def test_a_form_that_was_open_when_the_day_ended_does_nothing(client, lea):
    shown = client.get(path_of(invitations.url(lea)), follow=True)
    data = {"password1": CHOSEN, "password2": CHOSEN}
    with clock.at(lea.invitation_ends_at + timedelta(hours=1)):
        assert client.post(shown.redirect_chain[-1][0], data).status_code == 404
    lea.refresh_from_db()
    assert not lea.has_usable_password()


def test_a_newer_invitation_kills_the_older(client, lea, zoe):
    older = path_of(invitations.url(lea))
    with clock.at(lea.invited_at + timedelta(hours=2)):
        newer = decisions.invite(lea, by=zoe)
        assert client.get(older).status_code == 404
        assert client.get(path_of(invitations.url(newer))).status_code == 302


@pytest.mark.parametrize("change", [{"email": "other@exemple.fr"}, {"is_active": False}])
def test_it_dies_with_the_address_and_with_the_account(client, lea, change):
    link = path_of(invitations.url(lea))
    User.objects.filter(pk=lea.pk).update(**change)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    "uidb64", ["", "x", "MQ", "!!!!", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw", "w6k"]
)
def test_a_made_up_link_is_refused(client, lea, uidb64):
    assert client.get(f"/me/invitation/{uidb64 or 'A'}/{'0' * 64}/").status_code == 404


def test_a_weak_or_mistyped_passphrase_is_refused(client, lea):
    assert choose(client, lea, "Lea.Martin.2026!!").status_code == 422
    shown = client.get(path_of(invitations.url(lea)), follow=True)
    data = {"password1": CHOSEN, "password2": CHOSEN + "s"}
    assert client.post(shown.redirect_chain[-1][0], data).status_code == 422
    lea.refresh_from_db()
    assert not lea.has_usable_password()


def test_whoever_has_a_passphrase_is_not_invited(ana, zoe):
    with pytest.raises(ValidationError) as refused:
        decisions.invite(ana, by=zoe)
    assert refused.value.code == "has_passphrase"


def test_somebody_inactive_is_not_invited(lea, zoe):
    User.objects.filter(pk=lea.pk).update(is_active=False)
    with pytest.raises(ValidationError) as refused:
        decisions.invite(lea, by=zoe)
    assert refused.value.code == "inactive"


def test_nobody_invites_themselves(lea):
    with pytest.raises(PermissionDenied):
        decisions.invite(lea, by=lea)


def test_a_mail_that_comes_too_late_is_not_sent(lea, client, mailoutbox):
    with bound(WORKER):
        row = AccountMail.objects.get(kind="invitation", user=lea)
    choose(client, lea)
    assert mail.send(row.pk) == 0
    assert mailoutbox == []
    with bound(WORKER):
        assert not AccountMail.objects.filter(pk=row.pk).exists()
