"""The compose file says what it promises, and production starts on what it gives.

It is read here, not run: no engine is needed for that.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from casework import production
from operations import embedded
from operations.hosting import processes

pytestmark = pytest.mark.setup

ROOT = embedded.ROOT
HOST = {
    "RELAIS_DATABASE_BUFFERS": "1GB",
    "RELAIS_HOST": "relais.example",
    "RELAIS_FROM": "relais@relais.example",
    "RELAIS_BACKUP_RECIPIENT": "age1cmhh6vr8syx4j4lqq0m4e3xs5kn7kqjv8e3vw3khdcfe4ahsqe4q0fq5tk",
}
OURS = ("migrate", "web", "worker", "beat", "backup")


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


def test_it_follows_the_compose_specification(tmp_path):
    """By the schema that the specification itself publishes; no engine has run it."""
    argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    told = subprocess.run(
        [*argv, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout
    wrong = (ROOT / "docker-compose.yml").read_text().replace("restart: unless", "restarts: unless")
    (tmp_path / "wrong.yml").write_text(wrong)
    refused = subprocess.run(
        [*argv, str(tmp_path / "wrong.yml")], capture_output=True, text=True, check=False
    )
    assert "restarts" in refused.stdout, "the schema would notice a wrong word"


def test_every_secret_is_made_and_named(compose, secrets):
    files = {entry["file"].split("/")[-1] for entry in compose["secrets"].values()}
    assert files == {path.name for path in secrets.iterdir()} == set(compose["secrets"])
    for name, service in compose["services"].items():
        read = set(re.findall(r"/run/secrets/(\w+)", str(service)))
        if name == "db":
            read.add("owner_password")  # deploy/make_owner.sh
        assert read == set(service.get("secrets", ())), name


def test_the_owner_is_known_to_migrations_and_backups_alone(compose):
    for name in ("web", "worker", "beat"):
        assert "database_owner_url" not in str(compose["services"][name])


def test_in_clear_only_inside_one_private_network(compose, secrets):
    """X47: RELAIS_CLEAR_TO names the two servers of the compose file, which no network reaches."""
    named = set(compose["services"]["web"]["environment"]["RELAIS_CLEAR_TO"].split())
    urls = ("database_url", "database_owner_url", "redis_url")
    assert named == {urlsplit((secrets / name).read_text()).hostname for name in urls}
    for name in named:
        assert compose["services"][name]["networks"] == ["inside"]


def test_the_image_is_no_prepared_checkout():
    """X47: without RELAIS_ENV it does not start; nothing of `make setup` is in it."""
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert allowed[0] == "*"
    assert not {"!.venv", "!bootstrap.py"} & set(allowed)
    assert "RELAIS_ENV=production" in (ROOT / "Dockerfile").read_text()


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


@contextmanager
def serving(settings):
    """The image's command, answering on a port of the loopback."""
    settings = settings | {"BIND": "127.0.0.1", "PORT": str(processes.free_port())}
    argv = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    web = subprocess.Popen(argv, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{settings['PORT']}"
    finally:
        web.terminate()
        web.wait(30)


class NotFollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given):
        return None


def ask(address, **headers):
    """Status and target of a page, asked again while the server is not up yet."""
    opener = urllib.request.build_opener(NotFollowed)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    for _attempt in range(300):
        try:
            with opener.open(urllib.request.Request(address, headers=headers), timeout=10) as page:
                return page.status, ""
        except urllib.error.HTTPError as error:
            error.close()
            return error.code, error.headers.get("Location", "")
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} never answered")


def test_the_images_command_serves_in_production(compose, secrets):
    """Roles, migrations, static files and gunicorn as the Dockerfile and the compose file run
    them, on servers of our own instead of theirs."""
    folder = Path(tempfile.mkdtemp(prefix="relais-"))
    folder.chmod(0o755)
    base = {"PATH": os.environ["PATH"], "STATIC_ROOT": str(folder / "static")}
    loading = {
        "DATABASE_URL": "postgresql://app@localhost/relais",
        "REDIS_URL": "redis://localhost",
    }
    manage(base | loading | {"RELAIS_ENV": "demo"}, "collectstatic", "--no-input")
    before = os.environ.get(embedded.POINTER)
    try:
        with embedded.start("test", folder) as servers:
            settings = base | environment(compose["services"]["web"], secrets)
            settings |= {"DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url}
            owner = settings | {"DATABASE_OWNER_URL": servers.owner_url}
            manage(owner, "database_roles")
            manage(owner, "migrate", "--database", "owner", "--no-input")
            with serving(settings) as site:
                known, behind = "relais.example", {"X_Forwarded_Proto": "https"}
                assert ask(f"{site}/health/", Host=known) == (200, "")
                assert ask(f"{site}/account/login/", Host=known, **behind) == (200, "")
                assert ask(f"{site}/account/login/", Host=known) == (
                    301,
                    "https://relais.example/account/login/",
                )
                assert ask(f"{site}/account/login/", Host="evil.example", **behind)[0] == 400
    finally:
        if before is not None:
            os.environ[embedded.POINTER] = before
        shutil.rmtree(folder)


def manage(settings, *words):
    argv = [sys.executable, "manage.py", *words, "--verbosity", "0"]
    done = subprocess.run(argv, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
