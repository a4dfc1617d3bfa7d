#!/usr/bin/env python3
"""What sweeps cost at a size: `python benchmarks/sweeps.py 100000` prints a line for each duty.

Works on a copy of the territory, which it drops at the end. Each duty is swept until nothing is
left to tell (or `--seconds` are over), and once more with nothing to tell; a line says how many
notices were told, how many a second, the CPU of both sides, and what the sweep with nothing to tell
took; then what the first sweep of a day takes, which looks at everything, with nothing to tell; and
what one takes after a change on so many of the cases (`--changed`).
`--explain FILE` writes EXPLAIN (ANALYZE, BUFFERS) of the questions of the last sweep. Markdown.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import words as machine
from benchmarks.place import Servers, point_at, prepared, running, said
from benchmarks.processes import Database, cpu_of

ROUNDS = 6  # sweeps until one has nothing to tell


@dataclass
class Taken:
    """What a piece of work took: wall, CPU here, CPU of the database, all in seconds."""

    wall: float
    own: float
    theirs: float


class Meter:
    """Starts when it is made; of the database, what the connection that sweeps has used."""

    def __init__(self) -> None:
        from django.db import connection

        connection.ensure_connection()
        self.pid = connection.connection.info.backend_pid
        self.begin = time.perf_counter(), time.process_time(), cpu_of(self.pid)

    def taken(self) -> Taken:
        now = time.perf_counter(), time.process_time(), cpu_of(self.pid)
        return Taken(*(after - before for after, before in zip(now, self.begin, strict=True)))


@dataclass
class Sum:
    """The CPU of one kind of sweep, over all duties."""

    own: float = 0
    theirs: float = 0

    def add(self, taken: Taken) -> str:
        self.own, self.theirs = self.own + taken.own, self.theirs + taken.theirs
        return f"{taken.wall:.2f} | {taken.own:.2f} + {taken.theirs:.2f}"

    def __str__(self) -> str:
        return f"{self.own:.2f} + {self.theirs:.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=int)
    parser.add_argument("--seconds", type=int, default=60, help="for a duty, at most")
    parser.add_argument("--changed", type=int, default=50, help="cases that change meanwhile")
    parser.add_argument("--explain", type=Path, help="a file for the plans")
    given = parser.parse_args()
    with running() as servers, closing(Database(servers)) as database:
        prepared(servers, given.cases)
        name = f"relais_{given.cases}_sweeps"
        _copied(servers, f"relais_{given.cases}", name)
        try:
            said(f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC; {machine(servers)}\n")
            _sweeps(database, name, given)
        finally:
            point_at("relais")
            _dropped(servers, name)
    return 0


def _sweeps(database: Database, name: str, given) -> None:
    from django.conf import settings
    from django.db import connection

    from notices import sweeps
    from worklist import sweep
    from worklist.all_reminders import REMINDERS

    sweep.AT_MOST = given.seconds
    settings.REMINDERS_ALARM = 10**9  # that there are many is known
    connection.ensure_connection()
    said(
        "| duty | told | told a second | CPU ms for a thousand | nothing to tell, s | CPU s"
        " | of a day, s | CPU s | after changes, s | CPU s |"
    )
    said("|---|---|---|---|---|---|---|---|---|---|")
    rate, silent, whole, partly, plans = [], Sum(), Sum(), Sum(), []
    for duty, reminder in REMINDERS.items():
        sweeps.ticked(duty)
        meter = Meter()
        told = sweep.sweep(reminder)
        first = meter.taken()
        database.analyze(name, ("notices_notice", "notices_delivery"))
        for _round in range(ROUNDS):
            again, last = _timed(reminder)
            if not again:
                break
        left = f"{again} were left; " if again else ""
        thousand = f"{1e6 * first.own / told:.0f} + {1e6 * first.theirs / told:.0f}" if told else ""
        line = f"| {duty} | {told:,} | {told / first.wall:,.0f} | {thousand} | {left}"
        line += silent.add(last)
        _as_on_another_day(duty)
        line += f" | {whole.add(_timed(reminder)[1])}"
        _changed(duty, reminder, given.changed)
        said(f"{line} | {partly.add(_timed(reminder)[1])} |")
        if told > 1000:
            rate.append((told / first.wall, duty))
        if given.explain:
            plans += _plans(duty, reminder)
    if rate:
        said(
            "\nSlowest duty that tells more than a thousand: {:,.0f} a second ({}).".format(
                *min(rate)
            )
        )
    said(f"CPU of all duties with nothing to tell: {silent} s; the first of a day {whole} s;")
    said(f"after a change on {given.changed} cases and signals {partly} s.")
    if given.explain:
        given.explain.write_text("\n".join(plans))


def _timed(reminder) -> tuple[int, Taken]:
    from worklist import sweep

    meter = Meter()
    told = sweep.sweep(reminder)
    return told, meter.taken()


def _as_on_another_day(duty: str) -> None:
    """Everything is to be looked at, as on the first sweep of a day, but no other step has come."""
    from common.scope import WORKER, bound
    from notices.models import Sweep

    with bound(WORKER):
        Sweep.objects.filter(name=duty).update(looked_by="")


def _changed(duty: str, reminder, many: int) -> None:
    """Something changed on so many cases or signals, of which the duty has told if it told any."""
    from common.scope import WORKER, bound
    from notices.models import Notice, Pending

    with bound(WORKER):
        column = "case_id" if reminder.team.subject else "signal_id"
        told = Notice.objects.filter(key__startswith=f"{duty}:").order_by("key")
        found = list(dict.fromkeys(told.values_list(column, flat=True)[: 20 * many]))[:many]
        found = found or _some(reminder, many)
        Pending.objects.bulk_create(Pending(duty=duty, subject=one) for one in found)


def _some(reminder, many: int) -> list:
    from casework.models import Case
    from intake.models import Signal

    rows = (Case if reminder.team.subject else Signal).objects.order_by("pk")
    return list(rows.values_list("pk", flat=True)[:many])


def _plans(duty: str, reminder) -> list[str]:
    """The plans of the duty's questions: what is untold, and what is done."""
    from casework.calendar import WorkingDays
    from common.scope import WORKER, bound
    from worklist import sweep

    found = []
    with bound(WORKER):
        sweep._by_index()
        days = WorkingDays()
        asked = {
            f"{duty}, {each.key}": reminder.untold(each, days)[:200] for each in reminder.found
        }
        asked[f"{duty}, done"] = reminder.done().values("pk")[:2000]
        for what, rows in asked.items():
            begin = time.perf_counter()
            plan = rows.explain(analyze=True, buffers=True)
            found.append(f"== {what}: {time.perf_counter() - begin:.2f} s\n{rows.query}\n{plan}\n")
    return found


def _copied(servers: Servers, source: str, name: str) -> None:
    point_at("relais")
    servers.durable(False)
    _dropped(servers, name)
    owner = servers.owner.rpartition("@")[0].rpartition("/")[2].partition(":")[0]
    _administered(
        servers,
        f'create database "{name}" template "{source}" strategy file_copy owner {owner}',
        f'grant connect on database "{name}" to app',
    )
    servers.durable(True)
    point_at(name)


def _dropped(servers: Servers, name: str) -> None:
    _administered(servers, f'drop database if exists "{name}" with (force)')


def _administered(servers: Servers, *statements: str) -> None:
    import psycopg2

    with closing(psycopg2.connect(**servers.admin)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


if __name__ == "__main__":
    sys.exit(main())
