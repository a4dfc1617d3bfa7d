"""No plan beside the work of the security services before they have answered (2.9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.models import Deconfliction
from common import clock
from common.scope import WORKER, bound
from tests.plans import planning


def asked(case, who, **answered) -> None:
    """The police were asked on the case."""
    with bound(WORKER):
        Deconfliction.objects.create(
            case=case, concern="possible", grounds="Des mots.", asked_of="Police nationale",
            stated_by=who["claire"], stated_at=clock.now(), due_at=clock.now() + timedelta(days=1),
            **answered,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("", "Police nationale was asked and has not answered yet."),
        ("wait", "Police nationale answered: Wait."),
        ("taken_over", "Police nationale answered: They take it over."),
    ],
)
def test_without_their_word_nothing_local_is_approved(case, draft, who, answer, sentence):
    """2.9. Red when ``local_work_may_go_on`` in plans/analysis/rules.py loses one of its ifs."""
    more = {"answer": answer, "answered_at": clock.now(), "noted_by": who["claire"]}
    asked(case, who, **(more if answer else {}))
    said = [o for o in planning.obstacles(case, who["hugo"]) if o.row == "2.9"]
    assert [(str(o.sentence), o.blocks) for o in said] == [(sentence, True)]


@pytest.mark.parametrize("answer", ["may_continue", "with_limits"])
def test_their_word_that_work_may_go_on_frees_the_plan(case, draft, who, answer):
    asked(case, who, answer=answer, answered_at=clock.now(), noted_by=who["claire"])
    assert [o for o in planning.obstacles(case, who["hugo"]) if o.row == "2.9"] == []
