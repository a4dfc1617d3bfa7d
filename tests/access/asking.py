"""Asks the cells of the matrix: browsers, headers, what was written."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from casework import reading_log
from casework.models import ReadingLog
from casework.views.base import SubjectView
from common.scope import WORKER, bound
from plans.models import PaperFile
from tests.access.answers.line import OUTSIDE, Line
from tests.access.answers.own import PUBLIC_ROUTES
from tests.access.matrix import MATRIX
from tests.access.typed import typed
from tests.world import table
from tests.world.people import PERSONAS
from tests.world.stage import Stage

# What a reading may write: that it took place, the session's own moment, limits of attempts.
TRACES = frozenset(
    {
        "casework_readinglog",
        "django_session",
        "usersessions_usersession",
        "casework_cache",
        "intake_matchsearch",
        "casework_searchedwords",
    }
)


def check_routes(declared=MATRIX, public=PUBLIC_ROUTES) -> int:
    """Fail on an address that the matrix does not know, and on a line without an address."""
    found = table.routes()
    lines = {line.route for line in declared}
    missing, stale = sorted(found.keys() - lines), sorted(lines - found.keys())
    assert not missing, (
        f"Not in the matrix: {', '.join(missing)}. Add a line to tests/access/answers/ that says"
        " who gets which answer, for each object the address may name."
    )
    assert not stale, f"No such address any more: {', '.join(stale)}. Take the line out."
    open_to_all = {name for name, is_public in found.items() if is_public}
    assert open_to_all == set(public), (
        f"Public without being declared, or the reverse: {sorted(open_to_all ^ set(public))}."
        " A page for anybody is decided in PUBLIC_ROUTES as well."
    )
    return len(found)


def address(line: Line, stage: Stage) -> str:
    """The address of that line's route with that line's object."""
    files = {"case_a": stage.cases["a"], "signal_taken": stage.signals["taken"]}
    name, mark, value = line.query.partition("=")
    value = getattr(files.get(value), "reference", value)
    return table.address(line.route, stage, line.on, name + mark + value)


class Browsers:
    """One signed-in test client for each persona; each cell starts with its first cookies."""

    def __init__(self, stage: Stage, personas=PERSONAS, *, remember=False):
        self.stage = stage
        # Two tests look at the same pages of an untouched stage: the second need not ask again.
        self.remember = remember
        # One handler for all: each new one would read the folder of static files again.
        self.handler = Client(raise_request_exception=False).handler
        self.cookies = {name: self._sign_in(name) for name in personas}
        self.counted = writes()

    def _sign_in(self, persona: str):
        client, user = Client(), self.stage.persona(persona)
        client.handler = self.handler
        if user is not None:
            client.force_login(user, backend="agencies.backends.PasswordBackend")
            client.get(reverse("privacy"))  # stamps the session, which each cell would do anew
        return {key: morsel.value for key, morsel in client.cookies.items()}

    def of(self, persona: str, **more) -> Client:
        client = Client(raise_request_exception=False, **more)
        if not more:
            client.handler = self.handler
        for key, value in self.cookies[persona].items():
            client.cookies[key] = value
        return client


class Undone(Exception):
    """Raised to roll a savepoint back."""


def ask(browsers: Browsers, line: Line, method: str, persona: str, url: str, **more):
    """Send one request and undo what it writes. Returns (response, tables written)."""
    known = browsers.stage.answers if browsers.remember and method == "GET" else {}
    if (persona, url) in known:
        return known[persona, url]
    client = browsers.of(persona, **more)
    data = {}
    if method == "POST":
        person = browsers.stage.people.get(PERSONAS[persona])
        data = typed(line, browsers.stage, person)
    before = browsers.counted
    try:
        with transaction.atomic():
            response = getattr(client, method.lower())(url, data)
            after = writes()
            written = {table for table, count in after.items() if count != before.get(table, 0)}
            response.read = _read(response) if "casework_readinglog" in written else frozenset()
            raise Undone
    except Undone:
        pass
    browsers.counted = after  # PostgreSQL counts rows that are rolled back too
    known[persona, url] = (_light(response), written)
    return response, written


def _light(response) -> HttpResponse:
    """The response without the templates and contexts that the test client keeps."""
    light = HttpResponse(response.content, status=response.status_code)
    light.headers = response.headers
    light.read = response.read
    return light


def _read(response) -> frozenset:
    """(reader, case, signal or reference) of each row that the request added to the log."""
    with bound(WORKER):
        rows = ReadingLog.objects.filter(request_id=response.headers["X-Request-ID"])
        return frozenset(
            (row.reader_id, row.case_id or row.signal_id or row.reference) for row in rows
        )


_WRITES = """
select c.relname, w.n from pg_class c, lateral (
  select pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
       + pg_stat_get_xact_tuples_deleted(c.oid) as n) w
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and w.n > 0
"""


def writes() -> dict[str, int]:
    """Rows inserted, updated and deleted in this transaction so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return dict(cursor.fetchall())


def check_cell(browsers: Browsers, line: Line, method: str, persona: str, url: str) -> None:
    """Check a cell of the matrix: status, headers, and that a GET writes no row."""
    response, written = ask(browsers, line, method, persona, url)
    wanted = line.expected(method, persona)
    got = response.status_code
    assert got == wanted, f"{method} {line.name} as {persona}: {got} instead of {wanted}"
    check_headers(response)
    check_reading(browsers, line, f"{method} {line.name} as {persona}", persona, url, response)
    if persona in OUTSIDE and not line.public:
        place = response["Location"]
        assert place.startswith("/account/login/"), f"{line.name} as {persona}: {place}"
    if method in ("GET", "HEAD"):
        assert written <= TRACES, f"{method} {line.name} as {persona} wrote {written - TRACES}"
    elif got in (403, 404, 405):
        assert written <= TRACES, f"refused {method} {line.name} as {persona} wrote {written}"


def check_reading(browsers: Browsers, line: Line, cell: str, persona: str, url, response) -> None:
    """Check that a page of a case or signal logged its reader (G2, X44)."""
    view = reading_log.views().get(line.route)
    shows = view and issubclass(view, SubjectView) and not view.shows_nothing
    if not shows or response.status_code not in (200, 409, 422):
        return
    subject = resolve(url.partition("?")[0]).kwargs["pk"]
    if view.model is PaperFile:  # no case yet: it is logged by its own reference
        subject = PaperFile(pk=subject).reference
    row = (browsers.stage.persona(persona).pk, subject)
    assert response.read == {row}, f"{cell}: {response.status_code}, and the log holds no reading"


HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check_headers(response) -> None:
    """Check the headers that every answer has (D1, D3)."""
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, f"{name}: {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, policy
    assert "unsafe" not in policy, policy
    assert "camera=()" in response.headers["Permissions-Policy"]
