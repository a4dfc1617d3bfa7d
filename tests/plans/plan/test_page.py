"""The page of the plan: one version, its warnings, its acts (screen 5)."""

import pytest

from agencies.models import User
from common.scope import WORKER, bound
from common.typed import as_seen
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan.decisions import lines, versions
from tests import people as town
from tests.plans import planning


@pytest.fixture(autouse=True)
def english(who):
    """Everybody reads English here."""
    User.objects.update(language="en")


def page(sign_in, person, case, query=""):
    return sign_in(person).get(f"/cases/{case.pk}/plan/{query}")


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_goal_only_the_shared_aim_stands(case, who, sign_in):
    """S02: `_none.html`; the content coordinator gets the button, a partner the sentence."""
    start = f"/cases/{case.pk}/plan/start/"
    seen = text(page(sign_in, who["hugo"], case))
    assert "Reduce the risk for society" in seen
    assert start in seen
    assert start not in text(page(sign_in, who["bruno"], case))


def test_a_first_draft_given_up_leaves_the_button_to_begin_again(case, draft, who, sign_in):
    """S53: `_head.html`; the number is not given again."""
    start = f"/cases/{case.pk}/plan/start/"
    assert start not in text(page(sign_in, who["hugo"], case))
    with town.acting(who["hugo"]):
        versions.discard_draft(case, by=who["hugo"], reason="Trop tôt.")
    assert start in text(page(sign_in, who["hugo"], case))
    assert start not in text(page(sign_in, who["bruno"], case))
    assert sign_in(who["hugo"]).post(start).status_code == 302
    with bound(WORKER):
        assert Plan.objects.get(case=case, state="draft").number == draft.number + 1


@pytest.mark.parametrize(
    ("name", "status"), [("hugo", 302), ("claire", 403), ("bruno", 403), ("marc", 404)]
)
def test_the_content_coordinator_begins(case, who, sign_in, name, status):
    """Rulings 2: the right of `start_plan`."""
    assert sign_in(who[name]).post(f"/cases/{case.pk}/plan/start/").status_code == status
    with bound(WORKER):
        assert Plan.objects.filter(case=case).count() == (status == 302)


def test_a_draft_is_shown_with_what_stands_before_its_approval(case, draft, who, sign_in):
    """S46: the same sentences on the page, on the form, and after the button."""
    with town.acting(who["hugo"]):
        goal = Goal.objects.get(plan=draft)
        lines.remove_line(goal, by=who["hugo"])
    said = "The plan has no goal yet."
    assert said in text(page(sign_in, who["hugo"], case))
    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/plan/approve/"
    assert said in text(browser.get(url))
    answer = browser.post(url, {"reason": "Le temps presse."})
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert "Le temps presse." in answer.content.decode()


def test_approved_from_the_form_as_it_was_read(case, draft, who, sign_in):
    """I1: the edition travels in the form’s token."""
    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/plan/approve/"
    token = browser.get(url).context["draft_token"]
    with town.acting(who["hugo"]):
        lines.add_checkpoint(case, by=who["hugo"], due_on=planning.day(30))
    late = browser.post(url, {"draft": token, "reason": ""})
    assert late.status_code == 409
    again = browser.post(url, {"draft": late.context["draft_token"], "reason": ""})
    assert again.status_code == 302
    with bound(WORKER):
        assert Plan.objects.get(pk=draft.pk).state == "approved"


def test_versions_are_links_and_old_ones_are_read_only(case, applies, who, sign_in):
    """S53: `?version=`; no form stands on a version that was approved."""
    planning.new_version(case, who["hugo"])
    seen = text(page(sign_in, who["hugo"], case))
    assert "?version=1" in seen
    assert "/plan/approve/" in seen
    old = text(page(sign_in, who["hugo"], case, "?version=1"))
    assert "/plan/approve/" not in old
    assert "/remove/" not in old
    assert "/plan/approve/" not in text(page(sign_in, who["bruno"], case))


@pytest.mark.parametrize("query", ["?version=9", "?version=%00", "?version=-1", "?version=a"])
def test_an_unknown_version_is_not_found(case, draft, who, sign_in, query):
    """`_chosen`: never a 500."""
    assert page(sign_in, who["hugo"], case, query).status_code == 404


def test_what_a_version_changes_point_by_point(case, applies, who, sign_in):
    """S53: added, taken out, changed, with old and new words and why."""
    hugo = who["hugo"]
    planning.new_version(case, hugo)
    with town.acting(hugo):
        mine = {"plan__state": "draft", "case": case}
        goal = Goal.objects.get(**mine)
        lines.change_line(
            goal, by=hugo, expected=1, changes={"target": "3 jours"}, why="Trop ambitieux."
        )
        lines.remove_line(Action.objects.get(title="Visites à deux", **mine), by=hugo, why="Calme.")
        lines.add_action(case, by=hugo, **planning.action_fields(who["lea"], title="Boxe"))
    seen = text(page(sign_in, hugo, case))
    for words in (
        "4 jours sur 5",
        "3 jours",
        "Trop ambitieux.",
        "Visites à deux",
        "Calme.",
        "Boxe",
    ):
        assert words in seen


def test_a_warning_stands_first_with_moves_of_one_click(case, draft, who, sign_in):
    """S51: `_warnings.html`; the click moves the action and the warning goes."""
    with town.acting(who["hugo"]):
        for owner, start in (("bruno", 7), ("lea", 7)):
            lines.add_action(
                case,
                by=who["hugo"],
                **planning.action_fields(who[owner], start, 20, meets_person=True),
            )
    browser = sign_in(who["hugo"])
    answer = browser.get(f"/cases/{case.pk}/plan/")
    (move,) = answer.context["moves"]
    assert "Too many first meetings at once" in text(answer)
    url = f"/cases/{case.pk}/plan/actions/{move.action.pk}/move/"
    assert browser.post(url, {"day": move.day.isoformat()}).status_code == 302
    assert browser.get(f"/cases/{case.pk}/plan/").context["warnings"] == []


@pytest.mark.parametrize("day", ["", "2026-02-30", "\x00", "demain", "9999-12-31", "2020-01-01"])
def test_a_day_that_is_none_gets_a_sentence(case, draft, who, sign_in, day):
    """`values` of `MoveAction`, and `move_action`."""
    with bound(WORKER):
        action = Action.objects.filter(plan=draft).first()
    url = f"/cases/{case.pk}/plan/actions/{action.pk}/move/"
    assert sign_in(who["hugo"]).post(url, {"day": day}).status_code == 409


ODD = "\U0001f426 \u202eabc <b>gras</b> & « guillemets »"


def test_odd_words_are_stored_exactly(case, draft, who, sign_in):
    """Emoji, right-to-left, markup: kept as seen (X05), shown escaped; NUL is a faulty form."""
    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/plan/goals/"
    data = {"statement": ODD, "indicator": ODD, "target": ODD, "due_on": "2028-02-29",
            "tag": "care"}  # fmt: skip
    assert browser.post(url, data).status_code == 302
    with bound(WORKER):
        assert Goal.objects.get(target=as_seen(ODD)).statement == as_seen(ODD)
    assert "<b>gras</b>" not in text(browser.get(f"/cases/{case.pk}/plan/"))
    assert browser.post(url, data | {"statement": "a\x00b"}).status_code == 422
    assert browser.post(url, data | {"statement": "x" * 1_000_000}).status_code in (413, 422)
    assert browser.post(url, data | {"due_on": "2027-02-29"}).status_code == 422


@pytest.mark.parametrize("field", ["statement", "indicator", "target", "due_on"])
def test_the_goals_form_asks_for_what_makes_it_measurable(case, draft, who, sign_in, field):
    """S49: required fields of `GoalForm`; what was typed is kept."""
    data = {"statement": "Huit rendez-vous sur dix", "indicator": "Agenda", "target": "8 sur 10",
            "due_on": "2026-09-30", "tag": "care"}  # fmt: skip
    answer = sign_in(who["hugo"]).post(f"/cases/{case.pk}/plan/goals/", data | {field: ""})
    assert answer.status_code == 422
    assert "care" in answer.content.decode()


def action_data(who_owns, **more):
    return {"title": "Boxe", "owner": who_owns.pk, "kind": "social", "starts_on": "2026-03-09",
            "ends_on": "2026-04-30"} | more  # fmt: skip


@pytest.mark.parametrize("field", ["owner", "starts_on", "ends_on", "title"])
def test_an_action_has_owner_and_dates(case, draft, who, sign_in, field):
    """S50: required fields of `ActionForm`."""
    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/plan/actions/"
    assert browser.post(url, action_data(who["lea"], **{field: ""})).status_code == 422
    assert browser.post(url, action_data(who["lea"], ends_on="2026-03-08")).status_code == 422
    assert browser.post(url, action_data(who["marc"])).status_code == 422
    assert browser.post(url, action_data(who["lea"])).status_code == 302
    with bound(WORKER):
        assert Action.objects.get(title="Boxe").agency == who["lea"].agency


def test_sent_twice_makes_one(case, draft, who, sign_in):
    """I2: the form’s token."""
    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/plan/checkpoints/"
    data = {"draft": browser.get(url).context["draft_token"], "due_on": "2026-04-10"}
    for _time in range(2):
        assert browser.post(url, data).status_code == 302
    with bound(WORKER):
        assert Checkpoint.objects.filter(plan=draft).count() == 2


def test_a_partner_proposes_and_reads_the_answer(case, draft, who, sign_in):
    """S14: `Propose`, `Decline`; only the content coordinator answers."""
    bruno = sign_in(who["bruno"])
    data = action_data(who["bruno"])
    assert bruno.post(f"/cases/{case.pk}/plan/proposals/", data).status_code == 302
    with bound(WORKER):
        action = Action.objects.get(title="Boxe")
    assert action.agency == who["bruno"].agency
    answers = f"/cases/{case.pk}/plan/proposals/{action.pk}"
    assert bruno.post(f"{answers}/take/").status_code == 403
    assert "Boxe" in text(page(sign_in, who["hugo"], case))
    declined = sign_in(who["hugo"]).post(f"{answers}/decline/", {"reason": "Après l’été."})
    assert declined.status_code == 302
    assert "Après l’été." in text(page(sign_in, who["bruno"], case))


def test_the_evaluator_and_strangers_find_nothing(case, draft, who, sign_in):
    """Rulings 2: `READ_CASE`, through the reader’s eyes."""
    for name in ("yves", "marc", "samuel"):
        assert page(sign_in, who[name], case).status_code == 404


def test_it_prints_for_the_coordinators(case, applies, who, sign_in):
    """`PRINT_CASE`: everything in words."""
    url = f"/cases/{case.pk}/plan/print/"
    assert "Atelier projet" in text(sign_in(who["claire"]).get(url))
    assert sign_in(who["bruno"]).get(url).status_code == 403


def test_sixty_actions_ask_no_more_than_two(case, draft, who, sign_in):
    """A fixed number of queries whatever the data."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/plan/"
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    with town.acting(who["hugo"]):
        for number in range(30):
            owner = who[("bruno", "lea", "claire", "paul")[number % 4]]
            lines.add_action(
                case, by=who["hugo"],
                **planning.action_fields(owner, number, number + 30, meets_person=True),
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        text(browser.get(url))
    # The calendar of working days: one query, and only where a move is proposed.
    assert len(many) <= len(few) + 1
