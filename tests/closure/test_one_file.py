"""Nobody opens a second file on somebody whose first one is closed (S78)."""

import pytest

from casework.models import Case
from casework.refusals import Refused
from casework.scope import elevated
from intake.models import Signal
from tests import people as town
from tests.closure import following


def _again(closed, people) -> Signal:
    """A new signal on the same person, brought to the table."""
    signal = town.acknowledged(
        town.signal_from(people["ines"], channel=town.hotline()), by=people["ines"]
    )
    with town.acting(people["claire"]):
        town.at_the_table(signal, people)
    with elevated():
        row = Signal.objects.get(pk=signal.pk)
        row.person_id = closed.subject_id
        row.save_changes()
    return row


def test_a_closed_file_is_reopened_not_opened_a_second_time(closed, people):
    """Without ``closed_file_is_reopened`` the old history would be out of sight."""
    signal = _again(closed, people)
    with pytest.raises(Refused) as no:
        town.case_on(signal, people)
    assert [(o.row, str(o.todo)) for o in no.value.obstacles] == [("S78", "Ask Hugo Séverin.")]
    assert closed.reference not in str(no.value.obstacles[0])
    assert Case.unscoped.filter(subject_id=closed.subject_id).count() == 1


def test_a_file_that_runs_is_another_rule_s_matter(closed, people):
    """This one speaks of closed files alone."""
    signal = _again(closed, people)
    following.at_state(closed, Case.State.ACTIVE)
    assert town.case_on(signal, people).subject_id == closed.subject_id
