"""Every locked package is ready-made for every machine and Python that are promised (X64).

No network: what the index had stands in `operations/wheels.json`, which `make lock` renews, and
each file in it is known by a hash of the lock file.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.tags import compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

import bootstrap
from operations import wheels

ROOT = Path(bootstrap.ROOT)
LOCK = wheels.locked()


def served(python, machine):
    """The tags that the installer of such a machine takes."""
    system, processor = machine.split()
    oldest_of_apples = list(mac_platforms((11, 0), processor))
    platforms = oldest_of_apples if system == "darwin" else wheels.platforms(machine)
    short = "cp{}{}".format(*python)
    return {
        *cpython_tags(python, abis=[short], platforms=platforms),
        *compatible_tags(python, short, platforms),
    }


def test_each_locked_package_was_looked_up():
    assert set(wheels.found()) == set(wheels.pins(LOCK)), "make lock"
    assert set(wheels.pins((ROOT / "requirements-demo.lock").read_text())) <= set(wheels.found())


def test_each_file_is_one_that_the_lock_file_names_by_its_hash():
    for pin, files in wheels.found().items():
        name, version = pin.split("==")
        hashes = re.search(rf"^{re.escape(pin)}[ \\](.*\n(?: +--hash.*\n)+)", LOCK, re.M)
        assert hashes, pin
        for file, digest in files.items():
            of, its, *_rest = parse_wheel_filename(file)
            assert (of, str(its)) == (canonicalize_name(name), version)
            assert f"--hash=sha256:{digest}" in hashes[1], file


@pytest.mark.parametrize("machine", bootstrap.MACHINES)
@pytest.mark.parametrize("python", wheels.pythons(), ids=lambda python: "{}.{}".format(*python))
def test_every_machine_and_python_is_served(python, machine):
    tags = served(python, machine)
    without = [
        pin
        for pin, files in wheels.found().items()
        if not any(parse_wheel_filename(file)[3] & tags for file in files)
    ]
    assert without == []


def test_a_machine_without_packages_would_be_noticed():
    tags = served((3, 14), "linux riscv64")
    compiled = wheels.found()[next(pin for pin in wheels.found() if pin.startswith("psycopg2"))]
    assert not any(parse_wheel_filename(file)[3] & tags for file in compiled)
