"""Reminders of many things, and to somebody who can act: nobody is forgotten (X18, X21)."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Absence, User
from casework.models import Case
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice, Sweep
from operations import health
from plans.models import Commitment
from tests import people as town
from tests import worlds
from tests.worklist.test_reminders import REMINDERS, swept, told
from worklist import sweep
from worklist.tasks import remind

DAY = date(2026, 6, 9)
TODAY = "promise_today"


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    """A case that is carried out, without the work that led there."""
    case = town.open_case(who)
    with bound(WORKER):
        case = Case.objects.get(pk=case.pk)
        case.state = Case.State.ACTIVE
        case.save_changes()
    return case


def promised(case, who, many: int = 1) -> None:
    """So many commitments of Bruno's, due that day."""
    with bound(WORKER):
        Commitment.objects.bulk_create(
            Commitment(
                case=case, author=who["bruno"], agency=who["bruno"].agency, said_to="sa tante",
                said_on=DAY, due_on=DAY, words="Un appel.", written_at=clock.now(),
            )
            for _n in range(many)
        )  # fmt: skip


def names() -> list[str]:
    return [name for _kind, name in told(TODAY)]


def closed(user) -> None:
    user.is_active = False
    user.save()


def test_each_who_cannot_act_has_somebody_else(case, who):
    """X18: closed, moved, never signed in, away: the coordinators, else the risk owner.

    Lines: ``presence.there`` in Team.there; ``_stands_in``; ``LAST`` in ``who``; ``unheard``.
    """
    claire, hugo, paul = (who[key].full_name for key in ("claire", "hugo", "paul"))
    promised(case, who)
    closed(who["bruno"])
    swept(DAY, "promise")
    assert names() == [claire], "no colleague of his agency is on the team"
    who["claire"].agency = who["lea"].agency
    who["claire"].save()
    swept(DAY, "promise")
    assert sorted(names()) == sorted([claire, hugo]), "she moved: the other one"
    User.objects.filter(pk=who["hugo"].pk).update(invited_at=clock.now(), last_login=None)
    swept(DAY, "promise")
    assert sorted(names()) == sorted([claire, hugo, paul]), "never signed in: the risk owner"
    Absence.objects.create(user=who["paul"], first_day=DAY, last_day=DAY)
    assert swept(DAY, "promise") == 0
    with bound(WORKER):
        assert Sweep.objects.get(name="promise").unheard == 1
    assert "Reminders without anybody" in {point.name for point in health.points()}


def test_a_colleague_first_and_who_is_back_hears_it(case, who):
    """X18. Lines: ``agencies`` in ``_stands_in``; ``Exists(asked…)`` in ``untold``."""
    with town.acting(who["claire"]) as claire:
        twin = User.objects.create(
            email="twin@saint-aubrac.example", full_name="Ana Ruiz", agency=who["bruno"].agency
        )
        team.join(case, by=claire, user=twin, role=Role.PARTNER)
    promised(case, who)
    closed(who["bruno"])
    assert [swept(DAY, "promise"), swept(DAY, "promise")] == [1, 0]
    assert names() == ["Ana Ruiz"]
    who["bruno"].is_active = True
    who["bruno"].save()
    assert [swept(DAY, "promise"), swept(DAY, "promise")] == [1, 0]
    assert sorted(names()) == sorted(["Ana Ruiz", who["bruno"].full_name])


def test_many_are_told_in_few_queries_and_then_none(case, who):
    """X21. Lines: the anti-join of ``untold``, ``queue_all``; beyond 2,000 as beyond 2.

    With nothing to tell it asks as much over 1, 50 and 300 told; telling costs a sum a batch.
    """
    silent, telling = [], []
    for many in (1, 49, 250):
        promised(case, who, many)
        with CaptureQueriesContext(connection) as asked:
            assert swept(DAY, "promise") == many
        telling.append(statements(asked))
        with CaptureQueriesContext(connection) as asked:
            assert swept(DAY, "promise") == 0
        silent.append(statements(asked))
    assert silent == [SILENT] * 3
    assert telling == [
        SILENT + EVERYTHING + A_BATCH,
        SILENT + CHANGED + A_BATCH,
        SILENT + CHANGED + 2 * A_BATCH,
    ]
    with bound(WORKER):
        assert Notice.objects.filter(kind=TODAY).count() == 300


# What a sweep asks at all; to look at everything, or at what has changed; to tell a batch.
SILENT, EVERYTHING, CHANGED, A_BATCH = 9, 7, 5, 3


def statements(asked) -> int:
    """Queries without what opens, binds and ends a transaction."""
    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "select set_config", "select current_set")
    return sum(not query["sql"].startswith(frame) for query in asked.captured_queries)


def test_the_next_sweep_goes_on_where_the_last_one_ended(case, who, monkeypatch):
    """X21. Lines: ``AT_MOST``, ``_batches``: the later ones come, though earlier ones are open."""
    monkeypatch.setattr(sweep, "AT_MOST", -1)
    monkeypatch.setattr(sweep, "BATCH", 3)
    promised(case, who, 10)
    assert [swept(DAY, "promise") for _n in range(5)] == [3, 3, 3, 1, 0]


def test_more_than_are_read_at_once_are_told_once(case, who, monkeypatch):
    """X21. Lines: ``after`` and ``FOUND`` in _batches: what was read is gone through, then more."""
    monkeypatch.setattr(sweep, "BATCH", 2)
    monkeypatch.setattr(sweep, "FOUND", 4)
    promised(case, who, 9)
    assert [swept(DAY, "promise") for _n in range(2)] == [9, 0]


def test_what_is_done_is_settled_among_many(case, who, monkeypatch):
    """X21. Line: ``done``: by its own row, whatever was found in one batch."""
    monkeypatch.setattr(sweep, "BATCH", 2)
    promised(case, who, 5)
    swept(DAY, "promise")
    with bound(WORKER):
        one = Commitment.objects.filter(case=case).first()
        one.state, one.settled_at, one.settled_words = "kept", clock.now(), "Fait."
        one.save_changes()
    swept(DAY, "promise")
    with bound(WORKER):
        unread = Notice.objects.filter(kind=TODAY, read_at__isnull=True)
        assert unread.count() == 4
        assert not unread.filter(key__contains=str(one.pk)).exists()


def test_every_reminder_is_a_task_of_its_own(monkeypatch):
    """X21. Line: ``enqueue(remind_of, …)``: none waits for another."""
    enqueued = []
    monkeypatch.setattr("worklist.tasks.enqueue", lambda task, *args, **more: enqueued.append(args))
    remind()
    assert enqueued == [(name,) for name in REMINDERS]
