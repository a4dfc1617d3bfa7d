"""People of this folder: Ana receives signals in town, Karim is at the school, Zoé administers."""

from datetime import date

import pytest
from django.test import Client

from agencies import mail
from agencies.models import Agency, Channel, ChannelPost, Duty, User

PASSPHRASE = "tulipe vent gris escargot"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def town(db):
    return Agency.objects.create(name="Ville", short_name="Ville", kind="town")


@pytest.fixture
def school(db):
    return Agency.objects.create(name="Collège", short_name="Collège", kind="school")


@pytest.fixture
def person(town):
    """Return a maker of people who can sign in with PASSPHRASE."""

    def make(name, agency=town, *, duty="", **fields):
        user = User.objects.create_user(
            f"{name.lower()}@exemple.fr", PASSPHRASE, full_name=name, agency=agency, **fields
        )
        if duty:
            Duty.objects.create(user=user, kind=duty, since=LONG_AGO)
        return user

    return make


@pytest.fixture
def ana(person):
    return person("Ana", language="en")


@pytest.fixture
def karim(person, school):
    return person("Karim", school, language="en")


@pytest.fixture
def zoe(person):
    return person("Zoe", None, duty="administrator", language="en")


@pytest.fixture
def hotline(db):
    return Channel.objects.create(name="Hotline", kind="hotline")


@pytest.fixture
def post():
    """Return a maker of posts on a channel."""

    def make(channel, user, kind="receiver", position=1, **fields):
        return ChannelPost.objects.create(
            channel=channel, user=user, post=kind, position=position, **fields
        )

    return make


@pytest.fixture
def browser():
    """Return a maker of browsers, each signed in as somebody."""

    def make(user=None, **headers):
        client = Client(**headers)
        if user is not None:
            client.force_login(user, backend="agencies.backends.PasswordBackend")
        return client

    return make


@pytest.fixture
def mail_at_once(monkeypatch, django_capture_on_commit_callbacks, mailoutbox):
    """Send account mail without a worker. Use `with mail_at_once() as sent:` around a request."""
    monkeypatch.setattr(mail, "_enqueue", mail.send)

    def around():
        return _Sent(django_capture_on_commit_callbacks, mailoutbox)

    return around


class _Sent:
    def __init__(self, capture, outbox):
        self.capture, self.outbox = capture(execute=True), outbox

    def __enter__(self):
        self.capture.__enter__()
        return self.outbox

    def __exit__(self, *error):
        return self.capture.__exit__(*error)
