"""Where a benchmark runs: embedded servers of its own under var/benchmark, one database a size.

Their data stay, so that a second run need not fill again. While a territory is filled nothing waits
for the disk; while pages are measured the server keeps every commit, as it does in use.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "benchmark"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
# What the database keeps in memory, as a town of that size would set it (RELAIS_DATABASE_BUFFERS).
SETTINGS = ("shared_buffers=2GB",)


@dataclass
class Servers:
    """The running servers: addresses without the name of a database, and the two keys."""

    owner: str
    app: str
    redis: str
    admin: dict
    keys: dict[str, str]

    def app_url(self, name: str) -> str:
        return f"{self.app}/{name}"

    def owner_url(self, name: str) -> str:
        return f"{self.owner}/{name}"

    def durable(self, on: bool) -> None:
        """Whether a commit waits for the disk."""
        import psycopg2

        with closing(psycopg2.connect(**self.admin)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for setting in DURABLE:
                    cursor.execute(f"alter system set {setting} = {'on' if on else 'off'}")
                cursor.execute("select pg_reload_conf()")
                cursor.execute("checkpoint")


@contextmanager
def running() -> Iterator[Servers]:
    """Start the servers, make Django ready in this process, and stop them at the end."""
    os.environ["RELAIS_ENV"] = "test"
    for named in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(named, None)  # never a database that somebody works with
    from operations import embedded
    from operations.hosting.postgres import SUPERUSER

    PLACE.mkdir(parents=True, exist_ok=True)
    keys = _keys()
    os.environ |= keys
    with embedded.start("test", root=PLACE, settings=SETTINGS) as servers:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
        import django

        from operations.hosting.catalogue import compile_catalogue

        compile_catalogue()
        django.setup()
        logging.disable(logging.INFO)
        from django.conf import settings
        from django.core.management import call_command

        call_command("database_roles", verbosity=0)
        at = settings.DATABASES["owner"]
        admin = {
            "host": at["HOST"], "port": at["PORT"], "user": SUPERUSER, "dbname": "postgres",
            "password": servers.place.passwords()["superuser"],
        }  # fmt: skip
        yield Servers(
            servers.owner_url.rpartition("/")[0], servers.database_url.rpartition("/")[0],
            servers.redis_url, admin, keys,
        )  # fmt: skip


def prepared(servers: Servers, cases: int, fresh: bool = False) -> None:
    """A filled database of that many cases, to which Django now speaks; an earlier one is kept."""
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.fill import fill
    from benchmarks.processes import Database
    from operations.management.commands.database_roles import prepare_database

    name, draft = f"relais_{cases}", f"relais_{cases}_draft"
    point_at("relais")
    with connections["owner"].cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        there = cursor.fetchone() and not fresh
        if not there:
            for old in (name, draft):
                cursor.execute(f'drop database if exists "{old}"')
            cursor.execute(f'create database "{draft}"')
    point_at(name if there else draft)
    if there:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        return
    servers.durable(False)
    database = Database(servers)
    begin, own, theirs = time.perf_counter(), time.process_time(), database.all_cpu()
    prepare_database(connections["owner"])
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    fill(cases)
    said(
        f"{cases:,} cases made in {time.perf_counter() - begin:.0f} s,"
        f" CPU {time.process_time() - own:.0f} + {database.all_cpu() - theirs:.0f} s"
    )
    database.close()
    point_at("relais")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'alter database "{draft}" rename to "{name}"')
    point_at(name)


def point_at(name: str) -> None:
    """From now on Django's two connections speak to that database."""
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def said(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _keys() -> dict[str, str]:
    """Random keys, made once: production refuses published ones."""
    path = PLACE / "keys.json"
    if not path.exists():
        path.write_text(
            json.dumps(
                {
                    "SECRET_KEY": secrets.token_urlsafe(64),
                    "FIELD_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
                }
            )
        )
    return dict(json.loads(path.read_text()))
