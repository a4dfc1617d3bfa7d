"""A real worker and a real Redis: nothing lost, one outbox row each (J2-J5)."""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from casework import database
from common import clock
from intake.models import Signal, SignalHop
from notices.models import Delivery, Notice
from notices.tasks import deliver_waiting
from operations.hosting import processes
from tests.browsing import away
from tests.celery.conftest import (
    AT_ONCE,
    ROOT,
    broker,
    database_url,
    environment,
    kill,
    look,
    wait_for,
)
from tests.people import hotline, signal_from

CANARY = "Zéphyrin Quatrebarbes"
SENT = Delivery.State.SENT


def delivery() -> Delivery:
    return look(lambda: Delivery.objects.select_related("notice__recipient").get())


def call(people, **more) -> Signal:
    return signal_from(people["sophie"], f"{CANARY} dit", channel=hotline(), **more)


def test_a_mail_arrives_in_its_reader_s_language_and_says_nothing(people, sink, start):
    """J3, E8: reference, date and link; no content. Enqueued by the commit, not by a sweep."""
    away(people["ines"], clock.today())
    people["luc"].language = "en"
    people["luc"].save()
    start("worker")
    signal = call(people, about=CANARY, caller="family", caller_name=CANARY, place=CANARY)
    message = wait_for(lambda: sink.messages, "a mail")[0]
    body = message.get_content()
    assert message["To"] == "luc@saint-aubrac.example"
    assert message["Subject"] == "Relais: something waits for you"
    assert "Something waits for you in Relais." in body
    assert signal.reference in body
    assert "https://relais.example/notices/" in body
    assert CANARY not in body + str(message["Subject"])
    assert "Quatrebarbes" not in message.as_string()
    row = wait_for(lambda: delivery().state == SENT and delivery(), "the row says so")
    assert message["Message-ID"] == row.message_id
    people["luc"].language = "fr"
    people["luc"].save()
    call(people)
    french = wait_for(lambda: sink.messages[1:], "a second mail")[0].get_content()
    assert "Quelque chose vous attend dans Relais." in french
    assert len(sink.seen) == 2


def test_killed_in_the_middle_of_a_claimed_delivery(people, sink, start):
    """J3: SIGKILL while the row is leased and the mail server has the mail.

    After the lease another worker delivers; one outbox row; the doubled mail is the same mail.
    Line: ``leased_until__lte=now`` in outbox.claim.
    """
    sink.stalls = True
    first = start("worker")
    call(people)
    assert sink.stalled.wait(30), "the mail server never got the mail"
    row = delivery()
    assert (row.state, row.attempts) == (Delivery.State.WAITING, 1)
    assert row.leased_until is not None, "the delivery was not claimed when the worker died"
    assert kill(first) == -signal.SIGKILL, "the worker did not die by SIGKILL"
    row = delivery()
    assert (row.state, row.sent_at) == (Delivery.State.WAITING, None)
    assert sink.messages == []
    sink.stalls = False
    start("worker", "-B")
    wait_for(lambda: delivery().state == SENT, "delivered after the lease")
    row = delivery()
    assert row.attempts == 2
    assert row.sent_at > row.first_try_at + timedelta(seconds=3)
    assert len(sink.messages) == 1
    assert [m["Message-ID"] for m in sink.seen] == [row.message_id] * 2


def test_a_broker_that_forgets_loses_nothing(people, sink, start):
    """J2: FLUSHALL with the task in the queue; the sweep delivers. Line: the beat's schedule."""
    call(people)
    assert broker().llen("celery") == 1, "the commit rang"
    broker().flushdb()
    assert broker().dbsize() == 0
    start("worker", "-B")
    wait_for(lambda: delivery().state == SENT, "the sweep delivers")
    assert len(sink.seen) == 1


def test_two_beats_are_one_step(people, sink, start):
    """J2, S24: an overdue signal, two beats at once: one hop, one row, one mail each.

    Lines: ``answer_due_at = route.due_moment()`` in escalate; the state asked in claim.
    """
    with clock.at(timezone.now() - timedelta(days=14)):
        found = call(people)
    start("worker")
    beats = [start("beat"), start("beat")]
    wait_for(lambda: look(lambda: Signal.objects.get().version) > 1, "the first step")
    before = [sent_by(beat) for beat in beats]
    wait_for(
        lambda: all(sent_by(beat) >= n + 4 for beat, n in zip(beats, before, strict=True)),
        "both beats rang for two more sweeps",
    )
    assert [beat.poll() for beat in beats] == [None, None]
    for beat in beats:  # sending every second for each reminder they outrun the one worker
        processes.end(beat, AT_ONCE)
    wait_for(lambda: broker().llen("celery") == 0, "every task was taken")
    wait_for(lambda: look(lambda: not Delivery.objects.exclude(state=SENT).exists()), "all sent")
    signal_now = look(lambda: Signal.objects.select_related("holder").get())
    assert (signal_now.holder, signal_now.version) == (people["thomas"], 2)
    kinds = look(lambda: list(found.hops.values_list("kind", flat=True)))
    assert kinds == [SignalHop.Kind.RECEIVED, SignalHop.Kind.GIVEN, SignalHop.Kind.ESCALATED]
    rows = look(lambda: list(Notice.objects.values_list("kind", "recipient__full_name")))
    assert sorted(rows) == [
        ("signal_escalated", "Thomas Leclercq"),
        ("signal_waits", "Inès Vasseur"),
    ]
    assert look(lambda: Delivery.objects.count()) == 2
    ids = [m["Message-ID"] for m in sink.seen]
    assert len(ids) == len(set(ids)) == 2


def sent_by(beat) -> int:
    """How often this beat has sent a task: its one line of information for each."""
    return beat.log.read_text().count('"info", "logger": "celery.beat"')


def test_a_full_day_of_tasks_twice(people, sink, start):
    """J5: each task sent ten times over, two workers: the same state as once."""
    with clock.at(timezone.now() - timedelta(days=14)):
        call(people)
    start("worker"), start("worker")
    from intake.signals.tasks import pass_on_unanswered

    for _n in range(10):
        pass_on_unanswered.apply_async()
        deliver_waiting.apply_async()
    wait_for(lambda: look(lambda: Delivery.objects.filter(state=SENT).count()) == 2, "two mails")
    wait_for(lambda: broker().llen("celery") == 0, "every task was taken")
    assert look(lambda: Signal.objects.get().version) == 2
    assert look(lambda: Delivery.objects.count()) == 2
    assert len({m["Message-ID"] for m in sink.seen}) == len(sink.seen) == 2


def test_a_recipient_who_lost_the_right_gets_no_mail(people, sink, start):
    """E8: between the notice and its mail. Line: ``still_entitled`` in deliver."""
    call(people)
    people["ines"].posts.update(active=False)
    start("worker", "-B")
    wait_for(lambda: delivery().state != Delivery.State.WAITING, "the row is settled")
    assert delivery().state == Delivery.State.DROPPED
    assert sink.seen == []


def test_a_mail_server_that_refuses_is_asked_again_later(people, sink, start):
    """J3: 451, then the back-off; the worker lives on. Line: ``_retry_later``."""
    sink.refuses = True
    worker = start("worker")
    call(people)
    row = wait_for(lambda: (d := delivery()).attempts and not d.leased_until and d, "given back")
    assert row.state == Delivery.State.WAITING
    assert row.next_try_at >= row.first_try_at + timedelta(seconds=59)
    assert sink.seen == []
    assert worker.poll() is None


@pytest.mark.parametrize("how", ["dies", "hangs"])
def test_a_mail_server_that_takes_the_mail_and_does_not_answer(people, sink, start, how):
    """J3: nobody knows whether it was taken: given back, tried again later under the same id.

    Lines: EMAIL_TIMEOUT; ``_retry_later`` for whatever the mail server does.
    """
    sink.stalls = True
    worker = start("worker", MAIL_TIMEOUT_SECONDS="2")
    call(people)
    assert sink.stalled.wait(30), "the mail server never got the mail"
    assert delivery().leased_until is not None, "it was under way when the server went"
    if how == "dies":
        sink.released.set()
    row = wait_for(lambda: (d := delivery()).attempts and not d.leased_until and d, "given back")
    assert (row.state, row.attempts) == (Delivery.State.WAITING, 1)
    assert row.next_try_at >= row.first_try_at + timedelta(seconds=59)
    assert [message["Message-ID"] for message in sink.seen] == [row.message_id]
    assert sink.messages == []
    assert worker.poll() is None
    assert look(lambda: Notice.objects.filter(read_at__isnull=True).exists()), "the notice stands"


def test_the_worker_outlives_its_broker(people, sink, start, redis_of_our_own):
    """J5: Redis dies and comes back empty; the same worker takes the next task."""
    server = redis_of_our_own
    worker = start("worker", REDIS_URL=server.url)
    server.send(deliver_waiting)
    wait_for(lambda: server.client.llen("celery") == 0, "the worker takes tasks")
    server.restart()
    call(people)
    server.send(deliver_waiting)
    wait_for(lambda: sink.messages, "a mail after the restart")
    assert worker.poll() is None


# --- which login ---------------------------------------------------------------------------------


def test_the_worker_refuses_the_owner_s_login(people, start):
    """Rulings 4. Line: ``raise SystemExit`` in casework/celery.py: Celery swallows the rest."""
    worker = start("worker", DATABASE_URL=database_url("owner"))
    assert worker.wait(30) != 0
    assert "Relais will not run as the database login" in worker.log.read_text()


def test_the_web_refuses_the_owner_s_login(people):
    """Rulings 4. Line: ``refuse_wrong_login()`` in casework/wsgi.py."""
    argv = [sys.executable, "-c", "import casework.wsgi"]
    for alias, code in (("owner", 1), ("default", 0)):
        env = environment(DATABASE_URL=database_url(alias))
        done = subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert ("owns the tables" in done.stderr) == (alias == "owner")


def test_the_tests_login_is_no_wrong_one(db):
    database.refuse_wrong_login()


@pytest.mark.parametrize(("place", "why"), [(1, "is a superuser"), (2, "has BYPASSRLS")])
def test_each_power_has_its_sentence(db, monkeypatch, place, why):
    """Rulings 4: superuser, BYPASSRLS. Line: each entry of ``wrong``."""
    answer = ["app", False, False, False]
    answer[place] = True
    values = ", ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in answer)
    monkeypatch.setattr(database, "_ASK", f"select {values}")
    with pytest.raises(ImproperlyConfigured, match=why):
        database.refuse_wrong_login()
