"""What is read of a first analysis is read as whoever was bound when it was asked for (S38)."""

import pytest

from common.scope import WORKER, Actor, bound
from intake.first_analysis import sheet
from intake.models import Signal
from tests import worlds
from tests.people import acknowledged, acting, analysed, hotline, signal_from


@worlds.standing
def signal(people):
    found = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    analysed(found, people["claire"])
    return found


def met(analysis) -> tuple[bool, bool]:
    return analysis.source is not None, analysis.triage.version > 0


def test_each_meets_what_is_theirs(people, signal):
    """Line: ``compiled(build, self.signal)``; what was written for one is asked for another."""
    for who, sees in (("claire", True), ("rachid", False), ("claire", True)):
        with acting(people[who]):
            assert met(sheet.of(Signal(pk=signal.pk))) == (sees, sees)


@pytest.mark.parametrize(("who", "sees"), [("claire", True), ("rachid", False)])
def test_it_stays_theirs_whoever_is_bound_when_it_is_read(people, signal, who, sees):
    """Lines: ``current_actor() == self.actor`` and ``scoped(self.actor)`` in _rows."""
    analysis = sheet.FirstAnalysis(Signal(pk=signal.pk), Actor.of(people[who]))
    with bound(WORKER):
        assert met(analysis) == (sees, sees)
    analysis = sheet.FirstAnalysis(Signal(pk=signal.pk), WORKER)
    with acting(people[who]):
        assert met(analysis) == (sees, sees)
