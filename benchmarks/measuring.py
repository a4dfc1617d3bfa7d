"""Visits in an order left to chance, and the figures of each: wall, CPU of both sides, status."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.asked import POST, Page, form_of
from benchmarks.client import Browser
from benchmarks.floor import Floor
from benchmarks.processes import Database, Web

WARM = 4  # visits before any is counted: each worker has its threads, each thread its connection


@dataclass
class Visited:
    """A page or a floor, and what its visits took, in milliseconds."""

    what: Page | Floor
    web: Web
    browser: Browser
    walls: list[float] = field(default_factory=list)
    application: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    queries: int = 0
    size: int = 0

    @property
    def wall(self) -> float:
        return statistics.median(self.walls)

    @property
    def cpu(self) -> tuple[float, float]:
        """Of the web server and of the database, the median of each."""
        return statistics.median(self.application), statistics.median(self.database)

    def visit(self, database: Database, *, counted: bool) -> None:
        """Once; of a form, what is posted counts, and not the page it is read from."""
        values = {}
        posts = isinstance(self.what, Page) and self.what.kind == POST
        if posts:
            values = form_of(self.browser.get(self.what.url)[1].decode())
            time.sleep(0.002)
        own, theirs = self.web.cpu(), database.cpu(self.web.database)
        begin = time.perf_counter()
        status, content = (
            self.browser.post(self.what.url, values) if posts else self.browser.get(self.what.url)
        )
        wall = time.perf_counter() - begin
        time.sleep(0.002)  # what the server does after its answer belongs to the visit
        if not counted:
            return
        self.walls.append(wall * 1000)
        self.application.append((self.web.cpu() - own) * 1000)
        self.database.append((database.cpu(self.web.database) - theirs) * 1000)
        self.statuses.add(status)
        self.size = len(content)


def measure(visited: Iterable[Visited], database: Database, times: int) -> None:
    """Visit each so often, all of them mixed by chance; the same chance in every run."""
    visited = list(visited)
    chance = random.Random(2026)  # noqa: S311 (the order of a benchmark)
    for _round in range(WARM):
        for one in chance.sample(visited, len(visited)):
            one.visit(database, counted=False)
    order = [one for one in visited for _time in range(times * _weight(one))]
    chance.shuffle(order)
    for one in order:
        one.visit(database, counted=True)


def _weight(one: Visited) -> int:
    """Everything is divided by the floors: they are visited more often."""
    return 3 if isinstance(one.what, Floor) else 1
