"""The search on the stage: no word of others in any answer, however it is asked (X13, B6, B9)."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from agencies.models import User
from common import scope
from tests.access import asking, entitled, sweep
from tests.access.answers.line import COORDINATES, HOTLINE, OTHER_DESK, TEAM, TEAM_B, Line
from tests.access.test_ceilings import asked
from tests.world.canary import canary
from tests.world.people import PERSONAS
from worklist.searching import found as found_rows

pytestmark = pytest.mark.access

SIGNED_IN = [key for key in PERSONAS if key not in ("anonymous", "deactivated")]
# As they are typed, in small letters, so that the page that shows them again holds no canary.
ASKED = (
    "zqrecord", "zqwords", "zqabout", "zqplace", "zqothers", "zqcorrected", "zqwithdrawn", "qz",
    *(canary(f"{name} {of}").lower() for name in ("given", "family", "alias") for of in "ab"),
    canary("given named").lower(), canary("record own_a").lower(), canary("corrected own").lower(),
    canary("words desk").lower(), canary("corrected desk").lower(), "z z", "SA-2026", "S-2026",
)  # fmt: skip
# A canary -> who finds it, and nobody else.
FOUND = {
    "record team_a": TEAM,
    "record named_a": frozenset({"partner", "other_partner", "process", "content"}),
    "corrected own": frozenset({"partner"}),
    "record own_other": frozenset({"other_partner"}),
    "record former_own": frozenset(),
    "record withdrawn_a": frozenset(),
    "record misplaced_a": frozenset(),
    "record team_b": TEAM_B,
    "given a": TEAM,
    "family b": TEAM_B,
    "given named": COORDINATES,
    "words taken": HOTLINE,
    "place other": OTHER_DESK,
    "corrected desk": HOTLINE,
}


NEXT = re.compile(r'href="(\?[^"#]+)[^"]*" rel="next"')


def answers(stage, persona, texts, kinds=()) -> dict[str, str]:
    """What the persona is shown for each text: typed, sent, and the page it leads to.

    With ``kinds`` the page of each kind alone too, and what follows on it.
    """
    client = asking.Browsers(stage, [persona]).of(persona)
    seen = {}
    for text in texts:
        sent = client.post(reverse("search"), {"q": text})
        assert sent.status_code == 302, text
        for url in (sent.url, *(f"{sent.url}&only={kind}" for kind in kinds)):
            seen |= _to_the_end(client, url, text)
    return seen


def _to_the_end(client, url: str, text: str) -> dict[str, str]:
    seen = {}
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, text
        page = seen[f"{url} {text}"] = answer.content.decode()
        following = NEXT.search(page) if "only=" in url else None
        url = f"{reverse('search')}{html.unescape(following.group(1))}" if following else ""
    return seen


@pytest.fixture
def short_pages(monkeypatch):
    """One row a page, two are read for it: the pages of a kind are walked."""
    monkeypatch.setattr(found_rows, "SHOWN", 1)
    monkeypatch.setattr(found_rows, "READ", 2)


@pytest.mark.parametrize(
    "persona", ["stranger", "former", "evaluator", "reporter", "partner", "process", "coordinator"]
)
def test_no_later_page_and_no_kind_holds_a_word_of_others(stage, together, persona, short_pages):
    """B6, B9: pages and chips. Red when a question from a place on is not narrowed."""
    seen = answers(stage, persona, ASKED, found_rows.KINDS)
    entitled.check_nothing_leaks({persona: seen}, stage)


@pytest.mark.parametrize("persona", ["process", "partner"])
def test_pages_lead_to_all_that_is_found(stage, together, persona, monkeypatch):
    """The positive control: page by page the same as on one page."""
    texts = ("zqrecord", "z z")
    whole = _found(answers(stage, persona, texts, found_rows.KINDS))
    monkeypatch.setattr(found_rows, "SHOWN", 1)
    monkeypatch.setattr(found_rows, "READ", 2)
    assert whole
    assert _found(answers(stage, persona, texts, found_rows.KINDS)) == whole


def _found(seen: dict[str, str]) -> set[str]:
    """The places of what was found."""
    places = {url for page in seen.values() for url in re.findall(r'href="(/[^"]+)"', page)}
    lately = re.compile(r"/(cases|signals)/[0-9a-f-]{36}/")
    return {url.partition("?")[0] for url in places if lately.match(url)}


@pytest.mark.parametrize("persona", SIGNED_IN)
def test_no_answer_holds_a_word_of_others(stage, together, persona):
    """B6, B9. Red when a question of the search is not narrowed (worklist.searching.found)."""
    entitled.check_nothing_leaks({persona: answers(stage, persona, ASKED)}, stage)


@pytest.mark.parametrize("name", FOUND)
def test_whoever_may_read_it_finds_it_and_nobody_else(stage, together, name):
    """The positive control of the test above, persona by persona."""
    word = canary(name)
    found = {
        persona
        for persona in SIGNED_IN
        if any(word in text for text in answers(stage, persona, [word.lower()]).values())
    }
    assert found == FOUND[name]


@pytest.mark.parametrize("persona", ["stranger", "former", "evaluator", "reporter", "partner"])
@pytest.mark.parametrize("line", ["managers_alone", "policies_alone"])
def test_each_line_of_defence_holds_alone(stage, together, persona, line, monkeypatch):
    """Lines 1 and 4 of need-to-know, asked by the search."""
    with getattr(sweep, line)(monkeypatch):
        seen = {persona: answers(stage, persona, ASKED)}
    entitled.check_nothing_leaks(seen, stage)


def test_an_unscoped_search_is_noticed(stage, db, monkeypatch):
    """Red when the tests above would pass on a search of everything."""

    def everything(self, user):
        return scope.ScopedQuerySet(self.model, using=self._db).scoped(scope.WORKER)

    monkeypatch.setattr(scope.ScopedManager, "visible_to", everything)
    monkeypatch.setattr(User, "has_duty", lambda self, kind: True)
    with sweep.managers_alone(monkeypatch), pytest.raises(AssertionError, match="was shown to"):
        entitled.check_nothing_leaks({"stranger": answers(stage, "stranger", ["zqwords"])}, stage)


@pytest.mark.parametrize("persona", ["partner", "process", "coordinator", "dpo", "stranger"])
@pytest.mark.parametrize("text", ["zqrecord", "q z 17", "zqgiven zqfamily", "nothing of it", ""])
def test_a_search_asks_at_most_eight_statements(stage, db, persona, text):
    """X64. The frame counts; its answer is one statement, its readings another.

    An empty box asks what was opened lately.
    """
    browsers = asking.Browsers(stage, [persona])
    url = reverse("search")
    if text:
        url = browsers.of(persona).post(url, {"q": text}).url
    browsers.of(persona).get(url)
    statements = asked(browsers, Line("search"), "GET", persona, url)
    assert len(statements) <= 8, "\n".join(sql[:200] for sql in statements)
