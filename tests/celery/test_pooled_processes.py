"""Three webs, two workers and PgBouncer, some killed in the middle: nothing lost or said twice.

Part of `make test-pooled`: what signs in as `app` goes through the pooler.
"""

from __future__ import annotations

import signal
import sys
import threading
import urllib.error
import urllib.request

import pytest
from django.db import connection

from common.models import Draft
from intake.models import Signal
from notices.models import Delivery, Notice
from operations.hosting import processes
from tests import servers
from tests.celery.conftest import AT_ONCE, ROOT, broker, environment, kill, look, wait_for
from tests.celery.test_database_away import WORDS, Person, at_the_lock, locked
from tests.celery.test_reminders import EVERY, everything_late, mails, told
from worklist.tasks import remind

SENT = Delivery.State.SENT


class Web:
    """gunicorn as it is deployed, on a port of its own."""

    def __init__(self, folder, number: int, mail: str):
        self.log = folder / f"web-{number}.log"
        self.mail, self.port = mail, processes.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        argv = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        env = environment(PORT=str(self.port), WEB_WORKERS="1", EMAIL_URL=self.mail)
        with open(self.log, "ab") as log:
            self.child = processes.spawn(argv, log=log, env=env, cwd=ROOT)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/", timeout=5):
                return True
        except (OSError, urllib.error.URLError):
            assert self.child.poll() is None, self.log.read_text()
            return False


@pytest.fixture
def webs(people, tmp_path, sink):
    made = [Web(tmp_path, number, sink.url) for number in range(3)]
    try:
        for web in made:
            wait_for(web.answers, "a web answers", 60)
        yield made
    finally:
        for web in made:
            processes.end(web.child, AT_ONCE)


def at(person: Person, web: Web) -> Person:
    """The same browser at another web."""
    person.place = web.address.partition("//")[2]
    return person


def posting(person: Person, form: dict) -> tuple[threading.Thread, list]:
    """The form under way; what came of it, which may be nothing at all."""
    answers: list = []

    def post() -> None:
        try:
            answers.append(person.ask("POST", "/signals/new/", **form)[0])
        except OSError as error:
            answers.append(type(error).__name__)

    asking = threading.Thread(target=post)
    asking.start()
    return asking, answers


def test_a_web_killed_in_the_middle_of_a_form(people, webs, sink, start):
    """The signal was written when the web died: it is gone, and sent again it is taken once.

    Lines: ``transaction.atomic()`` in bound; ``drafts.is_resent`` in FormView.
    """
    start("worker"), start("worker")
    luc = Person(webs[0].address, people["luc"])
    form = luc.hidden("/signals/new/") | {"words": WORDS, "caller": "family"}
    with locked("notices_notice"):
        asking, answers = posting(luc, form)
        wait_for(at_the_lock, "the form was under way")
        assert kill(webs[0].child) == -signal.SIGKILL, "the web did not die by SIGKILL"
        asking.join(40)
        assert answers, "the browser was told"
        assert not isinstance(answers[0], int), f"it was not interrupted: {answers}"
    wait_for(lambda: not at_the_lock(), "the session left behind has ended")
    assert look(Signal.objects.count) == 0, "nothing half written"
    assert look(Notice.objects.count) == 0
    again = [at(luc, web).ask("POST", "/signals/new/", **form)[0] for web in webs[1:]]
    assert again == [302, 302], "two others take it, the second knows that it was taken"
    webs[0].start()
    wait_for(webs[0].answers, "the first is back", 60)
    assert at(luc, webs[0]).ask("POST", "/signals/new/", **form)[0] == 302
    assert look(lambda: list(Signal.objects.values_list("words", flat=True))) == [WORDS]
    assert look(lambda: Draft.objects.filter(sent_at__isnull=False).count()) == 1
    wait_for(lambda: not mails(Delivery.State.WAITING), "the mail left")
    assert look(Delivery.objects.count) == look(Notice.objects.count) == len(sink.seen) == 1


def test_a_worker_killed_in_the_middle_of_a_sweep(people, webs, sink, start):
    """Another tells what is left, and nobody is told twice. Lines: CELERY_TASK_ACKS_LATE; the
    transaction of each reminder."""
    everything_late(people)
    look(lambda: Delivery.objects.update(state=Delivery.State.DROPPED))
    first = start("worker")
    with locked("notices_notice"):
        remind.apply_async()
        wait_for(at_the_lock, "the sweep was under way")
        assert broker().hlen("unacked") == 1, "the task was taken and is not done"
        start("worker"), start("beat")
        assert kill(first) == -signal.SIGKILL, "the worker did not die by SIGKILL"
        assert told() == []
    every = set(EVERY)
    wait_for(lambda: {one[0].rpartition("_")[0] for one in told()} == every, "every reminder", 60)
    wait_for(lambda: not mails(Delivery.State.WAITING), "every mail left", 60)
    once = told()
    assert len(once) == len(set(once))
    ids = [message["Message-ID"] for message in sink.seen]
    assert len(ids) == len(set(ids)) > 0
    assert all(web.answers() for web in webs)


def test_the_pooler_killed_in_the_middle_of_a_form(people, webs):
    """Its clients say 503 and come back with it. Line: CONN_HEALTH_CHECKS."""
    luc = Person(webs[0].address, people["luc"])
    form = luc.hidden("/signals/new/") | {"words": WORDS, "caller": "family"}
    with locked("notices_notice"):
        asking, answers = posting(luc, form)
        wait_for(at_the_lock, "the form was under way")
        servers.pooler().kill()
        asking.join(40)
    assert answers[0] in (500, 503), "what was interrupted says so"
    servers.pooler().start()
    connection.close()
    wait_for(lambda: not at_the_lock(), "the session left behind has ended")
    assert look(Signal.objects.count) == 0, "nothing half written"
    for web in webs:
        assert at(luc, web).ask("POST", "/signals/new/", **form)[0] == 302
    assert look(lambda: list(Signal.objects.values_list("words", flat=True))) == [WORDS]
