"""Stories 1 and 4 in the browser, in French: from the plan to the end, each in their own browser.

What came before is told by the decisions, moved so that the line that is clicked is of this week:
a checkpoint, the closing with its opinions and signature, the first check of the quiet year; then
a check that finds a concern, the reopening, and the next version of the same plan.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from unittest import mock

import pytest
from playwright.sync_api import expect

from closure.models import InformedParty, MonitoringCheck
from common import clock
from common.scope import WORKER, bound
from operations.demo.stories.frene import Frene
from operations.demo.stories.tilleul import Tilleul
from plans.carrying.decisions.progress import finish_action, verify_outcome
from plans.models import FollowUp
from tests.browser.hands import choose, day, fill, pick, send
from tests.browser.pictures import take
from tests.people import acting

pytestmark = pytest.mark.usefixtures("in_french")


def told(people: dict, story: type, until: str, on: date):
    """The story up to that line, its weeks moved so that ``on`` lies in the last seven days.

    Others of the stage have the same name as its person: they stay unanswered, they are not of it.
    """
    weeks = (clock.today() - on).days // 7
    one = story(people, timedelta(weeks=weeks))
    with mock.patch("intake.matching.search.unanswered", return_value={}):
        for line in one.lines():
            if line >= until:
                break
            getattr(one, line)()
    return one


def address(story) -> str:
    return f"/cases/{story.case.pk}/"


def look(page, name: str) -> None:
    """Pictures of the page as it is, wide and narrow."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        take(page, name, "fr", width)
    page.set_viewport_size({"width": 1440, "height": 900})


def save(page, section: str) -> None:
    """Save one section of the checkpoint, where it stands."""
    with page.expect_navigation():
        page.locator(f"#{section} [type=submit]").click()
    expect(page).to_have_url(re.compile(f"#{section}$"))


def follow_up(story, people: dict, key: str) -> str:
    """The key of the action that this person answers for."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=story.case, owner=people[key]).order_by("ends_on").last()
        return str(row.pk)


def everything_ends(story, people: dict) -> None:
    """Whoever still has an action under way ends it, in their own name; another looks at each."""
    with bound(WORKER):
        open_ones = FollowUp.objects.filter(case=story.case, state__in=["accepted", "running"])
        rows = list(open_ones.select_related("owner"))
    for row in rows:
        with acting(row.owner) as owner:
            finish_action(row, by=owner, result="done", on=clock.today(), outcome="Tenu.")
    with bound(WORKER):
        unseen = FollowUp.objects.filter(case=story.case, state="done", checked_at=None)
        rows = list(unseen.select_related("owner"))
    for row in rows:
        sees = people["claire" if row.owner_id != people["claire"].pk else "hugo"]
        with acting(sees):
            verify_outcome(row, by=sees, words="Vu au point d’étape.")
    story.levels(
        "hugo", "2025-09-18 09:00", "2025-09-18",
        ("money", "risk", "low", "Le plan d’apurement est suivi."),
        ("health", "risk", "low", "Le CMP le voit dormir et manger mieux."),
        ("online", "risk", "low", "Deux comptes, vus avec lui."),
        ("community", "protection", "moderate", "La boxe, et le travail."),
    )  # fmt: skip


# --- story 1: checked, closed ---------------------------------------------------------------------
def the_checkpoint(of, case: str) -> None:
    """Claire writes on one page, section by section; Hugo concludes."""
    claire, hugo = of("claire"), of("hugo")
    claire.goto(f"{case}checkpoints/hold/")
    fill(claire, held_on=day(0))
    send(claire)
    written = {"presence": "present", "actions": "as_planned", "goals": "reached"}
    for section, value in written.items():
        for box in claire.locator(f"#{section} select").all():
            box.select_option(value)
        save(claire, section)
    pick(claire, effects="none", online="looked")
    fill(claire, effects_words="Demandé à chacun.")
    save(claire, "effects")
    # The other section kept what was typed in it: its draft stands where it was written.
    pick(claire, online="looked")
    fill(claire, online_words="Deux comptes ; rien de neuf.")
    save(claire, "online")
    fill(claire, person_view="« Je travaille. »")
    save(claire, "views")
    expect(claire.locator("#conclusion")).to_contain_text("Rien ne s’y oppose")
    look(claire, "story-checkpoint")
    hugo.goto(claire.url.partition("#")[0])
    hugo.get_by_role("link", name="Conclure").click()
    pick(hugo, conclusion="go_on")
    fill(hugo, grounds="9 créneaux sur 10, un essai en entreprise.", next_on=day(50))
    send(hugo)
    expect(hugo.locator("#conclusion")).to_contain_text("9 créneaux sur 10")


def the_proposal(of, case: str) -> None:
    """Hugo proposes; each agency gives its opinion in its own browser; nobody else's is theirs."""
    hugo = of("hugo")
    hugo.goto(f"{case}closure/propose/")
    pick(hugo, why="goals_reached")
    fill(hugo, grounds="Les objectifs sont atteints.", residual_risk="Rechute si la dette revient.")
    send(hugo)
    for key in ("claire", "hugo", "bruno", "lea", "odile", "marc"):
        page = of(key)
        page.goto(f"{case}closure/opinion/")
        if key == "lea":
            pick(page, stance="with_reserve")
            with page.watch.answers(409):
                page.locator("form[data-draft-url] [type=submit]").first.click()
                expect(page.locator("#obstacles")).to_be_visible()
            fill(page, words="Si la dette est suivie jusqu’en mars.")
        else:
            pick(page, stance="for")
        send(page)
    hugo.goto(f"{case}closure/")
    goals = hugo.locator('#goals a[href*="/closure/goals/"]')
    for href in [link.get_attribute("href") for link in goals.all()]:
        hugo.goto(href)
        pick(hugo, result="reached")
        send(hugo)
    hugo.goto(f"{case}closure/informed/")
    fill(hugo, who="Mme Roux", tie="tante", told_on=day(0))
    pick(hugo, told="yes")
    hugo.locator("#id_how").select_option("in_person")
    send(hugo)
    hugo.goto(f"{case}closure/handovers/")
    fill(hugo, service="Mission locale", content="Le suivi en cours.", new_role="référente")
    choose(hugo, "worker", "Léa Fontaine")
    fill(hugo, access_ends_on=day(1))
    send(hugo)
    hugo.locator("#handovers").get_by_role("link", name=re.compile("Noter")).click()
    pick(hugo, accepted="yes")
    fill(hugo, who="Le chef de service", answered_on=day(0))
    send(hugo)
    expect(hugo.locator("#signature")).to_contain_text("Rien ne s’y oppose")
    look(hugo, "story-closing")


def the_signature(of, case: str, reference: str) -> None:
    """Paul finds one decision in My work, reads, and signs; a stranger never knew."""
    paul = of("paul")
    paul.goto("/")
    card = paul.locator("#to-sign")
    expect(card).to_be_visible()
    look(paul, "story-to-sign")
    paul.goto(f"{case}closure/sign/")
    with paul.watch.answers(409):
        paul.locator("form[data-draft-url] [type=submit]").first.click()
        expect(paul.locator("#obstacles")).to_be_visible()
    paul.locator("#id_agrees").check(force=True)
    send(paul)
    paul.goto(case)
    expect(paul.locator(".idbar")).to_contain_text(reference)
    expect(paul.locator(".idbar")).to_contain_text("suivi après clôture")
    stranger = of("samuel")
    with stranger.watch.answers(404):
        assert stranger.goto(f"{case}closure/").status == 404


def test_a_checkpoint_then_a_joint_closing(of, in_database, stage):
    """Story 1, lines 10 to 12. Red when a page of the way loses its form, right or sentence."""
    people = stage.people
    story = in_database(told, people, Tilleul, "line_10", date(2025, 9, 19))
    case = address(story)
    bruno = of("bruno")
    bruno.goto(f"{case}carrying/actions/{in_database(follow_up, story, people, 'bruno')}/report/")
    fill(bruno, happened_on=day(0), words="Présent quatre jours sur cinq.")
    send(bruno)
    expect(bruno.get_by_text("Présent quatre jours sur cinq.").first).to_be_attached()
    the_checkpoint(of, case)
    in_database(everything_ends, story, people)
    the_proposal(of, case)
    the_signature(of, case, story.case.reference)


def first_check(story) -> tuple[str, str]:
    """The key and the day of the check that is due."""
    with bound(WORKER):
        check = MonitoringCheck.objects.filter(case=story.case, state="due").order_by("due_on")[0]
        return str(check.pk), check.due_on.isoformat()


def test_the_first_check_of_the_quiet_year(of, in_database, stage):
    """Story 1, line 13: found in My work, entered, and the next one stands."""
    story = in_database(told, stage.people, Tilleul, "line_13", date(2026, 3, 2))
    key, due = in_database(first_check, story)
    claire = of("claire")
    claire.goto("/?only=meeting")
    waiting = claire.locator(f'a[href="{address(story)}monitoring/checks/{key}/"]').first
    waiting.click()
    pick(claire, result="stable", decision="go_on")
    fill(claire, held_on=due, sources="Sa tante, la Mission locale.", words="Travaille.")
    send(claire)
    expect(claire.locator("#checks")).to_contain_text("Sa tante, la Mission locale.")
    look(claire, "story-first-check")


# --- story 4: a concern, and back again -----------------------------------------------------------
def the_first_was_fine(story) -> None:
    story.monitored(1, "claire", 0, "stable", "Travaille.")


def mother(story) -> str:
    with bound(WORKER):
        return str(InformedParty.objects.get(case=story.case, who="Sa mère").pk)


def test_a_check_finds_a_concern_and_the_case_is_reopened(of, in_database, stage):
    """Story 4, lines 10 to 12: same reference, whole history, those informed first (S78)."""
    story = in_database(told, stage.people, Frene, "line_10", date(2025, 12, 15))
    in_database(the_first_was_fine, story)
    case, reference = address(story), story.case.reference
    key, due = in_database(first_check, story)
    claire, elise = of("claire"), of("elise")
    claire.goto(f"{case}monitoring/checks/{key}/")
    pick(claire, result="concern", decision="reopen")
    fill(claire, held_on=due, sources="Le CCAS.")
    with claire.watch.answers(409):
        claire.locator("form[data-draft-url] [type=submit]").first.click()
        expect(claire.locator("#obstacles")).to_be_visible()
    fill(claire, words="Emploi perdu ; un ancien contact a été vu avec lui.")
    send(claire)

    elise.goto(f"{case}monitoring/reopen/")
    pick(elise, trigger="check")
    fill(elise, reason="Emploi perdu, ancien contact revu.")
    send(elise)
    elise.goto(f"{case}monitoring/")
    panels = elise.locator("main .panel")
    expect(panels.first).to_contain_text("Sa mère")
    expect(panels.first).to_contain_text("Il ne le souhaite pas.")
    expect(elise.locator(".idbar")).to_contain_text(reference)
    look(elise, "story-reopened")
    elise.goto(f"{case}monitoring/told/{in_database(mother, story)}/")
    fill(elise, on=day(0))
    send(elise)

    elise.goto(f"{case}plan/version/")
    pick(elise, trigger="information")
    fill(elise, reason="Réouverture : emploi perdu.")
    send(elise)
    expect(elise.get_by_text("Tenir un emploi six mois.").first).to_be_visible()
    look(elise, "story-second-cycle")
    # What came before is one click away, in a case that is at its analysis again.
    elise.get_by_role("link", name="Clôture", exact=True).click()
    expect(elise.get_by_text("L’emploi tient ; le logement est en bonne voie.")).to_be_visible()
    elise.get_by_role("link", name="Points d’étape", exact=True).click()
    expect(elise.locator("#held")).to_contain_text("Le mentor est venu une fois sur sept")
    marc = of("marc")
    marc.goto(case)
    expect(marc.locator(".idbar")).to_contain_text(reference)
