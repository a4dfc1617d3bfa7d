"""Questions that the database has planned before: the same answers, to everybody (X64)."""

import contextlib
import datetime as dt
import difflib
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import DateField, DateTimeField, Value
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from common import clock, prepared
from common.compiled import compiled
from common.scope import WORKER, bound
from tests import servers
from tests.access import asking, test_ceilings
from tests.access.asking import Browsers
from tests.browsing import paris, text_of

pytestmark = pytest.mark.access


@pytest.fixture(autouse=True)
def at_once(db, settings):
    """Prepared when it is asked for the first time; nothing is left from other tests."""
    settings.PREPARED_AFTER = 0
    forget()
    yield
    forget()


def forget():
    with connection.cursor() as cursor:
        cursor.execute("deallocate all")
    connection._relais_prepared = None


def names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from pg_prepared_statements where name like 'relais_%'")
        return sorted(name for (name,) in cursor.fetchall())


def ask(*params, sql="select %s, %s", of="one", is_open=(True, True)):
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, [prepared.Asked(of, sql, params, is_open)])
        return cursor.fetchall()


def test_every_page_says_what_it_says_without(stage, db, settings):
    """Need-to-know: what one person asked stays in nobody's answer. Line: ``is_open``, ``_type``.

    Everybody asks on the same connection, so that they share what is prepared.
    """
    browsers, pages, now = Browsers(stage, test_ceilings.WHO), {}, clock.now()
    for after in (-1, 0):
        settings.PREPARED_AFTER = after
        for line, method, persona, _ceiling in test_ceilings.cells():
            if method != "GET":
                continue
            with contextlib.suppress(test_ceilings.Undone), transaction.atomic(), clock.at(now):
                answer = browsers.of(persona).get(asking.address(line, stage))
                found = pages.setdefault(f"{line.name} {asking.address(line, stage)} {persona}", [])
                found.append((answer.status_code, said(answer)))
                raise test_ceilings.Undone
    assert len(names()) > 20
    wrong = {key: said for key, said in pages.items() if said[0] != said[1]}
    assert not wrong, difference(*next(iter(wrong.items())))


def difference(page: str, said: list) -> str:
    (_one, before), (_two, after) = said
    return "\n".join([page, *difflib.unified_diff(before.split("\n"), after.split("\n"), n=1)])


# What differs from moment to moment: how long the session lasts, what is signed.
PASSING = re.compile(r'data-session-seconds="\d+"|(?:before|after)=[^"]+')


def said(answer) -> str:
    return PASSING.sub("…", text_of(answer))


def test_numbers_keys_and_days_stay_open(db):
    """Line: TYPES. Whoever asks next is answered for themselves."""
    day, moment = dt.date(2026, 6, 9), dt.datetime(2026, 6, 9, tzinfo=dt.UTC)
    for values in ((1, uuid.UUID(int=7)), (2, uuid.UUID(int=8))):
        assert ask(*values) == [values]
    assert names() == ["relais_1"]
    for values in ((day, moment), (day + dt.timedelta(1), moment)):
        assert ask(*values, of="two") == [values]
    assert names() == ["relais_1", "relais_2"]


@pytest.mark.parametrize("value", [True, None, "50 % d’Évry's", ["a", "b"], 1.5])
def test_what_is_always_the_same_is_written_out(db, value):
    """Lines: ``mogrify`` and the doubled % of ``_text``."""
    for number in (1, 2):
        found = ask(number, value, sql="select %s, %s, '50 %%'", is_open=(True, False))
        assert [list(row) for row in found] == [[number, value, "50 %"]]
    assert names() == ["relais_1"]


def test_a_statement_that_is_written_anew_is_known_by_its_words(db):
    """Line: ``always`` of of_text: one that differs in words is another."""
    for number, words in ((5, "a"), (6, "b"), (7, "a"), (8, "b")):
        with connection.cursor() as cursor:
            sql = "select %s, %s"
            prepared.execute(cursor, sql, [prepared.Asked.of_text(sql, [number, words])])
            assert cursor.fetchall() == [(number, words)]
    assert len(names()) == 2


def _as_of_today():
    shown = {"day": Value(clock.today(), DateField()), "at": Value(clock.now(), DateTimeField())}
    return ContentType.objects.order_by().values_list(*shown.values())[:1]


def test_a_day_does_not_stay(db):
    """Line: the last ``_Slot`` of ``_slot``: what is due depends on when it is asked."""
    for number in (0, 0, 3):
        with clock.at(paris(2026, 6, 2 + number, 12)), bound(WORKER):
            assert list(compiled(_as_of_today)) == [(clock.today(), clock.now())]
    assert len(names()) == 1


def test_not_before_it_is_asked_again(db, settings):
    """Line: ``here.times[key] <= after``; a minus switches it off."""
    settings.PREPARED_AFTER = 2
    found = []
    for _n in range(4):
        ask(1, 2)
        found.append(len(names()))
    assert found == [0, 0, 1, 1]
    settings.PREPARED_AFTER = -1
    forget()
    ask(1, 2)
    assert names() == []


def test_one_round_trip_each_time(db):
    """Line: prepared and executed in one statement."""
    for _n in range(2):
        with CaptureQueriesContext(connection) as asked:
            ask(1, 2)
        assert len(asked) == 1


def test_those_asked_last_are_kept(db, monkeypatch):
    """Lines: MOST_KEPT and ``move_to_end``; counting ends too."""
    monkeypatch.setattr(prepared, "MOST_KEPT", 2)
    monkeypatch.setattr(prepared, "MOST_COUNTED", 3)
    for of in ("a", "b", "a", "c", "a", "b"):
        assert ask(1, 2, of=of) == [(1, 2)]
    assert names() == ["relais_1", "relais_4"]
    for of in range(20):
        ask(1, 2, of=of)
    assert len(connection._relais_prepared.times) <= 4


def test_what_could_not_be_prepared_is_tried_again(db):
    """Line: ``names.clear()``: a name that was never made is not called."""
    with pytest.raises(DatabaseError), transaction.atomic():
        ask(1, sql="select %s / 0 + nothing", is_open=(True,))
    with pytest.raises(DatabaseError), transaction.atomic():
        ask(0, sql="select 1 / %s", is_open=(True,), of="two")
    for _n in range(2):
        assert ask(2, sql="select 4 / %s", is_open=(True,), of="two") == [(2,)]


def test_behind_a_pooler_nothing_is_prepared(db, monkeypatch):
    """Line: ``may``: the process that answers is not the one that was connected to."""
    ask(1, 2)
    here = connection._relais_prepared
    here.is_pooled = True
    assert ask(3, 4, of="other") == [(3, 4)]
    assert len(names()) == 1


def test_a_new_connection_knows_nothing(db):
    """Line: ``here.of is not wrapper.connection``."""

    def on_its_own():
        found = []
        for _n in range(2):
            found += [ask(1, 2), names()]
            connection.close()
        return found

    with ThreadPoolExecutor(1) as one:
        assert one.submit(on_its_own).result() == [[(1, 2)], ["relais_1"]] * 2


def test_the_login_plans_once(db):
    """Line: ``plan_cache_mode`` of database_roles."""
    assert settings.DATABASES["default"]["USER"] == "app"
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('plan_cache_mode')")
        assert cursor.fetchone() == ("force_generic_plan",)


def test_a_pooler_is_noticed(db):
    """Line: ``is_pooled`` in may: who was connected to is not the process that answers."""
    here = connection.connection
    pooler = SimpleNamespace(info=SimpleNamespace(backend_pid=-1), cursor=here.cursor)
    assert [prepared._Here(one).may() for one in (here, pooler)] == [not servers.POOLED, False]
