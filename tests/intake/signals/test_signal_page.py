"""The signal's page leads to the first analysis, and says who decided (S40, S41)."""

from django.urls import reverse

from intake.outcomes.decisions import outcome as outcome_decisions
from tests import worlds
from tests.browsing import signal_url, text_of
from tests.people import acknowledged, acting, analysed, hotline, signal_from

GROUNDS = "Un conflit de voisinage."


@worlds.standing
def signal(people):
    return acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])


def test_it_leads_to_the_first_analysis(people, signal, sign_in):
    """Screen 2b. Lines: the buttons of templates/intake/signals/signal_page.html."""
    claire = sign_in(people["claire"])
    assert "Begin the first analysis" in text_of(claire.get(signal_url("page", signal)))
    analysed(signal, people["claire"])
    assert "Go on with the first analysis" in text_of(claire.get(signal_url("page", signal)))
    page = text_of(sign_in(people["ines"]).get(signal_url("page", signal)))
    assert "Go on with the first analysis" not in page
    assert signal_url("first_analysis", signal) in page


def test_who_proposed_and_who_decided(people, signal, sign_in):
    """S41: a proposal is no decision yet. Line: ``is_proposed`` in the page."""
    analysed(signal, people["claire"])
    with acting(people["claire"]):
        outcome = outcome_decisions.decide_outcome(
            signal, by=people["claire"], kind="no_action", reason=GROUNDS, second=people["thomas"]
        )
    luc = sign_in(people["luc"])
    page = text_of(luc.get(signal_url("page", signal)))
    assert "Proposed by Claire Morvan" in page
    assert "Decided by" not in page
    with acting(people["thomas"]):
        outcome_decisions.read_second(outcome, by=people["thomas"], agrees=True)
    page = text_of(luc.get(signal_url("page", signal)))
    assert "Decided by Claire Morvan" in page
    assert "Second reader: Thomas Leclercq." in page
    assert GROUNDS in page


def test_the_reporter_meets_neither(people, signal, sign_in):
    """Need-to-know: own words, and that they were acknowledged. Line: ``on_desk``."""
    analysed(signal, people["claire"])
    with acting(people["claire"]):
        outcome_decisions.decide_outcome(
            signal,
            by=people["claire"],
            kind="handed_to_security",
            reason=GROUNDS,
            service="Police",
            note="Transmis.",
        )
    page = text_of(sign_in(people["sophie"]).get(signal_url("page", signal)))
    for word in (GROUNDS, "competent service", "Police", "first analysis"):
        assert word not in page
    found = sign_in(people["sophie"]).get(reverse("intake:list") + "?state=handed_to_security")
    assert signal.reference not in text_of(found)
