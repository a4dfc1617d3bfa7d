"""Which pages are asked, as whom: the four people of the figures, the desk, and one of the town."""

from __future__ import annotations

import html.parser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

LIST, CASE, WORK, POST = "list", "case", "My work", "post"
PEOPLE = {
    "partner": "partner of {n}",
    "coordinator": "coordinator of {n}",
    "old": "partner of {n}, old cases",
    "mayor": "mayor, {n}",
}
OVERSEE = ("coordinator", "mayor")  # who may see who has read a case
LISTS = (
    ("My work", "home", WORK), ("list", "cases", LIST), ("signals", "intake:list", LIST),
    ("notices", "notices", LIST),
)  # fmt: skip
INFORMATION = {"kind": "fact", "body": "Vient le mardi, seule.", "audience": "team"}


@dataclass(frozen=True)
class Page:
    """A page of one person; ``kind`` says which target it has."""

    name: str
    kind: str
    key: str
    who: str
    user: Any
    url: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.who}"


def people() -> dict[str, Any]:
    """The four people of the figures, by their keys."""
    from agencies.models import User
    from common.scope import WORKER, bound

    with bound(WORKER):
        rows = User.objects.select_related("agency")
        return {key: rows.get(email__startswith=f"{key}@") for key in PEOPLE}


def pages() -> list[Page]:
    """Every page that is measured, in the database to which Django speaks."""
    from agencies.models import User
    from casework.models import TeamMember
    from common.scope import WORKER, bound

    with bound(WORKER):
        running = TeamMember.objects.filter(active=True)
        rows = User.objects.select_related("agency")
        four = {}
        for key, user in people().items():
            count = running.filter(user=user).values("case").distinct().count()
            four[key] = (user, PEOPLE[key].format(n=f"{count:,}"))
        desk = {
            key: (rows.get(email__startswith=f"{key}@"), words)
            for key, words in (("claire", "signal coordinator"), ("nadia", "DPO"))
        }
        townspeople = rows.filter(agency=four["mayor"][0].agency, email__regex=r"^p\d+@")
        counted = [(running.filter(user=one).count(), one.pk, one) for one in townspeople]
        count, _pk, user = max(counted)
        desk["town"] = (user, f"coordinator of {count:,}")
    return [*_of_lists(four | desk), *_of_cases(four), *_others(desk)]


def pages_of(key: str, user: Any, who: str) -> list[Page]:
    """The lists, and the pages of a case, of one person."""
    return [*_of_lists({key: (user, who)}), *_of_cases({key: (user, who)})]


def _of_lists(people: dict) -> Iterator[Page]:
    from django.urls import reverse

    for name, route, kind in LISTS:
        for key, (user, who) in people.items():
            yield Page(name, kind, key, who, user, reverse(route))


def _of_cases(people: dict) -> Iterator[Page]:
    """Pages of the newest case of theirs in which there is such a page."""
    from django.urls import reverse

    from casework.models import Case, TeamMember
    from common.scope import Actor, bound

    State = Case.State
    for name, route, kind, states in (
        ("overview", "case", CASE, (State.ACTIVE,)),
        ("analysis", "plans:analysis", CASE, (State.ACTIVE,)),
        ("plan", "plans:plan", CASE, (State.ACTIVE,)),
        ("carrying out", "plans:carrying", CASE, (State.ACTIVE,)),
        ("checkpoints", "plans:checkpoints", CASE, (State.ACTIVE,)),
        ("closure", "closure:closing", CASE, (State.CLOSING, State.MONITORING)),
        ("monitoring", "closure:monitoring", CASE, (State.MONITORING, State.ENDED)),
        ("team", "case_team", CASE, (State.ACTIVE,)),
        ("who saw this", "case_reading_log", CASE, (State.ACTIVE,)),
        ("post an information", "case_add_information", POST, (State.ACTIVE,)),
    ):
        for key, (user, who) in people.items():
            if name == "who saw this" and key not in OVERSEE:
                continue
            with bound(Actor.of(user)):
                rows = TeamMember.objects.filter(user=user, active=True, case__state__in=states)
                row = rows.order_by("-opened_at").first()
            if row:
                yield Page(name, kind, key, who, user, reverse(route, args=[row.case_id]))


def _others(desk: dict) -> Iterator[Page]:
    """The reading log of everything, and whom a new signal may be about."""
    from django.urls import reverse

    from common.scope import WORKER, bound
    from intake.models import Signal

    user, who = desk["nadia"]
    yield Page("reading log", LIST, "nadia", who, user, reverse("reading_log"))
    with bound(WORKER):
        signal = Signal.objects.filter(state="in_triage", named__isnull=False).first()
    if signal:
        user, who = desk["claire"]
        yield Page(
            "matching", CASE, "claire", who, user, reverse("intake:matches", args=[signal.pk])
        )


def session_of(user) -> str:
    """The key of a new session of that person."""
    from django.test import Client

    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(user, backend="agencies.backends.PasswordBackend")
    return client.cookies["session"].value


class _Hidden(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found[given["name"] or ""] = given.get("value") or ""


def form_of(page: str) -> dict[str, str]:
    """What the form on the page would send, with a piece of information typed into it."""
    parser = _Hidden()
    parser.feed(page)
    return parser.found | INFORMATION


def statements(page: Page) -> tuple[int, int]:
    """How many statements the page asks (BEGIN, savepoints and the like left out), and its status.

    Asked in this process, under the real login, after a first visit.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(page.user, backend="agencies.backends.PasswordBackend")
    first = client.get(page.url)
    ask: Callable = client.get
    values: dict = {}
    if page.kind == POST:
        ask, values = client.post, form_of(first.content.decode())
    with CaptureQueriesContext(connection) as caught:
        status = ask(page.url, values).status_code
    silent = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return sum(not one["sql"].upper().startswith(silent) for one in caught), status
