"""What becomes of a commitment at a closure: asked on the page, at both widths (X28)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from casework.models import Case
from common import clock
from plans.carrying.decisions.commitments import record_commitment
from tests import people as town
from tests.browser.axe import WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide


def promised(case_id) -> None:
    """Bruno promised something on the case that closes."""
    with town.acting(town.town()["bruno"]) as bruno:
        record_commitment(
            Case.objects.get(pk=case_id), by=bruno, said_to="sa tante",
            said_on=clock.today(), words="Un appel chaque mois, le premier lundi.",
        )  # fmt: skip


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


def test_it_is_asked_before_the_button(of, in_database, stage, language):
    """From the page to the form, refused without a day, and back."""
    in_database(promised, stage.cases["closing"].pk)
    page = of("hugo")
    page.set_viewport_size(WIDE)
    page.goto(f"/cases/{stage.cases['closing'].pk}/closure/")
    trouble = looked_at(page, "promises-closing", language)
    page.locator("#promises .btn").last.click()
    page.locator("[name=becomes][value=goes_on]").check(force=True)
    page.locator("main textarea").first.fill("Bruno continue jusqu’à l’été.")
    with page.watch.answers(409):
        page.locator("form[data-draft-url] [type=submit]").first.click()
        expect(page.locator("#obstacles")).to_be_visible()
    trouble += looked_at(page, "promises-form", language)
    page.locator("[name=becomes][value=taken_back]").check(force=True)
    page.locator("form[data-draft-url] [type=submit]").first.click()
    expect(page.locator(".idbar")).to_be_visible()
    assert not trouble, "\n".join(trouble)
