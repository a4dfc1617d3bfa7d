"""Two browsers on one signal, one form sent twice, a session that ends: nothing is lost."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from common.scope import WORKER, bound
from intake.models import Signal
from tests import people as cast
from tests.browser.people import sign_in


@pytest.fixture
def signal(in_database, stage):
    return in_database(
        cast.signal_from,
        stage.people["ines"],
        "He was seen with a petrol can.",
        channel=in_database(cast.hotline),
    )


def _words(pk) -> str:
    with bound(WORKER):
        return Signal.objects.get(pk=pk).words


def _count(words: str) -> int:
    with bound(WORKER):
        return Signal.objects.filter(words=words).count()


def test_two_people_correct_at_once_and_neither_loses_a_word(of, signal, in_database):
    """I1: without ``expected`` in correct_signal the second save is silent: red."""
    first, second = of("ines"), of("luc")
    for page in (first, second):
        page.goto(f"/signals/{signal.pk}/correct/")
    first.locator("#id_words").fill("He was seen with a petrol can on Monday.")
    second.locator("#id_words").fill("He was seen with a petrol can behind the gym.")
    first.get_by_role("button", name="Save the correction").click()
    expect(first.get_by_text("Corrected. What stood before is kept")).to_be_visible()
    with second.watch.answers(409):
        second.get_by_role("button", name="Save the correction").click()
        both = second.get_by_role("alert")
        expect(both).to_contain_text("A colleague saved this while you were writing")
    expect(both).to_contain_text("He was seen with a petrol can on Monday.")
    expect(both).to_contain_text("He was seen with a petrol can behind the gym.")
    mine = second.locator("#id_words")
    expect(mine).to_have_value("He was seen with a petrol can behind the gym.")
    mine.fill("He was seen with a petrol can on Monday behind the gym.")
    second.get_by_role("button", name="Save the correction").click()
    expect(second.get_by_text("Corrected. What stood before is kept")).to_be_visible()
    expected = "He was seen with a petrol can on Monday behind the gym."
    assert in_database(_words, signal.pk) == expected


def test_a_double_click_makes_one_record(of, in_database):
    """I2: without drafts.claim and sent_at, two signals stand: red."""
    words = "Sent with two clicks."
    page = of("ines")
    page.goto("/signals/new/")
    page.locator("#id_words").fill(words)
    page.get_by_role("button", name="Save and send to the desk").dblclick(delay=5)
    # Asked again and again: the second click ends the first answer's navigation.
    expect(page).not_to_have_url(re.compile("/new/$"))
    expect(page.get_by_text(words).first).to_be_visible()
    assert in_database(_count, words) == 1


def test_two_posts_of_one_form_at_the_same_time_make_one_record(of, in_database):
    """The server alone keeps it to one: two requests that a browser sends side by side."""
    words = "Sent twice side by side."
    page = of("ines")
    page.goto("/signals/new/")
    page.locator("#id_words").fill(words)
    ends = page.evaluate(
        """async () => {
            const form = document.querySelector("form[data-draft-url]");
            const send = () => fetch(location.href, {method: "POST", body: new FormData(form)});
            return (await Promise.all([send(), send(), send()])).map(answer => answer.url);
        }"""
    )
    assert len(set(ends)) == 1
    assert in_database(_count, words) == 1


def test_going_back_and_sending_again_makes_no_second_record(of, in_database):
    """The browser keeps no typed text: going back shows an empty form, or the one sent before.

    Without autocomplete="off" on the form, Chromium puts the words back under a new token: red.
    """
    words = "Sent, back, and sent again."
    page = of("ines")
    page.goto("/signals/new/")
    page.locator("#id_words").fill(words)
    page.get_by_role("button", name="Save and send to the desk").click()
    page.wait_for_url(lambda url: not url.endswith("/new/"))
    page.go_back()
    page.wait_for_url("**/signals/new/")
    with page.watch.answers(422), page.expect_navigation():
        page.get_by_role("button", name="Save and send to the desk").click()
    assert in_database(_count, words) == 1


def _end_sessions(user) -> None:
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def test_a_session_that_ended_gives_the_typed_text_back(visitor, stage, in_database):
    """A8: the POST of an ended session is kept for its author and shown again after sign-in."""
    words = "Typed while the session ended on the server."
    page, odile = visitor(), stage.people["odile"]
    page.goto("/account/login/?next=/signals/new/")
    sign_in(page, odile.email)
    page.locator("#id_words").fill(words)
    page.locator("#id_about").fill("his cousin")
    in_database(_end_sessions, odile)
    page.get_by_role("button", name="Save and send to the desk").click()
    page.wait_for_url("**/account/login/**")
    sign_in(page, odile.email)
    page.wait_for_url("**/signals/new/")
    expect(page.locator("#id_words")).to_have_value(words)
    expect(page.locator("#id_about")).to_have_value("his cousin")
    assert in_database(_count, words) == 0
    page.get_by_role("button", name="Save and send to the desk").click()
    expect(page.get_by_text(words)).to_be_visible()
    assert in_database(_count, words) == 1


def test_the_kept_text_is_shown_to_nobody_else(visitor, stage, in_database):
    """The next person on the same machine finds an empty form."""
    page, odile = visitor(), stage.people["odile"]
    page.goto("/account/login/?next=/signals/new/")
    sign_in(page, odile.email)
    page.locator("#id_words").fill("Odile’s own words.")
    in_database(_end_sessions, odile)
    page.get_by_role("button", name="Save and send to the desk").click()
    page.wait_for_url("**/account/login/**")
    sign_in(page, stage.people["rachid"].email)
    page.wait_for_url("**/signals/new/")
    expect(page.locator("#id_words")).to_have_value("")
