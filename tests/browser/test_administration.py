"""The administrator gives accounts and settings, and reads nothing of any case."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from agencies.models import Channel, ChannelPost, Duty, DutyKind, User
from common import clock
from common.scope import WORKER, bound
from tests.browser import axe
from tests.browser.pictures import take, wide
from tests.world.table import PICTURES, photographed


def test_the_administration_holds_people_and_settings_and_no_case(of, stage, in_database):
    """C1: every list and form of the administration is opened; no word of a case is on any."""
    page = of("samuel")
    case, signal = stage.cases["tilleul"], stage.signals["waits"]
    words = [case.reference, case.grounds, "Montmorency", signal.reference, signal.words]
    for shot in PICTURES:
        if shot.persona == "samuel":
            page.goto(in_database(photographed, shot, stage))
            text = page.content()
            assert not [word for word in words if word in text], shot.name
    with page.watch.answers(404):
        for address in (f"/cases/{case.pk}/", f"/signals/{signal.pk}/", "/admin/casework/case/"):
            assert page.goto(address).status == 404


def test_a_person_is_added_and_invited(of, in_database):
    """C5: nobody types a passphrase for somebody else; the person is invited."""
    page = of("samuel")
    page.goto("/admin/agencies/user/")
    page.get_by_role("link", name="Add person").click()
    assert page.locator("input[type=password]").count() == 0
    page.locator("#id_email").fill("lucie@saint-aubrac.example")
    page.locator("#id_full_name").fill("Lucie Garnier")
    page.locator("#id_agency").select_option(label="Mission locale")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Lucie Garnier")
    made = in_database(_person, "lucie@saint-aubrac.example")
    assert made.invited_at is not None
    assert not made.has_usable_password()


def _person(email: str) -> User:
    with bound(WORKER):
        return User.objects.get(email=email)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_before_somebody_leaves_it_is_said_who_takes_over(of, in_database, language):
    """X18: an account is closed; what is held is seen, and each duty and post is answered."""
    leaving = in_database(_deputy, language)
    page = of("samuel")
    in_database(_reads, "samuel", language)
    page.goto(f"/admin/agencies/user/{leaving.pk}/change/")
    page.locator("#id_is_active").uncheck()
    page.locator("input[name=_save]").click()
    assert in_database(_person, leaving.email).is_active, "nothing is saved yet"
    axe.inject(page)
    assert axe.trouble_of(page, axe.WHOLE, "departure") == []
    for width in (1440, 390):
        assert wide(page, width) == 0
        take(page, "departure", language, width)
    with page.watch.answers(422):
        page.locator("input[name=_handed_over]").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    for choice in page.locator("fieldset select").all():
        choice.select_option("nobody")
    page.locator("input[name=_handed_over]").click()
    expect(page.locator(".messagelist")).to_contain_text("Lucie")
    assert not in_database(_person, leaving.email).is_active
    in_database(_reads, "samuel", "en")


def _deputy(language: str) -> User:
    with bound(WORKER):
        made = User.objects.create(
            email=f"lucie-{language}@saint-aubrac.example",
            full_name=f"Lucie {language.title()}",
            agency=User.objects.get(email__startswith="samuel").agency,
        )
        channel = Channel.objects.order_by("pk").first()
        ChannelPost.objects.create(channel=channel, user=made, post="deputy")
        Duty.objects.create(user=made, kind=DutyKind.DECIDER, since=clock.today())
    return made


def _reads(name: str, language: str) -> None:
    with bound(WORKER):
        User.objects.filter(email__startswith=name).update(language=language)


def test_nobody_else_enters_the_administration(of):
    page = of("claire")
    with page.watch.answers(403, 404):
        page.goto("/admin/")
    assert page.locator("#changelist, .app-agencies").count() == 0
