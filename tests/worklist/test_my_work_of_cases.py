"""My work from carrying out to after closure: each role finds what waits for it, no more."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Case, Code, TerritoryProfile
from closure.models import MonitoringCheck
from common import clock
from common.scope import WORKER, bound
from plans.carrying.decisions.answers import accept_action
from plans.carrying.decisions.commitments import record_commitment
from plans.carrying.decisions.effects import record_effect
from plans.checkpoints.decisions import meeting
from plans.models import Checkpoint, FollowUp
from tests import people as town
from tests import worlds
from tests.browsing import away, text_of
from tests.cast import in_english
from tests.closure import following, scenes
from tests.plans import planning


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return scenes.carried_out(who)


def waits(sign_in, user, day) -> set[str]:
    """The titles of what waits for this person on that day."""
    with clock.at(planning.noon(day)):
        page = sign_in(user).get("/")
    return {item.title for group in page.context["groups"] for item in group["items"]}


def test_a_checkpoint_to_hold_then_to_conclude(case, who, sign_in):
    """S52. Lines: from_plans.to_hold (process) and to_conclude (content)."""
    with bound(WORKER):
        point = Checkpoint.objects.get(case=case)
    day = point.due_on
    assert "Checkpoint to hold" not in waits(sign_in, who["claire"], day - timedelta(days=31))
    assert "Checkpoint to hold" in waits(sign_in, who["claire"], day)
    assert "Checkpoint to hold" not in waits(sign_in, who["hugo"], day)
    with clock.at(planning.noon(day)), town.acting(who["claire"]) as claire:
        meeting.open_checkpoint(case, by=claire, held_on=day, line=point.line)
    assert "Checkpoint to conclude" in waits(sign_in, who["hugo"], day)
    assert "Checkpoint to conclude" not in waits(sign_in, who["bruno"], day)


def test_a_plan_that_waits_to_be_carried_out(who, sign_in):
    """S61. Line: whose ``to_begin`` is in worklist/items: the process coordinator's alone."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
        planning.approve(case, who["hugo"])
    title = "The approved plan waits to be carried out"
    assert title in waits(sign_in, who["claire"], scenes.FIRST)
    for key in ("hugo", "bruno", "paul"):
        assert title not in waits(sign_in, who[key], scenes.FIRST)


def test_a_plan_that_waits_for_its_second_person(who, sign_in):
    """S46. Line: whose ``versions`` is in worklist/items: whoever may be the second person."""
    profile = TerritoryProfile.load()
    profile.second_approver = True
    profile.save()
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
        planning.approve(case, who["hugo"])
    title = "Version 1 of the plan waits for your approval"
    found = {key: title in waits(sign_in, who[key], scenes.FIRST) for key in ("claire", "paul")}
    assert found == {"claire": True, "paul": True}
    assert not any(title in waits(sign_in, who[key], scenes.FIRST) for key in ("hugo", "bruno"))


def test_monitoring_that_may_end(closed, people, sign_in):
    """S83. Line: whose ``ends`` is in worklist/items: the process coordinator's."""
    in_english(people)
    following.enter_all(closed, people["claire"])
    title = "The last check is entered: monitoring may end"
    day = max(check.due_on for check in following.checks(closed))
    assert title in waits(sign_in, people["claire"], day)
    assert title not in waits(sign_in, people["hugo"], day)


def test_an_opinion_and_a_signature(case, who, sign_in):
    """S80, S81. Lines: closure.closing.due.opinions_asked_of and to_sign."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.proposed(case, who)
    asked = "Your agency’s opinion on closing is asked"
    assert asked in waits(sign_in, who["bruno"], scenes.LATER)
    with clock.at(planning.noon(scenes.LATER)):
        scenes.opinion(proposal, who, "bruno")
    assert asked not in waits(sign_in, who["bruno"], scenes.LATER)
    assert asked not in waits(sign_in, who["paul"], scenes.LATER)
    assert page_of(sign_in, who["paul"], scenes.LATER).context["to_sign"].case == case
    assert "to_sign" not in page_of(sign_in, who["claire"], scenes.LATER).context


def test_a_check_after_closure_and_the_end(case, who, sign_in):
    """S83. Lines: from_closure.checks and ends."""
    with clock.at(planning.noon(scenes.LATER)):
        scenes.signed(scenes.ready(case, who), who)
    with bound(WORKER):
        day = MonitoringCheck.objects.get(case=case, number=1).due_on
    assert "Check after closure" in waits(sign_in, who["claire"], day)
    assert "Check after closure" not in waits(sign_in, who["bruno"], day)


# --- blocks of a role --------------------------------------------------------------------------
def page_of(sign_in, user, day, query=""):
    with clock.at(planning.noon(day)):
        return sign_in(user).get(f"/{query}")


def test_an_action_is_answered_then_carried_out(who, sign_in):
    """S60. Lines: ``waits`` in from_carrying.actions; who owns it alone finds it."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = scenes.carried_out(who)
    with bound(WORKER):
        row = FollowUp.objects.filter(case=case, owner=who["bruno"]).first()
        title = row.action.title
        row.state, row.answered_at, row.answered_by = "waiting", None, None
        row.save_changes()
    asked = f"Accept or decline: {title}"
    assert asked in waits(sign_in, who["bruno"], scenes.FIRST)
    assert asked not in waits(sign_in, who["lea"], scenes.FIRST)
    with clock.at(planning.noon(scenes.FIRST)), town.acting(who["bruno"]) as bruno:
        accept_action(row, by=bruno)
    found = waits(sign_in, who["bruno"], scenes.FIRST)
    assert (title in found, asked in found) == (True, False)


def test_who_waits_for_whom(case, who, sign_in):
    """Screen 1b. Lines: ``late`` in who_waits_for_whom, ``_coordinates``, the role in blocks.of."""
    with bound(WORKER):
        rows = list(FollowUp.objects.filter(case=case).order_by("ends_on"))
        last = rows[-1].ends_on
    agencies = {row.agency_id for row in rows if row.state in FollowUp.OPEN}
    waits = page_of(sign_in, who["claire"], scenes.FIRST).context["waits"]
    assert (len(waits), sum(row["late"] for row in waits)) == (len(agencies), 0)
    after = page_of(sign_in, who["claire"], last + timedelta(days=1)).context["waits"]
    assert sum(row["late"] for row in after) == sum(row["open"] for row in after) > 0
    assert "waits" not in page_of(sign_in, who["bruno"], scenes.FIRST).context


def test_one_decision_for_the_risk_owner(case, who, sign_in):
    """S81, screen 1c. Line: signing.to_sign; it counts and never quotes: reading is logged."""
    assert page_of(sign_in, who["paul"], scenes.FIRST).context["to_sign"] is None
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.proposed(case, who)
        scenes.opinion(proposal, who, "bruno", "against", "Trop tôt, la dette reste.")
    page = page_of(sign_in, who["paul"], scenes.LATER)
    text = text_of(page)
    assert f"Close {case.reference}?" in text
    assert page.context["to_sign"].stances[0][1] == 1
    assert "la dette reste" not in text
    assert page.context["stand"][2]["number"] == 1
    assert f"Close {case.reference}?" not in text_of(page_of(sign_in, who["hugo"], scenes.LATER))


def test_only_one_kind(case, who, sign_in):
    """The counters lead to what they count. Line: ``one.kind == only`` in MyWork."""
    with bound(WORKER):
        day = Checkpoint.objects.get(case=case).due_on
    every = page_of(sign_in, who["claire"], day)
    some = page_of(sign_in, who["claire"], day, "?only=meeting")
    kinds = {item.kind for group in some.context["groups"] for item in group["items"]}
    assert kinds == {"meeting"}
    assert [one["n"] for one in every.context["counts"]] == [
        one["n"] for one in some.context["counts"]
    ]
    assert "Show everything" in text_of(some)
    assert page_of(sign_in, who["claire"], day, "?only=%00x").context["only"] == ""


def test_the_next_checkpoint_of_each_case(case, who, sign_in):
    """Screen 1. Line: next_days; a partner sees the day of their case."""
    with bound(WORKER):
        day = Checkpoint.objects.get(case=case).due_on
    for key in ("claire", "bruno", "paul"):
        rows = page_of(sign_in, who[key], scenes.FIRST).context["found"].rows
        assert [row.case.next_checkpoint for row in rows] == [day]


def test_what_happens_while_it_is_carried_out(case, who, sign_in):
    """S67, S59, S68. Lines: effects_open_for, promises_of and outcomes_to_verify."""
    day = scenes.FIRST
    scenes.happened(case, who, day)
    effect, check = "Open negative effect", "Outcome to be verified"
    claire, bruno = (waits(sign_in, who[key], day) for key in ("claire", "bruno"))
    assert {title.split(":")[0] for title in claire} >= {effect, check}
    assert not {title.split(":")[0] for title in bruno} & {effect, check}
    assert "Commitment to be kept" in bruno
    assert "Commitment to be kept" not in claire


def test_a_thousand_rows_ask_no_more(case, who, sign_in):
    """Screen 1. Red when an item or a block asks once for each row (``select_related`` in due*)."""
    day = scenes.FIRST
    browsers = {key: sign_in(who[key]) for key in ("claire", "hugo", "bruno", "paul")}
    with clock.at(planning.noon(day)), town.acting(who["bruno"]) as bruno:
        now = Case.objects.get(pk=case.pk)
        kind = Code.objects.get(kind="effect", code="stigma")
        record_effect(now, by=bruno, severity="high", noticed_on=day, words="Vu.", kind=kind)
        record_commitment(now, by=bruno, said_to="x", said_on=day, due_on=day, words="Un appel.")

    def asked() -> dict[str, int]:
        found = {}
        for key, browser in browsers.items():
            with clock.at(planning.noon(day)):
                browser.get("/")
                with CaptureQueriesContext(connection) as queries:
                    assert browser.get("/").status_code == 200
            found[key] = len(queries)
        return found

    few = asked()
    with bound(WORKER), connection.cursor() as cursor:
        for table in ("plans_followup", "plans_adverseeffect", "plans_commitment"):
            cursor.execute(
                f"""insert into {table} select made.* from {table} l, generate_series(1, 1000) n,
                lateral jsonb_populate_record(null::{table}, to_jsonb(l) || jsonb_build_object(
                  'id', md5(l.id::text || n)::uuid, 'line', md5(n || l.id::text)::uuid)) made"""
            )
        assert FollowUp.objects.count() > 1000
    many = asked()
    assert {key: number for key, number in many.items() if number > few[key]} == {}


def test_one_absence_is_one_item(who, sign_in):
    """S54. Line: ``found.setdefault`` in from_team.away: six cases that miss one are one item."""
    day = scenes.FIRST
    with clock.at(planning.noon(day)):
        cases = [town.open_case(who) for _n in range(6)]
        away(who["lea"], day + timedelta(days=3))
        page = sign_in(who["claire"]).get("/")
    items = [item for group in page.context["groups"] for item in group["items"]]
    (missed,) = [item for item in items if item.kind == "person"]
    assert "and 2 others" in missed.reference
    assert sum(case.reference in missed.reference for case in cases) == 4
