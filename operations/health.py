"""The health of the running parts, without a word of any file (J6).

Each part leaves a mark of its last run (``ticked``); one that has stopped is known by the age of
its mark, so that it need not report anything itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from agencies.models import AccountMail
from common import clock, replica
from common.scope import WORKER, bound
from common.words import Words
from notices import sweeps
from notices.models import Delivery, Sweep
from plans.paper import tasks as paper
from worklist.all_reminders import REMINDERS

OK, LATE, FAILED = "ok", "late", "failed"
# Name of the mark that a task leaves -> what it does.
TASKS = {
    "pass_on_unanswered": gettext_noop("Signals that nobody acknowledged go on to the deputy"),
    "remind_of_urgent": gettext_noop("Signals with a possible danger are reminded of"),
    "end_access": gettext_noop("Access that was to end ends"),
    paper.NAME: gettext_noop("Reminders of files from paper"),
    "deliver_waiting": gettext_noop("Mails leave"),
}
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
    todo: Words = ""
    at: datetime | None = None


def points() -> list[Point]:
    """Every part, in the order in which an operator looks."""
    with bound(WORKER):
        marks = {row.name: row for row in Sweep.objects.all()}
        mail = list(_mail())
    return [
        *_tasks(marks),
        *_reminders(marks),
        *_clock(marks),
        *mail,
        _backup(marks.get(sweeps.BACKUP)),
        *_broker(),
        *_replica(),
        _migrations(),
        _disk(),
    ]


def _age_allowed() -> timedelta:
    """The age of a mark that is still well: two sweeps may be missed.

    At the usual pace the third is seen within ten minutes.
    """
    return timedelta(seconds=max(2 * settings.SWEEP_SECONDS, 60))


def _tasks(marks: dict[str, Sweep]) -> Iterator[Point]:
    for name, words in TASKS.items():
        yield _by_age(_(words), marks.get(name))


def _reminders(marks: dict[str, Sweep]) -> Iterator[Point]:
    rows = [marks[name] for name in REMINDERS if name in marks]
    never = len(rows) < len(REMINDERS) or any(row.last_at is None for row in rows)
    yield _by_age(_("Reminders"), None if never else _worst(rows))
    asked = [*rows, *(marks[name] for name in (paper.NAME,) if name in marks)]
    yield from _unheard(sum(row.unheard for row in asked))
    many = [row.many_at for row in rows if row.many_at]
    if many and max(many) > clock.now() - timedelta(days=1):
        yield Point(
            _("Reminders in one go"),
            LATE,
            _("A sweep told many more reminders than usual; their mails leave little by little."),
            _("Look whether the clock or a delay was changed."),
            max(many),
        )


def _worst(rows: list[Sweep]) -> Sweep:
    """The reminder to show: a held one, one dated ahead of now, else the oldest."""
    held = [row for row in rows if row.held_since or _is_ahead(row)]
    return (held or sorted(rows, key=lambda row: cast(datetime, row.last_at)))[0]


def _unheard(count: int) -> Iterator[Point]:
    if count:
        yield Point(
            _("Reminders without anybody"),
            FAILED,
            ngettext(
                "%(count)d thing that is due can be told to nobody: nobody of its team is there.",
                "%(count)d things that are due can be told to nobody: nobody of their team is"
                " there.",
                count,
            )
            % {"count": count},
            _("Look at accounts that were closed, never used or moved, and at absences."),
        )


def _by_age(name: str, row: Sweep | None) -> Point:
    todo = _("Look whether beat and a worker run.")
    if row is None or row.last_at is None:
        return Point(name, FAILED, _("This has never run."), todo)
    if row.held_since:
        return Point(name, FAILED, _("It is held: the clock is not believed."), "", row.last_at)
    if _is_ahead(row):
        return Point(name, FAILED, _("Its last run is dated in the future."), CLOCK, row.last_at)
    if clock.now() - row.last_at > _age_allowed():
        return Point(name, FAILED, _("This has not run lately."), todo, row.last_at)
    return Point(name, OK, _("It runs."), "", row.last_at)


# What to do about a clock, wherever it shows.
CLOCK = gettext_lazy("Compare the clock of the machine with another one and put it right.")
DOUBTS = {
    Sweep.Doubt.AHEAD: gettext_noop(
        "It stands far ahead of the last sweep: nothing is told or done by itself for now."
    ),
    Sweep.Doubt.BACK: gettext_noop(
        "It went back behind the last sweep: nothing is told or done by itself for now."
    ),
    Sweep.Doubt.APART: gettext_noop(
        "The machine and the database server are more than ten minutes apart: nothing is told"
        " or done by itself."
    ),
}


def _is_ahead(row: Sweep) -> bool:
    return row.last_at is not None and row.last_at > clock.now() + timedelta(minutes=1)


def _clock(marks: dict[str, Sweep]) -> Iterator[Point]:
    """A point on the clock: sweeps held because it leapt, or a server whose clock differs."""
    held = sorted(
        (row for row in marks.values() if row.held_since),
        key=lambda row: cast(datetime, row.held_since),
    )
    doubt = Sweep.Doubt.APART if sweeps.clocks_differ() else held[0].doubt if held else ""
    if not doubt:
        return
    steady = _("Where it is right, nothing is to be done: once it has gone on, it is believed.")
    todo = str(CLOCK) if doubt == Sweep.Doubt.APART else f"{CLOCK} {steady}"
    since = held[0].held_since if held else None
    yield Point(_("Clock of the machine"), FAILED, _(DOUBTS[Sweep.Doubt(doubt)]), todo, since)


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
    yield from _account_mail()
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


def _account_mail() -> Iterator[Point]:
    """Invitations and links for a passphrase that do not leave: somebody cannot come in (X22)."""
    found = AccountMail.objects.aggregate(
        oldest=Min("made_at", filter=Q(given_up_at=None, made_at__lt=clock.now() - MAIL_AGE)),
        lost=Count("pk", filter=Q(given_up_at__isnull=False)),
    )
    oldest, lost = found["oldest"], found["lost"]
    if oldest:
        yield Point(
            _("Mails about accounts"),
            FAILED,
            _("A mail about an account should have left and has not."),
            _("Look at the mail server and at the worker: it is tried again by itself."),
            oldest,
        )
    if lost:
        yield Point(
            _("Mails about accounts given up"),
            LATE,
            ngettext(
                "%(count)d mail about an account could not be delivered in the last seven days.",
                "%(count)d mails about accounts could not be delivered in the last seven days.",
                lost,
            )
            % {"count": lost},
            _("Look at the addresses, then send the invitations again."),
        )


def _backup(row: Sweep | None) -> Point:
    name = _("Backup")
    if row is None or row.last_at is None:
        return Point(name, FAILED, _("No backup was ever taken."), _("Take one: manage.py backup."))
    if _is_ahead(row):
        said = _("The last backup is dated in the future.")
        return Point(name, FAILED, said, _("Take one: manage.py backup."), row.last_at)
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


def _replica() -> Iterator[Point]:
    if not replica.exists():
        return
    name = _("Copy of the database for reading")
    todo = _("Look at the server of the copy. Until it is back, the database itself is asked.")
    try:
        age = replica.behind()
    except (Error, replica.Behind):
        yield Point(name, FAILED, _("It does not answer, or follows nobody."), todo)
        return
    if age > settings.REPLICA_LAG_SECONDS:
        said = _("It is %(seconds)d s behind.") % {"seconds": age}
        yield Point(name, LATE, said, todo)
    else:
        yield Point(name, OK, _("It follows."))


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
