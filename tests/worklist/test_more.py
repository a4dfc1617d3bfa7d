"""What stands beside My work says how many more there are, and shows them all (X24)."""

import re

import pytest

from casework.information.decisions import write_information
from common import clock
from common.scope import WORKER, bound
from plans.analysis import board
from plans.models import Checkpoint
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning
from tests.plans import scenes as lines
from worklist import blocks


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def cases(who):
    return [scenes.carried_out(who) for _n in range(3)]


def near(cases):
    """A day on which their checkpoints lie within the next two weeks."""
    with bound(WORKER):
        return Checkpoint.objects.get(case=cases[0]).due_on - blocks.AHEAD


@pytest.fixture
def home(sign_in, who, monkeypatch):
    """The page with one row a block, unless a block is asked for whole."""
    monkeypatch.setattr(blocks, "FEW", 1)
    monkeypatch.setattr(blocks, "FEW_AGENCIES", 1)

    def page(key: str, day, query: str = ""):
        with clock.at(planning.noon(day)):
            return sign_in(who[key]).get(f"/{query}")

    return page


@pytest.mark.parametrize(("key", "name"), [("claire", "ahead"), ("claire", "waits")])
def test_a_block_says_how_many_more_and_shows_them(cases, home, key, name):
    """X24, X06. Lines: ``Few.of``; each ``all_of ==`` in blocks.of; ``_more.html``."""
    day = near(cases)
    page = home(key, day)
    block = page.context[name]
    assert (len(block), block.is_cut) == (1, False)
    assert block.more > 0
    link = f"?all={name}#{name}"
    assert f'href="{link}"' in page.content.decode()
    assert f"Show {block.more} more" in text_of(page)
    whole = home(key, day, link.partition("#")[0])
    assert (len(whole.context[name]), whole.context[name].more) == (1 + block.more, 0)
    assert f'href="{link}"' not in whole.content.decode()


def test_all_of_a_block_keeps_the_kind_that_is_shown(cases, home):
    """Line: ``only`` in _more.html."""
    page = home("claire", near(cases), "?only=decision").content.decode()
    assert re.search(r"\?only=decision&amp;all=\w+#", page)


def test_it_is_said_where_more_follow_than_are_read(cases, home, monkeypatch):
    """X24: a number that stops counting says so. Line: ``is_cut``."""
    monkeypatch.setattr(blocks, "MOST", 2)
    page = home("claire", near(cases))
    assert (page.context["ahead"].more, page.context["ahead"].is_cut) == (2, True)
    assert "Show all: at least 2 more" in text_of(page)


def test_whom_to_ask_and_who_is_silent(who, cases, home):
    """X24. Lines: whom_to_ask, not_declared: ``Few.of`` of people, not of rows."""
    page = home("bruno", scenes.FIRST)
    assert (len(page.context["ask"]), page.context["ask"].more) == (1, 0), "one person, three cases"


def test_it_costs_no_statement(cases, who, sign_in, django_assert_max_num_queries):
    """The house's ceiling for My work, with a block whole."""
    with clock.at(planning.noon(scenes.FIRST)):
        browser = sign_in(who["claire"])
        browser.get("/?all=ahead")
        with django_assert_max_num_queries(15):
            browser.get("/?all=ahead")


def test_the_board_counts_what_it_does_not_show(who, cases, sign_in, monkeypatch):
    """X24: the count stopped with the list. Line: ``how_many(held)`` in _not_known."""
    monkeypatch.setattr(board, "FIRST", 1)
    monkeypatch.setattr(board, "MOST", 1)
    with clock.at(planning.noon(scenes.FIRST)):
        with town.acting(who["bruno"]) as bruno:
            for words in ("Un suivi.", "Une dette.", "Un bail."):
                write_information(
                    cases[0], by=bruno, kind="held", body=words, audience="team",
                    domain=lines.domain("money"),
                )  # fmt: skip
        for query, stand, left in (
            ("", 4, 3),  # a question of the analysis beside what is held back
            ("?all=unknown", 4, 3),
            ("?domain=money", 3, 2),
            ("?all=unknown&domain=money", 3, 0),
        ):
            page = sign_in(who["hugo"]).get(f"/cases/{cases[0].pk}/analysis/{query}")
            (column,) = [one for one in page.context["board"] if one.name == "unknown"]
            assert (column.count, column.more) == (stand, left), query
