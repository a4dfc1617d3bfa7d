"""X24 in the browser: a case whose offices are vacant is reopened; a block says how many more."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from agencies.models import User
from casework.models import TeamMember
from common import clock
from common.scope import WORKER, bound
from tests.browser.axe import WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide


def _pictures(tab, name: str, language: str) -> None:
    inject(tab)
    assert not trouble_of(tab, WHOLE, name)
    for width in (NARROW["width"], WIDE["width"]):
        assert not wide(tab, width)
        take(tab, name, language, width)


def _reads(language: str) -> None:
    User.objects.update(language=language)


def _hold(stage, here: bool) -> None:
    """Whether Claire and Paul hold their parts on the case that is monitored."""
    with bound(WORKER):
        people = [stage.people["claire"], stage.people["paul"]]
        for member in TeamMember.objects.filter(case=stage.cases["quiet"], user__in=people):
            member.active, member.left_at = here, None if here else clock.now()
            member.save_changes()


def _declare_nothing() -> list:
    """Whoever has declared an interest has not; what they had said."""
    with bound(WORKER):
        rows = list(TeamMember.objects.filter(active=True).exclude(interest=""))
        said = [(row.pk, row.interest, row.declared_at) for row in rows]
        for row in rows:
            row.interest, row.declared_at = "", None
            row.save_changes()
    return said


def _declare_again(said: list) -> None:
    with bound(WORKER):
        for pk, interest, at in said:
            row = TeamMember.objects.get(pk=pk)
            row.interest, row.declared_at = interest, at
            row.save_changes()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_of_the_reopening_asks_for_the_successors(of, stage, in_database, language):
    """The page says which offices are vacant, its button leads to the form that names somebody."""
    in_database(_hold, stage, False)
    in_database(_reads, language)
    try:
        page = of("hugo")
        page.goto(f"/cases/{stage.cases['quiet'].pk}/monitoring/")
        expect(page.locator("#reopen li")).to_have_count(2)
        _pictures(page, "reopen-vacant", language)
        page.locator("#reopen a", has_text="Rouvrir" if language == "fr" else "Reopen").click()
        for office in ("process_coordinator", "risk_owner"):
            expect(page.locator(f"select[name={office}]")).to_be_visible()
        expect(page.locator("[name=content_coordinator]")).to_have_count(0)
        _pictures(page, "reopen-form-vacant", language)
    finally:
        in_database(_reads, "en")
        in_database(_hold, stage, True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_block_of_my_work_leads_to_all_of_it(of, stage, in_database, language):
    """Nobody has declared on Claire’s cases: more people than a block shows."""
    said = in_database(_declare_nothing)
    in_database(_reads, language)
    try:
        page = of("claire")
        page.goto("/")
        _pictures(page, "my-work-more", language)
        more = page.locator("a.lk[href*='all=']").first
        expect(more).to_be_visible()
        more.click()
        expect(page).to_have_url(re.compile(r"all=\w+"))
        _pictures(page, "my-work-all", language)
    finally:
        in_database(_reads, "en")
        in_database(_declare_again, said)
