"""Levels by domain, interpretations compared, points of view heard (2.7, S41, S42, S29, 2.21)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from plans.analysis.decisions import interpretations
from plans.models import Interpretation, LevelRating, Viewpoint
from tests.browsing import send, snapshot, text_of
from tests.people import acting
from tests.plans import scenes
from tests.plans.conftest import at_state


def url(name, case, *args):
    return reverse(f"plans:{name}", args=[case.pk, *args])


def typed_level(**more):
    values = {
        "domain": scenes.domain().pk, "direction": "risk", "level": "high", "basis": "fact",
        "evidence": "Deux canaux.", "rated_on": "2026-06-02",
    }  # fmt: skip
    return values | more


# --- levels -------------------------------------------------------------------------------
@pytest.mark.parametrize("level", LevelRating.Level.values)
def test_an_agency_says_how_a_domain_stands(case, people, level):
    """2.7: every level, unknown among them, with its evidence; earlier ones stay."""
    scenes.level(case, people["lea"], level, days=3)
    rating = scenes.level(case, people["lea"], level)
    assert (rating.level, rating.joint, rating.agency) == (level, False, people["lea"].agency)
    with bound(WORKER):
        assert LevelRating.objects.count() == 2
    assert "level.rated" in scenes.journal_of(case)


def test_the_joint_level_is_the_team_s(case, people, sign_in):
    """2.7: by the content coordinator; on the page beside each agency's own."""
    scenes.level(case, people["lea"], "moderate")
    scenes.level(case, people["hugo"], "high", joint=True)
    page = text_of(sign_in(people["bruno"]).get(url("analysis", case)))
    assert "Jeunesse, risk" in page
    assert "level.agreed" in scenes.journal_of(case)


@pytest.mark.parametrize(
    ("wrong", "row"),
    [
        ({"days": -1}, "2.8"),  # `day_is_past`
        ({"days": 800}, "2.7"),  # `level_is_of_this_case`
        ({"evidence": "  "}, "2.7"),  # `is_written`
    ],
)
def test_no_level_without_evidence_or_on_a_day_that_cannot_be(case, people, wrong, row):
    """2.7, 2.8: each by its sentence, and nothing written."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.level(case, people["lea"], **wrong)
    assert [o.row for o in refusal.value.obstacles] == [row]
    assert snapshot() == before


def test_a_level_may_look_back_before_the_opening(case, people):
    """2.7: what was known before the case is a level of its day."""
    assert scenes.level(case, people["lea"], days=200).rated_on < date(2026, 6, 2)


@pytest.mark.parametrize("field", ["level", "direction", "basis", "evidence", "rated_on"])
def test_no_level_is_assumed(case, people, sign_in, field):
    """2.7: never «low» by default; the form asks for each of them."""
    browser = sign_in(people["lea"])
    assert "checked" not in browser.get(url("level_rate", case)).content.decode()
    answer = send(browser, url("level_rate", case), **typed_level(**{field: ""}))
    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["2027-02-29", "2026-06-31", "99999-01-01", "0001-01-01"])
def test_a_strange_day_is_never_a_500(case, people, sign_in, day):
    """Bad input."""
    answer = send(sign_in(people["lea"]), url("level_rate", case), **typed_level(rated_on=day))
    assert answer.status_code in (409, 422)


@pytest.mark.parametrize(
    ("name", "own", "joint"),
    [("bruno", 302, 403), ("hugo", 302, 302), ("claire", 403, 403), ("marc", 404, 404)],
)
def test_who_may_rate_and_who_writes_down_the_joint_level(case, people, sign_in, name, own, joint):
    """Rulings 2: CO and PA; the joint reading is the content coordinator's."""
    browser = sign_in(people[name])
    assert browser.post(url("level_rate", case), typed_level()).status_code == own
    assert browser.post(url("level_agree", case), typed_level()).status_code == joint


def test_rating_is_all_or_nothing_and_twice_makes_one(case, people, sign_in, fails, monkeypatch):
    """I2."""
    before = snapshot()
    with fails(interpretations.journal, "record"):
        scenes.level(case, people["lea"])
    assert snapshot() == before
    monkeypatch.undo()
    browser = sign_in(people["hugo"])
    token = browser.get(url("level_agree", case)).context["draft_token"]
    for _time in range(2):
        browser.post(url("level_agree", case), typed_level(draft=token))
    with bound(WORKER):
        assert LevelRating.objects.filter(joint=True).count() == 1


# --- interpretations ----------------------------------------------------------------------
def weigh(interpretation, by, expected=1, reason="Relu.", **more):
    fields = ("speaks_for", "speaks_against", "standing")
    changes = {name: getattr(interpretation, name) for name in fields} | more
    with acting(by):
        return interpretations.weigh_interpretation(
            interpretation, by=by, expected=expected, changes=changes, reason=reason
        )


def test_interpretations_stand_beside_each_other(case, people, sign_in):
    """S41: kept, kept open, set aside, each with what speaks against it."""
    scenes.interpretation(case, people["hugo"], standing="set_aside", words="Provocation.")
    scenes.interpretation(case, people["hugo"])
    page = text_of(sign_in(people["lea"]).get(url("analysis", case)))
    assert page.index("Il cherche une place.") < page.index("Provocation.")
    assert "interpretation.added" in scenes.journal_of(case)


@pytest.mark.parametrize("against", ["", "  \n"])
def test_a_reading_that_nothing_speaks_against_is_refused(case, people, sign_in, against):
    """S41: `something_speaks_against`; the text is kept with the sentence."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.interpretation(case, people["hugo"], speaks_against=against)
    assert str(refusal.value.obstacles[0]) == "Nothing speaks against this interpretation yet."
    assert snapshot() == before
    typed = {"words": "Il cherche.", "speaks_against": against, "standing": "kept"}
    answer = send(sign_in(people["hugo"]), url("interpretation_add", case), **typed)
    assert answer.status_code == 409
    assert "Il cherche." in text_of(answer)


def test_it_is_weighed_again_with_a_reason(case, people):
    """S41, 2.3: standing changed, what stood before in the history."""
    interpretation = scenes.interpretation(case, people["hugo"])
    with pytest.raises(Refused):
        weigh(interpretation, people["hugo"], reason=" ", standing="open")
    with pytest.raises(Refused):
        weigh(interpretation, people["hugo"], speaks_against="")
    interpretation = weigh(interpretation, people["hugo"], standing="open")
    assert interpretation.standing == "open"
    with bound(WORKER):
        assert Interpretation.history.filter(id=interpretation.pk, standing="kept").exists()
    with pytest.raises(Conflict):
        weigh(interpretation, people["hugo"], standing="set_aside")


def test_a_second_tab_sees_the_other_weighing(case, people, sign_in):
    """I1: 409 with both."""
    interpretation = scenes.interpretation(case, people["hugo"])
    browser = sign_in(people["hugo"])
    address = url("interpretation_weigh", case, interpretation.pk)
    token = browser.get(address).context["draft_token"]
    weigh(interpretation, people["hugo"], standing="open")
    typed = {
        "draft": token, "speaks_against": "Il y retourne.", "standing": "set_aside", "reason": "x",
    }  # fmt: skip
    answer = browser.post(address, typed)
    assert answer.status_code == 409
    assert [tuple(map(str, r[1:])) for r in answer.context["differences"]] == [
        ("Keep it open", "Set it aside")
    ]


@pytest.mark.parametrize(
    ("name", "status"), [("hugo", 302), ("bruno", 403), ("claire", 403), ("marc", 404)]
)
def test_the_content_coordinator_reads_jointly(case, people, sign_in, name, status):
    """Rulings 2: `Right.APPROVE_PLAN`."""
    interpretation = scenes.interpretation(case, people["hugo"])
    browser = sign_in(people[name])
    typed = {"words": "Il cherche.", "speaks_against": "Non.", "standing": "kept"}
    assert browser.post(url("interpretation_add", case), typed).status_code == status
    weighed = {"speaks_against": "Non.", "standing": "open", "reason": "Relu."}
    address = url("interpretation_weigh", case, interpretation.pk)
    page = browser.get(address)
    if page.status_code == 200:
        weighed["draft"] = page.context["draft_token"]
    assert browser.post(address, weighed).status_code == status


def test_interpretations_are_all_or_nothing_and_not_of_a_closed_case(case, people, fails):
    """One transaction; 2.3: `case_is_open` in both."""
    interpretation = scenes.interpretation(case, people["hugo"])
    before = snapshot()
    with fails(interpretations.journal, "record"):
        scenes.interpretation(case, people["hugo"])
    with fails(interpretations.journal, "record"):
        weigh(interpretation, people["hugo"], standing="open")
    assert snapshot() == before
    at_state(case, "transferred")
    with pytest.raises(Refused):
        weigh(interpretation, people["hugo"], standing="open")


# --- points of view -----------------------------------------------------------------------
def test_a_point_of_view_is_written_down(case, people, sign_in):
    """S29, 2.21: the person's words stand on the page; missing ones are named."""
    browser = sign_in(people["bruno"])
    page = text_of(browser.get(url("analysis", case)))
    assert page.count("not yet") == 6  # town, mental health, youth, work, person, family
    assert "6 missing" in page
    scenes.view(case, people["lea"])
    page = text_of(browser.get(url("analysis", case)))
    assert "« Laissez-moi boxer. »" in page
    assert "5 missing" in page
    assert "viewpoint.added" in scenes.journal_of(case)


@pytest.mark.parametrize(("wrong", "row"), [({"days": -1}, "2.8"), ({"says": " "}, "S29")])
def test_nobody_is_heard_tomorrow_or_without_words(case, people, wrong, row):
    """2.8: `day_is_past`; S29: `is_written`."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.view(case, people["lea"], **wrong)
    assert [o.row for o in refusal.value.obstacles] == [row]
    assert snapshot() == before


@pytest.mark.parametrize(
    ("name", "status"), [("bruno", 302), ("claire", 403), ("paul", 403), ("marc", 404)]
)
def test_who_may_write_down_a_point_of_view(case, people, sign_in, name, status):
    """Rulings 2: `Right.CONTRIBUTE_ANALYSIS`."""
    typed = {"voice": "person", "heard_on": "2026-06-01", "says": "« Rien. »"}
    assert sign_in(people[name]).post(url("viewpoint_add", case), typed).status_code == status


def test_a_point_of_view_is_all_or_nothing_and_twice_makes_one(
    case, people, sign_in, fails, monkeypatch
):
    """I2."""
    before = snapshot()
    with fails(interpretations.journal, "record"):
        scenes.view(case, people["lea"])
    assert snapshot() == before
    monkeypatch.undo()
    browser = sign_in(people["lea"])
    page = browser.get(url("viewpoint_add", case) + "?voice=family")
    assert page.context["form"].initial == {"voice": "family"}
    typed = {"draft": page.context["draft_token"], "voice": "family", "says": "« Oui. »"}
    typed["heard_on"] = date(2026, 6, 2) - timedelta(days=1)
    for _time in range(2):
        browser.post(url("viewpoint_add", case), typed)
    with bound(WORKER):
        assert Viewpoint.objects.count() == 1
