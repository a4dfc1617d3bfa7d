"""A container: a root over its image, namespaces of its own, and what its service declares."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from deploy.rehearsal.images import PATH, Image
from deploy.rehearsal.machine import Failed
from deploy.rehearsal.networks import PREFIX
from operations.hosting import processes

# What an engine leaves to root in a container; everybody else has nothing.
CAPABILITIES = (
    "chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap",
    "net_bind_service", "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap",
)  # fmt: skip
DEVICES = (("null", 3), ("zero", 5), ("full", 7), ("random", 8), ("urandom", 9))
QUICKEST = 1.0  # health is asked at least so often, in seconds: sooner than declared


class Container:
    """One process of a service, started again by its restart policy until `stop`."""

    def __init__(
        self, name: str, service: Mapping[str, Any], image: Image, home: Path, project: Path
    ):
        self.name, self.service, self.image = name, service, image
        self.home, self.project = home, project
        self.root, self.log = home / "root", home / "log"
        for part in ("root", "upper", "work"):
            (home / part).mkdir(parents=True, exist_ok=True)
        for part in ("hosts", "resolv.conf", "hostname"):
            (home / part).touch()
        (home / "hostname").write_text(f"{name}\n")
        self.environment = {
            "PATH": PATH,
            "HOSTNAME": name,
            "HOME": "/root" if image.user == "root" else "/",
            **image.environment,
            **{key: str(value) for key, value in service.get("environment", {}).items()},
        }
        self.starts = 0
        self.healthy = self.ended = self.stopped = False
        self.code: int | None = None
        self.child: subprocess.Popen[bytes] | None = None
        self.watchers = [
            threading.Thread(target=target, daemon=True) for target in (self._keep, self._ask)
        ]

    def start(self) -> None:
        for watcher in self.watchers:
            watcher.start()

    def stop(self) -> None:
        self.stopped = True
        first = self.first()
        if first:  # with it goes its namespace
            with contextlib.suppress(ProcessLookupError):
                os.kill(first, signal.SIGKILL)
        if self.child is not None and self.child.poll() is None:
            self.child.kill()

    def first(self) -> int:
        """The process that is number 1 in the container, as this machine numbers it; 0 for none."""
        child = self.child
        if child is None or child.poll() is not None:
            return 0
        try:
            told = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
        except OSError:
            return 0
        return int(told[0]) if told else 0

    def kill(self) -> None:
        """SIGKILL to its first process, with which the whole container goes. Raises Failed."""
        first = self.first()
        if not first:
            raise Failed(f"{self.name} does not run.")
        self.healthy = False
        os.kill(first, signal.SIGKILL)

    def inside(self, command: list[str], **more: str) -> list[str]:
        """How this machine runs a command in it, as its user, with its environment alone."""
        first = self.first()
        if not first:
            raise Failed(f"{self.name} does not run: {self.told()}")
        enter = ["nsenter", f"--target={first}", "--mount", "--uts", "--ipc", "--net", "--pid"]
        return [*enter, *self._as_user(command, more)]

    def told(self, lines: int = 6) -> str:
        """The last lines of what it said."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return " | ".join(text.strip().splitlines()[-lines:]) or "it said nothing"

    # --- what it is made of ---------------------------------------------------------------------
    def _as_user(self, command: list[str], more: Mapping[str, str]) -> list[str]:
        env = [f"{key}={value}" for key, value in (self.environment | dict(more)).items()]
        return ["env", "-i", f"--chdir={self.image.folder}", *env, "setpriv", *self._powers(),
                "--", *command]  # fmt: skip

    def _powers(self) -> list[str]:
        """User and capabilities as declared: none where they are dropped or it is nobody's root."""
        root = self.image.user == "root"
        kept = () if "ALL" in self.service.get("cap_drop", ()) else CAPABILITIES
        words = ["--bounding-set=" + ",".join(["-all", *(f"+{one}" for one in kept)])]
        words += ["--inh-caps=-all"]
        if not root:
            words += [f"--reuid={self.image.user}", f"--regid={self.image.user}", "--init-groups"]
        if "no-new-privileges:true" in self.service.get("security_opt", ()):
            words += ["--no-new-privs"]
        return words

    def _command(self) -> list[str]:
        entry = self.service.get("entrypoint", self.image.entrypoint)
        command = self.service.get("command", self.image.command)
        whole = [str(word) for word in (*entry, *command)]
        return ["tini", "--", *whole] if self.service.get("init") else whole

    def _script(self) -> str:
        """What is done in the new namespaces before the command: mounts, and the root changed."""
        root, q = self.root, shlex.quote
        lower = ":".join(map(str, self.image.layers))
        options = f"lowerdir={lower},upperdir={self.home / 'upper'},workdir={self.home / 'work'}"
        shm = self.service.get("shm_size", "64m").removesuffix("b")
        lines = [
            "set -eu",
            f"mount -t overlay overlay -o {q(options)} {q(str(root))}",
            f"cd {q(str(root))}",
            "mkdir -p proc dev sys run/secrets",
            "mount -t proc proc proc",
            "mount -t sysfs -o ro sysfs sys",
            "mount -t tmpfs -o mode=755,size=64k tmpfs dev",
            *(f"mknod -m 666 dev/{name} c 1 {number}" for name, number in DEVICES),
            "ln -s /proc/self/fd dev/fd; mkdir dev/shm",
            "ln -s /proc/self/fd/1 dev/stdout; ln -s /proc/self/fd/2 dev/stderr",
            f"mount -t tmpfs -o mode=1777,size={shm} shm dev/shm",
        ]
        for place in self.service.get("tmpfs", ()):
            lines += [f"mkdir -p .{place}", f"mount -t tmpfs -o mode=1777 tmpfs .{place}"]
        for source, place, how in self._mounts():
            kind = "mkdir -p" if source.is_dir() else f"mkdir -p $(dirname .{place}); touch"
            lines += [f"{kind} .{place}", f"mount --bind {q(str(source))} .{place}"]
            if how == "ro":
                lines.append(f"mount -o remount,bind,ro .{place}")
        if self.service.get("read_only"):
            lines.append("mount -o remount,ro .")
        command = shlex.join(self._as_user(self._command(), {}))
        lines += [f"hostname {q(self.name)}", "pivot_root . .", "umount -l .", "cd /",
                  f"exec {command}"]  # fmt: skip
        return "\n".join(lines)

    def _mounts(self) -> list[tuple[Path, str, str]]:
        found = [(self.home / name, f"/etc/{name}", "ro") for name in
                 ("hosts", "resolv.conf", "hostname")]  # fmt: skip
        found += [(self.project / "secrets" / name, f"/run/secrets/{name}", "ro")
                  for name in self.service.get("secrets", ())]  # fmt: skip
        for volume in self.service.get("volumes", ()):
            source, place, *how = volume.split(":")
            if source.startswith((".", "/")):
                found.append(((self.project / source).resolve(), place, *(how or ["rw"])))
            else:
                found.append((self._volume(source, place), place, "rw"))
        return found

    def _volume(self, name: str, place: str) -> Path:
        """A named volume; an empty one begins with what the image has there, and its owner."""
        folder = self.project / "volumes" / name
        if not folder.exists():
            folder.mkdir(parents=True)
            for layer in self.image.layers:
                begun = layer / place.lstrip("/")
                if begun.is_dir():
                    shutil.copytree(begun, folder, symlinks=True, dirs_exist_ok=True)
                    shutil.chown(folder, begun.stat().st_uid, begun.stat().st_gid)
                    break
        return folder

    # --- its life -------------------------------------------------------------------------------
    def _keep(self) -> None:
        """Start it, and again when it ends, as its restart policy says."""
        policy = self.service.get("restart", "no")
        while not self.stopped:
            self.starts += 1
            self.code, self.ended = None, False
            argv = ["nsenter", f"--net=/run/netns/{PREFIX}-{self.name}", "unshare", "--mount",
                    "--uts", "--ipc", "--pid", "--fork", "--kill-child=KILL", "--propagation",
                    "private", "sh", "-c", self._script()]  # fmt: skip
            with open(self.log, "ab") as log:
                # Even where the rehearsal itself is killed, nothing of it goes on.
                self.child = processes.spawn(argv, log=log, dies_by=signal.SIGKILL)
            self.code = self.child.wait()
            self.healthy, self.ended = False, True
            if policy == "no" or (policy == "on-failure" and self.code == 0):
                return
            time.sleep(0.5)

    def _ask(self) -> None:
        """Its health check, as declared but more often; `retries` in a row make it unhealthy."""
        check = self.service.get("healthcheck")
        if not check:
            return
        kind, *words = check["test"]
        command = ["sh", "-c", words[0]] if kind == "CMD-SHELL" else words
        pause = min(_seconds(check.get("interval", "30s")), QUICKEST)
        missed = 0
        while not self.stopped:
            well = self._well(command, _seconds(check.get("timeout", "30s")))
            missed = 0 if well else missed + 1
            if well or missed >= int(check.get("retries", 3)):
                self.healthy = well
            time.sleep(pause)

    def _well(self, command: list[str], seconds: float) -> bool:
        try:
            argv = self.inside(command)
            done = subprocess.run(argv, capture_output=True, timeout=seconds, check=False)
        except (Failed, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def condition(self, wanted: str) -> Callable[[], bool]:
        """Whether it is as another service needs it; asked, it raises Failed where it cannot be."""

        def completed() -> bool:
            if self.ended and self.code != 0 and self.starts > 3:
                raise Failed(f"{self.name} failed {self.starts} times: {self.told()}")
            return self.ended and self.code == 0

        return {
            "service_healthy": lambda: self.healthy,
            "service_completed_successfully": completed,
            "service_started": lambda: bool(self.first()),
        }[wanted]


def end_leftovers(folder: Path) -> int:
    """End what still runs in a root of an earlier rehearsal in that folder; how many there were.

    Whoever changed its user outlives its parent: the kernel forgets what was asked of it then.
    """
    mark, ended = f"upperdir={folder}/containers/", 0
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and mark in (entry / "mountinfo").read_text():
                os.kill(int(entry.name), signal.SIGKILL)
                ended += 1
    return ended


def _seconds(words: str) -> float:
    return float(words.removesuffix("s"))
