"""The collector of garbage, slowed down for work that makes objects by the thousand."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (20_000, 50, 100)


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Within the block garbage is looked for more rarely; where it is so already, as before.

    Migrations make models and stories make rows, nearly all of which stay; at its usual pace the
    collector takes a quarter of their time, and finds little.
    """
    before = gc.get_threshold()
    if before[0]:  # 0: it is turned off
        gc.set_threshold(*(max(pair) for pair in zip(before, RARELY, strict=True)))
    try:
        yield
    finally:
        gc.set_threshold(*before)
