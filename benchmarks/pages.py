#!/usr/bin/env python3
"""What pages cost: `python benchmarks/pages.py 1000 10000 100000` prints a table for each size.

Asked over HTTP, from the project's own gunicorn with its configuration and the settings of
production, by a partner of 20 cases, a coordinator of 400, a partner of 2,000 old ones, the mayor,
the desk and a coordinator of the town; each visit on a connection of its own, in an order left to
chance, among visits of the floors (benchmarks/floor.py). Columns: statements asked (BEGIN,
savepoints and the like left out), median wall time, the same in multiples of OF (the constant page
of the beginning) and of B (list or change page of the admin), CPU of web server + database from
the kernel's accounts, that CPU in multiples of OF's, bytes, and by how much it grew since the
smallest size. Markdown, to stdout. On a busy machine the wall times wait, the CPU does not.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.asked import CASE, LIST, POST, WORK, pages, session_of, statements
from benchmarks.client import Browser
from benchmarks.floor import SESSION, Floor, floors
from benchmarks.machine import words as machine
from benchmarks.measuring import Visited, measure
from benchmarks.place import point_at, prepared, running, said
from benchmarks.processes import Database, environment, run, web

# kind -> most statements, wall in OF, wall in B: the targets, and what must hold in any case
TARGETS = {
    LIST: ((8, 3, 0.7), (8, 5, 0.9)), CASE: ((15, 5, 1), (15, 8, 1.3)),
    WORK: ((15, 6, None), (15, 8, None)), POST: ((15, 3, None), (15, 3, None)),
}  # fmt: skip
GROWTH, SLOW = 1.3, 1000
OF, TODAY = "OF of the beginning", "OF of today"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=int, nargs="+", help="sizes, the smallest first")
    parser.add_argument("--times", type=int, default=11, help="visits that count, of each page")
    parser.add_argument("--only", default="", help="pages or people that hold this word")
    given = parser.parse_args()
    begin = time.perf_counter()
    with running() as servers, closing(Database(servers)) as database:
        run(["manage.py", "collectstatic", "--no-input", "-v", "0"], environment(servers, "relais"))
        said(f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC; {machine(servers)}\n")
        smallest: dict[tuple[str, str], float] = {}
        with floors(servers) as standing:
            for cases in given.cases:
                prepared(servers, cases)
                servers.durable(True)
                smallest = _one_size(cases, given, servers, database, standing, smallest)
                point_at("relais")
    said(f"\nTaken in {time.perf_counter() - begin:.0f} s.")
    return 0


def _one_size(cases, given, servers, database, standing, smallest) -> dict:
    """Measure and print one size. Returns the CPU of each page, of the smallest size so far."""
    name = f"relais_{cases}"
    with web("today", environment(servers, name), name) as today:
        asked = [one for one in pages() if given.only in one.label]
        keys = {one.key: session_of(one.user) for one in asked}
        rows = [Visited(one, today, Browser(today.port, {SESSION: keys[one.key]})) for one in asked]
        for row in rows:
            row.queries, _status = statements(row.what)
        first = next(iter(keys.values()))
        constant = [*standing, Floor(TODAY, today, {SESSION: first}, "/constant/")]
        base = [Visited(one, one.web, Browser(one.web.port, one.cookies)) for one in constant]
        measure([*rows, *base], database, given.times)
    _print(cases, rows, {one.what.name: one for one in base}, smallest)
    return smallest or {(one.what.name, one.what.key): sum(one.cpu) for one in rows}


def _print(cases: int, rows: list[Visited], base: dict[str, Visited], smallest: dict) -> None:
    of = base[OF].wall
    b = {LIST: base["B list"].wall, CASE: base["B change page"].wall}
    said(f"\n### {cases:,} cases\n")
    for name, one in base.items():
        said(f"- {name}: {one.wall:.1f} ms, CPU {_plus(one)} ms{_wrong(one, {200})}")
    said(
        f"- OF is {of / base['F'].wall:.1f} F by the clock, OF of today"
        f" {base[TODAY].wall / base['F'].wall:.1f} F\n"
    )
    said("| page | person | statements | wall ms | x OF | x B | CPU ms | x OF, CPU | kB | growth |")
    said("|---|---|---|---|---|---|---|---|---|---|")
    missed, broken = [], []
    for one in rows:
        page, in_of = one.what, one.wall / of
        in_b = one.wall / b[page.kind] if page.kind in b else None
        before = smallest.get((page.name, page.key))
        growth = sum(one.cpu) / before if before else None
        cells = [
            page.name, page.who, one.queries, f"{one.wall:.0f}", f"{in_of:.1f}",
            f"{in_b:.2f}" if in_b else "", _plus(one),
            f"{sum(one.cpu) / sum(base[OF].cpu):.1f}", f"{one.size / 1000:.0f}",
            f"{growth:.2f}" if growth else "",
        ]  # fmt: skip
        wrong = _wrong(one, {302} if page.kind == POST else {200})
        said(f"| {' | '.join(map(str, cells))} |{wrong}")
        for limits, into in zip(TARGETS[page.kind], (missed, broken), strict=True):
            over = [
                f"{value:.2f} {unit} (at most {most})"
                for value, most, unit in (
                    (one.queries, limits[0], "statements"), (in_of, limits[1], "OF"),
                    (in_b, limits[2], "B"), (growth, GROWTH, "times the smallest size"),
                    (one.wall, SLOW, "ms"),
                )
                if value is not None and most is not None and value > most
            ]  # fmt: skip
            into += [f"{page.label}: {', '.join(over)}"] if over else []
    for words, found in (("Targets missed", missed), ("What must hold, broken", broken)):
        said(f"\n{words}: {len(found)} of {len(rows)}.")
        for line in found:
            said(f"- {line}")


def _plus(one: Visited) -> str:
    return (
        "{:.0f} + {:.0f}".format(*one.cpu)
        if sum(one.cpu) >= 20
        else "{:.1f} + {:.1f}".format(*one.cpu)
    )


def _wrong(one: Visited, right: set[int]) -> str:
    return "" if one.statuses == right else f" **answered {sorted(one.statuses)}**"


if __name__ == "__main__":
    sys.exit(main())
