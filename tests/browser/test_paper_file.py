"""A paper file brought in, in French: by the decider, without a script by who types it (X14)."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from agencies.models import User
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take
from tests.plans.paper import scenes

PLAIN = {"java_script_enabled": False}
NAMES = {"given_name": "Ghislaine", "family_name": "Oppenot", "birth_date": date(1988, 4, 12)}


@pytest.fixture(scope="module")
def in_french(in_database, stage):
    """Everybody reads French for a while."""

    def everybody(language):
        User.objects.update(language=language)

    in_database(everybody, "fr")
    yield
    in_database(everybody, "en")


def put(page, name: str, value) -> None:
    """Fill in one field of the form, whatever its kind."""
    field = page.locator(f"[name={name}]").first
    kind = _kind(field)
    text = value.isoformat() if isinstance(value, date) else str(value)
    if kind == "radio":
        page.locator(f"[name={name}][value={text}]").check(force=True)
    elif kind == "checkbox":
        field.check(force=True)
    elif kind == "select":
        field.select_option(text)
    else:
        field.fill(text)


def _kind(field) -> str:
    return field.get_attribute("type") or ("select" if field.locator("option").count() else "text")


def both(page, name: str) -> None:
    """Pictures of the page, wide and on a phone."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        take(page, name, "fr", size["width"])
    page.set_viewport_size(WIDE)


@pytest.mark.usefixtures("in_french")
def test_from_the_cupboard_to_a_signed_plan(of, stage):
    """Removing a button, a form's action or an item of My work turns this red."""
    people = stage.people
    decider = of("thomas")
    decider.goto("/cases/")
    decider.get_by_role("link", name="Dossiers papier").click()
    decider.get_by_role("link", name="Reprendre un dossier papier").click()
    for name, value in (scenes.OPENING | NAMES).items():
        if value:
            put(decider, name, value)
    for name, key in (("types", "claire"), ("confirms", "hugo"), ("risk_owner", "paul")):
        put(decider, name, people[key].pk)
    put(decider, "concern", "possible")
    with decider.watch.answers(409):
        decider.get_by_role("button", name="Ouvrir la saisie").click()
        expect(decider.get_by_text("la réponse du service compétent manque")).to_be_visible()
    both(decider, "paper-story-refused")
    put(decider, "concern", "none")
    decider.get_by_role("button", name="Ouvrir la saisie").click()
    expect(decider.get_by_text("La personne qui saisit est avertie.")).to_be_visible()
    address = decider.url

    desk = of("claire", **PLAIN)
    desk.goto("/")
    expect(desk.get_by_text("Un dossier papier attend d’être saisi").first).to_be_visible()
    desk.goto(address)
    desk.get_by_role("link", name="Saisir le dossier").click()
    said = scenes.typed(people)
    later = {name: said.pop(name) for name in list(said) if name.startswith("action_3")}
    for name, value in said.items():
        put(desk, name, value)
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.get_by_text("Il ne manque rien.")).to_be_visible()
    desk.get_by_role("link", name="Saisir le dossier").click()  # a third action, as room is made
    for name, value in later.items():
        put(desk, name, value)
    desk.get_by_role("button", name="Enregistrer").click()
    desk.get_by_role("link", name="C’est complet").click()
    desk.get_by_role("button", name="Transmettre").click()
    expect(desk.get_by_text("La coordination du contenu est avertie.")).to_be_visible()

    content = of("hugo")
    content.goto("/")
    expect(content.get_by_text("Un dossier papier attend votre confirmation").first).to_be_visible()
    content.goto(address)
    both(content, "paper-story-to-confirm")
    content.get_by_role("link", name="Confirmer").click()
    content.get_by_text("Je l’ai comparé avec le papier").click()
    content.get_by_role("button", name="Confirmer").click()
    expect(content.get_by_text("Confirmé. L’équipe est avertie.")).to_be_visible()
    expect(content.get_by_text("A eu lieu le").first).to_be_visible()
    expect(content.get_by_text(scenes.PLACE).first).to_be_visible()
    both(content, "paper-story-case")

    owner = of("paul")
    owner.goto(content.url.split("#")[0] + "plan/")
    owner.get_by_role("link", name="Signer le plan en vigueur").click()
    owner.get_by_text("J’ai lu le plan en vigueur").click()
    owner.get_by_role("button", name="Signer").click()
    expect(owner.get_by_text("Repris du papier")).to_be_visible()
    both(owner, "paper-story-signed")
