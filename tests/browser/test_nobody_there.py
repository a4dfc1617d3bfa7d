"""A receiver who is away must not lose a signal (S24-S27)."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from agencies.models import Absence
from common import clock
from common.scope import WORKER, bound
from tests import people as cast


def _go(people) -> list[int]:
    day = clock.today()
    with bound(WORKER):
        return [
            Absence.objects.create(user=user, first_day=day, last_day=day, declared_by=user).pk
            for user in people
        ]


def _come_back(ids) -> None:
    with bound(WORKER):
        Absence.objects.filter(pk__in=ids).delete()


@pytest.fixture
def away(in_database, stage):
    """``with away("ines", "luc"):`` these people are away today."""

    @contextmanager
    def gone(*names):
        ids = in_database(_go, [stage.people[name] for name in names])
        try:
            yield
        finally:
            in_database(_come_back, ids)

    return gone


def test_the_deputy_takes_what_the_receivers_cannot(of, away):
    """S24: without the deputy in intake.signals.route.first, Thomas's page stays empty: red."""
    with away("ines", "luc"):
        caller = of("sophie")
        caller.goto("/signals/new/")
        caller.locator("#id_words").fill("He sold his guitar and said goodbye.")
        caller.locator("summary", has_text="More").click()
        caller.locator("#id_channel").select_option(label="Permanence téléphonique")
        caller.get_by_role("button", name="Save and send to the desk").click()
        reference = caller.locator("h1").inner_text()
        deputy = of("thomas")
        deputy.goto("/")
        expect(deputy.get_by_text("Nobody there")).to_be_visible()
        waiting = deputy.locator(".wi, .work-item, li, article").filter(has_text=reference)
        waiting.get_by_role("button", name="Acknowledge").first.click()
        expect(deputy.get_by_text("You have acknowledged this signal.")).to_be_visible()
        route = deputy.locator("section, .panel").filter(has_text="Route of this signal").last
        expect(route).to_contain_text("every receiver is away: the deputy takes it")
        expect(route).to_contain_text("Thomas Leclercq")
        assert route.locator("ol > li").count() == 3
    # The reporter sees that somebody has it, and nothing of the desk.
    caller.reload()
    expect(caller.get_by_text("Somebody of the desk has acknowledged your words")).to_be_visible()
    assert caller.get_by_text("Route of this signal").count() == 0


def test_nobody_at_all_is_said_to_everybody(of, away, stage, in_database):
    """S24: with nobody left, everybody who answers for the channel is told and may take it."""
    with away("ines", "luc", "thomas", "denis", "claire", "sonia"):
        signal = in_database(
            cast.signal_from,
            stage.people["sophie"],
            "She has packed a bag.",
            channel=in_database(cast.hotline),
        )
        page = of("luc")
        page.goto(f"/signals/{signal.pk}/")
        expect(page.get_by_text("Nobody has this signal")).to_be_visible()
        page.get_by_role("button", name="Acknowledge: I have it").click()
        expect(page.get_by_text("You have acknowledged this signal.")).to_be_visible()
        assert page.get_by_text("Nobody has this signal").count() == 0


def test_a_channel_with_one_receiver_warns_for_as_long_as_it_has_one(of, away):
    """S24: the warning stands on every visit until a second receiver is there."""
    page = of("claire")
    for _visit in range(2):
        page.goto("/")
        warning = page.locator(".notes")
        expect(warning).to_contain_text("Signalements des partenaires")
        expect(warning).not_to_contain_text("Permanence téléphonique")
    with away("luc"):
        page.reload()
        expect(page.locator(".notes")).to_contain_text("Permanence téléphonique")


def test_a_signal_is_passed_on_by_hand_with_its_reason(of, stage, in_database):
    """S27: the route names both people and the reason; the next one finds it on My work."""
    signal = in_database(
        cast.signal_from,
        stage.people["ines"],
        "He asks where one can buy a scale.",
        channel=in_database(cast.hotline),
    )
    page = of("ines")
    page.goto(f"/signals/{signal.pk}/")
    page.get_by_role("link", name="Pass on").click()
    page.get_by_label("Luc Amiel").check(force=True)
    page.locator("#id_reason").fill("He knows the club.")
    page.get_by_role("button", name="Pass on").click()
    expect(page.get_by_text("The signal has been passed on.")).to_be_visible()
    expect(page.get_by_text("He knows the club.").first).to_be_visible()
    other = of("luc")
    other.goto("/")
    expect(other.get_by_text(signal.reference).first).to_be_visible()
