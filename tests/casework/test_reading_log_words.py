"""The reading log names each page in words (G2): nobody is shown the name of a route."""

from __future__ import annotations

import pytest
from django.utils import translation

from casework import reading_log
from casework.views.base import SubjectView


def pages_of_a_file() -> set[str]:
    """Every route that opens with a file in hand, and so writes who read it."""
    return {
        route
        for route, view in reading_log.views().items()
        if view and issubclass(view, SubjectView) and not view.shows_nothing
    }


def test_every_page_of_a_file_has_its_words():
    """Line: any entry of PAGES; ``tab`` and ``heading`` in page_words."""
    found = pages_of_a_file()
    assert found > {"case", "intake:page", "plans:action_report", "closure:sign"}
    unnamed = {route for route in found if reading_log.page_words(route) == route}
    assert not unnamed, "say what these pages are, in words"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Carrying out: Report on the action"),
        ("fr", "Mise en œuvre\N{NO-BREAK SPACE}: Rendre compte de l’action"),
    ],
)
def test_a_form_is_named_by_its_tab_and_its_heading(language, words):
    """Line: ``heading``."""
    with translation.override(language):
        assert reading_log.page_words("plans:action_report") == words
        assert reading_log.page_words("gone_since") == "gone_since"


def test_a_page_that_was_called_otherwise_keeps_its_words():
    """Line: ``CALLED_BEFORE.get`` in page_words."""
    for before, now in reading_log.CALLED_BEFORE.items():
        assert reading_log.page_words(before) == reading_log.page_words(now) != now
