#!/usr/bin/env python3
"""CPU a request and waits for locks with one, two and three webs.

`.venv/bin/python benchmarks/webs.py`: embedded servers of its own, the stories of Saint-Aubrac,
gunicorn as it is deployed (one process and four threads a web), PgBouncer between where this
machine has it (`--direct` leaves it out). Eight browsers ask the same requests in each round, a
tenth of them forms that write. CPU is what the kernel counted for each kind of process; the wall
clock only says how busy the machine was. Locks are sampled from pg_stat_activity every 20 ms.
"""

from __future__ import annotations

import argparse
import http.client
import logging
import os
import re
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["RELAIS_ENV"] = "test"
for _named in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
    os.environ.pop(_named, None)  # never a database that somebody works with
BROWSERS = 8
PEOPLE = ("claire", "luc", "ines", "sophie", "odile", "marek", "rachid", "yves")
LISTS = ("/", "/cases/", "/signals/", "/notices/", "/me/profile/")
WRITES_EVERY = 10
WAITING = """
select count(*) filter (where wait_event_type = 'Lock'), count(*) filter (where state = 'active'),
       coalesce(extract(epoch from max(clock_timestamp() - state_change)
                filter (where wait_event_type = 'Lock')), 0),
       coalesce(array_agg(query) filter (where wait_event_type = 'Lock'), '{}')
from pg_stat_activity where usename = 'app' and pid <> pg_backend_pid()
"""


@dataclass
class Browser:
    """Somebody signed in, with a connection that is kept to each web."""

    cookies: dict[str, str]
    links: list[http.client.HTTPConnection] = field(default_factory=list)

    def ask(self, number: int, method: str, path: str, **fields: str) -> tuple[int, str]:
        link = self.links[number % len(self.links)]
        cookies = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        headers = {"Cookie": cookies, "Referer": f"http://127.0.0.1:{link.port}/"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, urlencode(fields) or None, headers)
        answer = link.getresponse()
        for header in answer.msg.get_all("Set-Cookie", []):
            key, _is, rest = header.partition("=")
            self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    def take_a_call(self, number: int) -> int:
        """Open the form and send it: two requests."""
        _status, page = self.ask(number, "GET", "/signals/new/")
        form = page.partition("data-draft-url")[2]
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|draft)"\s+value="([^"]+)"', form))
        words = {"words": "Il dit qu’on verra samedi.", "caller": "family"}
        return self.ask(number, "POST", "/signals/new/", **hidden, **words)[0]


class Round:
    """The same requests to so many webs, with what they cost."""

    def __init__(self, ports: list[int], browsers: list[Browser], times: int):
        self.ports, self.browsers, self.times = ports, browsers, times
        self.statuses: list[int] = []
        self.walls: list[float] = []

    def play(self) -> None:
        threads = [threading.Thread(target=self._one, args=(b, n)) for n, b in
                   enumerate(self.browsers)]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one(self, browser: Browser, start: int) -> None:
        browser.links = [http.client.HTTPConnection("127.0.0.1", p, timeout=60) for p in self.ports]
        for number in range(self.times):
            begin = time.perf_counter()
            if number % WRITES_EVERY == 0:
                self.statuses.append(browser.take_a_call(start + number))
            else:
                path = LISTS[(start + number) % len(LISTS)]
                self.statuses.append(browser.ask(start + number, "GET", path)[0])
            self.walls.append(time.perf_counter() - begin)
        for link in browser.links:
            link.close()


class Locks(threading.Thread):
    """Who waits for a lock, every 20 ms."""

    def __init__(self, link) -> None:
        super().__init__(daemon=True)
        self.link, self.over = link, threading.Event()
        self.samples: list[tuple[int, int, float]] = []
        self.statements: Counter[str] = Counter()

    def run(self) -> None:
        with self.link.cursor() as cursor:
            while not self.over.wait(0.02):
                cursor.execute(WAITING)
                waiting, active, longest, statements = cursor.fetchone()
                self.statements.update(statements)
                self.samples.append((waiting, active, float(longest)))

    def line(self) -> str:
        active = sum(sample[1] for sample in self.samples)
        waiting = sum(sample[0] for sample in self.samples)
        longest = max((sample[2] for sample in self.samples), default=0.0)
        share = 100 * waiting / active if active else 0.0
        return f"{share:7.1f} % {longest * 1000:8.0f}"

    def told(self) -> str:
        """The statement that waited most often, its beginning."""
        most = self.statements.most_common(1)
        return f"     most often at: {' '.join(most[0][0].split())[:90]}" if most else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60, help="requests of each browser in a round")
    parser.add_argument("--direct", action="store_true", help="without PgBouncer")
    given = parser.parse_args()
    from operations import embedded
    from operations.hosting import pooler

    place = ROOT / "var" / "benchmark-webs"
    place.mkdir(parents=True, exist_ok=True)
    with embedded.start("test", root=place) as servers:
        through = None if given.direct or not pooler.program() else pooler.Pooler(
            servers.database_url
        )  # fmt: skip
        os.environ |= {
            "DATABASE_URL": through.url if through else servers.database_url,
            "DATABASE_OWNER_URL": servers.owner_url,
            "REDIS_URL": servers.redis_url,
            "DJANGO_SETTINGS_MODULE": "casework.settings",
        }
        try:
            prepare()
            measure(given.times, servers, through)
        finally:
            if through:
                through.stop()
    return 0


def prepare() -> None:
    import django
    from django.core.management import call_command

    from operations.hosting.catalogue import compile_catalogue

    compile_catalogue()
    django.setup()
    logging.disable(logging.WARNING)
    call_command("database_roles", verbosity=0)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("load_stories", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115


def browsers() -> list[Browser]:
    from django.test import Client

    from agencies.models import User

    made = []
    for key in PEOPLE[:BROWSERS]:
        client = Client()
        user = User.objects.get(email__startswith=f"{key}@")
        client.force_login(user, backend="agencies.backends.PasswordBackend")
        made.append(Browser({key: morsel.value for key, morsel in client.cookies.items()}))
    return made


def measure(times: int, servers, through) -> None:
    import psycopg2
    from django.conf import settings

    from casework import server_urls

    said("through PgBouncer" if through else "straight to PostgreSQL")
    said(f"{'webs':>4} {'requests':>8} {'a second':>8} {'median ms':>9} {'Python':>7} "
         f"{'PostgreSQL':>10} {'PgBouncer':>9}   at a lock, longest ms")  # fmt: skip
    asking = browsers()
    watch = psycopg2.connect(**server_urls.libpq(settings.DATABASES["default"]))
    watch.autocommit = True
    postgres = next(one.child.pid for one in servers._running if type(one).__name__ == "Postgres")
    for count in (1, 2, 3):
        webs = [serve() for _number in range(count)]
        try:
            ports = [port for _child, port in webs]
            Round(ports, asking, WRITES_EVERY).play()  # what is read once a process is read
            before = [cpu(child.pid for child, _port in webs), cpu([postgres]),
                      cpu([through.child.pid]) if through else 0.0]  # fmt: skip
            locks, turn = Locks(watch), Round(ports, asking, times)
            locks.start()
            begin = time.perf_counter()
            turn.play()
            wall = time.perf_counter() - begin
            locks.over.set()
            locks.join()
            after = [cpu(child.pid for child, _port in webs), cpu([postgres]),
                     cpu([through.child.pid]) if through else 0.0]  # fmt: skip
        finally:
            for child, _port in webs:
                end(child)
        sent = len(turn.walls) + len(turn.walls) // WRITES_EVERY  # a form is opened and sent
        each = [1000 * (b - a) / sent for a, b in zip(before, after, strict=True)]
        wrong = [status for status in turn.statuses if status not in (200, 302, 403)]
        said(f"{count:4} {sent:8} {sent / wall:8.1f} {statistics.median(turn.walls) * 1000:9.0f} "
             f"{each[0]:7.1f} {each[1]:10.1f} {each[2]:9.2f}   {locks.line()}"
             + (f"   answered {sorted(set(wrong))}" if wrong else ""))  # fmt: skip
        said(locks.told())
    watch.close()


def serve():
    """A web on a free port: the process and the port."""
    import urllib.request

    from operations.hosting import processes

    port = processes.free_port()
    argv = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    log = open(ROOT / "var" / "benchmark-webs" / f"web-{port}.log", "wb")  # noqa: SIM115
    env = os.environ | {"PORT": str(port), "WEB_WORKERS": "1", "LOG_LEVEL": "WARNING"}
    child = processes.spawn(argv, log=log, env=env, cwd=ROOT)
    log.close()

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return True
        except OSError:
            return False

    if not processes.wait_until(answers, lambda: child.poll() is None, 60):
        raise SystemExit(f"A web did not start: {log.name}")
    return child, port


def end(child) -> None:
    import signal

    from operations.hosting import processes

    processes.end(child, [(signal.SIGTERM, 15), (signal.SIGKILL, 5)])


def cpu(pids) -> float:
    """Seconds of CPU of these processes, of their children, and of those that have ended."""
    total = 0.0
    for pid in pids:
        own = psutil.Process(pid)
        used = own.cpu_times()
        total += used.user + used.system + used.children_user + used.children_system
        for child in own.children(recursive=True):
            try:
                used = child.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += used.user + used.system
    return total


def said(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
