"""A plan of hundreds of actions in a real browser: by keyboard, wide and on a phone (X67)."""

from __future__ import annotations

import pytest

from agencies.models import User
from common import clock
from tests.browser.axe import COLOURS, WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide
from tests.plans import long_plan, planning


@pytest.fixture(scope="module")
def large(in_database, stage):
    """A case with 300 actions that are carried out, some of them late."""

    def made():
        ahead = (clock.today() - planning.MONDAY).days
        with clock.at(planning.noon(planning.MONDAY)):
            case = long_plan.drafted(stage.people, actions=300, goals=12, ahead=ahead)
            return long_plan.carried_out(case, stage.people).pk

    return in_database(made)


def reads(language: str) -> None:
    User.objects.update(language=language)


@pytest.mark.parametrize("tab_name", ["plan", "carrying"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_folded_page_in_both_languages_and_widths(of, in_database, large, tab_name, language):
    """WCAG 2.2 AA, no sideways scroll; with a goal that is open."""
    in_database(reads, language)
    try:
        trouble = []
        for name, query in (("bruno", ""), ("hugo", "?goal=2")):
            tab = of(name)
            tab.goto(f"/cases/{large}/{tab_name}/{query}")
            inject(tab)
            for size, options in ((WIDE, WHOLE), (NARROW, COLOURS)):
                tab.set_viewport_size(size)
                trouble += trouble_of(tab, options, f"{name} {size['width']}")
                picture = f"{tab_name}-large-{name}"
                take(tab, picture, language, size["width"])
            for width in (390, 320):
                over = wide(tab, width)
                trouble += [f"{name} {width}: {over} px too wide"] if over else []
            tab.set_viewport_size(WIDE)
        assert not trouble, "\n".join(trouble)
    finally:
        in_database(reads, "en")


def test_a_goal_is_opened_and_folded_by_keyboard(of, large):
    """Tab to a goal, Enter opens it; the reader stays there; Back folds it again."""
    tab = of("hugo")
    tab.goto(f"/cases/{large}/plan/")
    goal = tab.locator("#goal-3 a[aria-expanded]")
    goal.focus()
    assert goal.get_attribute("aria-expanded") == "false"
    assert not tab.locator("#goal-3 .gantt").count()
    tab.keyboard.press("Enter")
    tab.locator('#goal-3 a[aria-expanded="true"]').wait_for()
    assert tab.locator("#goal-3 .gantt tbody tr").count() == 24
    assert tab.url.endswith("#goal-3")
    assert tab.locator("#goal-3").evaluate("e => e.getBoundingClientRect().top") < 900
    # The next stop of the keyboard is the goal itself: the page was opened at its place.
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('li').id") == "goal-3"
    shared = tab.url
    tab.go_back()
    tab.locator('#goal-3 a[aria-expanded="false"]').wait_for()
    tab.go_forward()
    tab.locator('#goal-3 a[aria-expanded="true"]').wait_for()
    tab.goto(shared)
    tab.locator('#goal-3 a[aria-expanded="true"]').press("Enter")
    tab.locator('#goal-3 a[aria-expanded="false"]').wait_for()
    assert not tab.locator(".panel#goals .gantt").count()


def test_what_is_open_is_printed(of, large):
    """On paper: what needs the reader and the open goal, no buttons; the rest by its own page."""
    tab = of("lea")
    tab.goto(f"/cases/{large}/plan/")
    tab.emulate_media(media="print")
    assert tab.locator("#needs ~ .gantt").is_visible()
    assert not tab.locator(".btn").first.is_visible()
    assert "1 to 25 of" in tab.locator("#needs ~ nav.pager").inner_text()
    tab = of("claire")
    tab.goto(f"/cases/{large}/plan/?goal=2")
    tab.locator('a[href*="/plan/print/"]').first.click()
    tab.wait_for_url("**/plan/print/**")
    assert tab.locator("tbody tr").count() > 300
