"""Data of an earlier Relais: recognised by its migrations, and remade rather than migrated.

The migrations were written anew once, before the first release. A database made before it holds
names of some that do not exist any more, and cannot be migrated.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from operations.hosting.errors import EmbeddedError

OURS = ("common", "notices", "agencies", "casework", "intake", "plans", "closure")
LEFT = "The demonstration's data are of an earlier Relais, and this one cannot go on with them."
ASKED = "Remake them? What was entered in it is lost. [y/N] "


def names_gone(url: str, root: Path) -> list[str]:
    """Migrations of ours that the database knows and the folder does not; none in a new database.

    ``url`` is the owner's. When the server does not answer, none are returned: another step says
    so.
    """
    import psycopg2

    try:
        link = psycopg2.connect(url)
    except psycopg2.OperationalError:
        return []
    with closing(link), link.cursor() as cursor:
        cursor.execute("select to_regclass('public.django_migrations')")
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(
            "select app, name from django_migrations where app = any(%s) order by app, name",
            [list(OURS)],
        )
        known = cursor.fetchall()
    return [
        f"{app}.{name}"
        for app, name in known
        if not (root / app / "migrations" / f"{name}.py").exists()
    ]


def agree(own: bool) -> None:
    """Ask whether the data may be remade; returns on a yes.

    ``own`` is False for a database that the person named, which is never emptied. Raises
    EmbeddedError with what to do: on a no, and where nobody can be asked.
    """
    if not own:
        raise EmbeddedError(f"{LEFT} Empty the database that DATABASE_URL names, or name another.")
    if not sys.stdin.isatty():
        raise EmbeddedError(f"{LEFT} `make demo-reset` forgets them, `make demo` starts afresh.")
    print(f"\n{LEFT}", flush=True)
    try:
        answer = input(ASKED)
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes", "o", "oui"):
        raise EmbeddedError(
            "Nothing was changed. `make demo-reset` forgets the data when you like."
        )
