"""What the analysis says before a plan can be approved. Each test names the line it protects."""

import pytest

from casework import phases
from common.refusals import Strength
from common.scope import WORKER, bound
from plans.analysis import rules
from tests.people import acting, information, open_case, team_of
from tests.plans import scenes


def said(case, people, row):
    """The obstacles of that row before the plan, as the content coordinator meets them."""
    with acting(people["hugo"]):
        return [o for o in phases.obstacles(case, "plan.approved") if o.row == row]


def strength(case, people, row):
    return [o.strength for o in said(case, people, row)]


@pytest.mark.parametrize("level", ["absent", "no_information", "not_relevant"])
def test_a_root_cause_must_be_named(case, people, level):
    """S45: `kind=Factor.Kind.ROOT_CAUSE`, and `level__in=PRESENT` in `_factors`."""
    scenes.factor(case, people["lea"], kind="push")
    scenes.factor(case, people["lea"], level=level)
    assert strength(case, people, "S45") == [Strength.BLOCK]
    scenes.factor(case, people["lea"])
    assert said(case, people, "S45") == []


def test_a_withdrawn_root_cause_is_none(case, people):
    """S45: `withdrawn_at=None` in `_factors`."""
    factor = scenes.factor(case, people["lea"])
    with acting(people["lea"]):
        scenes.factors.withdraw_factor(factor, by=people["lea"], reason="Faux.")
    assert strength(case, people, "S45") == [Strength.BLOCK]


def test_something_should_protect(case, people):
    """S09: `kind=Factor.Kind.PROTECTIVE`."""
    scenes.factor(case, people["lea"])
    assert strength(case, people, "S09") == [Strength.WARNING]
    scenes.factor(case, people["lea"], kind="protective")
    assert said(case, people, "S09") == []


def test_an_important_question_needs_somebody_who_looks(case, people):
    """S44: `importance=HIGH`, `status=UNKNOWN`."""
    scenes.gap(case, people["lea"])
    assert said(case, people, "S44") == []
    gap = scenes.gap(case, people["lea"], importance="high")
    assert strength(case, people, "S44") == [Strength.WARNING]
    scenes.asked(gap, people["hugo"], people["lea"])
    assert said(case, people, "S44") == []


def test_a_finder_who_left_looks_no_more(case, people):
    """S44: `~Exists(on_team)`."""
    gap = scenes.gap(case, people["bruno"], importance="high")
    scenes.asked(gap, people["hugo"], people["lea"])
    from casework.team import decisions as team

    with acting(people["claire"]):
        member = case.members.get(user=people["lea"], active=True)
        team.leave(member, by=people["claire"], reason="Mutation.")
    assert strength(case, people, "S44") == [Strength.WARNING]


@pytest.mark.parametrize("second", ["factor", "level", "gap"])
def test_one_agency_alone_needs_a_reason(case, people, second):
    """S42: each of the three lines that gather `agencies`, and `len(agencies) < 2`."""
    scenes.factor(case, people["lea"])
    scenes.level(case, people["hugo"], joint=True)  # the joint reading is nobody's own
    assert strength(case, people, "S42") == [Strength.REASON]
    getattr(scenes, second)(case, people["bruno"])
    assert said(case, people, "S42") == []


@pytest.mark.parametrize("line", ["factor", "level", "gap", "information"])
def test_the_online_side_is_known_rated_or_asked(case, people, line):
    """S10: each of the four in `looked_at`, and `domain=online`."""
    other = scenes.domain("family")
    scenes.factor(case, people["lea"], code="family")
    information(case, people["lea"], "Vu.", domain=other)
    assert strength(case, people, "S10") == [Strength.REASON]
    if line == "information":
        information(case, people["lea"], "Deux canaux.", domain=scenes.domain())
    else:
        getattr(scenes, line)(case, people["lea"], code="online")
    assert said(case, people, "S10") == []


def test_no_online_domain_no_question(case, people):
    """S10: `if online is None`: a territory that retired the domain is not asked."""
    domain = scenes.domain()
    domain.active = False
    domain.save()
    assert said(case, people, "S10") == []


def test_mental_health_is_on_the_team_or_heard(people):
    """S29: `members`, and `voice=kind`."""
    town = {"content_coordinator": people["marc"], "partners": [people["bruno"], people["lea"]]}
    case = open_case(people, team=team_of(people, **town))
    with acting(people["marc"]):
        found = rules.mental_health_is_heard(rules.Written(case))
        assert [o.row for o in found] == ["S29"]
    scenes.view(case, people["lea"], voice="mental_health", says="Rien ne s’y oppose.")
    with acting(people["marc"]):
        assert list(rules.mental_health_is_heard(rules.Written(case))) == []


def test_mental_health_on_the_team_is_enough(case, people):
    """S29: Hugo coordinates the content, from the CMP."""
    assert said(case, people, "S29") == []


def test_the_person_should_be_heard(case, people):
    """2.21: `voice=Viewpoint.PERSON`."""
    scenes.view(case, people["lea"], voice="family", says="« Oui. »")
    assert strength(case, people, "2.21") == [Strength.WARNING]
    scenes.view(case, people["lea"])
    assert said(case, people, "2.21") == []


def test_only_the_root_cause_blocks(case, people):
    """A plan waits for what must exist; the rest wants judgement."""
    with bound(WORKER):
        found = phases.obstacles(case, "plan.approved")
    blocks = {o.row for o in found if o.blocks}
    assert blocks & {"S45", "S09", "S44", "S42", "S10", "S29", "2.21"} == {"S45"}
