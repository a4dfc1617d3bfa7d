"""Each reminder on real processes: killed in the middle, forgotten by Redis, swept by two (J2-J5).

The scene has something late for each reminder that there is; one without it fails here.
"""

from __future__ import annotations

import signal
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from casework.models import Case
from closure.transfer.decisions import ask_transfer, note_acceptance
from closure.without_year.decisions import propose_without_year
from common import clock
from intake.first_analysis.decisions import security
from intake.outcomes.decisions import outcome
from notices.models import Delivery, Notice, Sweep
from plans.carrying.decisions.commitments import record_commitment
from plans.paper.tasks import NAME as PAPERS
from tests import people as town
from tests.celery.conftest import broker, kill, look, wait_for
from tests.closure import scenes
from tests.closure.absorbed import files as absorbed
from tests.plans import planning
from tests.plans import scenes as lines
from tests.plans.paper import scenes as papers
from worklist.all_reminders import REMINDERS

SENT = Delivery.State.SENT


def everything_late(people) -> None:
    """Something past its day for every reminder, as people left it months ago."""
    running = scenes.carried_out(people)  # its actions and its checkpoint are over
    with clock.at(planning.noon(scenes.FIRST)):
        lines.asked(lines.gap(running, people["hugo"]), people["hugo"], people["bruno"])
        with town.acting(people["bruno"]) as bruno:
            record_commitment(
                Case.objects.get(pk=running.pk), by=bruno, said_to="sa tante", words="Un appel.",
                said_on=scenes.FIRST, due_on=scenes.FIRST + timedelta(days=2),
            )  # fmt: skip
        unanswered = planning.in_analysis(people)
        planning.draft(unanswered, people)
        planning.approve(unanswered, people["hugo"])
    asked, unsigned, closed = (scenes.carried_out(people) for _n in range(3))
    with clock.at(planning.noon(scenes.LATER)):
        scenes.proposed(asked, people)
        scenes.ready(unsigned, people)
        scenes.signed(scenes.ready(closed, people), people)
    with clock.at(papers.noon()):
        papers.confirmed(people)  # nobody signs its plan
        papers.opened(people, given_name="Lucas")  # nobody types it
    moved = planning.in_analysis(people)
    with clock.at(planning.noon(scenes.LATER)), town.acting(people["hugo"]) as hugo:
        propose_without_year(
            Case.objects.get(pk=moved.pk), by=hugo, why="died", grounds="Décédé en mai."
        )
    leaving, gone = planning.in_analysis(people), planning.in_analysis(people)
    with clock.at(planning.noon(scenes.LATER)), town.acting(people["hugo"]) as hugo:
        said = {
            "authority": "Lille", "contact": "Mme Vidal", "grounds": "Parti.",
            "basis": "Convention.", "goes_along": "Le plan.",
        }  # fmt: skip
        for moving in (leaving, gone):
            row = ask_transfer(Case.objects.get(pk=moving.pk), by=hugo, **said)
        note_acceptance(row, by=hugo, who="M. Roux", accepted_on=clock.today(), paper_at="Courrier")
    one_file_late(people)
    with clock.at(timezone.now() - timedelta(days=40)):
        claire = people["claire"]
        left = town.analysed(_call(people), claire)
        with town.acting(claire):
            outcome.decide_outcome(
                left, by=claire, kind="need_more", reason="À demander.", question="Vient-il ?",
                addressee="Le lycée", due_on=clock.today() + timedelta(days=5),
            )  # fmt: skip
            security.ask_deconfliction(
                _call(people), by=claire, concern="none", reason="À vérifier.", asked_of="Police"
            )


def one_file_late(people) -> None:
    """A question about two files, an undoing that is asked, and a team that is asked who joins."""
    older, other = absorbed.older_file(people), absorbed.older_file(people)
    first, second, third = (planning.in_analysis(people) for _n in range(3))
    with clock.at(planning.noon(scenes.LATER)):
        absorbed.ask(first, people["hugo"], older)
        absorbed.absorbed({"older": older, "younger": second}, people)
        row = absorbed.absorbed({"older": other, "younger": third}, people)
        absorbed.ask_undoing(row, third, people["hugo"])


def _call(people):
    call = town.signal_from(people["sophie"], channel=town.hotline())
    return town.acknowledged(call, people["ines"])


def told() -> list[tuple[str, str, int]]:
    """Kind, key and recipient of every reminder."""
    names = ("kind", "key", "recipient_id")

    def ask():
        return list(Notice.objects.filter(kind__in=KINDS).order_by(*names).values_list(*names))

    return look(ask)


EVERY = (*REMINDERS, PAPERS)
KINDS = [f"{name}_{step}" for name in EVERY for step in ("soon", "today", "late", "escalated")]


def test_killed_in_the_middle_every_reminder_is_said_once(people, sink, start):
    """J2-J5. Lines: ``bound(WORKER), transaction.atomic()`` and the notice's ``key`` in _tell.

    The table of notices is locked when the first reminder is being told: the worker hangs in
    the middle of its sweep, is killed there, Redis forgets everything, and two workers with two
    beats go on.
    """
    everything_late(people)
    look(lambda: Delivery.objects.update(state=Delivery.State.DROPPED))
    assert told() == []
    with connections["owner"].cursor() as lock:
        lock.execute("begin")
        lock.execute("lock table notices_notice in exclusive mode")
        first = start("worker", "-B")
        wait_for(lambda: _waits(lock), "the worker tells the first reminder")
        assert kill(first) == -signal.SIGKILL, "the worker did not die by SIGKILL"
        broker().flushdb()
        lock.execute("rollback")
    assert told() == [], "what was interrupted left nothing half said"

    start("worker"), start("worker")
    start("beat"), start("beat")
    every = set(EVERY)
    wait_for(lambda: not every - {one[0].rpartition("_")[0] for one in told()}, "all are said", 60)
    wait_for(lambda: not mails(Delivery.State.WAITING), "every mail left", 60)
    once, swept = told(), last_sweeps()
    assert len(once) == len(set(once)) > len(REMINDERS)
    wait_for(
        lambda: all(last_sweeps()[name] > at for name, at in swept.items()), "another sweep", 60
    )
    assert told() == once, "a later sweep says nothing twice"
    ids = [message["Message-ID"] for message in sink.seen]
    assert len(ids) == len(set(ids))
    assert set(ids) == mails(SENT)


def mails(state: str) -> set[str]:
    return look(
        lambda: set(Delivery.objects.filter(state=state).values_list("message_id", flat=True))
    )


def last_sweeps() -> dict:
    rows = Sweep.objects.filter(name__in=EVERY)
    return dict(rows.values_list("name", "last_at"))


def _waits(cursor) -> bool:
    cursor.execute(
        "select exists (select 1 from pg_locks where not granted"
        " and relation = 'notices_notice'::regclass)"
    )
    return cursor.fetchone()[0]
