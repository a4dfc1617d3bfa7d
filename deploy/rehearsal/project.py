"""The project of the compose files, brought up: its containers, and how they look from outside."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from deploy import compose
from deploy.rehearsal import dockerfile, images
from deploy.rehearsal.browser import Browser
from deploy.rehearsal.containers import Container, end_leftovers
from deploy.rehearsal.images import Workshop
from deploy.rehearsal.machine import Failed, run, step, wait_for
from deploy.rehearsal.networks import Networks

ROOT = compose.ROOT
NAME = "relais.localhost"  # for such a name the proxy is its own authority
MAIL = "smtp+tls://relais:word@mail.example:587"
ADDRESS, WORD = "first@town.example", "quatorze lanternes au bord du canal"


class Rehearsal:
    """One project, its containers, and how they are seen from outside."""

    def __init__(self, folder: Path, scale: bool):
        self.folder, self.project = folder, folder / "project"
        self.paths = [compose.FIRST, *([compose.SCALE] if scale else [])]
        self.whole: dict[str, Any] = {}
        self.images: dict[str, images.Image] = {}
        self.containers: dict[str, list[Container]] = {}
        self.addresses: dict[str, dict[str, str]] = {}
        self.networks: Networks | None = None
        self.key = folder / "backup.key"

    # --- before anything runs -------------------------------------------------------------------
    def prepare(self) -> None:
        """A copy of what git knows, the secrets, the environment of the person who starts it."""
        shutil.rmtree(self.project, ignore_errors=True)
        self.project.mkdir(parents=True)
        names = run(["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others",
                     "--exclude-standard"]).split("\0")  # fmt: skip
        for name in filter(None, names):
            place = self.project / name
            if (ROOT / name).is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, place)
        make = [sys.executable, str(self.project / "deploy/make_secrets.py"), "--folder",
                str(self.project / "secrets")]  # fmt: skip
        run([*make, "--email-url", MAIL])
        if len(self.paths) > 1:
            run([*make, "--scale"])
        (self.project / "backups").mkdir()
        os.chown(self.project / "backups", 10001, 10001)
        said = run([sys.executable, "-c", NEW_KEY, str(self.key)])
        given = {
            "RELAIS_HOST": NAME,
            "RELAIS_FROM": "relais@town.example",
            "RELAIS_BACKUP_RECIPIENT": said.strip(),
        }
        self.whole = compose.filled(compose.read(*self.paths), given)

    def build(self, workshop: Workshop) -> None:
        """An image for each service: built where the file says so."""
        built: dict[str, Any] = {}
        for name, service in self.whole["services"].items():
            if "build" not in service:
                self.images[name] = workshop.of(service["image"])
                continue
            if service["image"] not in built:
                context = (self.project / service["build"]).resolve()
                built[service["image"]] = dockerfile.build(workshop, context, service["image"])
            self.images[name] = built[service["image"]]

    # --- up -------------------------------------------------------------------------------------
    def up(self) -> None:
        self.networks = Networks(self.whole["networks"])
        member = 0
        for name in compose.in_order(self.whole["services"]):
            service = self.whole["services"][name]
            for needed, how in service.get("depends_on", {}).items():
                self.await_all(needed, how["condition"])
            with step(f"up: {name}") as found:
                self.containers[name] = []
                for number in range(1, compose.replicas(service) + 1):
                    member += 1
                    which = f"{name}-{number}"
                    self.addresses[which] = self.networks.join(which, member, service["networks"])
                    self.containers[name].append(
                        Container(which, service, self.images[name],
                                  self.folder / "containers" / which, self.project)
                    )  # fmt: skip
                self.name_everybody()
                for container in self.containers[name]:
                    container.start()
                wanted = "service_healthy" if "healthcheck" in service else None
                if service.get("restart") == "on-failure":
                    wanted = "service_completed_successfully"
                if wanted and name != "backup":  # healthy when the first backup stands
                    self.await_all(name, wanted)
                found.append(f"{len(self.containers[name])} of it")
        self.publish()

    def await_all(self, name: str, condition: str) -> None:
        for container in self.containers[name]:
            try:
                wait_for(container.condition(condition), f"{container.name} {condition}", 240)
            except Failed as error:
                raise Failed(f"{error} {container.told()}") from None

    def name_everybody(self) -> None:
        """The names that each container knows: those that share a network with it."""
        for which, own in self.addresses.items():
            lines = ["127.0.0.1 localhost", *(f"{one} {which}" for one in own.values())]
            for other, theirs in self.addresses.items():
                service = other.rpartition("-")[0]
                lines += [f"{theirs[net]} {service}" for net in own if net in theirs]
            for container in self.containers.get(which.rpartition("-")[0], ()):
                if container.name == which:
                    (container.home / "hosts").write_text("\n".join(dict.fromkeys(lines)) + "\n")

    def publish(self) -> None:
        assert self.networks is not None  # noqa: S101  for the type checker
        for name, service in self.whole["services"].items():
            for entry in service.get("ports", ()):
                port, target = (int(one) for one in entry.split(":"))
                self.networks.publish(port, self.addresses[f"{name}-1"]["outside"], target)

    def one(self, name: str) -> Container:
        return self.containers[name][0]

    def manage(self, name: str, *words: str, **more: str) -> str:
        """manage.py in a service that runs."""
        return run(self.one(name).inside(["python", "manage.py", *words], **more))

    def database(self, name: str, statement: str, database: str = "relais") -> str:
        """As the server's administrator, in its own container."""
        words = ["psql", "-U", "postgres", "-d", database, "-Atqc", statement]
        return run(self.one(name).inside(words)).strip()

    # --- looked at from outside -------------------------------------------------------------------
    def sign_in(self) -> Browser:
        """The first administrator's account by its link, the way out, and in again."""
        authority = self.project / "volumes/certificates/caddy/pki/authorities/local/root.crt"
        wait_for(authority.exists, "the proxy made its authority", 60)
        wait_for(lambda: _answers(NAME, authority), "the proxy answers over TLS", 60)
        browser = Browser(NAME, authority)
        said = self.manage("web", "create_first_administrator", ADDRESS, "--language", "en")
        link = re.search(rf"https://{NAME}(/\S+)", said)
        if link is None:
            raise Failed(f"No link to the first account: {said}")
        page, path = browser.follow(link[1])
        fields = re.findall(r'<input[^>]*type="password"[^>]*name="(\w+)"', page)
        fields += re.findall(r'<input[^>]*name="(\w+)"[^>]*type="password"', page)
        browser.send(path, **dict.fromkeys(fields, WORD))
        fresh = Browser(NAME, authority)
        fresh.send("/account/login/", login=ADDRESS, password=WORD)
        return fresh

    def unwell(self, browser: Browser) -> list[str]:
        """The parts that the health page does not call well, with what it says of them."""
        page, _path = browser.follow("/admin/health/")
        rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", page, re.DOTALL)
        if len(rows) < 8:
            raise Failed(f"The health page tells of {len(rows)} parts only.")
        return [
            f"{name}: {re.sub('<[^>]+>', ' ', rest).split(' well ')[-1].strip()[:80]}"
            for name, rest in rows
            if "<b>" in rest
        ]

    def await_health(self, browser: Browser, seconds: float) -> str:
        """Wait until every part is well: the first sweeps come five minutes after beat's start."""
        try:
            wait_for(lambda: not self.unwell(browser), "every part is well", seconds)
        except Failed as error:
            raise Failed(f"{error} {'; '.join(self.unwell(browser))}") from None
        return "every part is well"

    def down(self) -> None:
        for group in self.containers.values():
            for container in group:
                container.stop()
        time.sleep(0.3)
        end_leftovers(self.folder)
        if self.networks:
            self.networks.close()


def _answers(name: str, authority: Path) -> bool:
    try:
        return Browser(name, authority).ask("/account/login/")[0] == 200
    except (OSError, Failed):
        return False


NEW_KEY = """
import sys, pyrage
made = pyrage.x25519.Identity.generate()
open(sys.argv[1], "w").write(str(made) + "\\n")
print(made.to_public())
"""
