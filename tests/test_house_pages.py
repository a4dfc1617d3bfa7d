"""The table of pages knows every route, and every page of it is photographed as somebody."""

import pytest

from operations.demo.people import PEOPLE
from tests.access.matrix import MATRIX
from tests.world import table
from tests.world.pages.row import VISITOR, Kind
from tests.world.people import NEW_PEOPLE

pytestmark = pytest.mark.house


def test_every_route_is_in_the_table_of_pages():
    """Red when a route comes without a row: nobody would look at it, nobody would ask it."""
    assert table.check() >= 196


@pytest.mark.parametrize("spoilt", ["a row less", "a row more", "twice", "no picture", "no reason"])
def test_a_hole_in_the_table_is_noticed(spoilt):
    """The check above says what is missing."""
    rows = {
        "a row less": table.ROWS[1:],
        "a row more": (*table.ROWS, table.Row("no_such_page", kind=Kind.ACT)),
        "twice": (*table.ROWS, table.TABLE["intake:acknowledge"]),
        "no picture": (table.Row("home"), *(row for row in table.ROWS if row.route != "home")),
        "no reason": (
            table.Row("health", kind=Kind.OTHER),
            *(row for row in table.ROWS if row.route != "health"),
        ),
    }[spoilt]
    with pytest.raises(AssertionError):
        table.check(rows)


def test_who_photographs_is_on_stage_and_what_is_asked_is_in_the_table():
    """Red when a picture names nobody, or a line of the matrix a route or object of no row."""
    people = {key for key, *_more in PEOPLE} | NEW_PEOPLE.keys() | {VISITOR}
    assert {shot.persona for shot in table.PICTURES} <= people
    for line in MATRIX:
        words = line.on.split("/") if line.on else []
        assert len(words) == len(table.TABLE[line.route].names), line.name
