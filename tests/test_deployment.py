"""The compose file says what it promises, and production starts on what it gives.

It is read here, not run: no engine is needed for that.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import yaml

from casework import embedded, production

pytestmark = pytest.mark.setup

ROOT = embedded.ROOT
HOST = {"RELAIS_HOST": "relais.example", "RELAIS_FROM": "relais@relais.example"}
OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deployment") / "secrets"
    argv = [sys.executable, "deploy/make_secrets.py", "--folder", str(folder)]
    argv += ["--email-url", "smtp+tls://relais:word@mail.example:587"]
    subprocess.run(argv, cwd=ROOT, check=True)
    again = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "not replaced" in again.stderr
    return folder


def environment(service, secrets):
    """What the container would see, its secrets read from the files that were made."""
    given = {}
    for name, value in service["environment"].items():
        value = re.sub(r"\$\{(\w+)[^}]*\}", lambda found: HOST[found[1]], value)
        given[name] = value.replace("/run/secrets", str(secrets))
    return given


@pytest.mark.parametrize("name", OURS)
def test_production_starts_on_what_the_file_gives(compose, secrets, monkeypatch, name):
    service = compose["services"][name]
    for variable in list(os.environ):
        if variable.endswith(("_URL", "_KEY", "_KEYS")):
            monkeypatch.delenv(variable)
    for variable, value in environment(service, secrets).items():
        monkeypatch.setenv(variable, value)
    assert list(production.problems()) == []


def test_every_secret_is_made_and_named(compose, secrets):
    files = {entry["file"].split("/")[-1] for entry in compose["secrets"].values()}
    assert files == {path.name for path in secrets.iterdir()} == set(compose["secrets"])
    for name, service in compose["services"].items():
        read = set(re.findall(r"/run/secrets/(\w+)", str(service)))
        if name == "db":
            read.add("owner_password")  # deploy/make_owner.sh
        assert read == set(service.get("secrets", ())), name


def test_the_owner_is_known_to_migrations_alone(compose):
    for name in ("web", "worker", "beat"):
        assert "database_owner_url" not in str(compose["services"][name])


def test_only_the_proxy_is_published(compose):
    published = [name for name, service in compose["services"].items() if "ports" in service]
    assert published == ["proxy"]


def test_what_stays_up_is_watched_and_restarted(compose):
    for name, service in compose["services"].items():
        if name == "migrate":
            assert service["restart"] == "on-failure"
            continue
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"]


def test_the_image_runs_as_nobody_in_particular_and_pins_its_packages():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER relais"]
    text = "\n".join(lines)
    assert "--require-hashes" in text
    for folder in re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE):
        assert (ROOT / folder).is_dir()
    assert ".git" not in (ROOT / ".dockerignore").read_text()
