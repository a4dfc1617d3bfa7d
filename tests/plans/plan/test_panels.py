"""The plan on other pages: what applies, and the own agency's actions."""

from plans.plan import due
from plans.templatetags.plan_panels import own_actions, plan_now
from tests import people as town
from tests.plans import planning


def test_the_own_agency_sees_its_actions_of_the_plan_that_applies(case, applies, who):
    """S60: `actions_of`: approved only, the own agency only, nothing of the draft."""
    planning.new_version(case, who["hugo"])
    with town.acting(who["bruno"]):
        assert [a.title for a in due.actions_of(who["bruno"])] == ["Atelier projet"]
        now = type(case).objects.get(pk=case.pk)
        assert "Atelier projet" in own_actions(now, who["bruno"])
        assert "Visites à deux" not in own_actions(now, who["bruno"])
    with town.acting(who["marc"]):
        assert not due.actions_of(who["marc"]).exists()


def test_the_panel_shows_goals_and_the_next_checkpoint(case, draft, who):
    """`plan_now`: nothing of a draft."""
    goal = "Il reprend une formation"
    with town.acting(who["bruno"]):
        assert goal not in plan_now(case)
    planning.approve(case, who["hugo"])
    with town.acting(who["bruno"]):
        assert goal in plan_now(type(case).objects.get(pk=case.pk))
