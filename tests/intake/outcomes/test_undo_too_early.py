"""Taking back an outcome that only waits for its second reader: a sentence, no failure (2.3)."""

from intake.models import Outcome
from intake.outcomes.decisions import outcome as outcome_decisions
from tests.browsing import signal_url, text_of
from tests.people import acknowledged, acting, analysed, hotline, signal_from


def test_what_is_only_proposed_is_not_taken_back(people, sign_in, everything):
    """2.3. Line: ``any(holds(outcome, by))`` in nobody_read_since."""
    claire, thomas = people["claire"], people["thomas"]
    taken = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    signal = analysed(taken, claire)
    with acting(claire):
        outcome = outcome_decisions.decide_outcome(
            signal, by=claire, kind="no_action", reason="Une dispute de voisinage.", second=thomas
        )
    undo = f"{signal_url('first_analysis', signal)}outcomes/{outcome.pk}/undo/"
    answer = sign_in(thomas).post(undo)
    assert answer.status_code == 409
    assert "This outcome is not in force." in text_of(answer)
    assert Outcome.objects.get(pk=outcome.pk).status == "proposed"
