"""The page of the duty roster, its item on My work, and the number at the capture (S24)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Turn
from common import clock
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.browsing import away, paris, send, text_of
from tests.intake.roster.rostered import NUMBER, turn

PAGE = "/signals/roster/"
TUESDAY, WEDNESDAY = (2026, 6, 2, 18), (2026, 6, 3, 8)


@worlds.standing
def night(people):
    return turn(people, "luc", TUESDAY, WEDNESDAY, note="Sonner deux fois.")


def opened(sign_in, user, *moment, url=PAGE):
    with clock.at(paris(*moment)):
        return sign_in(user).get(url)


def test_who_is_called_tonight_stands_first(people, night, sign_in):
    """Line: ``first`` of Ahead; the link that a telephone dials."""
    page = text_of(opened(sign_in, people["ines"], 2026, 6, 2, 12))
    first = page[page.index('id="tonight"') :]
    assert "Tonight" in first
    assert first.index("Luc Amiel") < first.index('id="ahead"')
    assert 'href="tel:0639984107"' in first
    assert NUMBER in first
    assert "Sonner deux fois." in first
    page = text_of(opened(sign_in, people["ines"], 2026, 6, 2, 23))
    assert "On call now" in page


def test_a_hole_is_said_and_what_follows_from_it(people, night, sign_in):
    """S24: never silently. Lines: _holes.html."""
    page = text_of(opened(sign_in, people["claire"], 2026, 6, 3, 23))
    assert "Nobody is on call" in page
    assert "everybody of the desk who can act is told" in page
    away(people["luc"], paris(2026, 6, 2).date())
    page = text_of(opened(sign_in, people["claire"], 2026, 6, 2, 12))
    assert "Nobody is on call from" in page  # he is back at midnight
    assert "cannot be called then" not in page
    away(people["luc"], paris(2026, 6, 3).date())
    assert "cannot be called then" in text_of(opened(sign_in, people["claire"], 2026, 6, 2, 12))


def test_without_a_roster_the_page_says_what_happens(people, sign_in):
    """Line: the empty state."""
    page = text_of(opened(sign_in, people["claire"], 2026, 6, 2, 12))
    assert "No turn stands on the roster" in page
    assert "Without a roster everybody of the desk who can act is told" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("claire", 200), ("ines", 200), ("sophie", 403), ("samuel", 403), ("hugo", 403)],
)
def test_who_reads_it(people, night, sign_in, who, status):
    """Rulings 7. Line: READ_ROSTER in GRANTS; TheRoster.relations."""
    assert opened(sign_in, people[who], 2026, 6, 2, 12).status_code == status


def test_whoever_coordinates_a_case_reads_it(people, night, sign_in):
    """The file's coordinators may have to call too. Line: COORDINATES."""
    town.open_case(people)
    page = opened(sign_in, people["hugo"], 2026, 6, 2, 12)
    assert page.status_code == 200
    assert NUMBER in text_of(page)
    assert "Add a turn" not in text_of(page)
    assert opened(sign_in, people["bruno"], 2026, 6, 2, 12).status_code == 403


def test_the_page_asks_as_much_for_one_turn_as_for_twenty(people, night, sign_in):
    """The ceiling of a list. Line: ``answer(asking)`` in RosterPage."""
    for day in range(3, 14):
        turn(people, "thomas", (2026, 6, day, 18), (2026, 6, day + 1, 8), call=Turn.Call.SECOND)
    client = sign_in(people["claire"])
    with (
        clock.at(paris(2026, 6, 2, 12)),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        client.get(PAGE)
    read = [one["sql"] for one in asked if one["sql"].lower().startswith(("select", "with"))]
    assert len(read) <= 8, read


# --- kept by hand ---------------------------------------------------------------------------
def test_a_turn_is_added_changed_and_taken_off_by_its_pages(people, sign_in):
    """Lines: AddTurn, ChangeTurn, RemoveTurn; ``in_territory``."""
    people["claire"].time_zone = "Indian/Reunion"
    people["claire"].save()
    with clock.at(paris(2026, 6, 2, 12)):
        claire = sign_in(people["claire"])
        said = {
            "user": people["luc"].pk, "begins_on": "2026-06-05", "begins_time": "18:00",
            "ends_on": "2026-06-06", "ends_time": "08:00", "call": "first", "phone": NUMBER,
        }  # fmt: skip
        answer = send(claire, f"{PAGE}add/", **said)
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
        with bound(WORKER):
            row = Turn.objects.get()
        # The hours are those of the territory, wherever the coordinator is.
        assert (row.begins_at, row.ends_at) == (paris(2026, 6, 5, 18), paris(2026, 6, 6, 8))

        change = reverse("intake:turn_change", args=[row.pk])
        form = text_of(claire.get(change))
        assert 'value="18:00"' in form
        assert 'value="2026-06-05"' in form
        assert send(claire, change, **said | {"ends_time": "09:00"}).status_code == 302
        with bound(WORKER):
            row = Turn.objects.get()
        assert row.ends_at == paris(2026, 6, 6, 9)

        remove = reverse("intake:turn_remove", args=[row.pk])
        assert claire.post(remove, {"version": 1}).status_code == 409
        assert claire.post(remove, {"version": 2}).status_code == 302
        with bound(WORKER):
            assert Turn.objects.get().is_removed


@pytest.mark.parametrize(
    "wrong", [{"phone": "à la maison"}, {"begins_time": ""}, {"user": ""}, {"begins_on": "hier"}]
)
def test_a_faulty_form_keeps_what_was_typed(people, sign_in, wrong):
    """422, and nothing is lost."""
    with clock.at(paris(2026, 6, 2, 12)):
        said = {
            "user": people["luc"].pk, "begins_on": "2026-06-05", "begins_time": "18:00",
            "ends_on": "2026-06-06", "ends_time": "08:00", "call": "first", "phone": NUMBER,
            "note": "Sonner deux fois.",
        }  # fmt: skip
        answer = send(sign_in(people["claire"]), f"{PAGE}add/", **said | wrong)
    assert answer.status_code == 422
    assert "Sonner deux fois." in text_of(answer)


def test_the_form_opens_with_the_next_night(people, sign_in):
    """Line: ``initial`` of AddTurn."""
    form = text_of(opened(sign_in, people["claire"], 2026, 6, 2, 12, url=f"{PAGE}add/"))
    for value in ("2026-06-02", "18:00", "2026-06-03", "08:00"):
        assert f'value="{value}"' in form


# --- on other pages -------------------------------------------------------------------------
def items(sign_in, user, *moment) -> list[str]:
    """The titles of the items of My work that lead to the roster."""
    page = opened(sign_in, user, *moment, url="/")
    shown = [one for group in page.context["groups"] for one in group["items"]]
    return [one.title for one in shown if one.href == PAGE]


def test_my_work_says_how_many_nights_have_nobody(people, night, sign_in):
    """S24: one item for all of them. Line: from_roster.uncovered."""
    assert items(sign_in, people["claire"], 2026, 6, 2, 12) == ["13 nights have nobody on call"]
    assert items(sign_in, people["ines"], 2026, 6, 2, 12) == []
    turn(people, "thomas", WEDNESDAY, (2026, 6, 15, 8))
    assert items(sign_in, people["claire"], 2026, 6, 2, 12) == ["1 night has nobody on call"]
    turn(people, "luc", (2026, 6, 15, 18), (2026, 6, 30, 8))
    assert items(sign_in, people["claire"], 2026, 6, 2, 12) == []


def test_a_roster_that_has_run_out_is_said_one_that_never_was_is_not(people, sign_in):
    """A town without a roster is told on its page alone. Line: ``is_kept``."""
    assert items(sign_in, people["claire"], 2026, 7, 1, 12) == []
    turn(people, "luc", TUESDAY, WEDNESDAY)
    assert items(sign_in, people["claire"], 2026, 7, 1, 12) == ["14 nights have nobody on call"]


def test_at_night_the_capture_shows_the_number_to_the_desk(people, night, sign_in):
    """Beside the emergency numbers, where a danger is said. Line: ``called_now``."""
    new = reverse("intake:new")
    assert NUMBER in text_of(opened(sign_in, people["ines"], 2026, 6, 2, 23, url=new))
    assert NUMBER not in text_of(opened(sign_in, people["ines"], 2026, 6, 2, 12, url=new))
    turn(people, "thomas", (2026, 6, 2, 12), (2026, 6, 4, 8), phone="04 65 71 20 20")
    assert "04 65 71 20 20" in text_of(opened(sign_in, people["ines"], 2026, 6, 3, 23, url=new))
    assert "04 65 71" not in text_of(opened(sign_in, people["ines"], 2026, 6, 3, 12, url=new))
    assert NUMBER not in text_of(opened(sign_in, people["sophie"], 2026, 6, 2, 23, url=new))
