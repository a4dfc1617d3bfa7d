#!/usr/bin/env python3
"""A working day at once: `python benchmarks/mixed.py 10000` asks for a minute, sixteen at a time.

Sixteen signed-in people (those of the figures, and others of the town and of agencies) ask over
HTTP without a pause, each by weight the pages of a working day, writing now and then, of the
project's own gunicorn with its configuration. Prints requests a second, medians and 95th
percentiles, errors (there must be none), and how much CPU the web server, the database and this
load maker took.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.asked import POST, Page, form_of, pages_of, people, session_of
from benchmarks.client import Browser
from benchmarks.floor import SESSION
from benchmarks.machine import words as machine
from benchmarks.place import point_at, prepared, running, said
from benchmarks.processes import Database, environment, run, web

SESSIONS = 16
# How often a page is asked for, of a hundred.
WEIGHTS = {
    "My work": 20, "list": 12, "overview": 24, "analysis": 6, "plan": 8, "carrying out": 8,
    "checkpoints": 5, "team": 4, "signals": 4, "notices": 5, "post an information": 4,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=int)
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    name = f"relais_{given.cases}"
    with running() as servers, closing(Database(servers)) as database:
        run(["manage.py", "collectstatic", "--no-input", "-v", "0"], environment(servers, "relais"))
        prepared(servers, given.cases)
        servers.durable(True)
        with web("mixed", environment(servers, name), name) as server:
            asked = [(session_of(user), pages_of(key, user, "")) for key, user in _sixteen()]
            point_at("relais")
            clients = [
                Client(number, server.port, key, found) for number, (key, found) in enumerate(asked)
            ]
            for client in clients:
                client.once()
            before = server.cpu(), database.cpu(name), time.process_time()
            begin = time.perf_counter()
            together(clients, begin + given.seconds)
            wall = time.perf_counter() - begin
            after = server.cpu(), database.cpu(name), time.process_time()
        said(f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC; {machine(servers)}\n")
        _told(clients, wall, [late - early for late, early in zip(after, before, strict=True)])
    return 1 if any(client.wrong for client in clients) else 0


class Client(threading.Thread):
    """One person at work until the time is over."""

    def __init__(self, number: int, port: int, key: str, found: list[Page]) -> None:
        super().__init__(daemon=True)
        self.chance = random.Random(number)  # noqa: S311 (the pages of a benchmark)
        self.browser = Browser(port, {SESSION: key}, keeps=True)
        self.found = [page for page in found if page.name in WEIGHTS]
        self.until = 0.0
        self.walls: dict[str, list[float]] = defaultdict(list)
        self.wrong: Counter[str] = Counter()

    def run(self) -> None:
        weights = [WEIGHTS[page.name] for page in self.found]
        while time.perf_counter() < self.until:
            self.ask(self.chance.choices(self.found, weights)[0])

    def once(self) -> None:
        """Each page once before the clock starts."""
        for page in self.found:
            self.browser.get(page.url)

    def ask(self, page: Page) -> None:
        status, content = self._timed(
            "read before posting" if page.kind == POST else page.name, page
        )
        if page.kind == POST and status == 200:
            self._timed(page.name, page, form_of(content.decode()))

    def _timed(self, name: str, page: Page, values: dict | None = None) -> tuple[int, bytes]:
        begin = time.perf_counter()
        try:
            status, content = (
                self.browser.get(page.url)
                if values is None
                else self.browser.post(page.url, values)
            )
        except OSError as error:
            self.wrong[f"{name}: {type(error).__name__}"] += 1
            return 0, b""
        self.walls[name].append((time.perf_counter() - begin) * 1000)
        if status != (200 if values is None else 302):
            self.wrong[f"{name}: {status}"] += 1
        return status, content


def together(clients: list[Client], until: float) -> None:
    for client in clients:
        client.until = until
        client.start()
    for client in clients:
        client.join()


def _sixteen() -> list[tuple[str, object]]:
    """The people of the figures, and others who have cases."""
    from agencies.models import User
    from casework.models import TeamMember
    from common.scope import WORKER, bound

    found = list(people().items())
    with bound(WORKER):
        busy = TeamMember.objects.filter(active=True, case__state="active").values("user")
        others = User.objects.select_related("agency").filter(pk__in=busy, email__regex=r"^p\d+@")
        found += [(one.email, one) for one in others.order_by("pk")[: SESSIONS - len(found)]]
    return found


def _told(clients: list[Client], wall: float, cpu: list[float]) -> None:
    walls: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    for client in clients:
        wrong.update(client.wrong)
        for name, values in client.walls.items():
            walls[name] += values
    every = [value for values in walls.values() for value in values]
    said("| page | requests | p50 ms | p95 ms |")
    said("|---|---|---|---|")
    for name, values in [*sorted(walls.items()), ("all", every)]:
        said(f"| {name} | {len(values)} | {statistics.median(values):.0f} | {_late(values):.0f} |")
    shares = "web server {:.2f}, database {:.2f}, load maker {:.2f}".format(
        *(one / wall for one in cpu)
    )
    said(f"\n{len(every) / wall:.1f} requests a second of {len(clients)} sessions in {wall:.0f} s;"
         f" cores used: {shares}; CPU a request"
         f" {1000 * cpu[0] / len(every):.0f} + {1000 * cpu[1] / len(every):.0f} ms;"
         f" errors: {sum(wrong.values())}{f' {dict(wrong)}' if wrong else ''}.")  # fmt: skip


def _late(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


if __name__ == "__main__":
    sys.exit(main())
