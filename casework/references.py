"""References that people say aloud: one series a year, numbers never reused."""

from __future__ import annotations

from django.db import connection

_NEXT = """
insert into casework_referencecounter (series, last) values (%s, 1)
on conflict (series) do update set last = casework_referencecounter.last + 1
returning last
"""


def next_in(prefix: str, year: int) -> str:
    """The next reference of a series, such as «SA-2026-014». Waits for a concurrent taker."""
    series = f"{prefix}-{year}"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        return f"{series}-{cursor.fetchone()[0]:03d}"
