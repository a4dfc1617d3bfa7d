#!/usr/bin/env python3
"""The slowest questions of all pages: `python benchmarks/slowest.py 100000 plans.txt`.

Asks every page of benchmarks/asked.py in this process, under the real login, three times, each
question in a statement of its own (common/together.py), and keeps its quickest time; prints the
slowest ones, and writes EXPLAIN (ANALYZE, BUFFERS) of them, taken under the same person's policies,
to the file.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.asked import POST, Page, pages
from benchmarks.place import prepared, running, said

TIMES, ENOUGH = 3, 2.0  # seconds: what takes longer is not asked again


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=int)
    parser.add_argument("file", type=Path, help="where the plans are written")
    parser.add_argument("--most", type=int, default=5)
    parser.add_argument("--only", default="", help="pages or people that hold this word")
    given = parser.parse_args()
    with running() as servers:
        prepared(servers, given.cases)
        servers.durable(True)
        _apart()
        asked = [page for page in pages() if page.kind != POST and given.only in page.label]
        found = [one for page in asked for one in _statements(page)]
        found.sort(key=lambda one: -one[0])
        written, seen = [], set()
        for seconds, page, sql, params in found:
            if (page.name, sql) in seen or len(seen) == given.most:
                continue
            seen.add((page.name, sql))
            said(f"{seconds * 1000:7.0f} ms  {page.label}: {' '.join(sql.split())[:90]}")
            plan = _plan(page, sql, params)
            written.append(f"== {seconds * 1000:.0f} ms  {page.label}\n{sql}\n{plan}\n")
    given.file.write_text("\n".join(written))
    return 0


def _apart() -> None:
    """Each question alone, and with more time than a request has."""
    from django.db import connection

    from common import together

    def one_by_one(*asked) -> None:
        for rows in asked:
            len(rows)

    together.ask_together = one_by_one
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = "-c statement_timeout=60000"


def _statements(page: Page) -> list[tuple]:
    """(seconds, page, statement, values) of each statement of the page, its quickest time."""
    from django.db import connection
    from django.test import Client

    runs: list[list[tuple]] = []

    def timed(execute, sql, params, many, context):
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            runs[-1].append((time.perf_counter() - begin, page, str(sql), params))

    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(page.user, backend="agencies.backends.PasswordBackend")
    for _time in range(TIMES):
        runs.append([])
        begin = time.perf_counter()
        with connection.execute_wrapper(timed):
            client.get(page.url)
        if time.perf_counter() - begin > ENOUGH:
            break
    quickest: dict[str, tuple] = {}
    for one in (one for run in runs for one in run):
        before = quickest.get(one[2])
        if before is None or one[0] < before[0]:
            quickest[one[2]] = one
    return list(quickest.values())


def _plan(page: Page, sql: str, params) -> str:
    from django.db import connection

    from common.scope import Actor, bound

    if not sql.lstrip().lower().startswith(("select", "with", "(")):
        return "(not a question)"
    with bound(Actor.of(page.user)), connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers) {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main())
