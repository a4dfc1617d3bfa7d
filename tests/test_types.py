"""`make lint` checks the types (pyproject.toml); the list of what is not clean yet shrinks."""

import tomllib

import pytest

from tests import source

pytestmark = pytest.mark.house

# How many modules are on the list. Lower it when you take one off; it is never raised.
STILL = 95
# Apps whose modules are all clean: none comes back on the list.
CLEAN = ("common", "notices", "agencies", "casework")


def overrides() -> list[dict]:
    """Every «[[tool.mypy.overrides]]» of pyproject.toml."""
    with (source.ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["mypy"]["overrides"]


def not_clean() -> list[str]:
    """The modules whose mistakes mypy does not say: the one list, in its one place."""
    lists = [part["module"] for part in overrides() if part.get("ignore_errors")]
    assert len(lists) == 1, "One list of what is not clean yet, and one alone."
    return lists[0]


def test_what_is_not_clean_is_still_there():
    """Red when a listed module is gone or moved: take its line off, what is new is clean."""
    gone = sorted(set(not_clean()) - set(source.modules()))
    assert not gone, f"pyproject.toml, [tool.mypy]: not there any more: {', '.join(gone)}"


def test_the_list_only_shrinks():
    """Red when a module was added to the list: mend what `make lint` says of it instead."""
    listed = not_clean()
    assert listed == sorted(set(listed)), "The list is sorted, each module once."
    assert len(listed) == STILL, f"{len(listed)} are listed: STILL says {STILL}, and only shrinks."
    back = [name for name in listed if name.partition(".")[0] in CLEAN]
    assert not back, f"Clean already: {', '.join(back)}"
