"""A file that nobody can name anybody to: the signal coordination names a risk owner (X24)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from agencies.models import User
from common.scope import WORKER, bound
from tests import people as town
from tests.browser.axe import WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide


def whoever_could_has_left() -> str:
    """A file whose process coordinator and risk owner left the service. Returns its reference."""
    people = town.town()
    with bound(WORKER):
        gone = [
            User.objects.create(
                email=f"{uuid4().hex[:8]}@saint-aubrac.example", full_name=name,
                agency=people["claire"].agency,
            )
            for name in ("Odette Vial", "Gérard Lanoë")
        ]  # fmt: skip
    team = town.team_of(people, process_coordinator=gone[0], risk_owner=gone[1])
    case = town.open_case(people, given="Karim", family="Oussedik", team=team)
    with bound(WORKER):
        User.objects.filter(pk__in=[one.pk for one in gone]).update(is_active=False)
    return case.reference


@pytest.fixture(params=["en", "fr"])
def language(request):
    """French by the module’s fixture, which it then leaves as it was."""
    if request.param == "fr":
        request.getfixturevalue("in_french")
    return request.param


def looked_at(page, name: str, language: str) -> list[str]:
    """Pictures at both widths; what axe finds, and what is too wide."""
    inject(page)
    trouble = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        trouble += trouble_of(page, WHOLE, str(size["width"]))
        take(page, name, language, size["width"])
        over = wide(page, size["width"])
        trouble += [f"{size['width']}: {over} px too wide"] if over else []
    page.set_viewport_size(WIDE)
    return trouble


def test_a_risk_owner_is_named(of, in_database, language):
    """From My work to the sentence that it is done."""
    reference = in_database(whoever_could_has_left)
    page = of("thomas")
    page.set_viewport_size(WIDE)
    page.goto("/")
    trouble = looked_at(page, "left-alone-work", language)
    page.locator('a[href="/left-alone/"]').first.click()
    expect(page.locator("main")).to_contain_text(reference)
    trouble += looked_at(page, "left-alone", language)
    page.locator(f"li:has-text('{reference}') a").click()
    trouble += looked_at(page, "left-alone-name", language)
    page.locator("main select").select_option(index=2)
    submit = page.locator("form[data-draft-url] [type=submit]").first
    with page.watch.answers(409):
        submit.click()
        expect(page.locator("#obstacles")).to_be_visible()
    trouble += looked_at(page, "left-alone-refused", language)
    page.locator("main textarea").fill("La mairie et le service ont changé cet été.")
    page.locator("form[data-draft-url] [type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/left-alone/$"))
    expect(page.locator("main")).not_to_contain_text(reference)
    assert not trouble, "\n".join(trouble)
