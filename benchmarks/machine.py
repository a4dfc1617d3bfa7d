"""The machine in words: processors, memory, servers, and how busy it is beside the benchmark."""

from __future__ import annotations

import os
import platform
from contextlib import closing
from pathlib import Path

from benchmarks.place import Servers


def words(servers: Servers) -> str:
    """One line for the head of a table. The load is the kernel's mean of the last five minutes."""
    import django
    import psycopg2

    with closing(psycopg2.connect(**servers.admin)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version'), current_setting('shared_buffers')"
        )
        version, buffers = cursor.fetchone()
    return (
        f"{os.cpu_count()} cores, {_memory()} GB; Python {platform.python_version()},"
        f" Django {django.__version__}, PostgreSQL {version} (shared_buffers {buffers});"
        f" load before {os.getloadavg()[1]:.1f}"
    )


def _memory() -> str:
    first = Path("/proc/meminfo").read_text().splitlines()[0]
    return f"{int(first.split()[1]) / 2**20:.0f}"
