"""How many statements a page may ask of the database, for each persona that reads it.

Counted without BEGIN and savepoints; the frame counts: session, person, actor, what waits.
"""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework import reading_log
from casework.models import Case
from casework.views.base import SubjectView
from tests.access import asking
from tests.access.asking import Browsers, Undone
from tests.access.matrix import MATRIX
from tests.access.typed import typed
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access

SILENT = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
READ, PUT = "select current_setting('app.user_id'", "select set_config('app.user_id'"
LISTS = {
    "cases": 8,
    "intake:list": 8,
    "intake:roster": 8,
    "notices": 8,
    "reading_log": 8,
    "search": 8,
    "home": 15,
}
OF_A_CASE = 15
# Who is counted: an ordinary partner, coordinators and risk owner, signal coordinator, officer.
WHO = ("partner", "process", "content", "risk_owner", "coordinator", "dpo")


def cells():
    """(line, method, persona, ceiling) of each list, and of each page and form of a case."""
    views = reading_log.views()
    for line in MATRIX:
        view = views.get(line.route)
        if line.route in LISTS:
            ceiling = LISTS[line.route]
        elif view and issubclass(view, SubjectView) and view.model is Case:
            ceiling = OF_A_CASE
        else:
            continue
        for persona in WHO:
            if line.get and line.expected("GET", persona) == 200:
                yield line, "GET", persona, ceiling
        if line.name == "case_add_information-a-information":
            yield line, "POST", "partner", OF_A_CASE


def asked(browsers: Browsers, line, method: str, persona: str, url: str) -> list[str]:
    """The statements of one request; whatever it writes is undone."""
    client = browsers.of(persona)
    stage = browsers.stage
    data = typed(line, stage, stage.people[PERSONAS[persona]]) if method == "POST" else {}
    try:
        with transaction.atomic(), CaptureQueriesContext(connection) as caught:
            getattr(client, method.lower())(url, data)
            raise Undone
    except Undone:
        pass
    every = [one["sql"] for one in caught.captured_queries]
    every = [sql for sql in every if not sql.upper().startswith(SILENT)]
    # The test's transaction is around the request's, which therefore reads the settings of the
    # connection first and puts them back last: two statements that no request asks.
    read = next(number for number, sql in enumerate(every) if sql.startswith(READ))
    put_back = max(number for number, sql in enumerate(every) if sql.startswith(PUT))
    return [sql for number, sql in enumerate(every) if number not in (read, put_back)]


def test_no_page_asks_more_than_its_ceiling(stage, db):
    """Red when a page asks more than its ceiling; it prints what was asked."""
    browsers = Browsers(stage, WHO)
    wrong, seen = [], set()
    for line, method, persona, ceiling in cells():
        url = asking.address(line, stage)
        if (method, persona, url) in seen:
            continue
        seen.add((method, persona, url))
        statements = asked(browsers, line, method, persona, url)
        cell = (method, line.name, persona)
        number = len(statements)
        if number > ceiling:
            told = "\n    ".join(sql[:300] for sql in statements)
            wrong.append(f"{cell} asks {number}, no more than {ceiling} are allowed:\n    {told}")
    assert len(seen) > 100
    assert not wrong, "\n".join(wrong)
