#!/usr/bin/env python3
"""The compose files run without a container engine: `.venv/bin/python deploy/rehearse.py`, as root.

Reads both files, runs the Dockerfiles' steps in a clean Debian, gives each service a root and a
network of its own with its declared environment, secrets, volumes, ports and health check, brings
them up in the order of depends_on, signs in through the proxy over TLS, kills each in turn and sees
it back, takes a backup and restores it. Prints each step with its seconds and what differs from an
engine; ends with 1 where a step fails. Nothing of it stays, but for the clean Debian (`--fresh`
takes that anew).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy import compose  # noqa: E402
from deploy.rehearsal import images  # noqa: E402
from deploy.rehearsal.browser import Browser  # noqa: E402
from deploy.rehearsal.containers import Container, end_leftovers  # noqa: E402
from deploy.rehearsal.images import Workshop  # noqa: E402
from deploy.rehearsal.machine import (  # noqa: E402
    Failed,
    lacking,
    overlays,
    run,
    say,
    step,
    wait_for,
)
from deploy.rehearsal.project import Rehearsal  # noqa: E402

DIFFERENCES = (
    *images.DIFFERENCES,
    (
        "No seccomp or AppArmor profile, no limits of memory or processes, no user namespace; the"
        " network leads nowhere outside: no mail leaves, no public authority is asked."
    ),
    "Names are lines of /etc/hosts; an engine has a DNS server, which forgets who has ended.",
    "Health is asked at least every second, sooner than declared; a restart comes after 0.5 s.",
    "Ports are published by a program that copies bytes, not by rules of the kernel.",
)


def killed(rehearsal: Rehearsal, browser: Browser) -> None:
    """Each container in turn, by SIGKILL: back, healthy, and the person still signed in."""
    for name in compose.in_order(rehearsal.whole["services"]):
        if name == "migrate":
            continue
        for container in rehearsal.containers[name]:
            with step(f"kill -9: {container.name}") as found:
                if name == "redis":
                    redis(container, "set rehearsal kept")
                    time.sleep(1.5)  # its log goes to the disk every second
                before, begin = container.starts, time.monotonic()
                container.kill()
                asked = 0
                while time.monotonic() < begin + 2 and name == "web":
                    browser.follow("/account/login/")
                    asked += 1
                wait_for(lambda c=container, b=before: c.starts > b, "started again", 30)
                rehearsal.await_all(name, "service_healthy")
                wait_for(lambda: _signed_in(browser), "the person is signed in still", 60)
                found.append(f"back in {time.monotonic() - begin:.1f} s")
                if name == "redis" and "volumes" in container.service:
                    if "kept" not in redis(container, "get rehearsal"):
                        raise Failed("Redis lost what it was given.")
                    found.append("it kept what it was given")
                if asked:
                    found.append(f"{asked} pages of the others meanwhile, none refused")


def redis(container: Container, words: str) -> str:
    """A word to Redis, with its password."""
    command = f'REDISCLI_AUTH="$(cat /run/secrets/redis_password)" redis-cli {words}'
    return run(container.inside(["sh", "-c", command]))


def _signed_in(browser: Browser) -> bool:
    try:
        return browser.ask("/")[0] == 200
    except (OSError, Failed):
        return False


def apart(rehearsal: Rehearsal) -> None:
    """Who reaches whom: asked by sockets from inside the containers."""
    script = (
        "import socket, sys\nfor port, host in (a.split('@') for a in sys.argv[1:]):\n"
        " try: socket.create_connection((host, int(port)), 2).close(); print(host, 'yes')\n"
        " except OSError: print(host, 'no')"
    )
    db = rehearsal.addresses["db-1"]
    asked = [f"5432@{address}" for address in db.values()] + ["5432@db"]
    larger = "pooler" in rehearsal.containers
    for name in ("web", "worker", "beat"):
        said = run(rehearsal.one(name).inside(["python", "-c", script, *asked]))
        if ("yes" in said) is larger:
            raise Failed(f"{name} {'reaches' if larger else 'misses'} the database: {said}")
    words = ["python", "-c", "open('/srv/relais/x', 'w')"]
    done = subprocess.run(rehearsal.one("web").inside(words), capture_output=True, check=False)
    if b"Read-only" not in done.stderr:
        raise Failed("The web can write into its own root.")
    who = run(rehearsal.one("web").inside(["sh", "-c", "id -u; grep CapBnd /proc/self/status"]))
    if who.split() != ["10001", "CapBnd:", "0" * 16]:
        raise Failed(f"The web has more than it was given: {who}")


def backed_up(rehearsal: Rehearsal) -> str:
    """The service's own backup, drilled, and restored into an empty database beside."""
    rehearsal.await_all("backup", "service_healthy")  # its first one, of an empty database
    rehearsal.manage("backup", "backup", "/backups")
    newest = sorted((rehearsal.project / "backups").glob("relais-*.age"))[-1].name
    key = rehearsal.project / "backups" / "rehearsal.key"
    shutil.copy(rehearsal.key, key)
    os.chown(key, 10001, 10001)
    words = ("restore", f"/backups/{newest}", "--key", "/backups/rehearsal.key")
    drilled = rehearsal.manage("backup", *words, "--drill")
    rehearsal.database("db", "create database relais_second owner relais_owner")
    url = (rehearsal.project / "secrets/database_owner_url").read_text()
    rehearsal.manage("backup", *words, DATABASE_OWNER_URL=f"{url}_second")
    count = "select count(*) from agencies_user"
    here = rehearsal.database("db", count)
    if rehearsal.database("db", count, "relais_second") != here:
        raise Failed("The restored database has other people in it.")
    key.unlink()
    return f"{newest}; {drilled.strip().splitlines()[-1]}; {here} account in the restored one"


def copied(rehearsal: Rehearsal) -> str:
    """The copy follows, and the application's login reads it through the pooler.

    The login with which it follows is made once more, by hand, as on a database that was there.
    """
    script = "/docker-entrypoint-initdb.d/make_replicator.sh"
    run(rehearsal.one("db").inside(["gosu", "postgres", "sh", script]))
    rows = "select count(*) from agencies_user"
    wait_for(
        lambda: rehearsal.database("replica", rows) == rehearsal.database("db", rows),
        "the copy has the rows", 30,
    )  # fmt: skip
    asked = (
        "from common import replica; from common.scope import WORKER, bound\n"
        "with bound(WORKER): print('read at', replica.read(lambda alias: alias))"
    )
    said = rehearsal.manage("web", "shell", "-c", asked)
    if "read at replica" not in said:
        raise Failed(f"The copy is not read: {said}")
    return rehearsal.database("db", "select state || ', slot ' || (select slot_name from"
                              " pg_replication_slots) from pg_stat_replication")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("/var/tmp/relais-rehearsal"))  # noqa: S108
    parser.add_argument("--first", action="store_true", help="the first file alone")
    parser.add_argument("--fresh", action="store_true", help="take the clean Debian anew")
    parser.add_argument("--keep", action="store_true", help="keep the images, or take those kept")
    given = parser.parse_args()
    begin = time.monotonic()
    refused = lacking() or ([] if overlays(given.folder) else ["It refuses overlays."])
    if refused:
        say("The rehearsal cannot run here. " + " ".join(refused))
        return 1
    rehearsal = Rehearsal(given.folder, scale=not given.first)
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(1))
    try:
        play(rehearsal, fresh=given.fresh, keep=given.keep)
        say("What differs from a container engine:")
        for line in DIFFERENCES:
            say(f"- {line}")
        say(f"{time.monotonic() - begin:7.1f} s  the whole rehearsal")
        return 0
    except (Failed, subprocess.TimeoutExpired, ValueError, OSError) as error:
        say(f"\n{error}")
        return 1
    finally:
        rehearsal.down()
        for part in ("containers", "project", *(() if given.keep else ("layers",))):
            with contextlib.suppress(OSError):
                shutil.rmtree(given.folder / part)
        rehearsal.key.unlink(missing_ok=True)


def play(rehearsal: Rehearsal, *, fresh: bool, keep: bool) -> None:
    end_leftovers(rehearsal.folder)
    layers = rehearsal.folder / "layers"
    known = layers / "images.json"
    gone = [*([rehearsal.folder / "debian"] if fresh else []), rehearsal.folder / "containers"]
    for part in (*gone, *(() if keep and known.exists() else (layers,))):
        shutil.rmtree(part, ignore_errors=True)
    with step("the files read, secrets made") as found:
        rehearsal.prepare()
        found.append(f"{len(rehearsal.whole['services'])} services")
    with step("images") as found:
        if known.exists():
            rehearsal.images = images.read(known)
            found.append("those of the last rehearsal")
        else:
            rehearsal.build(Workshop(rehearsal.folder, rehearsal.project))
            images.write(known, rehearsal.images)
    rehearsal.up()
    with step("first account by its link, signed in through the proxy over TLS"):
        browser = rehearsal.sign_in()
    with step("who reaches whom, read-only roots, no capabilities"):
        apart(rehearsal)
    if "replica" in rehearsal.containers:
        with step("the copy follows and is read through the pooler") as found:
            found.append(copied(rehearsal))
    with step("a backup taken, drilled and restored") as found:
        found.append(backed_up(rehearsal))
    with step("the health page, once the sweeps have run") as found:
        found.append(rehearsal.await_health(browser, 420))
    killed(rehearsal, browser)
    with step("the health page after all that") as found:
        found.append(rehearsal.await_health(browser, 60))


if __name__ == "__main__":
    sys.exit(main())
