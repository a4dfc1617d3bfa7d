"""Mails about accounts: kept until they have left, tried again, said on the health page (X22)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from agencies import decisions, invitations, mail
from agencies.models import AccountMail, User
from casework.models import TerritoryProfile
from common import clock
from common.scope import WORKER, bound
from notices import tasks
from operations import health

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def lea(town, zoe):
    made = User(email="lea@exemple.fr", full_name="Léa Martin", agency=town, language="fr")
    return decisions.add_person(made, by=zoe)


def row_of(user, kind="invitation") -> AccountMail | None:
    with bound(WORKER):
        return AccountMail.objects.filter(kind=kind, user=user).first()


def points() -> dict[str, str]:
    with bound(WORKER):
        return {one.name: one.state for one in health._account_mail()}


@pytest.fixture
def no_server(monkeypatch):
    """The mail server is away, until it is told to come back."""
    away = {"is": True}
    deliver = mail._deliver

    def refused(*args):
        if away["is"]:
            raise OSError("connection refused")
        deliver(*args)

    monkeypatch.setattr(mail, "_deliver", refused)
    return away


def test_it_leaves_when_the_mail_server_is_back(lea, no_server, mailoutbox):
    """X22. Lines: ``_put_off``, ``send_waiting``: an invitation is not lost, and comes once."""
    row = row_of(lea)
    assert mail.send(row.pk) == 0
    again = row_of(lea)
    assert (again.attempts, mailoutbox) == (1, [])
    assert 0.9 * MINUTE < again.next_try_at - clock.now() <= MINUTE
    no_server["is"] = False
    assert mail.send_waiting() == 0, "it waits for its turn; the others were not asked for"
    with clock.at(clock.now() + 2 * MINUTE):
        tasks.deliver_waiting()
        tasks.deliver_waiting()
    assert [one.to for one in mailoutbox if "invitation" in one.body] == [["lea@exemple.fr"]]
    assert row_of(lea) is None


def test_a_worker_that_is_killed_loses_nothing(lea, mailoutbox, settings):
    """X22. Line: the lease of ``_claimed``: nobody else sends meanwhile, then somebody does."""
    row = row_of(lea)
    assert mail._claimed(row.pk) is not None, "and here it is killed"
    assert mail.send(row.pk) == 0
    assert mailoutbox == []
    with clock.at(clock.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS + 1)):
        assert mail.send(row.pk) == 1
        assert mail.send(row.pk) == 0


def test_what_is_undone_sends_nothing(ana, zoe, mailoutbox):
    """X22: the mail stands with the decision: all or nothing."""

    @transaction.atomic
    def undone():
        decisions.change_address(ana, "autre@exemple.fr", by=zoe)
        raise PermissionDenied

    with pytest.raises(PermissionDenied):
        undone()
    assert row_of(ana, "address_given") is None
    decisions.change_address(ana, "autre@exemple.fr", by=zoe)
    assert row_of(ana, "address_given").address == "autre@exemple.fr"


def test_after_a_day_it_is_given_up_and_said(lea, no_server):
    """X22. Lines: ``GIVE_UP_AFTER``, ``give_up``, ``KEPT``; the page of health says both."""
    row = row_of(lea)
    begun = clock.now()
    assert points() == {}
    with clock.at(begun + 20 * MINUTE):
        mail.send(row.pk)
        assert points() == {"Mails about accounts": health.FAILED}
    with clock.at(begun + timedelta(hours=25)):
        mail.send(row.pk, give_up=False)
        assert row_of(lea).given_up_at is None, "the clock is not believed"
    with clock.at(begun + timedelta(hours=27)):
        mail.send(row.pk)
        assert row_of(lea).given_up_at is not None
        with bound(WORKER):
            AccountMail.objects.exclude(pk=row.pk).delete()
        assert points() == {"Mails about accounts given up": health.LATE}
    no_server["is"] = False
    with clock.at(begun + timedelta(days=3)):
        assert mail.send_waiting() == 0, "not tried again"
    with clock.at(begun + timedelta(days=9)):
        mail.send_waiting()
        assert row_of(lea) is None


def test_whoever_is_closed_hears_of_their_address_alone(ana, zoe, mailoutbox):
    """A11, X40: nothing to a closed account, but what was asked for a fixed address."""
    decisions.change_address(ana, "autre@exemple.fr", by=zoe)
    decisions.set_passphrase(ana, "un, deux, trois, soleil levant")
    User.objects.filter(pk=ana.pk).update(is_active=False)
    with bound(WORKER):
        AccountMail.objects.exclude(user=ana).delete()
    mail.send_waiting()
    assert sorted(one.to[0] for one in mailoutbox) == ["ana@exemple.fr", "autre@exemple.fr"]
    with bound(WORKER):
        assert not AccountMail.objects.exists()


def test_an_invitation_of_a_friday_is_good_on_wednesday(lea):
    """X22. Lines: ``invitation_ends`` counts working days; the setting; old mails keep theirs."""
    friday = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    with clock.at(friday):
        decisions.invite(lea, by=None)
    lea.refresh_from_db()
    link = invitations.url(lea).rstrip("/").split("/")[-2:]
    for day, works in ((3, True), (5, True), (6, False)):
        found = invitations.find(*link, friday + timedelta(days=day))
        assert (found is not None) is works, day
    with bound(WORKER):
        profile = TerritoryProfile.load()
        profile.invitation_working_days = 1
        profile.save()
    assert invitations.find(*link, friday + timedelta(days=5)), "as its mail said"
    with clock.at(friday):
        assert invitations.ends_at(friday).date().isoformat() == "2026-06-08"
    assert invitations.find(*link, friday - MINUTE) is None
