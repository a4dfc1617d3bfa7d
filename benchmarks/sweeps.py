#!/usr/bin/env python3
"""What sweeps cost at a size: `python benchmarks/sweeps.py 100000` prints a line for each duty.

Works on a copy of the territory, which it drops at the end. Each duty is swept until nothing is
left to tell (or `--seconds` are over), and once more with nothing to tell; a line says how many
notices were told, how many a second, the CPU of both sides, and what the sweep with nothing to tell
took.
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
from benchmarks.processes import Database

ROUNDS = 6  # sweeps until one has nothing to tell


@dataclass
class Taken:
    """What a piece of work took: wall, CPU here, CPU of the database, all in seconds."""

    wall: float
    own: float
    theirs: float


class Meter:
    """Starts when it is made."""

    def __init__(self, database: Database, name: str) -> None:
        self.database, self.name = database, name
        self.begin = time.perf_counter(), time.process_time(), database.cpu(name)

    def taken(self) -> Taken:
        now = time.perf_counter(), time.process_time(), self.database.cpu(self.name)
        return Taken(*(after - before for after, before in zip(now, self.begin, strict=True)))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=int)
    parser.add_argument("--seconds", type=int, default=60, help="for a duty, at most")
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
    said("| duty | told | told a second | CPU ms for a thousand | nothing to tell, s | CPU s |")
    said("|---|---|---|---|---|---|")
    rate, longest, plans = [], 0.0, []
    for duty, reminder in REMINDERS.items():
        sweeps.ticked(duty)
        meter = Meter(database, name)
        told = sweep.sweep(reminder)
        first = meter.taken()
        database.analyze(name, ("notices_notice", "notices_delivery"))
        for _round in range(ROUNDS):
            meter = Meter(database, name)
            again = sweep.sweep(reminder)
            last = meter.taken()
            if not again:
                break
        left = "" if not again else f" ({again} were left)"
        thousand = f"{1e6 * first.own / told:.0f} + {1e6 * first.theirs / told:.0f}" if told else ""
        said(
            f"| {duty} | {told:,} | {told / first.wall:,.0f} | {thousand} |"
            f" {last.wall:.2f}{left} | {last.own:.2f} + {last.theirs:.2f} |"
        )
        if told > 1000:
            rate.append((told / first.wall, duty))
        longest = max(longest, last.wall if not again else 0)
        if given.explain:
            plans += _plans(duty, reminder)
    if rate:
        said(
            "\nSlowest duty that tells more than a thousand: {:,.0f} a second ({}).".format(
                *min(rate)
            )
        )
    said(f"Longest sweep with nothing to tell: {longest:.2f} s.")
    if given.explain:
        given.explain.write_text("\n".join(plans))


def _plans(duty: str, reminder) -> list[str]:
    """The plans of the duty's questions: what is untold of each step, and what is done."""
    from casework.calendar import WorkingDays
    from casework.reminders import STEPS
    from common.scope import WORKER, bound
    from worklist import sweep

    found = []
    with bound(WORKER):
        sweep._by_index()
        days = WorkingDays()
        asked = {
            f"{duty}, {step}, {each.key}": reminder.untold(each, step, days)[:200]
            for step in STEPS
            for each in reminder.found
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
