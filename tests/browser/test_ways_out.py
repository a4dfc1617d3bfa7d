"""Stories of ways out, in French: a death, a file opened in error, late joining, somebody leaves.

What came before is told by the decisions; the line of the story is clicked, and looked at.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from agencies.models import User
from casework import one_file
from casework.models import TeamMember
from common.scope import WORKER, bound
from operations.demo.stories.tilleul import Tilleul
from tests.browser.hands import choose, fill, pick, send
from tests.browser.test_stories_to_the_end import address, look, told
from tests.intake.matching import scenes

pytestmark = pytest.mark.usefixtures("in_french")

SPELLED = (
    {"given_name": "Ismaël", "family_name": "Tarrade"},
    {"given_name": "Ismael", "family_name": "Tarade"},
    {"given_name": "Smaïl", "family_name": "Tarrad"},
)


def closed_without_a_year(of, case: str, proposes: str, why: str, grounds: str, name: str) -> None:
    """One proposes, Paul finds it in My work, is held to his tick, and signs."""
    page, paul = of(proposes), of("paul")
    page.goto(case)
    page.get_by_role("link", name="Clôturer sans année de suivi").first.click()
    look(page, f"story-{name}-propose")
    pick(page, why=why)
    with page.watch.answers(409):
        page.locator("form[data-draft-url] [type=submit]").first.click()
        expect(page.locator("#obstacles")).to_be_visible()
    fill(page, grounds=grounds)
    send(page)
    paul.goto("/")
    item = paul.locator("#main li", has=paul.locator(f'a[href^="{case}"]'))
    item.get_by_role("link", name="Lire et décider").first.click()
    expect(paul.locator("#main")).to_contain_text(grounds)
    look(paul, f"story-{name}-sign")
    with paul.watch.answers(409):
        paul.locator("form[data-draft-url] [type=submit]").first.click()
        expect(paul.locator("#obstacles")).to_be_visible()
    paul.locator("#id_agrees").check(force=True)
    send(paul)


def test_a_death_in_the_third_phase(of, in_database, stage):
    """X25: no assessment again, no year; nobody is asked for anything of it any more."""
    story = in_database(told, stage.people, Tilleul, "line_10", date(2025, 9, 19))
    case = address(story)
    closed_without_a_year(of, case, "hugo", "died", "Décédé lundi ; sa tante a appelé.", "death")
    hugo = of("hugo")
    hugo.goto(case)
    expect(hugo.locator(".idbar")).to_contain_text("terminé")
    look(hugo, "story-death-ended")
    for key in ("hugo", "bruno", "claire"):
        page = of(key)
        page.goto("/")
        asked = page.locator(f'.side a[href^="{case}"]')
        assert [one.get_attribute("href") for one in asked.all()] == [], key


def test_a_file_that_was_opened_in_error(of, in_database, stage):
    """X25, X24: closed from its first days; a closure that was wrong itself can be reopened."""
    story = in_database(told, stage.people, Tilleul, "line_06", date(2025, 4, 3))
    case = address(story)
    grounds = "Un homonyme : la personne signalée est une autre."
    closed_without_a_year(of, case, "hugo", "error", grounds, "error")
    hugo = of("hugo")
    hugo.goto(case)
    expect(hugo.locator(".idbar")).to_contain_text("terminé")
    look(hugo, "story-error-ended")
    hugo.goto(f"{case}monitoring/reopen/")
    look(hugo, "story-error-reopen")
    fill(hugo, reason="L’erreur était la nôtre : c’est bien lui.")
    triggers = hugo.locator('[name="trigger"]')
    pick(hugo, trigger=triggers.first.get_attribute("value"))
    send(hugo)
    hugo.goto(case)
    expect(hugo.locator(".idbar")).not_to_contain_text("terminé")


def three(people) -> list:
    """Three calls about one person under three spellings, the newest last."""
    made = [scenes.earlier(people, days, **SPELLED[at]) for at, days in enumerate((90, 60, 30))]
    return [signal for signal, _person in made]


def persons_of(signals) -> tuple[set, set]:
    """Everybody named on these, and whoever is the same as the first."""
    found = [scenes.fresh(signal).person_id for signal in signals]
    with bound(WORKER):
        return set(found), set(one_file.same_as(found[0]))


def test_three_spellings_of_one_person_are_joined_late(of, in_database, stage):
    """X04: one «same» does not forbid the next, and both earlier signals stand on the newest."""
    signals = in_database(three, stage.people)
    claire = of("claire")
    page = in_database(reverse, "intake:matches", args=[signals[-1].pk])
    for _time in range(2):
        claire.goto(page)
        rows = claire.locator("#matches tbody tr")
        waiting = rows.filter(has_not=claire.locator("b")).first
        waiting.get_by_role("link", name=re.compile("Répondre|même personne")).first.click()
        pick(claire, answer="same")
        send(claire)
    claire.goto(page)
    look(claire, "story-three-joined")
    named, joined = in_database(persons_of, signals)
    assert named == joined
    text = claire.locator("#main").inner_text()
    assert all(signal.reference in text for signal in signals[:2])


def content_coordinator(people) -> User:
    """Noémie, at Hugo's agency, with Hugo's duty: she coordinates the case in his place."""
    with bound(WORKER):
        return User.objects.create(
            email="noemie@saint-aubrac.example", full_name="Noémie Tessier",
            agency=people["hugo"].agency,
        )  # fmt: skip


def leaves_behind(story, noemie) -> bool:
    with bound(WORKER):
        return TeamMember.objects.filter(case=story.case, user=noemie, active=True).exists()


def told_with_noemie(people):
    noemie = content_coordinator(people)
    return told(people | {"hugo": noemie}, Tilleul, "line_10", date(2025, 9, 19)), noemie


def test_a_content_coordinator_leaves_with_work_in_hand(of, in_database, stage):
    """X18: the administrator sees counts, no file; the risk owner names who goes on."""
    story, noemie = in_database(told_with_noemie, stage.people)
    case = address(story)
    samuel = of("samuel")
    samuel.goto(f"/admin/agencies/user/{noemie.pk}/change/")
    samuel.locator("#id_is_active").uncheck()
    samuel.locator("input[name=_save]").click()
    look(samuel, "story-leaves-held")
    text = samuel.locator("#content").inner_text()
    assert story.case.reference not in text
    for choice in samuel.locator("fieldset select").all():
        choice.select_option("nobody")
    samuel.locator("input[name=_handed_over]").click()
    expect(samuel.locator(".messagelist")).to_contain_text("Noémie")

    paul = of("paul")
    paul.goto("/")
    look(paul, "story-leaves-my-work")
    paul.locator("#main li").filter(has_text="Noémie Tessier").get_by_role("link").first.click()
    look(paul, "story-leaves-team")
    row = paul.locator("#main tr").filter(has_text="Noémie Tessier").first
    row.get_by_role("link", name="Transmettre").click()
    choose(paul, "to", "Hugo")
    fill(paul, reason="Noémie a quitté le service.")
    send(paul)
    assert not in_database(leaves_behind, story, noemie)
    hugo = of("hugo")
    hugo.goto(case)
    expect(hugo.locator(".idbar")).to_contain_text(story.case.reference)
    look(hugo, "story-leaves-hugo")
