"""What lies under /var/tmp, because the servers may not enter, does not pile up (X63)."""

from __future__ import annotations

import fcntl
import json
import shutil
import stat

import pytest

from operations import embedded
from operations.hosting import clean, outside

pytestmark = pytest.mark.setup


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    top = tmp_path / "tmp"
    top.mkdir()
    monkeypatch.setattr(outside, "TOP", top)
    root = tmp_path / "disk" / "checkout"
    (root / "bin").mkdir(parents=True)
    (root / "bin" / "server").write_text("#!/bin/sh\n")
    (root / "bin" / "server").chmod(0o700)
    (root / "libraries").mkdir(mode=0o700)
    return root


def copy_of(checkout):
    place = outside.enter(checkout)
    program = checkout / "bin" / "server"
    return place, place.copy(program, [program.parent, checkout / "libraries"])


def test_a_copy_keeps_the_places_and_opens_them(checkout):
    place, copied = copy_of(checkout)
    place.leave()
    assert copied.read_text() == "#!/bin/sh\n"
    for path in (copied, copied.parent, copied.parent.parent / "libraries"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_the_copies_go_with_the_data_but_not_while_they_are_used(checkout):
    place, copied = copy_of(checkout)
    outside.tidy(checkout)
    assert copied.exists()
    place.leave()
    (place.folder / "dev").mkdir()
    outside.tidy(checkout)
    assert [path.name for path in place.folder.glob("*") if path.is_dir()] == ["dev"]
    (place.folder / "dev").rmdir()
    outside.tidy(checkout)
    assert not place.folder.exists()


def test_a_copy_of_an_earlier_program_goes_when_nobody_runs_it(checkout):
    first, old = copy_of(checkout)
    (checkout / "bin" / "server").write_text("#!/bin/sh\nexit\n")
    second, new = copy_of(checkout)
    assert old.exists()
    first.leave()
    second.leave()
    third, same = copy_of(checkout)
    third.leave()
    assert new == same
    assert new.exists()
    assert not old.exists()


def test_a_deleted_checkout_is_swept_but_not_while_it_is_used(checkout):
    place, _copied = copy_of(checkout)
    outside.sweep()
    assert place.folder.exists()
    shutil.rmtree(checkout)
    outside.sweep()
    assert place.folder.exists()
    place.leave()
    outside.sweep()
    assert not place.folder.exists()


@pytest.mark.parametrize("names", [[], [outside.IN_USE]])
def test_one_that_was_begun_and_never_signed_is_swept(checkout, names):
    """Somebody was killed before anything was put there."""
    folder = outside.folder_of(checkout)
    folder.mkdir(mode=0o711)
    for name in names:
        (folder / name).touch()
    outside.sweep()
    assert not folder.exists()


def test_a_clean_takes_all_of_it_but_not_while_it_is_used(checkout):
    place, _copied = copy_of(checkout)
    (place.folder / "demo").mkdir()
    (checkout / "var" / "log").mkdir(parents=True)
    with pytest.raises(embedded.EmbeddedError, match="stop them first"):
        clean.clean(checkout)
    assert (place.folder / "demo").exists()
    assert (checkout / "var").exists()
    place.leave()
    clean.clean(checkout)
    assert not place.folder.exists()
    assert {path.name for path in checkout.iterdir()} == {"bin", "libraries"}


def test_a_clean_is_refused_while_servers_run(checkout):
    owner = checkout / "var" / "embedded-dev" / "owner.lock"
    owner.parent.mkdir(parents=True)
    with owner.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(embedded.EmbeddedError, match="The dev servers of this folder run"):
            clean.clean(checkout)
    assert owner.exists()
    clean.clean(checkout)
    assert not owner.exists()


def test_a_clean_of_an_environment_that_is_elsewhere_leaves_it_there(checkout):
    elsewhere = checkout.parent / "environment"
    elsewhere.mkdir()
    (checkout / ".venv").symlink_to(elsewhere)
    clean.clean(checkout)
    assert elsewhere.exists()
    assert not (checkout / ".venv").is_symlink()


def test_one_on_a_disk_that_is_not_mounted_is_kept(checkout):
    place, _copied = copy_of(checkout)
    place.leave()
    signed = place.folder / outside.ORIGIN
    signed.write_text(json.dumps(json.loads(signed.read_text()) | {"device": -1}))
    shutil.rmtree(checkout)
    outside.sweep()
    assert place.folder.exists()


def test_what_is_not_ours_is_neither_used_nor_swept(checkout):
    folder = outside.folder_of(checkout)
    folder.symlink_to(checkout)
    with pytest.raises(embedded.EmbeddedError, match="belongs to somebody else"):
        outside.enter(checkout)
    folder.unlink()
    folder.mkdir()
    folder.chmod(0o777)
    (folder / outside.ORIGIN).write_text(json.dumps({"root": "/nowhere", "device": 0}))
    (folder / outside.IN_USE).touch()
    outside.tidy(checkout)
    outside.sweep()
    assert folder.exists()
