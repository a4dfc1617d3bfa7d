"""Taking a call, screen 2a: by keyboard alone, nothing lost, danger first."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from common.scope import WORKER, bound
from intake.models import Signal, SourceIdentity

WORDS = "He says we will see on Saturday. He no longer comes to training."
TWO_MINUTES = 120


def tab_to(page, name: str, value: str = "") -> None:
    """Press Tab until the field of this name (with this value) has the focus."""
    for _step in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.name, document.activeElement.value]")
        if here[0] == name and (not value or here[1] == value):
            return
    raise AssertionError(f"{name} is not reached with Tab")


def choose(page, name: str, value: str) -> None:
    """Reach a group of chips by Tab and choose with Space and the arrows, as a keyboard does."""
    tab_to(page, name)
    page.keyboard.press("Space")
    for _step in range(6):
        checked = page.evaluate(f"document.querySelector('[name={name}]:checked').value")
        if checked == value:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"{name} does not come to {value}")


def test_a_call_is_taken_by_keyboard_in_under_two_minutes(of, in_database):
    """Screen 2a, S25: removing the form's Ctrl+Enter or its order of fields turns this red.

    An anonymous caller leaves no caller data, whatever was typed.
    """
    page = of("ines")
    page.goto("/")
    began = time.monotonic()
    page.get_by_role("link", name="Take a call").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/signals/new/")
    choose(page, "danger", "no")
    tab_to(page, "words")
    page.keyboard.type(WORDS, delay=15)
    tab_to(page, "about")
    page.keyboard.type("a boy from the club", delay=15)
    tab_to(page, "may_be_minor")
    page.keyboard.press("Space")
    choose(page, "how_known", "told")
    choose(page, "caller", "anonymous")
    tab_to(page, "caller_name")
    page.keyboard.type("Mrs Somebody")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith("/signals/new/"))
    assert time.monotonic() - began < TWO_MINUTES
    expect(page.get_by_text("The signal is saved and has been passed to the desk.")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    kept = in_database(_signal_of, page.url)
    assert (kept.caller, kept.how_known, kept.danger) == ("anonymous", "told", "no")
    assert kept.may_be_minor
    assert kept.about == "a boy from the club"
    assert in_database(_sources_of, kept) == 0


def _signal_of(url: str) -> Signal:
    with bound(WORKER):
        return Signal.objects.get(pk=url.rstrip("/").rsplit("/", 1)[1])


def _sources_of(signal: Signal) -> int:
    with bound(WORKER, unsealed=str(signal.pk)):
        return SourceIdentity.objects.filter(signal=signal).count()


def test_what_is_typed_is_kept_on_the_server_and_given_back(of):
    """I2: the line under the form says that the draft is kept; leaving loses nothing.

    Removing the saving in ui.js, or the draft's return in FormView.get, turns this red.
    """
    page = of("luc")
    page.clock.install()
    page.goto("/signals/new/")
    page.locator("#id_words").fill("She says that he gives everything away.")
    with page.expect_response("**/drafts/save/"):
        page.clock.run_for(15_500)
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft kept on the server at")
    page.get_by_role("link", name="Leave; the draft stays").click()
    page.wait_for_url("**/signals/")
    page.get_by_role("link", name="New signal").click()
    expect(page.locator("#id_words")).to_have_value("She says that he gives everything away.")
    page.get_by_role("button", name="Discard the draft").click()
    page.goto("/signals/new/")
    expect(page.locator("#id_words")).to_have_value("")


def test_danger_is_answered_at_once_with_the_numbers_to_ring(of):
    """The notice is drawn by the style sheet alone, so that it also stands without a script."""
    for options in ({}, {"java_script_enabled": False}):
        page = of("ines", **options)
        page.goto("/signals/new/")
        ring = page.get_by_text("Ring the emergency services first")
        expect(ring).to_be_hidden()
        page.get_by_label("Yes", exact=True).check(force=True)
        expect(ring).to_be_visible()
        page.get_by_label("No", exact=True).check(force=True)
        expect(ring).to_be_hidden()
        page.get_by_label("Not sure", exact=True).check(force=True)
        expect(ring).to_be_visible()


def test_only_the_words_are_asked_for(of):
    """A form without words says so in one sentence, first to be read, and keeps the rest."""
    page = of("ines")
    page.goto("/signals/new/")
    page.locator("#id_about").fill("a boy from the club")
    with page.watch.answers(422):
        page.get_by_role("button", name="Save and send to the desk").click()
        summary = page.locator("[data-focus]")
        expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    expect(page.locator("#id_about")).to_have_value("a boy from the club")
    assert page.locator("[aria-invalid=true]").count() == 1
    page.goto("/signals/new/")
    page.get_by_role("button", name="Discard the draft").click()
