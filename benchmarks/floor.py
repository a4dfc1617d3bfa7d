"""What pages are measured against: constant pages, and Django's admin with guardian.

F  a constant page of plain Django: no middleware, no session, no database
OF the same bytes through the whole stack of the project, signed in: of today, and of the commit
   that stands for the beginning, whose code is taken from this repository's history and run, with
   its own settings and a small database of its own, by a gunicorn of the same configuration
B  list and change page of 10,000 objects in Django's admin, narrowed by guardian (admin_project)
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from benchmarks.place import PLACE, ROOT, Servers
from benchmarks.processes import FLOORS, Web, environment, run, web

BEGINNING = "3d3bca8"
SESSION = "__Host-session"
OLD_DATABASE, ADMIN_DATABASE = "relais_beginning", "relais_admin_project"
SIGN_IN = """
from agencies.models import Agency, User
from django.test import Client
agency, _ = Agency.objects.get_or_create(name="Service", short_name="S", kind="ngo")
user = User.objects.filter(email="constant@benchmark.example").first()
if user is None:
    user = User(email="constant@benchmark.example", full_name="Une personne", agency=agency)
    user.set_unusable_password()
    user.save()
client = Client()
client.force_login(user, backend="agencies.backends.PasswordBackend")
print("SESSION", client.cookies["__Host-session"].value)
"""


@dataclass(frozen=True)
class Floor:
    """A page to measure against: on which server, for whom, where."""

    name: str
    web: Web
    cookies: dict[str, str]
    url: str


@contextmanager
def floors(servers: Servers) -> Iterator[list[Floor]]:
    """F, OF of the beginning, and the two pages of B; their servers run until the end."""
    with ExitStack() as stack:
        env = environment(servers, "postgres")
        plain = stack.enter_context(
            web("plain", env | {"PLAIN_DJANGO": "1", "DJANGO_SETTINGS_MODULE": ""},
                application=["plain:application"], path="/constant/")
        )  # fmt: skip
        old, key = stack.enter_context(_beginning(servers))
        admin, reader = stack.enter_context(_admin(servers))
        cookies = {"sessionid": reader}
        yield [
            Floor("F", plain, {}, "/constant/"),
            Floor("OF of the beginning", old, {SESSION: key}, "/constant/"),
            Floor("B list", admin, cookies, "/admin/admin_project/file/"),
            Floor("B change page", admin, cookies, "/admin/admin_project/file/5000/change/"),
        ]


@contextmanager
def _beginning(servers: Servers) -> Iterator[tuple[Web, str]]:
    folder = PLACE / BEGINNING
    if not folder.exists():
        packed = subprocess.run(
            ["git", "archive", BEGINNING], cwd=ROOT, check=True, capture_output=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
    env = environment(servers, OLD_DATABASE, "static-beginning")
    owner = env | {"DATABASE_OWNER_URL": servers.owner_url(OLD_DATABASE)}
    if _made(servers, OLD_DATABASE):
        run(["manage.py", "database_roles"], owner, folder)
        run(["manage.py", "migrate", "--database", "owner", "--no-input"], owner, folder)
    run(["-m", "operations.hosting.catalogue"] if (folder / "operations").exists()
        else ["-c", "from casework.hosting.catalogue import compile_catalogue as c; c()"],
        owner, folder)  # fmt: skip
    run(["manage.py", "collectstatic", "--no-input"], env, folder)
    # Made by the owner, whom no policy of the beginning binds.
    said = run(["manage.py", "shell", "-v", "0", "-c", AS_OWNER + SIGN_IN], owner, folder)
    key = said.rpartition("SESSION ")[2].strip()
    with web("beginning", env, OLD_DATABASE, root=folder) as server:
        yield server, key


AS_OWNER = """
from django.db import connections
connections["default"].close()
connections.databases["default"].update(
    {key: connections.databases["owner"][key] for key in ("USER", "PASSWORD")})
connections["default"].settings_dict.update(
    {key: connections.databases["owner"][key] for key in ("USER", "PASSWORD")})
"""


@contextmanager
def _admin(servers: Servers) -> Iterator[tuple[Web, str]]:
    _made(servers, ADMIN_DATABASE)
    env = environment(servers, ADMIN_DATABASE) | {
        "DATABASE_URL": servers.owner_url(ADMIN_DATABASE),
        "DJANGO_SETTINGS_MODULE": "admin_project.settings",
    }
    session = run(["-m", "admin_project.fill"], env, FLOORS).strip()
    application = ["admin_project.wsgi:application"]
    with web("admin", env, ADMIN_DATABASE, application=application, path="/admin/login/") as server:
        yield server, session


def _made(servers: Servers, name: str) -> bool:
    """Whether the database had to be made: it belongs to the owner of the others."""
    import psycopg2

    owner = servers.owner.rpartition("@")[0].rpartition("/")[2].partition(":")[0]
    connection = psycopg2.connect(**servers.admin)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if cursor.fetchone():
                return False
            cursor.execute(f'create database "{name}" owner {owner}')
            return True
    finally:
        connection.close()
