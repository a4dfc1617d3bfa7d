"""Which way a domain went, in words that mean one thing (Y01): what the mayor reads is true."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from closure.closing.sheet import Pair, Turn
from common import clock
from plans.models import LevelRating
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning
from tests.plans import scenes as analysis

ROOT = Path(__file__).resolve().parents[3]
RISK, PROTECTION = LevelRating.Direction.RISK, LevelRating.Direction.PROTECTION


def pair(direction: str, first: str, last: str) -> Pair:
    before, now = (
        SimpleNamespace(pk=n, level=level, rated_on=scenes.FIRST + timedelta(days=n))
        for n, level in enumerate((first, last))
    )
    return Pair(None, direction, before, now, None)


@pytest.mark.parametrize(
    ("direction", "first", "last", "turn", "words"),
    [
        (RISK, "high", "low", Turn.BETTER, "falls"),
        (RISK, "low", "moderate", Turn.WORSE, "rises"),
        (PROTECTION, "high", "low", Turn.WORSE, "weakens"),
        (PROTECTION, "low", "high", Turn.BETTER, "grows stronger"),
        (PROTECTION, "low", "low", Turn.SAME, "stable"),
        (RISK, "high", "no_information", Turn.LOST, "lost from sight"),
        (RISK, "high", "not_relevant", Turn.UNKNOWN, "not comparable"),
        (RISK, "no_information", "high", Turn.UNKNOWN, "not comparable"),
    ],
)
def test_one_word_for_one_thing(direction, first, last, turn, words):
    """Y01. Line: ``falls == (self.direction == Direction.RISK)`` in Pair.course."""
    found = pair(direction, first, last)
    assert (found.course, str(found.course_words)) == (turn, words)
    assert found.is_worse is (turn is Turn.WORSE)


def test_what_was_not_rated_again_is_not_stable():
    """Y01. Line: ``if not self.is_repeated`` in Pair.course."""
    once = SimpleNamespace(pk=1, level="low", rated_on=scenes.FIRST)
    found = Pair(None, RISK, once, once, None)
    assert (found.course, str(found.course_words)) == (Turn.NOT_AGAIN, "not rated again")


# --- the mayor's card -----------------------------------------------------------------------------
@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def proposal(who):
    """Two risks have fallen, and one protection; nobody has given an opinion yet."""
    case = scenes.carried_out(who)
    with clock.at(planning.noon(scenes.FIRST)):
        protection(case, who, "high")
    with clock.at(planning.noon(scenes.LATER)):
        protection(case, who, "low")
        return scenes.proposed(case, who)


def protection(case, who, level: str) -> None:
    said = {"direction": PROTECTION, "evidence": f"Vu en équipe : {level}."}
    analysis.level(case, who["hugo"], level=level, code="online", joint=True, **said)


def home(sign_in, user):
    with clock.at(planning.noon(scenes.LATER)):
        return sign_in(user).get("/")


def test_falling_protection_is_worse_and_never_counted_with_risk(proposal, who, sign_in):
    """Y01. Lines: ``direction`` in ToSign._courses; ``is_worse`` on the card and the closing."""
    page = home(sign_in, who["paul"])
    assert page.context["to_sign"].courses == [
        ("Risk", [("2 fall", False)]),
        ("Protection", [("1 weakens", True)]),
    ]
    assert '<b class="c-risk">' in page.content.decode()
    with clock.at(planning.noon(scenes.LATER)):
        closing = sign_in(who["paul"]).get(f"/cases/{proposal.case_id}/closure/")
    assert "weakens" in text_of(closing)


def test_no_filled_button_while_it_would_be_refused(proposal, who, sign_in):
    """Y01. Lines: ``to_sign.blocked`` on the card, ``blocked=`` of the button on the closing."""
    card = home(sign_in, who["paul"])
    assert card.context["to_sign"].blocked
    assert "Read and sign" not in text_of(card)
    assert "What stands before the signature" in text_of(card)
    address = f"/cases/{proposal.case_id}/closure/"
    filled = f'<a class="btn" href="{address}sign/"'

    def closing() -> str:
        with clock.at(planning.noon(scenes.LATER)):
            page = sign_in(who["paul"]).get(address).content.decode()
        return " ".join(page.split())

    assert filled not in closing()
    with clock.at(planning.noon(scenes.LATER)):
        scenes.results(proposal, who)
        scenes.go_on(proposal.case, who)
        for key in ("claire", "hugo", "bruno", "lea"):
            scenes.opinion(proposal, who, key)
    assert not home(sign_in, who["paul"]).context["to_sign"].blocked
    assert "Read and sign" in text_of(home(sign_in, who["paul"]))
    assert filled in closing()


def test_a_decision_in_the_list_promises_to_be_read():
    """Y01. Line: any ``act`` of a ``kind="decision"``: its filled button is never refused."""
    found = set()
    for file in (ROOT / "worklist").glob("from_*.py"):
        tree = ast.parse(file.read_text())
        writers = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Source":
                continue
            if getattr(node.args[2], "value", "") == "decision":
                acts = _acts(writers[node.args[1].id])
                assert acts, node.args[1].id
                found |= acts
    assert found == {"Read and decide", "See whom to ask"}


def _acts(writer: ast.FunctionDef) -> set[str]:
    """The words of the buttons of the items that this function writes."""
    return {
        one.value.args[0].value
        for node in ast.walk(writer)
        for one in getattr(node, "keywords", ())
        if one.arg == "act"
    }


def test_the_one_decision_stands_once(proposal, who, sign_in):
    """Y01. Line: ``_beside`` in MyWork; it is counted all the same, and nothing says «nothing»."""
    page = home(sign_in, who["paul"])
    listed = [item.title for group in page.context["groups"] for item in group["items"]]
    assert "A closure waits for your signature" not in listed
    assert any("waiting for you" in one["label"] for one in page.context["counts"])
    with clock.at(planning.noon(scenes.LATER + timedelta(days=60))):
        late = next(one for one in sign_in(who["paul"]).get("/").context["counts"] if one["late"])
    assert (late["n"], late["href"]) == (1, "?#to-sign")  # Line: ``where`` in order.counts
    assert "Nothing waits for you" not in text_of(page)
