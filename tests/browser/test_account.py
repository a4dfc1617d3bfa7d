"""One's own account: invitation, wrong passphrases, language, theme, sessions, signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from agencies import invitations
from agencies.models import Agency, User
from common import clock
from tests.browser.people import sign_in
from tests.world.keys import PASSPHRASE

NEW = "cerise orage tiroir velours"


@pytest.fixture
def newcomer(in_database):
    """Somebody invited who never signed in, made anew for each test; and the link's path."""
    user, link = in_database(_invited)
    yield user, link
    in_database(User.objects.filter(pk=user.pk).update, is_active=False)


def _invited():
    number = User.objects.count()
    user = User(
        email=f"new{number}@saint-aubrac.example",
        full_name="Nina Nouvelle",
        agency=Agency.objects.get(short_name="CCAS"),
        language="en",
        invited_at=clock.now(),
    )
    user.set_unusable_password()
    user.save()
    return user, urlsplit(invitations.url(user)).path


def test_an_invitation_leads_to_a_passphrase_and_in(visitor, newcomer):
    """A11: the link works once; its secret does not stay in the address."""
    user, link = newcomer
    page = visitor()
    page.goto(link)
    assert link not in page.url
    with page.watch.answers(422):
        page.locator("#id_password1").fill("short")
        page.locator("#id_password2").fill("short")
        page.get_by_role("button", name="Set the passphrase").click()
        expect(page.locator("[data-focus]")).to_be_focused()
    page.locator("#id_password1").fill(NEW)
    page.locator("#id_password2").fill(NEW)
    page.get_by_role("button", name="Set the passphrase").click()
    expect(page.get_by_text("Your passphrase is set. You can sign in.")).to_be_visible()
    sign_in(page, user.email, NEW)
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    with page.watch.answers(404):
        page.goto(link)
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()


def test_five_wrong_passphrases_close_the_account_with_a_sentence(visitor, newcomer):
    """A6: the same sentence for a known and for an unknown account; no hint before it."""
    user, _link = newcomer
    page = visitor()
    with page.watch.answers(422, 429):
        for _try in range(5):
            page.goto("/account/login/")
            page.locator("#id_login").fill(user.email)
            page.locator("#id_password").fill("not the passphrase")
            with page.expect_navigation():
                page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Too many wrong passphrases")).to_be_visible()
    expect(page.get_by_text("closed for a quarter of an hour")).to_be_visible()


def test_there_is_no_shortcut_of_the_demonstration(visitor):
    """The one-click sign-in has no address outside the demonstration, and no link leads there."""
    page = visitor()
    page.goto("/account/login/")
    assert page.locator("a[href*=demo], form[action*=demo]").count() == 0
    with page.watch.answers(404):
        for path in ("/demo/", "/demo/sign-in/"):
            assert page.goto(path).status in (302, 404) or "/account/login/" in page.url
    assert page.get_by_role("button", name="Sign in").count() <= 1


def test_the_language_changes_and_the_page_stays(of, stage, in_database):
    """The switch keeps the page with its filters; the profile keeps the language."""
    page = of("elise")
    page.goto("/signals/?state=received")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url("**/signals/?state=received")
    assert page.locator("html").get_attribute("lang") == "fr"
    elise = stage.people["elise"]
    assert in_database(User.objects.values_list("language", flat=True).get, pk=elise.pk) == "fr"
    page.goto("/me/profile/")
    page.locator("#id_language").select_option("en")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_theme_is_chosen_and_stays(of):
    """Dark by choice on the next page too; the server writes it, no flash of the other one."""
    page = of("elise")
    page.goto("/")
    page.locator("details.usermenu summary").click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/cases/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("details.usermenu summary").click()
    page.get_by_role("button", name="Light theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Theme of the system").click()


def test_own_sessions_are_listed_and_ended(visitor, stage):
    """A9: another browser of the same person is seen, ended, and signed out at its next click."""
    here, there = visitor(), visitor()
    for page in (here, there):
        page.goto("/account/login/")
        sign_in(page, stage.people["marek"].email)
    here.goto("/me/profile/sessions/")
    expect(here.locator("tbody tr")).to_have_count(2)
    here.get_by_role("button", name="End all other sessions").click()
    here.locator("#id_password").fill(PASSPHRASE)
    here.get_by_role("button", name="Confirm").click()
    expect(here.get_by_text("Your other sessions are ended.")).to_be_visible()
    expect(here.locator("tbody tr")).to_have_count(1)
    there.goto("/me/profile/")
    there.wait_for_url("**/account/login/**")


def test_signing_out_leaves_nothing_behind(visitor, stage):
    """After signing out the browser's way back shows no page of before."""
    page = visitor()
    page.goto("/account/login/")
    sign_in(page, stage.people["rachid"].email)
    page.goto("/me/profile/")
    page.locator("details.usermenu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")
    page.go_back()
    expect(page.locator("#id_password")).to_be_visible()
    assert page.get_by_text("Rachid Benali").count() == 0


def test_leaving_the_page_that_is_asked_for_comes_back_after_signing_in(visitor, stage):
    """The address that somebody asked for is opened after signing in, and no other host."""
    page = visitor()
    page.goto("/cases/")
    page.wait_for_url("**/account/login/**")
    sign_in(page, stage.people["rachid"].email)
    page.wait_for_url("**/cases/")
