"""My work by role: what each looks at besides their list, and that each item opens (screen 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import User
from casework.models import Case, CaseUserObjectPermission, TeamMember
from casework.rights import Right, Role
from casework.team import decisions as team
from closure.models import MonitoringCheck
from common import clock
from common.scope import WORKER, bound
from common.together import answer
from plans.carrying.decisions.progress import report_action
from plans.checkpoints.decisions import meeting
from plans.models import Checkpoint, FollowUp
from tests import people as town
from tests import worlds
from tests.browsing import away, text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning
from tests.plans import scenes as lines
from worklist import from_plans
from worklist.source import written

DAY = timedelta(days=1)


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture
def home(sign_in, who):
    """The page of a person on a day."""

    def page(key: str, day):
        with clock.at(planning.noon(day)):
            return sign_in(who[key]).get("/")

    return page


def items(page) -> list:
    return [item for group in page.context["groups"] for item in group["items"]]


def joined(who, case, key: str = "brice", agency: str = "bruno") -> User:
    """A colleague of this person, on the team as a partner, who has declared nothing."""
    with bound(WORKER):
        colleague = User(
            email=f"{key}@saint-aubrac.example", full_name="Brice Colin",
            agency=who[agency].agency, language="en",
        )  # fmt: skip
        colleague.set_unusable_password()
        colleague.save()
    who[key] = colleague
    with clock.at(planning.noon(scenes.FIRST)), town.acting(who["claire"]) as claire:
        team.join(Case.objects.get(pk=case.pk), by=claire, user=colleague, role=Role.PARTNER)
    return colleague


def at_state(case, state: str) -> None:
    """The case stands there, however it came there."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = state
        row.save_changes()


def test_the_days_ahead(case, who, home):
    """S52. Lines: ``since`` and ``until`` in to_attend; WORKING; the roles in blocks.of."""
    with bound(WORKER):
        day = Checkpoint.objects.get(case=case).due_on

    def ahead(key, on):
        return [(row.on, row.reference) for row in home(key, on).context["ahead"]]

    for key in ("claire", "hugo", "bruno"):
        assert ahead(key, day - 14 * DAY) == [(day, case.reference)]
    assert ahead("bruno", day) == [(day, case.reference)]
    assert ahead("bruno", day - 15 * DAY) == ahead("bruno", day + DAY) == []
    for key in ("paul", "elise"):
        assert "ahead" not in home(key, day).context
    text = text_of(home("bruno", day - 15 * DAY))
    assert "No checkpoint of your cases falls into the next two weeks." in text


def test_a_check_after_closure_is_a_day_ahead(case, who, home):
    """S83. Line: checks_of in days_ahead."""
    with clock.at(planning.noon(scenes.LATER)):
        scenes.signed(scenes.ready(case, who), who)
    with bound(WORKER):
        check = MonitoringCheck.objects.get(case=case, number=1)
    (row,) = home("claire", check.due_on - DAY).context["ahead"]
    assert (row.on, row.title) == (check.due_on, "Check after closure")
    assert not home("bruno", check.due_on - DAY).context["ahead"]


def test_who_owes_an_answer_and_who_gave_one(case, who, home):
    """S44. Lines: ``late`` in who_owes_an_answer, ``settled_at__gte``, ``finder__isnull``."""
    with clock.at(planning.noon(scenes.FIRST)):
        gap = lines.asked(lines.gap(case, who["hugo"]), who["hugo"], who["bruno"])
    due = gap.due_on

    def owed(on):
        found = home("hugo", on).context["owed"]
        return [(row["finder__agency__name"], row["open"], row["late"]) for row in found]

    agency = who["bruno"].agency.name
    assert owed(due) == [(agency, 1, 0)]
    assert owed(due + DAY) == [(agency, 1, 1)]
    for key in ("claire", "bruno", "paul"):
        assert "owed" not in home(key, due).context
    with clock.at(planning.noon(due)):
        lines.answered(gap, who["bruno"], "Son cousin Zéphyr, à Lyon.")
    page = home("hugo", due + 14 * DAY)
    assert owed(due) == []
    assert [row.pk for row in page.context["answered"]] == [gap.pk]
    assert "Zéphyr" not in text_of(page), "it says that an answer came; reading it is logged"
    assert home("hugo", due + 15 * DAY).context["answered"] == []
    with clock.at(planning.noon(due)):
        lines.answered(lines.gap(case, who["hugo"]), who["hugo"])
    assert len(home("hugo", due).context["answered"]) == 1, "nobody was asked for the second one"


def test_what_the_colleagues_have_to_do(case, who, home):
    """S60: who is away is not forgotten. Line: ``exclude(owner=user)``, ``agency_id``."""
    assert "colleagues" not in home("elise", scenes.FIRST).context
    joined(who, case)
    page = home("brice", scenes.FIRST)
    assert [row.action.title for row in page.context["colleagues"]] == ["Atelier projet"]
    assert not home("bruno", scenes.FIRST).context["colleagues"], "it is on their own list"
    text = text_of(page)
    assert "Bruno Faure" in text
    assert "Visites à deux" not in text, "another agency's action"
    with clock.at(planning.noon(scenes.FIRST)), town.acting(who["claire"]) as claire:
        member = TeamMember.objects.get(case=case, user=who["brice"])
        team.leave(member, by=claire, reason="Muté.")
    assert "Atelier projet" not in text_of(home("brice", scenes.FIRST))


def test_whom_to_ask(case, who, home):
    """Screen 8: a partner knows whom to ask, and whether they are there. Lines: whom_to_ask."""
    (row,) = home("bruno", scenes.FIRST).context["ask"]
    assert (row["member"].user_id, row["cases"]) == (who["hugo"].pk, [(case.pk, case.reference)])
    assert "away until" not in text_of(home("bruno", scenes.FIRST))
    with clock.at(planning.noon(scenes.FIRST)):
        away(who["hugo"], scenes.FIRST)
    page = home("bruno", scenes.FIRST)
    assert page.context["ask"][0]["member"].away_until
    assert "away until" in text_of(page)
    for key in ("claire", "elise"):
        assert "ask" not in home(key, scenes.FIRST).context


def test_who_has_not_declared(case, who, home):
    """S55, screen 1b. Lines: ``interest=""`` in neutrality, the role in on_cases_of."""
    ask = "Say whether you have an interest of your own"
    assert home("claire", scenes.FIRST).context["silent"] == []
    other = town.open_case(who, team=town.team_of(
        who, process_coordinator=who["hugo"], content_coordinator=who["lea"],
        partners=[who["elise"]],
    ))  # fmt: skip
    brice = joined(who, case)
    (row,) = home("claire", scenes.FIRST).context["silent"]
    assert (row["member"].user_id, len(row["cases"])) == (brice.pk, 1)
    seen = {row["member"].user_id: row for row in home("hugo", scenes.FIRST).context["silent"]}
    assert brice.pk not in seen, "Hugo runs the other case, not this one"
    assert seen[who["elise"].pk]["cases"] == {other.pk}
    assert "silent" not in home("lea", scenes.FIRST).context
    (item,) = [one for one in items(home("brice", scenes.FIRST)) if one.title == ask]
    assert (item.act, item.reference) == ("Declare", case.reference)
    assert ask not in {one.title for one in items(home("bruno", scenes.FIRST))}
    for state in Case.CLOSED:
        at_state(case, state)
        assert home("claire", scenes.FIRST).context["silent"] == [], state
    at_state(case, case.state)
    with clock.at(planning.noon(scenes.FIRST)), town.acting(brice):
        team.declare(Case.objects.get(pk=case.pk), by=brice, interest="none", aim_accepted=True)
    assert home("claire", scenes.FIRST).context["silent"] == []
    assert ask not in {one.title for one in items(home("brice", scenes.FIRST))}


def test_a_report_is_asked_for_before_a_checkpoint(case, who, home):
    """S60, S64: nobody comes to a checkpoint with nothing said since the last.

    Lines: ``checkpoint <= today + REPORTS_BEFORE``, ``reported_on``; ``looked_at_on`` makes it
    new after each checkpoint.
    """
    with bound(WORKER):
        point = Checkpoint.objects.get(case=case)
        row = FollowUp.objects.get(case=case, owner=who["bruno"])
    asked = "Report before the checkpoint: Atelier projet"

    def mine(on):
        (item,) = [one for one in items(home("bruno", on)) if one.kind == "action"]
        return item.title, clock.meant(item.due_at)

    assert mine(point.due_on - 15 * DAY) == ("Atelier projet", row.ends_on)
    assert mine(point.due_on - 14 * DAY) == (asked, point.due_on - DAY)
    with clock.at(planning.noon(point.due_on - 10 * DAY)), town.acting(who["bruno"]) as bruno:
        report_action(
            row, by=bruno, happened_on=point.due_on - 10 * DAY, words="Trois séances sur trois."
        )
    assert mine(point.due_on - 10 * DAY) == ("Atelier projet", row.ends_on)


def test_an_action_that_is_late_stays_late_before_a_checkpoint(case, who, home):
    """S60. Lines: ``before`` of the actions (its words), ``one.ends_on >= today`` (its day)."""
    with bound(WORKER):
        point = Checkpoint.objects.get(case=case)
        row = FollowUp.objects.get(case=case, owner=who["bruno"])
        over = point.due_on - 20 * DAY
        row.ends_on = over
        row.save_changes()
    (item,) = [one for one in items(home("bruno", point.due_on - 7 * DAY)) if one.kind == "action"]
    assert item.title == "Report before the checkpoint: Atelier projet"
    assert (clock.meant(item.due_at), item.is_late) == (over, True)


@pytest.mark.parametrize(
    ("reported", "looked_at", "expected"),
    [(None, None, True), (3, None, False), (3, 2, False), (3, 3, False), (2, 3, True)],
)
def test_a_report_counts_until_the_next_checkpoint(reported, looked_at, expected):
    """Line: ``reported < looked_at``: said on the day itself, it was before them."""
    from worklist.from_carrying import _is_reported_before, _Known

    known = _Known(
        None, planning.day(20), None, "running", planning.day(1), "active",
        planning.day(reported) if reported else None,
        planning.day(looked_at) if looked_at else None,
    )  # fmt: skip
    with clock.at(planning.noon(planning.day(10))):
        assert _is_reported_before(known, planning.day(12)) is expected


# --- each thing that waits opens ---------------------------------------------------------------
@pytest.fixture
def opened(who, sign_in):
    """Open everything that waits on a day for the people named: the buttons that were met.

    Each thing has one button, and its address answers to whom it is shown.
    """

    def walk(day, *keys) -> set[str]:
        met = set()
        for key in keys:
            with clock.at(planning.noon(day)):
                browser = sign_in(who[key])
                page = browser.get("/")
                card = page.context.get("to_sign")
                if card is not None:
                    assert browser.get(card.href).status_code == 200
                    met.add("the card")
                for item in items(page):
                    answer = browser.get(item.href.partition("#")[0])
                    assert (answer.status_code, bool(item.act)) == (200, True), item
                    met.add(item.act)
        return met

    return walk


def test_what_waits_while_it_is_carried_out_opens(case, who, opened):
    """Line: any route or key in from_carrying and from_plans.questions."""
    day = scenes.FIRST
    scenes.happened(case, who, day)
    with clock.at(planning.noon(day)):
        lines.asked(lines.gap(case, who["hugo"]), who["hugo"], who["bruno"])
    assert opened(day, "bruno") == {"Answer", "Settle"}
    assert opened(day, "lea") == {"Report"}
    assert opened(day, "hugo") == {"See the question", "See it", "Verify the outcome"}


def test_a_question_leads_to_its_form_where_its_button_is_alive(case, who, sign_in):
    """S44. Line: ``AnswerGap.button_for`` in from_plans and front_plans; else to the question."""
    with clock.at(planning.noon(scenes.FIRST)):
        gap = lines.asked(lines.gap(case, who["hugo"]), who["hugo"], who["bruno"])
        form = reverse("plans:gap_answer", args=[case.pk, gap.pk])
        pages = ["/", reverse("case", args=[case.pk])]
        bruno = sign_in(who["bruno"])
        assert [form in bruno.get(page).content.decode() for page in pages] == [True, True]
        with bound(WORKER):
            held = CaseUserObjectPermission.objects.filter(user=who["bruno"])
            held.filter(permission__codename=Right.WRITE_INFORMATION.value).delete()
        assert bruno.get(form).status_code == 403
        for page in map(bruno.get, pages):
            assert form not in page.content.decode()
            assert "See the question" in text_of(page)


def test_the_rights_of_all_questions_are_read_at_once(case, who, django_assert_num_queries):
    """Line: ``before`` of from_plans.questions: no query a row."""
    with clock.at(planning.noon(scenes.FIRST)):
        for one in (case, town.open_case(who)):
            lines.asked(lines.gap(one, who["hugo"]), who["hugo"], who["bruno"])
        bruno = User.objects.get(pk=who["bruno"].pk)
        with town.acting(bruno), django_assert_num_queries(3):
            items = answer(written(answer(from_plans.questions(bruno))))
            assert [one.act for one in items] == ["Answer", "Answer"]


def test_what_waits_of_a_checkpoint_opens(case, who, opened):
    """Line: any route or key in from_plans.to_hold and to_conclude."""
    with bound(WORKER):
        point = Checkpoint.objects.get(case=case)
    assert opened(point.due_on, "claire") == {"Prepare"}
    with clock.at(planning.noon(point.due_on)), town.acting(who["claire"]) as claire:
        meeting.open_checkpoint(
            Case.objects.get(pk=case.pk), by=claire, held_on=point.due_on, line=point.line
        )
    assert "Read and decide" in opened(point.due_on, "hugo")


def test_what_waits_of_a_closing_opens(case, who, opened):
    """Line: any route or key in from_closure."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.ready(case, who)
    assert opened(scenes.LATER, "paul") == {"the card"}
    with clock.at(planning.noon(scenes.LATER)):
        scenes.signed(proposal, who)
    with bound(WORKER):
        check = MonitoringCheck.objects.get(case=case, number=1)
    assert opened(check.due_on, "claire") == {"Enter it"}


def test_an_opinion_opens(case, who, opened):
    """S80. Line: the route in from_closure.opinions."""
    with clock.at(planning.noon(scenes.LATER)):
        scenes.proposed(case, who)
    assert "Give an opinion" in opened(scenes.LATER, "bruno")
