"""Savepoints and bindings that wait for the next statement leave the database as they would."""

import pytest
from django.db import DataError, connection, transaction

from agencies.models import Agency
from common import scope
from common.scope import WORKER, Actor, bound
from tests.acts.cells import undone
from tests.sent_together import sent_together


@pytest.fixture
def sent(db):
    """What goes to the database."""
    found = []

    def note(execute, sql, params, many, context):
        found.append(sql)
        return execute(sql, params, many, context)

    with sent_together(), connection.execute_wrapper(note):
        yield found


def _settings() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(scope._READ + ", 1")  # not known from before
        return [value or "" for value in cursor.fetchone()[:-1]]


def test_what_was_opened_and_closed_for_nothing_is_not_sent(sent):
    """Red when a savepoint that nothing stands in is sent, or when one is left open."""
    with transaction.atomic(), transaction.atomic():
        pass
    assert sent == []
    with transaction.atomic():
        assert _settings()
    assert len(sent) == 1
    assert sent[0].startswith("SAVEPOINT")


def test_what_is_undone_is_undone(sent):
    """Red when going back is forgotten, or takes back what stood before."""
    with transaction.atomic():
        Agency.objects.create(name="One", short_name="One")
        with undone():
            Agency.objects.create(name="Two", short_name="Two")
            with transaction.atomic():
                Agency.objects.create(name="Three", short_name="Three")
    names = Agency.objects.filter(short_name__in=["One", "Two", "Three"])
    assert [agency.name for agency in names] == ["One"]


def test_who_is_bound_is_bound_when_something_is_asked(sent):
    """Red when a binding is lost, outlives its block or is kept where it was rolled back."""
    before = _settings()
    for actor, role in ((Actor(7, 3), "none"), (WORKER, scope.WORKER_ROLE), (Actor(8, 3), "none")):
        with bound(actor):
            user, agency = (str(value or "") for value in (actor.user_id, actor.agency_id))
            assert [_settings()[place] for place in (0, 1, 4)] == [user, agency, role]
            with undone(), bound(WORKER):
                assert _settings()[4] == scope.WORKER_ROLE
            assert _settings()[0] == user
    assert _settings() == before


def test_a_fault_is_healed_by_going_back(sent):
    """Red when what waits is lost with a statement that fails, or a value that cannot be sent."""
    with bound(Actor(7, 3)):
        for wrong in ("select 1 / 0", "select 'x'::int"):
            with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(wrong)
            assert _settings()[0] == "7"
        with pytest.raises(ValueError, match="NUL"), transaction.atomic():
            Agency.objects.create(name="\x00", short_name="x")
        assert _settings()[0] == "7"
