"""A new installation gets its first administrator by a link, and no password anywhere (A12)."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies.models import User

pytestmark = pytest.mark.django_db
CHOSEN = "girafe lampe océan brouette"


def create(*words, **options):
    out = StringIO()
    call_command("create_first_administrator", *words, stdout=out, **options)
    return out.getvalue()


def link_in(text):
    return "/" + re.search(r"http\S+", text).group().split("/", 3)[3]


def test_the_link_makes_an_administrator(client):
    said = create("Chef@Exemple.fr", name="Zoé")
    shown = client.get(link_in(said), follow=True)
    data = {"password1": CHOSEN, "password2": CHOSEN}
    assert client.post(shown.redirect_chain[-1][0], data).status_code == 302
    client.post(reverse("account_login"), {"login": "chef@exemple.fr", "password": CHOSEN})
    zoe = get_user(client)
    assert (zoe.full_name, zoe.agency) == ("Zoé", None)
    assert zoe.is_staff
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(link_in(said)).status_code == 404


def test_there_is_only_one_first(zoe):
    with pytest.raises(CommandError, match="administrator already"):
        create("autre@exemple.fr")
    assert not User.objects.filter(email="autre@exemple.fr").exists()


def test_a_link_that_was_lost_is_made_anew(client):
    first, second = create("chef@exemple.fr"), create("chef@exemple.fr")
    assert client.get(link_in(first)).status_code == 404
    assert client.get(link_in(second)).status_code == 302
    assert User.objects.count() == 1


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="not an e-mail address"):
        create("chef")


def test_it_sends_no_mail(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        create("chef@exemple.fr")
    assert mailoutbox == []
