"""What an operator must know of the running parts, and nothing of any file (J6).

Each part leaves a mark of its last run (``ticked``); a part that stops is seen by the age of its
mark, so that nothing has to be alive to say that it is dead.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from casework import clock
from casework.models import Delivery, Sweep
from casework.reminders import registry
from casework.scope import WORKER, bound

OK, LATE, FAILED = "ok", "late", "failed"
# Name of the mark that a task leaves -> what it does.
TASKS = {
    "pass_on_unanswered": gettext_noop("Signals that nobody acknowledged go on to the deputy"),
    "end_access": gettext_noop("Access that was to end ends"),
    "deliver_waiting": gettext_noop("Mails leave"),
}
BACKUP = "backup"
BACKUP_AGE = timedelta(hours=26)
MAIL_AGE = timedelta(minutes=15)
QUEUE = "celery"
MANY = 100
LEAST_FREE = 0.1


@dataclass(frozen=True)
class Point:
    """One part: how it is, since when, and what to do where it is not well."""

    name: str
    state: str
    sentence: str
    todo: str = ""
    at: datetime | None = None


def ticked(name: str) -> None:
    """Leave the mark of a run that went through."""
    with bound(WORKER):
        Sweep.objects.update_or_create(name=name, defaults={"last_at": clock.now()})


def points() -> list[Point]:
    """Every part, in the order in which an operator looks."""
    with bound(WORKER):
        marks = {row.name: row for row in Sweep.objects.all()}
        mail = list(_mail())
    return [
        *_tasks(marks),
        *_duties(marks),
        *mail,
        _backup(marks.get(BACKUP)),
        *_broker(),
        _migrations(),
        _disk(),
    ]


def _age_allowed() -> timedelta:
    """Two sweeps may be missed; the third is seen within ten minutes at the usual pace."""
    return timedelta(seconds=max(2 * settings.SWEEP_SECONDS, 60))


def _tasks(marks: dict) -> Iterator[Point]:
    for name, words in TASKS.items():
        yield _by_age(_(words), marks.get(name))


def _duties(marks: dict) -> Iterator[Point]:
    rows = [marks.get(name) for name in registry.duties]
    oldest = min((row.last_at for row in rows if row and row.last_at), default=None)
    never = [row for row in rows if row is None or row.last_at is None]
    yield _by_age(_("Reminders"), None if never else Sweep(last_at=oldest))
    held = [row for row in rows if row and row.held_since]
    if held:
        yield Point(
            _("Clock of the machine"),
            FAILED,
            _("Nobody is reminded: the clock has leapt, and is not believed yet."),
            _("Compare it with another clock and put it right; a day of sweeps believes it again."),
            min(row.held_since for row in held),
        )
    capped = [row.capped_at for row in rows if row and row.capped_at]
    if capped and max(capped) > clock.now() - timedelta(days=1):
        yield Point(
            _("Reminders in one go"),
            LATE,
            _("A sweep reached the most that it tells in one go; the rest follows."),
            _("Look whether the clock or a delay was changed."),
            max(capped),
        )


def _by_age(name: str, row: Sweep | None) -> Point:
    todo = _("Look whether beat and a worker run.")
    if row is None or row.last_at is None:
        return Point(name, FAILED, _("This has never run."), todo)
    if clock.now() - row.last_at > _age_allowed():
        return Point(name, FAILED, _("This has not run lately."), todo, row.last_at)
    return Point(name, OK, _("It runs."), "", row.last_at)


def _mail() -> Iterator[Point]:
    waiting = Delivery.objects.filter(
        state=Delivery.State.WAITING, next_try_at__lt=clock.now() - MAIL_AGE
    )
    oldest = waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    lost = Delivery.objects.filter(
        state=Delivery.State.UNDELIVERED, first_try_at__gt=clock.now() - timedelta(days=7)
    ).count()
    if oldest:
        yield Point(
            _("Mails waiting"),
            FAILED,
            _("A mail should have left and has not."),
            _("Look at the mail server and at the worker. The notices stand in the application."),
            oldest,
        )
    else:
        yield Point(_("Mails waiting"), OK, _("None waits longer than it should."))
    if lost:
        yield Point(
            _("Mails given up"),
            LATE,
            ngettext(
                "%(count)d mail of the last seven days could not be delivered.",
                "%(count)d mails of the last seven days could not be delivered.",
                lost,
            )
            % {"count": lost},
            _("Look at the addresses of the accounts and at the mail server’s log."),
        )


def _backup(row: Sweep | None) -> Point:
    name = _("Backup")
    if row is None or row.last_at is None:
        return Point(name, FAILED, _("No backup was ever taken."), _("Take one: manage.py backup."))
    if clock.now() - row.last_at > BACKUP_AGE:
        return Point(
            name,
            FAILED,
            _("The last backup is older than a day."),
            _("Look why the daily backup did not run, and take one."),
            row.last_at,
        )
    return Point(name, OK, _("Taken within the last day."), "", row.last_at)


def _broker() -> Iterator[Point]:
    name = _("Redis")
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        ) as link:
            length = link.llen(QUEUE)
    except redis.RedisError:
        yield Point(
            name,
            FAILED,
            _("It does not answer; the sweeps do the work as soon as it is back."),
            _("Start it again. Nothing is lost: what is due stands in the database."),
        )
        return
    yield Point(name, OK, _("It answers."))
    if length > MANY:
        yield Point(
            _("Tasks waiting"),
            LATE,
            ngettext("%(count)d task waits.", "%(count)d tasks wait.", length) % {"count": length},
            _("Look whether a worker runs; start another one."),
        )


def _migrations() -> Point:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Point(
            _("Migrations"),
            FAILED,
            ngettext(
                "%(count)d migration was not run.",
                "%(count)d migrations were not run.",
                len(plan),
            )
            % {"count": len(plan)},
            _("Take a backup, then: manage.py migrate --database owner."),
        )
    return Point(_("Migrations"), OK, _("The database is as this version expects it."))


def _disk() -> Point:
    usage = shutil.disk_usage(settings.BASE_DIR)
    free = usage.free / usage.total
    said = _("%(percent)d percent of it is free.") % {"percent": free * 100}
    if free < LEAST_FREE:
        return Point(_("Disk of the application"), LATE, said, _("Free some space."))
    return Point(_("Disk of the application"), OK, said)
