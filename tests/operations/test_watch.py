"""J6: each part that stops is seen within ten minutes, and no word of a file is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from closure.closing.tasks import end_access
from common import clock
from common.scope import WORKER, bound
from intake.signals.tasks import pass_on_unanswered, remind_of_urgent
from notices import sweeps, telling
from notices.models import Delivery, Sweep
from notices.tasks import deliver_waiting
from operations import health
from plans.paper.tasks import remind_of_papers
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from worklist.all_reminders import REMINDERS
from worklist.tasks import remind_of

SWEEPS = (pass_on_unanswered, remind_of_urgent, remind_of_papers)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@worlds.standing
def who():
    return town.town()


@pytest.fixture
def running(who):
    """A moment at which every part has just run and no mail waits."""
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    for task in (*SWEEPS, end_access, deliver_waiting):
        task()
    for name in REMINDERS:
        remind_of(name)
    sweeps.ticked(sweeps.BACKUP)


def states() -> dict[str, str]:
    return {point.name: point.state for point in health.points()}


def unwell() -> set[str]:
    return {name for name, state in states().items() if state != health.OK}


def test_all_is_well(running):
    """The positive control: every part that is watched is there, and well."""
    found = states()
    assert set(found.values()) == {health.OK}
    assert len(found) == len(health.TASKS) + 6


def test_what_never_ran_is_not_well(who):
    """Line: ``row is None`` in _by_age and _backup."""
    assert {"Backup", "Reminders", "Mails leave"} <= unwell()


@pytest.mark.parametrize("name", [*health.TASKS, "a reminder"])
def test_a_part_that_stops_is_seen(running, name):
    """J6. Line: ``_age_allowed()``: ten minutes at the usual pace; the others are still well."""
    later = clock.now() + timedelta(minutes=10, seconds=1)
    stopped = next(iter(REMINDERS)) if name == "a reminder" else name
    with clock.at(later):
        with bound(WORKER):
            rows = Sweep.objects.exclude(name__in=[stopped, sweeps.BACKUP])
            rows.update(last_at=later)
        assert unwell() == {str(health.TASKS.get(name, "Reminders"))}


def test_the_backup_of_yesterday(running):
    """K3. Line: BACKUP_AGE."""
    with clock.at(clock.now() + timedelta(hours=26, minutes=1)):
        assert "Backup" in unwell()
    with clock.at(clock.now() + timedelta(hours=25)):
        assert "Backup" not in unwell()


def test_a_clock_that_leapt_and_a_cap(running):
    """J4. Lines: ``held`` and ``many`` in _reminders."""
    with bound(WORKER):
        row = Sweep.objects.get(name=next(iter(REMINDERS)))
        row.held_since = row.many_at = clock.now()
        row.doubt = Sweep.Doubt.AHEAD
        row.save()
    found = states()
    assert found["Clock of the machine"] == health.FAILED
    assert found["Reminders in one go"] == health.LATE
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert "Reminders in one go" not in states()


def test_a_mail_that_waits_and_one_given_up(running, who):
    """J3. Lines: MAIL_AGE and UNDELIVERED in _mail."""
    case = town.open_case(who)
    with bound(WORKER):
        telling.queue("team_joined", key="x", to=[who["bruno"], who["lea"]], case=case)
        first, second = Delivery.objects.order_by("-pk")[:2]
        Delivery.objects.exclude(pk__in=[first.pk, second.pk]).delete()
        Delivery.objects.filter(pk=second.pk).update(state="undelivered", first_try_at=clock.now())
        Delivery.objects.filter(pk=first.pk).update(next_try_at=clock.now())
    assert unwell() == {"Mails given up"}
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert {"Mails given up", "Mails waiting"} <= unwell()


def test_a_broker_that_is_away(running, settings, monkeypatch):
    """Lines: RedisError and MANY in _broker."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert unwell() == {"Redis"}

    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *given):
            return None

        def llen(self, name):
            return health.MANY + 1

    monkeypatch.setattr("operations.health.redis.Redis.from_url", lambda *a, **k: Full())
    assert unwell() == {"Tasks waiting"}


def test_migrations_and_disk(running, monkeypatch):
    """Lines: ``plan`` in _migrations, LEAST_FREE in _disk."""
    monkeypatch.setattr(
        "operations.health.MigrationExecutor.migration_plan", lambda self, to: ["one", "two"]
    )
    monkeypatch.setattr(
        "operations.health.shutil.disk_usage", lambda path: type("U", (), {"free": 9, "total": 100})
    )
    assert unwell() == {"Migrations", "Disk of the application"}


# --- its page ---------------------------------------------------------------------------------
def test_the_administrator_reads_it_and_no_file(running, who, sign_in):
    """C1, J6. Lines: ``admin_view(self.health)``; no reference, name or word of a file."""
    case = town.open_case(who)
    town.information(case, who["bruno"], "Vient le lundi.")
    who["samuel"].language = "en"
    who["samuel"].save()
    page = sign_in(who["samuel"]).get("/admin/health/")
    text = text_of(page)
    assert (page.status_code, "Every part is well." in text) == (200, True)
    for word in (case.reference, "Vient le lundi", who["bruno"].display, who["bruno"].email):
        assert word not in text
    assert sign_in(who["claire"]).get("/admin/health/").status_code == 403


def test_it_asks_as_much_whatever_there_is(running, who, sign_in, django_assert_num_queries):
    from django.db import connection

    browser = sign_in(who["samuel"])
    browser.get("/admin/health/")
    counts = []
    for more in (0, 30):
        for _n in range(more):
            town.open_case(who)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/admin/health/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
