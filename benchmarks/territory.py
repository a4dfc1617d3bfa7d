#!/usr/bin/env python3
"""Make a territory of so many cases: `python benchmarks/territory.py 1000 10000 100000`.

Each stands in a database of its own under var/benchmark, where the other benchmarks find it; one
that is there is left alone, unless `--fresh` is given. Prints how long it took, how many rows there
are, and how large the database is.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.place import point_at, prepared, running, said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="+")
    parser.add_argument("--fresh", action="store_true", help="fill again")
    given = parser.parse_args()
    with running() as servers:
        for cases in given.cases:
            prepared(servers, cases, given.fresh)
            said(f"{cases:,} cases: {_size()}")
            point_at("relais")
    return 0


def _size() -> str:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select sum(reltuples)::bigint, pg_size_pretty(pg_database_size(current_database()))"
            " from pg_class where relkind = 'r' and reltuples > 0"
        )
        rows, size = cursor.fetchone()
    return f"{rows:,} rows, {size}"


if __name__ == "__main__":
    sys.exit(main())
