"""References that people say aloud (rulings 5)."""

import threading

from django.db import connection

from casework import references
from common.scope import WORKER, bound


def test_one_series_a_year(db):
    assert [references.next_in("SA", 2026) for _n in range(3)] == [
        "SA-2026-001",
        "SA-2026-002",
        "SA-2026-003",
    ]
    assert references.next_in("SA", 2027) == "SA-2027-001"
    assert references.next_in("S", 2026) == "S-2026-001"


def test_ten_at_once_take_ten_numbers(committed):
    """No number twice. Line: ``on conflict (series) do update``."""
    taken = []

    def take():
        with bound(WORKER):
            taken.append(references.next_in("SA", 2026))
        connection.close()

    threads = [threading.Thread(target=take) for _n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(taken) == [f"SA-2026-{n:03d}" for n in range(1, 11)]
