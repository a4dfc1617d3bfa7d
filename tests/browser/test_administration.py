"""The administrator gives accounts and settings, and reads nothing of any case."""

from __future__ import annotations

from playwright.sync_api import expect

from agencies.models import User
from common.scope import WORKER, bound
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


def test_nobody_else_enters_the_administration(of):
    page = of("claire")
    with page.watch.answers(403, 404):
        page.goto("/admin/")
    assert page.locator("#changelist, .app-agencies").count() == 0
