"""What the demonstration stands on is prepared again as soon as a file of it differs."""

from __future__ import annotations

import os

import pytest

from operations.hosting import prepared

pytestmark = pytest.mark.setup
FILES = (
    "plans/migrations/0001_initial.py",
    "operations/demo/scenes.py",
    "casework/locale/fr/LC_MESSAGES/django.po",
    "static/css/base.css",
    "requirements-demo.lock",
)


@pytest.fixture
def checkout(tmp_path):
    root, data = tmp_path / "relais", tmp_path / "data"
    data.mkdir()
    for name in (*FILES, *prepared.MADE):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    prepared.remember(data, root)
    return root, data


def test_an_unchanged_checkout(checkout):
    """The positive control: what runs make, and tests, change nothing."""
    root, data = checkout
    for name in ("var/log/web.log", "tests/test_one.py", "plans/__pycache__/a.pyc", ".venv/a.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("new")
    assert prepared.is_unchanged(data, root)


@pytest.mark.parametrize("name", FILES)
def test_another_content_of_the_same_age_and_size(checkout, name):
    """Line: ``file.read()`` in key."""
    root, data = checkout
    before = (root / name).stat()
    (root / name).write_text(name.swapcase())
    os.utime(root / name, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not prepared.is_unchanged(data, root)


def test_a_file_that_came_or_went(checkout):
    root, data = checkout
    new = root / "plans" / "migrations" / "0002_more.py"
    new.write_text("")
    assert not prepared.is_unchanged(data, root)
    new.unlink()
    assert prepared.is_unchanged(data, root)
    (root / FILES[1]).unlink()
    assert not prepared.is_unchanged(data, root)


@pytest.mark.parametrize("name", prepared.MADE)
def test_what_was_made_is_gone(checkout, name):
    """Line: ``made`` in is_unchanged: somebody removed the catalogue or the collected files."""
    root, data = checkout
    (root / name).unlink()
    assert not prepared.is_unchanged(data, root)


def test_a_preparation_that_began_and_did_not_end(checkout):
    """Line: ``forget``; and data without a note are prepared."""
    root, data = checkout
    prepared.forget(data)
    prepared.forget(data)
    assert not prepared.is_unchanged(data, root)
