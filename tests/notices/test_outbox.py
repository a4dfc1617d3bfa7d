"""The outbox: claimed with a lease, sent after the commit, given up after a day (J3, E8)."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from casework.models import TeamMember
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from notices import outbox, telling
from notices.models import Delivery, Notice
from notices.outbox import Claim
from tests import worlds
from tests.browsing import paris
from tests.people import acting, hotline, information, open_case, signal_from

State = Delivery.State
NOON = paris(2026, 6, 2, 12)


@worlds.standing
def delivery(people):
    """One mail that waits: Inès has a signal to acknowledge."""
    with clock.at(NOON):
        signal_from(people["sophie"], channel=hotline())
    return row()


def row() -> Delivery:
    with bound(WORKER):
        return Delivery.objects.select_related("notice__recipient").get()


def sweep(moment=NOON) -> int:
    with clock.at(moment):
        return outbox.deliver_waiting()


@pytest.fixture
def server_down(monkeypatch):
    def down(self, *args, **kwargs):
        raise ConnectionRefusedError("ines@saint-aubrac.example")

    monkeypatch.setattr(EmailMessage, "send", down)


def test_sent_once(delivery):
    """J3. Line: ``_settle(claimed, State.SENT)``."""
    assert [sweep(), sweep(NOON + timedelta(days=1))] == [1, 0]
    sent = row()
    assert (sent.state, sent.sent_at, sent.attempts, sent.leased_until) == (
        State.SENT,
        NOON,
        1,
        None,
    )
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [sent.message_id]


def test_the_lease_holds_others_off_and_ends(delivery, settings):
    """J3: lease longer than the mail server's time-out. Lines: both halves of claim's filter."""
    assert settings.MAIL_LEASE_SECONDS > settings.EMAIL_TIMEOUT
    assert settings.CELERY_TASK_TIME_LIMIT > outbox.SWEEP_AT_MOST + settings.EMAIL_TIMEOUT
    with clock.at(NOON):
        first = outbox.claim(5)
        assert first == [Claim(delivery.pk, 1)]
        assert outbox.claim(5) == []
    with clock.at(NOON + timedelta(seconds=settings.MAIL_LEASE_SECONDS - 1)):
        assert outbox.claim(5) == []
    with clock.at(NOON + timedelta(seconds=settings.MAIL_LEASE_SECONDS)):
        assert outbox.claim(5) == [Claim(delivery.pk, 2)]


def test_a_worker_whose_lease_ended_sends_nothing_more(delivery, settings):
    """J3: a slow worker comes late. Line: ``if not claimed.holds(delivery)`` in deliver."""
    late = NOON + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    with clock.at(NOON):
        slow = outbox.claim(1)[0]
    with clock.at(late):
        quick = outbox.claim(1)[0]
        assert outbox.deliver(slow) == 0
        assert outbox.deliver(quick) == 1
        assert outbox.deliver(slow) == 0
    assert len(mail.outbox) == 1


def test_a_late_failure_does_not_undo_another_s_success(delivery, settings):
    """J3. Line: ``if not claimed.holds(delivery)`` in _retry_later."""
    with clock.at(NOON):
        slow = outbox.claim(1)[0]
    with clock.at(NOON + timedelta(days=2)):
        assert outbox.deliver(outbox.claim(1)[0]) == 1
        outbox._retry_later(slow, give_up=True)
    assert (row().state, row().attempts) == (State.SENT, 2)


def test_a_late_failure_does_not_end_another_s_lease(delivery, settings):
    """J3: else a third worker would send beside the second. Line: as above."""
    late = NOON + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    with clock.at(NOON):
        slow = outbox.claim(1)[0]
    with clock.at(late):
        outbox.claim(1)
        outbox._retry_later(slow, give_up=True)
        assert row().leased_until == late + timedelta(seconds=settings.MAIL_LEASE_SECONDS)


def test_a_mail_that_left_is_sent_whoever_holds_the_row(delivery, settings):
    """What has left is written as sent. Line: ``state == SENT or`` in _settle."""
    with clock.at(NOON):
        slow = outbox.claim(1)[0]
    with clock.at(NOON + timedelta(seconds=settings.MAIL_LEASE_SECONDS)):
        outbox.claim(1)
        outbox._settle(slow, State.SENT)
    assert row().state == State.SENT


def test_back_off_then_undelivered_after_a_day(delivery, server_down):
    """J3: 1, 5, 15, 60, 60 … minutes; after 24 h undelivered, and never asked again.

    Lines: ``next_try``; ``>= GIVE_UP_AFTER``.
    """
    waits, now = [], NOON
    while row().state == State.WAITING:
        assert sweep(now) == 0
        found = row()
        assert found.leased_until is None
        assert sweep(found.next_try_at - timedelta(seconds=1)) == 0
        assert row().attempts == found.attempts, "nothing before its time"
        waits.append(int((found.next_try_at - now).total_seconds() / 60))
        now = found.next_try_at
    last = row()
    assert waits[:6] == [1, 5, 15, 60, 60, 60]
    assert last.state == State.UNDELIVERED
    tried_for = now - timedelta(minutes=waits[-1]) - NOON
    assert timedelta(hours=24) <= tried_for < timedelta(hours=25, minutes=1)
    assert sweep(now + timedelta(days=30)) == 0
    assert row().attempts == last.attempts
    with bound(WORKER):
        assert Notice.objects.get().read_at is None, "in the application it stands"


def test_a_log_line_names_no_address(delivery, server_down, caplog):
    """F4: the server's answer carries the address; the line keeps its kind alone."""
    sweep()
    line = next(r for r in caplog.records if r.name == "notices.outbox")
    assert "ConnectionRefusedError" in (line.getMessage(), getattr(line, "error", ""))
    assert "ines@" not in str(line.__dict__)


def test_a_poisoned_row_does_not_hold_up_the_others(people, monkeypatch):
    """J3. Line: ``_deliver_or_later``: the others leave, the poisoned one backs off and ends."""
    with clock.at(NOON):
        first = signal_from(people["sophie"], channel=hotline())
        signal_from(people["sophie"], channel=hotline())
    real = outbox.still_entitled

    def poisoned(notice):
        if notice.signal_id == first.pk:
            raise ValueError("poison")
        return real(notice)

    monkeypatch.setattr(outbox, "still_entitled", poisoned)
    assert sweep() == 1
    with bound(WORKER):
        bad = Delivery.objects.get(notice__signal_id=first.pk)
    assert (bad.state, bad.leased_until) == (State.WAITING, None)
    assert bad.next_try_at == NOON + timedelta(minutes=1)
    assert sweep(NOON + timedelta(hours=25)) == 0
    with bound(WORKER):
        assert Delivery.objects.get(notice__signal_id=first.pk).state == State.UNDELIVERED


def test_a_slow_server_never_outlasts_a_lease(people, monkeypatch):
    """J3: no mail is claimed before its turn. Lines: ``claim(1)``; SWEEP_AT_MOST."""
    with clock.at(NOON):
        for _n in range(3):
            signal_from(people["sophie"], channel=hotline())
    leased = []

    def slow(self, *args, **kwargs):
        with bound(WORKER):
            leased.append(Delivery.objects.filter(leased_until__isnull=False).count())
        return 1

    monkeypatch.setattr(EmailMessage, "send", slow)
    monkeypatch.setattr(outbox, "SWEEP_AT_MOST", 3600)
    assert sweep() == 3
    assert leased == [1, 1, 1]


def test_a_sweep_has_an_end(people, monkeypatch):
    """J5: under Celery's limit. Line: ``if time.monotonic() > until``."""
    with clock.at(NOON):
        for _n in range(3):
            signal_from(people["sophie"], channel=hotline())
    monkeypatch.setattr(outbox, "SWEEP_AT_MOST", -1)
    assert [sweep(), sweep(), sweep(), sweep()] == [1, 1, 1, 0]


def test_so_many_leave_in_a_minute(people, settings):
    """J4. Line: ``_room``: the others wait, whichever worker comes, and none is lost."""
    with clock.at(NOON):
        for _n in range(5):
            signal_from(people["sophie"], channel=hotline())
    settings.MAILS_A_MINUTE = 2
    minutes = (0, 0, 1, 2, 3)
    assert [sweep(NOON + timedelta(minutes=n, seconds=1)) for n in minutes] == [2, 0, 2, 1, 0]


def test_a_clock_that_was_ahead_stops_no_mail(people, settings):
    """X20. Line: the end of the range in ``_room``: what left «tomorrow» is not of this minute."""
    with clock.at(NOON):
        for _n in range(2):
            signal_from(people["sophie"], channel=hotline())
    settings.MAILS_A_MINUTE = 1
    assert sweep(NOON + timedelta(days=1)) == 1
    assert sweep(NOON + timedelta(minutes=1)) == 1


# --- still entitled ---


def dropped() -> bool:
    assert sweep(NOON + timedelta(minutes=1)) == 0
    assert mail.outbox == []
    return row().state == State.DROPPED


def test_a_lost_post_drops_the_mail(delivery, people):
    """E8. Line: ``_still_entitled["signal"]``."""
    people["ines"].posts.update(active=False)
    assert dropped()


def test_a_closed_account_drops_the_mail(delivery, people):
    """E8. Line: ``if not user.is_active``."""
    people["ines"].is_active = False
    people["ines"].save()
    assert dropped()


def test_whoever_left_the_team_gets_no_mail(people):
    """E8, S66: of the case; that the part has ended is told all the same (X42).

    Line: the case in still_entitled.
    """
    with clock.at(NOON):
        case = open_case(people)
        with bound(WORKER):
            Delivery.objects.all().delete()
            row_of_lea = TeamMember.objects.get(user=people["lea"])
        information(case, people["bruno"], "Pour tous")
        with acting(people["claire"]):
            team.leave(row_of_lea, by=people["claire"], reason="Fini")
    assert sweep() == 4
    sent = sorted(m.to[0].partition("@")[0] for m in mail.outbox)
    assert sent == ["claire", "hugo", "lea", "paul"]
    with bound(WORKER):
        hers = Delivery.objects.filter(notice__recipient=people["lea"])
        told = dict(hers.values_list("notice__kind", "state"))
    assert told == {"information_added": State.DROPPED, "part_ended": State.SENT}


# --- what the mail says ---


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Something waits for you in Relais."), ("fr", "Quelque chose vous attend")],
)
def test_a_reference_a_date_and_a_link(delivery, people, language, words, settings):
    """J3: in the reader's language; no name, no content, no answer asked."""
    people["ines"].language = language
    people["ines"].save()
    sweep()
    message = mail.outbox[0]
    assert words in message.body
    assert delivery.notice.reference in message.body
    assert f"{settings.SITE_URL}/notices/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    for secret in ("samedi", "Sophie", "Inès", "Permanence"):
        assert secret not in message.body + message.subject


def test_its_hour_is_the_readers(delivery, people):
    """X16. Line: ``timezone.override`` in message_for: noon in Paris is ten in Martinique."""
    for zone, hour in (("Europe/Paris", "12:00"), ("America/Martinique", "06:00")):
        people["ines"].time_zone, people["ines"].language = zone, "en"
        message = outbox.message_for(delivery.notice, people["ines"], "<1@relais.example>")
        assert f"Wed 3\N{NO-BREAK SPACE}Jun, {hour}" in message.body


def test_the_line_of_the_reader_cannot_forge_a_header(delivery, people):
    """A line break in an address is a failure to send, not a second header; it backs off."""
    people["ines"].email = "ines@x.example\nBcc: all@x.example"
    people["ines"].save()
    assert sweep() == 0
    assert mail.outbox == []
    assert row().state == State.WAITING


# --- at once ---


def at_once(work, times: int = 10) -> list:
    found, start = [], threading.Barrier(times)

    def run():
        try:
            start.wait()
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_ten_sweeps_at_once_send_each_mail_once(committed_people):
    """J5: the state of one run. Line: ``skip_locked=True`` and the lease in claim."""
    past = timezone.now() - timedelta(hours=1)
    with clock.at(past):
        for _n in range(6):
            signal_from(committed_people["sophie"], channel=hotline())
    with bound(WORKER):
        Delivery.objects.update(next_try_at=past)
    assert sum(at_once(outbox.deliver_waiting)) == 6
    ids = [m.extra_headers["Message-ID"] for m in mail.outbox]
    assert len(ids) == len(set(ids)) == 6
    with bound(WORKER):
        assert set(Delivery.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_ten_sweeps_at_once_pass_on_once(committed_people):
    """J5, S24: one hop, one version, one notice.

    The row lock in escalate and the trigger check_version hold each alone.
    """
    from intake.signals.tasks import pass_on_unanswered

    with clock.at(timezone.now() - timedelta(days=14)):
        signal = signal_from(committed_people["sophie"], channel=hotline())
    moved = at_once(pass_on_unanswered)
    assert sorted(moved) == [0] * 9 + [1]
    with bound(WORKER):
        assert signal.hops.filter(kind="escalated").count() == 1
        assert Notice.objects.filter(kind="signal_escalated").count() == 1


def test_ten_tellings_at_once_are_one_notice(committed_people):
    """J2: unique by occurrence and recipient. Lines: ``ignore_conflicts=True``; ``ours``."""
    with clock.at(timezone.now()):
        signal = signal_from(committed_people["sophie"], channel=hotline())

    def tell() -> int:
        with bound(WORKER):
            people = [committed_people["luc"], committed_people["claire"]]
            return telling.queue("signal_moved", key="x", to=people, signal=signal)

    assert sum(at_once(tell)) == 2
    with bound(WORKER):
        rows = Notice.objects.filter(key="x")
        assert rows.count() == Delivery.objects.filter(notice__in=rows).count() == 2
