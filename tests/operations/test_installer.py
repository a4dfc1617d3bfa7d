"""Packages are installed by uv where it can be had, as pip is set; else by pip."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

import bootstrap
from tests.operations.test_bootstrap import BOOTSTRAP, NO_PIP, run

pytestmark = pytest.mark.setup

FAKE = """#!/bin/sh
here="$(dirname "$0")/../../.."
echo "$@" > "$here/words"
env > "$here/told"
exit $(cat "$here/code")
"""


@pytest.fixture(scope="module")
def folder():
    """bootstrap.py, a lock file without a package, and an index whose uv notes what it is told."""
    made = Path(tempfile.mkdtemp(prefix="relais-"))
    shutil.copy(BOOTSTRAP, made)
    wheel = made / "uv-9.9-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        program = zipfile.ZipInfo("uv-9.9.data/scripts/uv")
        program.external_attr = 0o100755 << 16
        packed.writestr(program, FAKE)
        about = "uv-9.9.dist-info/"
        packed.writestr(about + "METADATA", "Metadata-Version: 2.1\nName: uv\nVersion: 9.9\n")
        packed.writestr(about + "WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        packed.writestr(about + "RECORD", "")
    yield made
    shutil.rmtree(made)


@pytest.fixture
def set_up(folder, request):
    """`make setup`; returns what uv was told, its words first, or nothing when it did not run."""

    def done(*, code=0, digest=None, **settings):
        digest = digest or hashlib.sha256((folder / "uv-9.9-py3-none-any.whl").read_bytes())
        pin = f"uv==9.9 --hash=sha256:{getattr(digest, 'hexdigest', lambda: digest)()}\n"
        (folder / bootstrap.INSTALLER_LOCK).write_text(pin)
        (folder / "requirements-dev.lock").write_text(f"# {request.node.name}\n")
        (folder / "code").write_text(str(code))
        for name in ("words", "told"):
            (folder / name).unlink(missing_ok=True)
        env = NO_PIP | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)} | settings
        ended = run(folder, "setup", env=env)
        assert ended.returncode == 0, ended.stderr
        assert "installed (" in ended.stdout
        assert not (folder / ".venv" / "installer").exists()
        if not (folder / "words").exists():
            return None
        told = dict(line.partition("=")[::2] for line in (folder / "told").read_text().splitlines())
        return (folder / "words").read_text().split(), told

    return done


def test_it_is_fetched_asked_for_hashes_and_thrown_away(folder, set_up):
    """Line: ``UV_SETTINGS``: what pip is told of indexes, uv is told."""
    words, told = set_up(UV_INDEX_URL="elsewhere")
    assert words[:4] == ["pip", "install", "--python", f"{folder}/.venv/bin/python"]
    assert {"--require-hashes", "--no-deps", "--only-binary", "--no-index"} <= set(words)
    assert f"{folder}/requirements-dev.lock" in words
    assert told["UV_FIND_LINKS"] == str(folder)
    assert told["UV_CACHE_DIR"].startswith(f"{folder}/.venv/")
    assert "UV_INDEX_URL" not in told


def test_what_fails_in_it_is_done_by_pip(set_up):
    """Line: ``if not install_by_uv``; pip's own run ends well, and says what would be wrong."""
    assert set_up(code=2) is not None


def test_a_setting_for_pip_alone_is_left_to_pip(set_up, tmp_path):
    """Line: ``elif name not in NO_MATTER``."""
    assert set_up(PIP_REPORT=str(tmp_path / "report")) is None


def test_another_file_under_its_name_is_not_run(set_up):
    """Line: ``--require-hashes`` in pip_install."""
    assert set_up(digest="0" * 64) is None


def test_settings_of_pip_are_given_on():
    said = (
        "global.index-url='https://one.example/simple'\n"
        "global.trusted-host='one.example'\n"
        "install.index-url='https://two.example/simple'\n"
        "global.extra-index-url='https://a.example/simple\\nhttps://b.example/simple'\n"
        ":env:.cert='/etc/own.pem'\n"
        ":env:.proxy='http://proxy.example:3128'\n"
        ":env:.find-links='/wheels /more'\n"
        "freeze.user='1'\n"
    )
    env, more = bootstrap.uv_settings(said)
    assert env["UV_DEFAULT_INDEX"] == "https://two.example/simple"
    assert env["UV_INDEX"] == "https://a.example/simple https://b.example/simple"
    assert env["UV_INSECURE_HOST"] == "one.example"
    assert env["SSL_CERT_FILE"] == "/etc/own.pem"
    assert {env[name] for name in ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY")} == {
        "http://proxy.example:3128"
    }
    assert env["UV_FIND_LINKS"] == "/wheels,/more"
    assert more == []
    assert "" not in env


@pytest.mark.parametrize(
    ("said", "more"),
    [("", []), (":env:.no-index='1'", ["--no-index"]), ("global.no-index='false'", [])],
)
def test_no_index(said, more):
    assert bootstrap.uv_settings(said)[1] == more


@pytest.mark.parametrize("said", ["install.user='true'", "global.no-binary=':all:'"])
def test_no_environment_for_what_uv_does_otherwise(said):
    assert bootstrap.uv_settings(said)[0] is None
