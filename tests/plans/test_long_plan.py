"""A plan of 500 actions: folded, bounded, and nothing of it lost (X67)."""

import re

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from plans.checkpoints.decisions import meeting as meetings
from plans.models import Action, ActionReport, CheckpointAction, FollowUp, Plan
from plans.plan import folding
from tests import people as town
from tests import worlds
from tests.browsing import token_of
from tests.cast import in_english
from tests.plans import long_plan, planning
from tests.plans.long_plan import MOST_BYTES, walk

TITLE = re.compile(r"Action \d{3}")
SILENT = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# The links to goals and what stands under them; those to more of what needs the reader.
GOALS, NEEDS = r"^\?(?!.*(?:who|needs|versions|at)=).*goal", r"^\?needs=[^&]*$"
ALL = {f"Action {number:03}" for number in range(500)}


@pytest.fixture(autouse=True)
def monday():
    with clock.at(planning.noon(planning.MONDAY)):
        yield planning.MONDAY


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def draft(who):
    """A case whose draft has 502 actions."""
    return long_plan.drafted(who)


@worlds.standing
def large(who, draft):
    """The same, carried out."""
    return long_plan.carried_out(draft, who)


def titles(*pages: str) -> set[str]:
    return {title for html in pages for title in TITLE.findall(html)}


def read(browser, url: str) -> str:
    """The page; no more bytes and statements than there may be."""
    browser.get(url)
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(url)
    asked = [one["sql"] for one in caught if not one["sql"].upper().startswith(SILENT)]
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    assert len(asked) <= 17  # 15, and the two of the test's own transaction
    return answer.content.decode()


def follow_up(case: Case, **of) -> FollowUp:
    with bound(WORKER):
        return FollowUp.objects.filter(case=case, **of).select_related("action").first()


@pytest.mark.parametrize("name", ["hugo", "bruno", "lea"])
def test_pages_of_five_hundred_actions_are_bounded(large, who, sign_in, name):
    """Lines: ``FEW`` of the folding, ``TASKS`` and ``POINTS`` of the front, MOST of its panels."""
    browser = sign_in(who[name])
    for tab in ("plan/", "plan/?goal=3", "carrying/", "carrying/?goal=3", ""):
        read(browser, f"/cases/{large.pk}/{tab}")


def test_a_draft_of_five_hundred_actions_is_bounded(draft, who, sign_in):
    """With its warnings, buttons and what stands before it. Lines: MANY in views, FEW in page."""
    with bound(WORKER):
        first = Action.objects.get(case=draft, title="Action 001")
        every = Action.unscoped.filter(case=draft, title__startswith="Action")
        for number in range(100):  # five begin on each day
            some = every.filter(title__endswith=f"{number:02}").exclude(pk=first.pk)
            some.update(
                meets_person=True, after=first, version=F("version") + 1,
                starts_on=planning.day(number), ends_on=planning.day(300),
            )  # fmt: skip
    for name in ("hugo", "bruno"):
        for query in ("", "?goal=3"):
            read(sign_in(who[name]), f"/cases/{draft.pk}/plan/{query}")
    shown = sign_in(who["hugo"]).get(f"/cases/{draft.pk}/plan/").context
    assert (len(shown["warnings"]), shown["clashes"].total > 20) == (8, True)
    assert (len(shown["points"].rows), shown["points"].total > 400) == (40, True)


@pytest.mark.parametrize("name", ["claire", "bruno"])
def test_every_action_of_the_plan_is_reached_by_links(large, who, sign_in, name):
    """From the plan as it opens, whoever reads it. Line: the links of ``Fold`` and of portions."""
    browser, url = sign_in(who[name]), f"/cases/{large.pk}/plan/"
    pages = walk(browser, url, GOALS) | walk(browser, url, NEEDS)
    assert titles(*pages.values()) == ALL
    assert max(len(html.encode()) for html in pages.values()) < MOST_BYTES


def test_every_action_that_is_carried_out_is_reached_by_links(large, who, sign_in):
    """As a list, and in the table of who answers for what. Line: MOST, which once cut at 200."""
    url = f"/cases/{large.pk}/carrying/"
    bruno = sign_in(who["bruno"])
    pages = walk(bruno, url, GOALS) | walk(bruno, url, NEEDS)
    rows = [html.split('id="who"')[0] for html in pages.values()]
    assert titles(*rows) == ALL
    table = walk(sign_in(who["hugo"]), url, r"^\?who=[^&]*$")
    assert titles(*(html.split('id="who"')[1] for html in table.values())) == ALL


@pytest.mark.parametrize("tab", ["plan/", "carrying/"])
def test_what_needs_the_reader_is_never_folded_away(large, who, sign_in, tab):
    """Late ones, those without an answer, one's own. Line: ``Standing.needs``."""
    with bound(WORKER):
        rows = FollowUp.objects.filter(case=large).select_related("action")
        today = planning.MONDAY
        late = {r.action.title for r in rows if r.ends_on < today or r.answer_due_on < today}
        own = {r.action.title for r in rows if r.owner_id == who["bruno"].pk}
    url = f"/cases/{large.pk}/{tab}"
    for name, wanted in (("bruno", late | own), ("hugo", late)):
        pages = walk(sign_in(who[name]), url, NEEDS)
        rows = [html.split('id="who"')[0] for html in pages.values()]
        assert titles(*rows) == wanted & ALL
        assert len(wanted & ALL) > 10


def test_goals_say_how_many_and_how_late(large, who, sign_in):
    """Line: the numbers of ``Fold``."""
    html = read(sign_in(who["hugo"]), f"/cases/{large.pk}/plan/")
    assert html.count('aria-expanded="false"') == 22  # 21 goals and what is under none
    assert 'aria-expanded="true"' not in html
    for words in (
        r"25 actions",
        r"\d late",
        r"\d without an answer",
        "next one due",
        "Under no goal",
    ):
        assert re.search(words, html)
    opened = read(sign_in(who["hugo"]), f"/cases/{large.pk}/plan/?goal=3")
    assert opened.count('aria-expanded="true"') == 1
    assert 'href="?#goal-3"' in opened
    assert 'id="goal-3"' in opened


def test_the_address_of_a_goal_holds_in_the_next_version(large, who, sign_in):
    """It names the line. Line: ``str(goal.line)`` in folding."""
    first = read(sign_in(who["hugo"]), f"/cases/{large.pk}/plan/?goal=3")
    (key,) = re.findall(r'name="goal" value="([^"]+)"', first) or re.findall(
        r'href="\?goal=([^"&]+)#goal-4"', first
    )
    planning.new_version(large, who["hugo"])
    again = read(sign_in(who["hugo"]), f"/cases/{large.pk}/plan/?goal={key}")
    assert again.count('aria-expanded="true"') == 1
    assert "version 2" in again


def test_an_action_is_shown_where_its_act_leads_back(large, who, sign_in):
    """After a report the page opens the goal of that action. Line: ``page`` in carrying.rows."""
    row = follow_up(large, owner=who["lea"], action__title="Action 123")
    hugo, lea = sign_in(who["hugo"]), sign_in(who["lea"])
    assert f'id="a-{row.pk}"' not in read(hugo, f"/cases/{large.pk}/carrying/")
    assert f'id="a-{row.pk}"' in read(hugo, f"/cases/{large.pk}/carrying/?at={row.pk}")
    url = reverse("plans:action_report", args=[large.pk, row.pk])
    form = lea.get(url)
    said = {"draft": token_of(form), "happened_on": "2026-03-02", "words": "Vu."}
    sent = lea.post(url, said)
    assert sent.status_code == 302
    assert f'id="a-{row.pk}"' in read(lea, sent.url.split("#")[0])
    with bound(WORKER):
        report = ActionReport.objects.get(follow_up=row)
    correct = reverse("plans:report_correct", args=[large.pk, report.pk])
    said = {"draft": token_of(lea.get(correct)), "happened_on": "2026-03-02", "words": "Vu deux."}
    back = lea.post(correct, said).url
    assert f'id="a-{row.pk}"' in read(lea, back.split("#")[0])


@pytest.mark.parametrize("value", ["%00", "xxxx", "-1", "%F0%9F%99%82", "é&goal=none"])
def test_a_nonsensical_place_is_the_first_page(large, who, sign_in, value):
    """K7: never a 500; a key of another case opens nothing."""
    names = ("goal", "goals", "actions", "needs", "at", "who", "whole", "commitments", "effects",
             "versions", "changes", "removed", "clashes", "points", "reports")  # fmt: skip
    query = "&".join(f"{name}={value}" for name in names)
    for tab in ("plan/", "carrying/"):
        read(sign_in(who["hugo"]), f"/cases/{large.pk}/{tab}?{query}")


def test_forty_actions_stand_open_and_forty_one_are_folded(who, sign_in):
    """Few actions: as ever. Line: ``FEW``."""
    case = long_plan.drafted(who, actions=folding.FEW - 2, goals=3)
    url = f"/cases/{case.pk}/plan/"
    html = read(sign_in(who["hugo"]), url)
    assert len(titles(html)) == folding.FEW - 2
    assert 'aria-expanded="false" href' not in html
    assert 'id="goal-1"' not in html
    long_plan.one_more(case, who)
    assert 'id="goal-1"' in read(sign_in(who["hugo"]), url)


def test_it_prints_whole(large, who, sign_in):
    """The way to have everything on paper. Line: ``in_full``."""
    long = "mot " * 3000 + "la fin."
    planning.new_version(large, who["hugo"])
    with bound(WORKER):
        drafts = Plan.unscoped.filter(case=large, state=Plan.State.DRAFT)
        drafts.update(context=long, version=F("version") + 1)
    browser, url = sign_in(who["hugo"]), f"/cases/{large.pk}/plan/"
    html = browser.get(f"{url}print/").content.decode()
    assert titles(html) == ALL
    assert "la fin." in html
    assert "la fin." not in read(browser, url)


def test_what_a_version_changes_in_five_hundred_lines(large, who, sign_in):
    """A portion at a time. Line: ``_changes`` of the page."""
    planning.new_version(large, who["hugo"])
    with bound(WORKER):
        lines = Action.unscoped.filter(case=large, plan__state=Plan.State.DRAFT)
        lines.update(why_fits="Autrement.", why="Il change d’avis.", version=F("version") + 1)
    browser, url = sign_in(who["hugo"]), f"/cases/{large.pk}/plan/"
    read(browser, url)
    pages = walk(browser, url, r"^\?changes=[^&]*$")
    shown = [html.split('id="changes"')[1].split("</section>")[0] for html in pages.values()]
    assert titles(*shown) == ALL
    assert max(len(titles(html)) for html in shown) == 25


def test_the_panels_of_the_front_are_short(large, who, sign_in):
    """So many goals and own actions; the others are one click away. Line: MOST in plan_panels."""
    html = read(sign_in(who["lea"]), f"/cases/{large.pk}/")
    own = html.split('id="own-actions"')[1].split("</section>")[0]
    assert len(titles(own)) <= 40
    assert f'href="/cases/{large.pk}/carrying/#needs"' in own
    tasks = html.split('id="needs"')[1].split("</section>")[0]
    assert tasks.count("work-i") <= 41
    assert "?tasks=" in tasks
    reached = walk(sign_in(who["lea"]), f"/cases/{large.pk}/", r"^\?tasks=[^&]*$")
    own = titles(*(html.split('id="needs"')[1].split("</section>")[0] for html in reached.values()))
    assert len(own) > 450


def test_three_hundred_versions(large, who, sign_in):
    """The newest ones, and the way to those before. Line: ``VERSIONS``."""
    long_plan.versions(large, 300)
    browser, url = sign_in(who["hugo"]), f"/cases/{large.pk}/plan/"
    html = read(browser, url)
    assert html.count('href="?version=') < 12
    pages = walk(browser, url, r"^\?versions=[^&]*$")
    numbers = {int(n) for page in pages.values() for n in re.findall(r"\?version=(\d+)", page)}
    with bound(WORKER):
        every = set(Plan.objects.filter(case=large).values_list("number", flat=True))
    assert numbers == every
    assert len(every) == 300
    assert 'href="?version=7" aria-current="true"' in read(browser, f"{url}?version=7")


# --- the checkpoint in preparation ----------------------------------------------------------------
@pytest.fixture
def meeting(large, who):
    with town.acting(who["claire"]) as claire:
        return meetings.open_checkpoint(
            Case.objects.get(pk=large.pk), by=claire, held_on=planning.MONDAY, line=None,
            why_extra="Du nouveau.",
        )  # fmt: skip


@pytest.mark.parametrize("name", ["claire", "bruno"])
def test_a_checkpoint_of_five_hundred_actions_is_bounded_and_whole(
    large, meeting, who, sign_in, name
):
    """Written and read. Line: ``part`` in WriteSection, ``_read`` in the page."""
    url = f"/cases/{large.pk}/checkpoints/{meeting.pk}/"
    pages = walk(sign_in(who[name]), url, r"^\?actions=[^&]*$")
    assert titles(*pages.values()) == ALL
    assert max(len(html.encode()) for html in pages.values()) < MOST_BYTES


def test_three_hundred_checkpoints_were_held(large, meeting, who, sign_in):
    """A portion at a time, every one reached. Line: ``concluded`` of the list."""
    long_plan.held(meeting, who, 300)
    url = f"/cases/{large.pk}/checkpoints/"
    pages = walk(sign_in(who["bruno"]), url, r"^\?held=[^&]*$")
    assert len({n for html in pages.values() for n in re.findall(r"Motif \d{3}", html)}) == 300
    assert all(len(set(re.findall(r"Motif \d{3}", html))) <= 25 for html in pages.values())


def test_a_portion_of_a_checkpoint_is_saved_alone(large, meeting, who, sign_in):
    """What stands on no page stays as it was; those not looked at come next (I1, S64).

    Line: ``names`` of the POST in ``WriteSection._rows``.
    """
    claire = sign_in(who["claire"])
    url = f"/cases/{large.pk}/checkpoints/{meeting.pk}/"
    first = claire.get(url)
    (section,) = [one for one in first.context["sections"] if one["name"] == "actions"]
    names = [line["at"].html_name for line in section["lines"]]
    assert len(names) == 25
    said = dict.fromkeys(names, "as_planned") | {"draft": section["draft_token"]}
    sent = claire.post(section["action"], said)
    assert sent.status_code == 302
    again = claire.get(sent.url.split("#")[0])
    (section,) = [one for one in again.context["sections"] if one["name"] == "actions"]
    assert not {line["at"].html_name for line in section["lines"]} & set(names)
    other = section["lines"][0]["at"].html_name
    sent = claire.post(section["action"], {other: "late", "draft": section["draft_token"]})
    assert sent.status_code == 302
    with bound(WORKER):
        found = CheckpointAction.objects.filter(meeting=meeting).exclude(standing="")
        assert found.count() == 26


def test_what_was_typed_in_a_portion_is_found_again(large, meeting, who, sign_in):
    """I2: kept beside that portion alone. Line: ``object_key`` of WriteSection."""
    claire = sign_in(who["claire"])
    url = f"/cases/{large.pk}/checkpoints/{meeting.pk}/"
    follows = next(one for one in long_plan.links(claire.get(url).content.decode())
                   if one.startswith("?actions="))  # fmt: skip

    def section(query: str) -> dict:
        context = claire.get(url + query).context
        return next(one for one in context["sections"] if one["name"] == "actions")

    second = section(follows)
    words = second["lines"][0]["words"].html_name
    kept = {"draft": second["draft_token"], words: "Deux fois sur sept."}
    assert claire.post(reverse("draft_save"), kept).status_code in (200, 204)
    assert "Deux fois sur sept." in str(section(follows)["lines"][0]["words"])
    assert section("")["draft"] is None
