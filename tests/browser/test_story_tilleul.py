"""Story 1 in the browser, in French: from the first call to plan v1, five accounts side by side.

Inès takes the call, Claire examines it and opens the case, Bruno and Léa write what they know,
Hugo analyses and plans. Fields are found by their names, sentences read in French.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose, day, fill, pick, send
from tests.browser.pictures import take

WORDS = "A quitté la formation, ne voit plus personne, a été menacé."
TEAM = ("claire", "hugo", "paul", "bruno", "lea")


def call(page) -> str:
    """Inès: an anonymous call; the address of its signal."""
    page.goto("/signals/new/")
    fill(page, words=WORDS)
    pick(page, caller="anonymous")
    send(page)
    expect(page.get_by_text(WORDS)).to_be_visible()
    return page.url


def to_the_conference(page, signal: str) -> None:
    """Claire: acknowledged, examined, named, taken to the conference, recorded."""
    page.goto(signal)
    page.locator('form[action$="/acknowledge/"] button').first.click()
    expect(page.locator('form[action$="/acknowledge/"]')).to_have_count(0)
    for check, chosen, written in (
        (
            "source",
            {"reliability": "fairly", "credibility": "likely"},
            {"basis": "Connu depuis deux ans."},
        ),
        ("security", {"concern": "none"}, {"reason": "Ni menace, ni arme."}),
        ("minor", {"minor": "no"}, {"minor_basis": "24 ans, vu sur sa carte."}),
        (
            "questions",
            {"radicalised": "unclear", "useful": "yes", "alternatives": "family_conflict"},
            {"radicalised_grounds": "Du retrait.", "useful_grounds": "Trois services."},
        ),
    ):
        page.goto(f"{signal}first-analysis/{check}/")
        pick(page, **chosen)
        fill(page, **written)
        send(page)
    page.goto(f"{signal}who/")
    fill(page, given_name="Ybrahim", family_name="Zwentibold")
    send(page)
    page.goto(f"{signal}to-the-table/")
    fill(page, reason="À regarder ensemble.")
    send(page)
    page.goto(f"{signal}conference/")
    fill(page, held_on=day(0), radicalised_grounds="Rien de net.", useful_grounds="Dettes.")
    for agency in ("Ville de Saint-Aubrac", "Service jeunesse", "Mission locale"):
        page.locator("[name=present]").locator("xpath=..").filter(has_text=agency).first.click()
    page.locator("[name=written]").locator("xpath=..").filter(
        has_text="Centre médico-psychologique"
    ).first.click()
    pick(page, radicalised="unclear", useful="yes")
    send(page)
    expect(page.get_by_text("Rien de net.")).to_be_visible()


def open_the_case(page, signal: str) -> str:
    """Claire: grounds and a first team; the address of the case."""
    page.goto(f"{signal}open-case/")
    fill(page, grounds="Isolement, dettes, menaces.")
    choose(page, "process_coordinator", "Claire Morvan")
    choose(page, "content_coordinator", "Hugo Séverin")
    choose(page, "risk_owner", "Paul Rivoire")
    for name in ("Bruno Faure", "Léa Fontaine"):
        page.get_by_label(name).check(force=True)
    send(page)
    expect(page.locator(".idbar")).to_contain_text("Y. Z.")
    return page.url


def analyse(of, case: str) -> None:
    """Everybody declares; Hugo says who and begins; Bruno and Léa write what they know."""
    for name in TEAM:
        page = of(name)
        page.goto(f"{case}declare/")
        pick(page, interest="none")
        page.locator("#id_aim_accepted").check(force=True)
        send(page)
    hugo, bruno, lea = of("hugo"), of("bruno"), of("lea")
    hugo.goto(f"{case}person/")
    fill(hugo, birth_date="2001-06-12", reason="Vu sur sa carte.")
    send(hugo)
    hugo.goto(f"{case}start-analysis/")
    hugo.locator("#id_enough").check(force=True)
    fill(hugo, reason="Les contacts en ligne restent à chercher.")
    send(hugo)
    for page, kind, words in (
        (bruno, "root_cause", "Des dettes."),
        (lea, "protective", "Le club."),
    ):
        page.goto(f"{case}analysis/factors/")
        choose(page, "domain", "Argent" if kind == "root_cause" else "Entourage")
        pick(page, kind=kind, level="strong", basis="fact")
        fill(page, words=words, evidence="Vu mardi.")
        send(page)
    lea.goto(f"{case}analysis/gaps/")
    choose(lea, "domain", "Vie en ligne")
    pick(lea, importance="high")
    fill(lea, question="Avec qui parle-t-il en ligne ?")
    send(lea)
    hugo.goto(f"{case}analysis/views/")
    hugo.locator("#id_voice").select_option("person")
    fill(hugo, heard_on=day(0), says="« Je veux travailler. »")
    send(hugo)
    expect(hugo.get_by_text("Avec qui parle-t-il en ligne ?").first).to_be_visible()
    take(hugo, "story-analysis", "fr", 1440)


def plan(page, case: str) -> None:
    """Hugo: texts, a goal, three agencies in one week, a checkpoint."""
    page.goto(f"{case}plan/")
    page.locator('form[action$="/plan/start/"] button').first.click()
    page.goto(f"{case}plan/texts/")
    fill(
        page, why_start="La dette bloque tout.", reach="Une formation tenue.",
        why_that="Il le demande.", context="Vit seul ; une tante.", evaluation="Au registre.",
    )  # fmt: skip
    send(page)
    page.goto(f"{case}plan/goals/")
    fill(
        page, statement="Reprendre la formation.", indicator="Le registre", baseline="0 jour",
        target="4 jours sur 5", means="Mission locale", due_on=day(120),
    )  # fmt: skip
    page.locator("#id_factor").select_option(index=1)
    pick(page, tag="reintegration")
    send(page)
    for title, owner, kind, first in (
        ("Atelier projet", "Bruno Faure", "social", 7),
        ("Sorties du club", "Léa Fontaine", "social", 9),
        ("Rendez-vous au CMP", "Hugo Séverin", "security", 11),
    ):
        page.goto(f"{case}plan/actions/")
        fill(page, title=title, starts_on=day(first), ends_on=day(first + 60))
        pick(page, kind=kind)
        choose(page, "owner", owner)
        page.locator("#id_meets_person").check(force=True)
        send(page)
    page.goto(f"{case}plan/checkpoints/")
    fill(page, due_on=day(30))
    send(page)


@pytest.mark.usefixtures("in_french")
def test_from_the_first_call_to_the_first_plan(of):
    """Red when any page of the way loses its form, its right or its sentence."""
    signal = call(of("ines"))
    claire, hugo, bruno = of("claire"), of("hugo"), of("bruno")
    to_the_conference(claire, signal)
    case = open_the_case(claire, signal)
    analyse(of, case)
    plan(hugo, case)

    # S51: too many new faces at once; one click on what is proposed ends it
    hugo.goto(f"{case}plan/")
    warned = hugo.get_by_text(re.compile("Trop de premières rencontres"))
    expect(warned).to_be_visible()
    take(hugo, "story-plan-warned", "fr", 1440)
    hugo.locator('form[action$="/move/"] button').first.click()
    expect(warned).to_have_count(0)

    # S57: opened today; refused with the sentence that stood before, and nothing is lost
    hugo.goto(f"{case}plan/approve/")
    sentence = hugo.get_by_text(re.compile("jours ouvrés")).first
    expect(sentence).to_be_visible()
    with hugo.watch.answers(409):
        hugo.locator("form[data-draft-url] [type=submit]").first.click()
        expect(hugo.locator("#obstacles")).to_contain_text("jours ouvrés")
    fill(hugo, reason="Un départ est annoncé pour demain ; vu avec toute l’équipe.")
    send(hugo)
    hugo.goto(f"{case}plan/")
    expect(hugo.get_by_text(re.compile("s’applique")).first).to_be_visible()
    for width in (1440, 390):
        hugo.set_viewport_size({"width": width, "height": 900})
        take(hugo, "story-plan", "fr", width)
    hugo.set_viewport_size({"width": 1440, "height": 900})

    # the partner is told, reads the plan and its own part; a stranger never knew
    bruno.goto(case)
    expect(
        bruno.locator("#own-actions, .panel").filter(has_text="Atelier projet").first
    ).to_be_visible()
    take(bruno, "story-partner", "fr", 1440)
    stranger = of("odile")
    with stranger.watch.answers(404):
        assert stranger.goto(case).status == 404
