"""Fixtures that many tests begin with: each is played once a worker, in a database of its own.

``@worlds.standing`` stands where ``@pytest.fixture`` would. What a test asks for of such fixtures
is its world: the first test that asks for it plays it, one step after the other, and commits it;
each test works there in a transaction of its own, on copies of what the fixtures returned.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from tests.databases import FIRST, as_owner, drop, end_own_sessions, point_at

Step = tuple[str, Callable[..., Any]]
# At most so many of these databases; then the one least recently used is dropped.
MOST = 12
_VALUES = pytest.StashKey[dict[str, Any]]()
_worlds: dict[tuple[Step, ...], tuple[str, dict[str, Any]]] = {}
_home, _blank, _made = "", "", 0


def begin(name: str) -> None:
    """The run's own database is this one. Worlds grow from a copy of what it is now, empty.

    What a folder commits there for a while (its stage) is then in no world.
    """
    global _home, _blank
    _home, _blank = name, f"{name}_0"
    as_owner(FIRST, f'create database "{_blank}" template "{_home}" strategy file_copy')


def blank() -> str:
    """The database in which nobody has written anything."""
    return _blank


def move(name: str, template: str) -> str:
    """Work in a copy of that database until ``move_back``. Returns where one worked before."""
    global _home
    before, _home = _home, name
    as_owner(FIRST, f'create database "{name}" template "{template}" strategy file_copy')
    point_at(name)
    return before


def move_back(before: str) -> None:
    """Drop the copy, and work where one worked before."""
    global _home
    left, _home = _home, before
    point_at(before)
    drop(left)


def standing(function: Callable[..., Any]) -> Any:
    """A fixture that is played once for all tests that ask for the same of these fixtures.

    It may ask for others of its kind, and for a fixture that sets the clock; it returns (no
    ``yield``), and what it returns can be copied. Raises AssertionError in a test whose
    transaction was opened before: ask for it before ``db``.
    """
    name = function.__name__

    def fixture(request: pytest.FixtureRequest) -> Any:
        values = request.node.stash.get(_VALUES, None)
        if values is None:
            values = request.node.stash[_VALUES] = _enter(request)
        if name not in values:  # asked for in the middle of a test
            values[name] = _call(request, (name, function), values)
        return values[name]

    fixture.standing = function  # type: ignore[attr-defined]
    return pytest.fixture(name=name)(fixture)


def _enter(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Switch to the database of this test's fixtures; copies of what they returned, by name."""
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        assert not connection.in_atomic_block, "a world stands before the test's transaction"
        steps = _steps(request)
        for name in _others(steps):  # the test has the clock that the steps had
            request.getfixturevalue(name)
        database, values = _stand(request, steps)
        point_at(database)
    request.getfixturevalue("db")
    return copy.deepcopy(values)


def _steps(request: pytest.FixtureRequest) -> tuple[Step, ...]:
    """The standing fixtures of a test, each after those that it asks for."""
    found: dict[str, Callable[..., Any]] = {}

    def visit(name: str) -> None:
        step = _standing(request, name)
        if step is not None and name not in found:
            for asked in inspect.signature(step).parameters:
                visit(asked)
            found[name] = step

    for name in request.fixturenames:
        visit(name)
    return tuple(found.items())


def _others(steps: tuple[Step, ...]) -> list[str]:
    """The fixtures that these ask for and that are no standing ones."""
    own = {name for name, _function in steps}
    asked = [one for _name, function in steps for one in inspect.signature(function).parameters]
    return [one for one in dict.fromkeys(asked) if one not in own]


def _standing(request: pytest.FixtureRequest, name: str) -> Callable[..., Any] | None:
    """The function of the standing fixture of that name, which another may override."""
    for fixture in reversed(request._fixturemanager.getfixturedefs(name, request.node) or ()):
        if hasattr(fixture.func, "standing"):
            return fixture.func.standing
        if name not in fixture.argnames:
            break
    return None


def _stand(request: pytest.FixtureRequest, steps: tuple[Step, ...]) -> tuple[str, dict[str, Any]]:
    """The database of these steps and what they returned, played first where it is missing."""
    if not steps:
        return _blank, {}
    if steps in _worlds:
        _worlds[steps] = _worlds.pop(steps)
    else:
        parent, values = _stand(request, steps[:-1])
        made = _play(request, parent, copy.deepcopy(values), steps[-1])
        while len(_worlds) >= MOST:
            drop(_worlds.pop(next(iter(_worlds)))[0])
        _worlds[steps] = made
    return _worlds[steps]


def _play(
    request: pytest.FixtureRequest, parent: str, values: dict[str, Any], step: Step
) -> tuple[str, dict[str, Any]]:
    """Copy the database before this step and run the step in it, committed."""
    global _made
    _made += 1
    name = f"{_home}_{_made}"
    end_own_sessions(parent)
    as_owner(FIRST, f'create database "{name}" template "{parent}" strategy file_copy')
    point_at(name)
    with transaction.atomic():
        values[step[0]] = _call(request, step, values)
        connection.run_on_commit = []  # as in a test: no worker is woken
    point_at(_home)
    return name, values


def _call(request: pytest.FixtureRequest, step: Step, values: dict[str, Any]) -> Any:
    _name, function = step
    asked = inspect.signature(function).parameters
    return function(
        **{one: values[one] if one in values else request.getfixturevalue(one) for one in asked}
    )


def go_home() -> None:
    """After a test: back to the database with which the run began."""
    if _home and connection.settings_dict["NAME"] != _home:
        point_at(_home)


def clear() -> None:
    """Drop all these databases, at the end of the run."""
    go_home()
    while _worlds:
        drop(_worlds.popitem()[1][0])
    drop(_blank)
