#!/usr/bin/env python3
"""What pages cost at 10,000 cases: `.venv/bin/python benchmarks/pages.py --cases 10000`.

Starts embedded servers of its own (their data stays under var/benchmark, so that a second run need
not fill again; `--fresh` does), migrates, fills (benchmarks/fill.py), and asks each page through
Django's test client in this process, signed in as a person, under the real login `app`: the
middleware, the policies and the templates are those of every request; the network and gunicorn are
not there. Prints a table: median and shortest wall time, queries (BEGIN, savepoints and the like
left out), CPU of Python and of PostgreSQL.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["RELAIS_ENV"] = "test"
for _named in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
    os.environ.pop(_named, None)  # never a database that somebody works with
SILENT = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def main() -> int:
    from operations import embedded

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=7, help="each page is asked so often")
    parser.add_argument("--fresh", action="store_true", help="fill again")
    parser.add_argument("--only", default="", help="pages or people that hold this word")
    given = parser.parse_args()
    place = ROOT / "var" / "benchmark"
    place.mkdir(parents=True, exist_ok=True)
    with embedded.start("test", root=place):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
        import django

        from operations.hosting.catalogue import compile_catalogue

        compile_catalogue()
        django.setup()
        logging.disable(logging.INFO)
        prepare(given.cases, given.fresh)
        measure(given.times, given.only)
    return 0


def prepare(cases: int, fresh: bool) -> None:
    """A filled database of that many cases; the one of an earlier run, brought up to date."""
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.fill import fill
    from operations.management.commands.database_roles import prepare_database

    name, draft = f"relais_{cases}", f"relais_{cases}_draft"
    call_command("database_roles", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        there = cursor.fetchone() and not fresh
        if not there:
            for old in (name, draft):
                cursor.execute(f'drop database if exists "{old}"')
            cursor.execute(f'create database "{draft}"')
    point_at(name if there else draft)
    if there:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        return
    begin = time.perf_counter()
    prepare_database(connections["owner"])
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    fill(cases)
    said(f"{cases:,} cases made in {time.perf_counter() - begin:.0f} s")
    point_at("relais")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'alter database "{draft}" rename to "{name}"')
    point_at(name)


def point_at(name: str) -> None:
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def measure(times: int, only: str) -> None:
    """Ask each page of each person, and print a line for it."""
    said(f"{'page':<14} {'person':<20} {'median':>8} {'quickest':>8} {'queries':>8} "
         f"{'Python':>8} {'PostgreSQL':>11}")  # fmt: skip
    for page, who, user, url in asked():
        if only and only not in f"{page} {who}":
            continue
        said(f"{page:<14} {who:<20} " + line(user, url, times))


def asked():
    """(page, person in words, person, address)"""
    from django.urls import reverse

    from agencies.models import User
    from casework.models import Case, TeamMember
    from common.scope import WORKER, Actor, bound

    def person(key: str) -> User:
        return User.objects.select_related("agency").get(email__startswith=f"{key}@")

    def a_case(user, *states):
        """The newest case of theirs in one of the states."""
        with bound(Actor.of(user)):
            rows = TeamMember.objects.filter(user=user, active=True, case__state__in=states)
            row = rows.order_by("-opened_at").first()
            return row and row.case_id

    with bound(WORKER):
        people = {"partner": "partner of 20", "coordinator": "coordinator of 400",
                  "old": "partner of 2,000", "mayor": "mayor, 78 %"}  # fmt: skip
        people = {key: (person(key), words) for key, words in people.items()}
        desk = {"claire": "signal coordinator", "nadia": "DPO"}
        desk = {key: (person(key), words) for key, words in desk.items()}
        counts = {
            words: TeamMember.objects.filter(user=user, active=True).count()
            for user, words in people.values()
        }
        said(
            f"{Case.objects.count():,} cases; " + ", ".join(f"{w}: {n}" for w, n in counts.items())
        )
    for page, route in (("My work", "home"), ("list", "cases"), ("signals", "intake:list"),
                        ("notices", "notices")):  # fmt: skip
        for user, words in (people | desk).values():
            yield page, words, user, reverse(route)
    yield "reading_log", "DPO", desk["nadia"][0], reverse("reading_log")
    S = Case.State
    for page, route, states in (
        ("overview", "case", (S.ACTIVE,)), ("analysis", "plans:analysis", (S.ACTIVE,)),
        ("plan", "plans:plan", (S.ACTIVE,)), ("carrying out", "plans:carrying", (S.ACTIVE,)),
        ("checkpoints", "plans:checkpoints", (S.ACTIVE,)),
        ("closure", "closure:closing", (S.CLOSING, S.MONITORING)),
        ("monitoring", "closure:monitoring", (S.MONITORING, S.ENDED)),
        ("team", "case_team", (S.ACTIVE,)),
    ):  # fmt: skip
        for user, words in people.values():
            if case := a_case(user, *states):
                yield page, words, user, reverse(route, args=[case])


def line(user, url: str, times: int) -> str:
    """Figures of one page for one person, the first two visits left out."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(user, backend="agencies.backends.PasswordBackend")
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        begin = time.perf_counter()
        status = client.get(url).status_code
        first = time.perf_counter() - begin
    queries = sum(not one["sql"].upper().startswith(SILENT) for one in caught)
    if status != 200 or first > 5:
        return f"{first * 1000:8.0f} {'':8} {queries:8} (answered {status})"
    walls, own, database = [], [], []
    pid = backend()
    for _time in range(times):
        begin, cpu, theirs = time.perf_counter(), time.process_time(), cpu_of(pid)
        client.get(url)
        walls.append(time.perf_counter() - begin)
        own.append(time.process_time() - cpu)
        database.append(cpu_of(pid) - theirs)
    middle = statistics.median(walls) * 1000
    return (f"{middle:8.0f} {min(walls) * 1000:8.0f} {queries:8} {statistics.mean(own) * 1000:8.0f}"
            f" {statistics.mean(database) * 1000:11.0f}")  # fmt: skip


def backend() -> int:
    """The process of this connection's server side."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def cpu_of(pid: int) -> float:
    """Seconds of CPU that the process has used, as the kernel counts them (0 where it is shy)."""
    try:
        fields = Path(f"/proc/{pid}/schedstat").read_text().split()
    except OSError:
        return 0.0
    return int(fields[0]) / 1e9


def said(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
