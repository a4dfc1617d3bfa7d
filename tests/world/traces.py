"""Traces of people at work: unfinished drafts, rows of the reading log, notices."""

from __future__ import annotations

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from agencies.models import AccountMail
from casework.models import SearchedWords
from common import clock, drafts
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as cast
from tests.world.canary import canary


def build(stage) -> None:
    """Traces on both cases, on a source, and a notice to a member of each case."""
    _typed_and_open(stage)
    _read(stage)
    _searched(stage)
    _not_sent_yet(stage)
    stage.ids["notice_own"] = _notice_of(stage, "basile")
    stage.ids["notice_foreign"] = _notice_of(stage, "kamel")


def _typed_and_open(stage) -> None:
    """A draft of a partner on case a, and one of a receiver."""
    for key, persona, form, subject in (
        ("basile", "partner", "casework.information", stage.cases["a"].pk),
        ("ines", "receiver", "intake.new_signal", ""),
    ):
        text = QueryDict(mutable=True)
        text["body"] = text["words"] = canary(f"draft {persona}")
        with cast.acting(stage.people[key]) as user:
            drafts.keep(drafts.read(drafts.mint(user, form, subject)), text)


def _read(stage) -> None:
    for key, case in (("hector", "a"), ("kamel", "b")):
        url = reverse("case", args=[stage.cases[case].pk])
        assert _browser(stage, key).get(url).status_code == 200
    source = reverse("intake:reveal_source", args=[stage.signals["taken"].pk])
    told = _browser(stage, "sonia").post(source, {"reason": canary("reveal reason")})
    assert told.status_code == 200


def _searched(stage) -> None:
    """A partner of case a searched by a name: nobody reads the words but the officer."""
    typed = canary("searched words")
    assert _browser(stage, "basile").post(reverse("search"), {"q": typed}).status_code == 302
    with bound(WORKER):
        stage.ids["searched"] = SearchedWords.objects.get().pk


def _not_sent_yet(stage) -> None:
    """A mail about an account that waits."""
    with bound(WORKER):
        AccountMail.objects.create(
            kind="powers_changed",
            user=stage.people["basile"],
            made_at=clock.now(),
            next_try_at=clock.now(),
        )


def _browser(stage, key: str) -> Client:
    client = Client()
    client.force_login(stage.people[key], backend="agencies.backends.PasswordBackend")
    return client


def _notice_of(stage, key: str):
    with bound(WORKER):
        return Notice.objects.filter(recipient=stage.people[key]).order_by("made_at").first().pk
