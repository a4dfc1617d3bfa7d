"""The table of dependencies is of the packages that are asked for, as they are pinned."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from operations import wheels

pytestmark = pytest.mark.house

ROOT = Path(settings.BASE_DIR)
ROWS = re.findall(
    r"^\| (\S+) \| [^|]+ \| ([\w.]+) \| (\d{4}-\d\d)[^|]* \| (\w+) \| [^|]+ \|",
    (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)
PINS = dict(pin.split("==") for pin in wheels.found())


def how_served(pin: str) -> str:
    """As the page words it: from the names of the files that an installer takes."""
    files = [name.removesuffix(".whl").split("-")[2:] for name in wheels.found()[pin]]
    if all(file[-1] == "any" for file in files):
        return "pure"
    if all("abi3" in file for file in files):
        return "abi3"
    return "py3" if all(file[-3].startswith("py3") for file in files) else "own"


def test_every_package_that_is_asked_for_has_its_row():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extra = asked["optional-dependencies"]
    lines = [*asked["dependencies"], *extra["embedded"], *extra["installer"], *extra["dev"]]
    names = [re.match(r"[\w-]+", line)[0].lower() for line in lines]
    assert [row[0].lower() for row in ROWS] == names


def test_version_and_files_are_those_of_the_lock():
    told = {name.lower(): (version, how) for name, version, _last, how in ROWS}
    assert told == {name: (PINS[name], how_served(f"{name}=={PINS[name]}")) for name in told}
