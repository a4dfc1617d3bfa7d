"""The frame by keyboard: going to a reference, menus, earlier events, the end of the session."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from casework.models import Record
from common import clock
from tests import people as cast

MANY = 60


def _busy_case(people):
    """A case with more events than a page holds, an hour apart."""
    start = clock.now() - timedelta(days=3)
    with clock.at(start):
        case = cast.open_case(people)
    for number in range(MANY):
        with clock.at(start + timedelta(hours=number + 1)):
            cast.information(
                case, people["bruno"], f"Event number {number}.", kind=Record.Kind.FACT
            )
    return case


def test_ctrl_k_leads_to_a_reference_and_to_nothing_for_a_stranger(of, stage):
    """Ctrl+K, the reference, Enter: the case for its team, the same sentence for everybody else."""
    reference = stage.cases["tilleul"].reference
    page = of("bruno")
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#jump")).to_be_focused()
    page.keyboard.type(reference.lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    expect(page.locator(".idbar")).to_contain_text(reference)
    stranger = of("karim")
    stranger.goto(f"/jump/?q={reference}")
    expect(stranger.get_by_role("heading", name="Search", exact=True)).to_be_visible()


def test_the_menu_opens_by_enter_and_closes_by_escape(of):
    page = of("bruno")
    page.goto("/")
    summary = page.locator("details.usermenu summary")
    summary.focus()
    page.keyboard.press("Enter")
    profile = page.get_by_role("link", name="My profile")
    expect(profile).to_be_visible()
    page.keyboard.press("Escape")
    expect(profile).to_be_hidden()
    expect(summary).to_be_focused()


def test_earlier_events_come_without_leaving_the_page_and_without_a_script(of, stage, in_database):
    """htmx under our policy; the same link is a page of its own where no script runs."""
    case = in_database(_busy_case, stage.people)
    first, last = f"Event number {0}.", f"Event number {MANY - 1}."
    page = of("claire")
    page.goto(f"/cases/{case.pk}/")
    address = page.url
    expect(page.get_by_text(last)).to_be_visible()
    assert page.get_by_text(first, exact=True).count() == 0
    for _page in range(10):
        if page.get_by_text(first, exact=True).count():
            break
        shown = page.locator("#feed .verb").count()
        page.get_by_role("link", name="Earlier events").click()
        expect(page.locator("#feed .verb").nth(shown)).to_be_visible()
    expect(page.get_by_text(first, exact=True)).to_be_visible()
    expect(page.get_by_text(last)).to_be_visible()
    assert page.url == address
    numbers = page.locator("#feed .verb").all_inner_texts()
    assert len(numbers) == len(set(numbers)) == MANY + 1

    plain = of("claire", java_script_enabled=False)
    plain.goto(f"/cases/{case.pk}/")
    plain.get_by_role("link", name="Earlier events").click()
    expect(plain.get_by_role("link", name="Newest events")).to_be_visible()
    assert plain.get_by_text(last).count() == 0


def test_two_minutes_before_its_end_the_session_can_be_prolonged(of):
    """A8: the notice comes, one button keeps the person in, nothing is asked again."""
    page = of("bruno")
    page.clock.install()
    page.goto("/")
    notice = page.get_by_role("alertdialog")
    expect(notice).to_be_hidden()
    page.clock.fast_forward("13:30")
    expect(notice).to_be_visible()
    with page.expect_response("**/stay/"):
        notice.get_by_role("button", name="Stay signed in").click()
    expect(notice).to_be_hidden()


def test_a_lost_connection_keeps_the_text_and_offers_to_try_again(of):
    """Screen 2a: the line says so; once the network is back, one button keeps the text."""
    page = of("luc")
    page.clock.install()
    page.goto("/signals/new/")
    page.route("**/drafts/save/", lambda route: route.abort("connectionaborted"))
    page.locator("#id_words").fill("Typed while the network was away.")
    with page.watch.network_away():
        page.clock.run_for(15_500)
        again = page.get_by_role("button", name="Try again")
        expect(again).to_be_visible()
    page.unroute("**/drafts/save/")
    with page.expect_response("**/drafts/save/"):
        again.click()
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft kept on the server at")
    page.goto("/signals/new/")
    expect(page.locator("#id_words")).to_have_value("Typed while the network was away.")
    page.get_by_role("button", name="Discard the draft").click()
