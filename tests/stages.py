"""The one stage of a run: whoever needs it first builds it; each folder works on a copy of its own.

Building takes thousands of decisions, copying a database half a second. Workers of a run share it:
its database, and what the build returned in a file beside.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest import mock

from django.db import DJANGO_VERSION_PICKLE_KEY, connection, models

from tests import worlds
from tests.databases import FIRST, as_owner, drop, end_own_sessions, one_at_a_time, point_at
from tests.servers import RUN, STAGE
from tests.world import canary, stage

LOCK, SEED = 731, 2026
NAME = f"relais_stage_{RUN}"


@contextmanager
def lent() -> Iterator[stage.Stage]:
    """Work on a copy of the stage's database, which is dropped afterwards."""
    with one_at_a_time(FIRST, LOCK):
        if not STAGE.exists():
            _build()
        home = worlds.move(f"{worlds.blank()}_stage", template=NAME)
    try:
        made, issued = pickle.loads(STAGE.read_bytes())
        canary.ISSUED |= issued
        yield made
    finally:
        worlds.move_back(home)


def _build() -> None:
    """Build the stage in a database that every folder will copy."""
    as_owner(FIRST, f'create database "{NAME}" template "{worlds.blank()}" strategy file_copy')
    home = connection.settings_dict["NAME"]
    point_at(NAME)
    # The same keys in each run, in an order that says nothing: what is taken first is the same.
    same = SimpleNamespace(urandom=random.Random(SEED).randbytes)
    with mock.patch("uuid.os", same):
        made = stage.build()
    point_at(home)
    end_own_sessions(NAME)
    STAGE.parent.mkdir(exist_ok=True)
    with STAGE.open("wb") as file:
        _Rows(file).dump((made, canary.ISSUED))


class _Rows(pickle.Pickler):
    """Keeps of a row its columns and the rows that it leads to, not what it remembers of a page."""

    def reducer_override(self, one):
        if not isinstance(one, models.Model):
            return NotImplemented
        made, key, state = one.__reduce__()
        columns = {field.attname for field in one._meta.concrete_fields}
        kept = {*columns, "_state", DJANGO_VERSION_PICKLE_KEY}
        return made, key, {name: value for name, value in state.items() if name in kept}


def gone() -> None:
    """At the end of the run: drop the stage and what was kept of its build."""
    STAGE.unlink()
    drop(NAME)
