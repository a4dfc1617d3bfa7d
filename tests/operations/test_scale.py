"""The larger compose file over the first one says what it promises (docs/larger.md).

Both are read here as one document; deploy/rehearse.py runs what they say.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from casework import production
from deploy import compose as files
from tests.operations.test_deployment import HOST, environment

pytestmark = pytest.mark.setup
APPLICATION = ("web", "worker", "beat")
OURS = (*APPLICATION, "migrate", "backup")


@pytest.fixture(scope="module")
def larger():
    return files.read(files.FIRST, files.SCALE)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("larger") / "secrets"

    def make(*words):
        argv = [sys.executable, "deploy/make_secrets.py", "--folder", str(folder), *words]
        return subprocess.run(argv, cwd=files.ROOT, capture_output=True, text=True, check=False)

    assert "make those first" in make("--scale").stderr
    assert make("--email-url", "smtp+tls://relais:word@mail.example:587").returncode == 0
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert make("--scale").returncode == 0
    assert "nothing is replaced" in make("--scale").stderr
    assert {name: (folder / name).read_text() for name in before} == before
    return folder


def test_both_together_follow_the_compose_specification(larger, tmp_path):
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps(larger))
    argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    told = subprocess.run([*argv, str(whole)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_one_file_over_the_other(tmp_path):
    """As Compose merges: mappings joined, commands replaced, ``!override`` and ``!reset``."""
    first, second = tmp_path / "a.yml", tmp_path / "b.yml"
    first.write_text(
        "services:\n  a: {command: [x, y], networks: [n], environment: {A: '1', B: '2'},"
        " secrets: [s, t], ports: ['80:80'], volumes: ['v:/data', './x:/x']}\n"
        "networks: {n: {}, m: {}}\nsecrets: {s: {}, t: {}}\nvolumes: {v: {}, w: {}}\n"
    )
    second.write_text(
        "x-part: &part {environment: {B: '3'}}\nservices:\n  a:\n    <<: *part\n    command: [z]\n"
        "    networks: [m]\n    secrets: !override [t]\n    ports: !reset []\n"
        "    volumes: ['w:/data']\n"
    )
    found = files.read(first, second)["services"]["a"]
    assert found == {
        "command": ["z"],
        "networks": ["n", "m"],
        "environment": {"A": "1", "B": "3"},
        "secrets": ["t"],
        "volumes": ["w:/data", "./x:/x"],
    }
    second.write_text("services: {a: {secrets: [gone]}}\n")
    with pytest.raises(ValueError, match="a names secrets gone"):
        files.read(first, second)
    assert files.filled(["$$X ${A} ${B:?why}"], {"A": "1", "B": "2"}) == ["$X 1 2"]
    with pytest.raises(ValueError, match="B is not set: why"):
        files.filled("${B:?why}", {})
    with pytest.raises(ValueError, match="depends on itself"):
        files.in_order({"a": {"depends_on": {"b": {}}}, "b": {"depends_on": {"a": {}}}})


def test_how_many_there_are(larger):
    counts = {name: files.replicas(service) for name, service in larger["services"].items()}
    assert (counts["web"], counts["worker"], counts["beat"]) == (3, 2, 1)
    order = files.in_order(larger["services"])
    assert order.index("db") < order.index("pooler") < order.index("migrate") < order.index("web")


def test_every_secret_is_made_and_named(larger, secrets):
    """One that nobody reads any more lies in the folder: the first file's way to the database."""
    made = {path.name for path in secrets.iterdir()}
    assert {entry["file"].split("/")[-1] for entry in larger["secrets"].values()} == made
    by_script = {"db": {"owner_password", "replication_password"}, "pooler": {"pooler_users"}}
    by_script["replica"] = {"replication_password"}
    for name, service in larger["services"].items():
        read = set(re.findall(r"/run/secrets/(\w+)", str(service))) | by_script.get(name, set())
        assert read == set(service.get("secrets", ())), name
    assert "auth_file = /run/secrets/pooler_users" in _pooler()
    for script in ("make_replicator.sh", "start_replica.sh"):
        text = (files.ROOT / "deploy" / script).read_text()
        assert set(re.findall(r"/run/secrets/(\w+)", text)) == {"replication_password"}


def test_the_application_reaches_the_database_by_the_pooler_alone(larger, secrets):
    """No network of theirs has the database or its copy, and no address of theirs names one."""
    services = larger["services"]
    inside = {name for name, one in services.items() if "inside" in one["networks"]}
    assert not inside & {"db", "replica"}
    assert {name for name, one in services.items() if "data" in one["networks"]} == {
        "db", "replica", "pooler", "migrate", "backup",
    }  # fmt: skip
    for name in APPLICATION:
        given = environment(services[name], secrets)
        for variable in ("DATABASE_URL_FILE", "DATABASE_REPLICA_URL_FILE"):
            url = urlsplit(Path(given[variable]).read_text())
            assert (url.hostname, url.port, url.username) == ("pooler", 6432, "app")
        assert "database_url" not in services[name]["secrets"]
        assert "database_owner_url" not in services[name]["secrets"]
    known = dict(re.findall(r"^(relais\w*) = host=(\w+)", _pooler(), re.MULTILINE))
    assert known == {"relais": "db", "relais_replica": "replica"}
    assert set(known.values()) <= services.keys()


@pytest.mark.parametrize("name", OURS)
def test_production_starts_on_what_the_files_give(larger, secrets, monkeypatch, name):
    for variable, value in environment(larger["services"][name], secrets).items():
        monkeypatch.delenv(variable.removesuffix("_FILE"), raising=False)
        monkeypatch.setenv(variable, value)
    assert list(production.problems()) == []


def test_the_pooler_hands_out_transactions(larger):
    assert "pool_mode = transaction" in _pooler()
    assert larger["services"]["pooler"]["read_only"]
    assert larger["services"]["pooler"]["cap_drop"] == ["ALL"]


def test_what_the_first_file_promises_still_holds(larger):
    services = larger["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    for name, service in services.items():
        if name != "migrate":
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name
    base = files.read(files.FIRST)["services"]
    assert set(base["db"]["command"]) < set(services["db"]["command"])
    assert set(base["db"]["command"]) == set(services["replica"]["command"])
    assert services["redis"]["command"][:2] == base["redis"]["command"][:2]
    assert "--appendonly" in services["redis"]["command"]
    assert HOST.keys() >= set(re.findall(r"\$\{(\w+)", str(larger)))


def _pooler() -> str:
    return (files.ROOT / "deploy" / "pooler" / "pgbouncer.ini").read_text()
