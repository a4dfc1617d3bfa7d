"""A form sent as by a person, and looks at the whole database."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from django.apps import apps
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import Absence
from common.guarded import Guarded
from common.scope import WORKER, bound

TOKEN = re.compile(r'name="draft" value="([^"]+)"')
RANDOM = re.compile(r'name="(?:csrfmiddlewaretoken|draft)" value="[^"]*"')
NOT_WRITTEN = {
    "common_draft",
    "casework_readinglog",
    "casework_searchedwords",
    "intake_matchsearch",
}


def paris(*moment: int) -> datetime:
    """That local time of the territory, aware."""
    return timezone.make_aware(datetime(*moment), timezone.get_default_timezone())


def text_of(response) -> str:
    """The page as a reader meets it: entities resolved, without the random tokens of its forms."""
    return unescape(RANDOM.sub("", response.content.decode()))


def token_of(response) -> str:
    """The token that stands in the page's form."""
    return TOKEN.search(response.content.decode()).group(1)


def send(client: Client, url: str, **fields):
    """Open the form, type, send it: the answer."""
    return client.post(url, {"draft": token_of(client.get(url)), **fields})


def signal_url(name: str, signal) -> str:
    return reverse(f"intake:{name}", args=[signal.pk])


def away(user, first, last=None) -> None:
    """Save an absence of this person."""
    Absence.objects.create(user=user, first_day=first, last_day=last or first)


def snapshot(without=NOT_WRITTEN) -> dict[str, list[str]]:
    """Every row of every guarded table and of what hangs on it, as text, seen by the worker."""
    found: dict[str, list[str]] = {table: [] for table in _tables() - set(without)}
    asked = [f"select '{table}', t::text from \"{table}\" t" for table in found]
    with bound(WORKER), connection.cursor() as cursor:
        cursor.execute(" union all ".join(asked))
        for table, row in cursor.fetchall():
            found[table].append(row)
    return {table: sorted(rows) for table, rows in found.items()}


def _tables() -> set[str]:
    guarded = {m._meta.db_table for m in apps.get_models() if issubclass(m, Guarded)}
    histories = {m._meta.db_table for m in apps.get_models() if hasattr(m, "instance_type")}
    return guarded | histories | {"notices_delivery", "casework_referencecounter"}


def found_anywhere(words: str) -> list[str]:
    """The tables of the whole database in which these words stand, seen by its owner.

    Only what is committed is seen. The owner is bound by no policy. Bytes are looked at too.
    """
    places = []
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_type = 'BASE TABLE'"
            " and table_schema not in ('pg_catalog', 'information_schema')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{schema}"."{table}" t'
                " where t::text like %s or t::text like %s",
                [f"%{words}%", f"%{words.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                places.append(table)
    connections["owner"].close()
    return sorted(places)
