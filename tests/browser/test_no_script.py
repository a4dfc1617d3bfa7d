"""Without JavaScript everything works: signing in, taking a call, acknowledging, opening."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import sign_in
from tests.browser.test_first_analysis import to_the_conference
from tests.browser.test_open_case import choose

PLAIN = {"java_script_enabled": False}


def test_from_signing_in_to_an_open_case_without_a_script(visitor, of, stage):
    """Removing a plain form's action, or a button that only a script can press, turns this red."""
    desk = visitor(**PLAIN)
    desk.goto("/account/login/")
    sign_in(desk, stage.people["ines"].email)
    desk.get_by_role("link", name="Take a call").click()
    desk.get_by_label("Not sure", exact=True).check(force=True)
    desk.locator("#id_words").fill("Said without any script.")
    desk.locator("summary", has_text="More").click()
    desk.locator("#id_place").fill("the bus stop")
    desk.get_by_role("button", name="Save and send to the desk").click()
    expect(desk.get_by_text("The signal is saved and has been passed to the desk.")).to_be_visible()
    expect(desk.get_by_text("the bus stop")).to_be_visible()
    address = desk.url
    desk.get_by_role("button", name="Acknowledge: I have it").click()
    expect(desk.get_by_text("You have acknowledged this signal.")).to_be_visible()

    decider = of("claire", **PLAIN)
    decider.goto(address)
    to_the_conference(decider, ("Lior", "Quetzal"))
    decider.get_by_role("link", name="Open a case").click()
    decider.locator("#id_grounds").fill("Three services know a part each.")
    choose(decider, "process_coordinator", "Claire Morvan")
    choose(decider, "content_coordinator", "Hugo Séverin")
    choose(decider, "risk_owner", "Paul Rivoire")
    with decider.watch.answers(409):
        if decider.get_by_role("button", name="Open the case").count():
            decider.get_by_label("Bruno Faure").check(force=True)
            decider.get_by_role("button", name="Open the case").click()
    expect(decider.get_by_text("The case is open.")).to_be_visible()
    decider.get_by_role("link", name="Add information").first.click()
    decider.get_by_role("radio", name="A fact").check(force=True)
    decider.locator("#id_body").fill("Seen at the bus stop on Monday.")
    decider.get_by_role("radio", name="Named agencies").check(force=True)
    decider.get_by_role("checkbox", name="Mission locale").check(force=True)
    decider.get_by_role("button", name="Save", exact=True).click()
    expect(decider.get_by_text("Seen at the bus stop on Monday.")).to_be_visible()


def test_the_language_and_the_theme_change_without_a_script(of):
    page = of("elise", **PLAIN)
    page.goto("/cases/")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url("**/cases/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("details.usermenu summary").click()
    page.get_by_role("button", name="Dark theme").click()
    page.wait_for_url("**/cases/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("details.usermenu summary").click()
    page.get_by_role("button", name="Theme of the system").click()
