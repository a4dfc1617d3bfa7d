"""The search on the stage: no word of others in any answer, however it is asked (X13, B6, B9)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agencies.models import User
from common import scope
from tests.access import asking, entitled, sweep
from tests.access.answers.line import COORDINATES, HOTLINE, OTHER_DESK, TEAM, TEAM_B, Line
from tests.access.test_ceilings import asked
from tests.world.canary import canary
from tests.world.people import PERSONAS

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


def answers(stage, persona, texts) -> dict[str, str]:
    """What the persona is shown for each text: typed, sent, and the page it leads to."""
    client = asking.Browsers(stage, [persona]).of(persona)
    seen = {}
    for text in texts:
        answer = client.post(reverse("search"), {"q": text}, follow=True)
        assert answer.status_code == 200, text
        seen[f"POST /search/ {text}"] = answer.content.decode()
    return seen


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
@pytest.mark.parametrize("text", ["zqrecord", "q z 17", "zqgiven zqfamily", "nothing of it"])
def test_a_search_asks_at_most_eight_statements(stage, db, persona, text):
    """X64. The frame counts; its answer is one statement, its readings another."""
    browsers = asking.Browsers(stage, [persona])
    url = browsers.of(persona).post(reverse("search"), {"q": text}).url
    browsers.of(persona).get(url)
    statements = asked(browsers, Line("search"), "GET", persona, url)
    assert len(statements) <= 8, "\n".join(sql[:200] for sql in statements)
