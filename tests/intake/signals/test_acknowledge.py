"""acknowledge: one person answers for a signal from then on (S24, S27)."""

import pytest

from casework import journal
from casework.models import JournalEntry
from common import clock
from common.refusals import Refused
from intake.models import Signal, SignalHop
from intake.signals import decisions as signals
from notices.models import Delivery, Notice
from tests import worlds
from tests.browsing import away, paris, signal_url, snapshot, text_of
from tests.people import acknowledged, acting, hotline, signal_from

ALREADY = "Inès Vasseur acknowledged this signal already and answers for it."


@worlds.standing
def signal(people):
    return signal_from(people["sophie"], channel=hotline())


def test_it_is_mine_from_then_on(people, signal, everything):
    """S24. Lines: ``signal.holder = by`` and ``telling.settle(signal=signal)``."""
    with clock.at(paris(2026, 6, 2, 11)):
        acknowledged(signal, people["luc"])
    signal = Signal.objects.get(pk=signal.pk)
    assert (signal.state, signal.holder) == ("acknowledged", people["luc"])
    assert (signal.acknowledged_by, signal.acknowledged_at) == (
        people["luc"],
        paris(2026, 6, 2, 11),
    )
    last = signal.hops.last()
    assert (last.kind, last.by, last.at) == (
        SignalHop.Kind.ACKNOWLEDGED,
        people["luc"],
        paris(2026, 6, 2, 11),
    )
    assert JournalEntry.objects.filter(event="signal.acknowledged", by=people["luc"]).exists()
    waits = Notice.objects.get(recipient=people["ines"], signal_id=signal.pk)
    assert waits.read_at is not None
    assert waits.delivery.state == Delivery.State.DROPPED


def test_an_unattended_signal_has_somebody_again(people, everything):
    """S24. Line: ``signal.unattended = False``."""
    for key in ("ines", "luc", "thomas", "claire"):
        away(people[key], paris(2026, 6, 2).date())
    signal = signal_from(people["sophie"], channel=hotline())
    assert signal.unattended
    assert not acknowledged(signal, people["luc"]).unattended


def test_a_second_acknowledgement_is_refused(people, signal):
    """S24. Line: not_acknowledged_yet of acknowledge."""
    acknowledged(signal, people["ines"])
    before = snapshot()
    with acting(people["luc"]), pytest.raises(Refused) as refused:
        signals.acknowledge(signal, by=people["luc"])
    assert [o.row for o in refused.value.obstacles] == ["S24"]
    assert snapshot() == before


def test_the_same_words_before_and_after(people, signal, sign_in):
    """Rulings 1: 409, in the words that stand beside the missing button."""
    luc = sign_in(people["luc"])
    page = text_of(luc.get(signal_url("page", signal)))
    assert "Acknowledge: I have it" in page
    assert ALREADY not in page
    acknowledged(signal, people["ines"])
    answer = luc.post(signal_url("acknowledge", signal))
    assert answer.status_code == 409
    assert ALREADY in text_of(answer)
    page = text_of(luc.get(signal_url("page", signal)))
    assert ALREADY in page
    assert "Acknowledge: I have it" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("sophie", 403), ("marc", 404), ("samuel", 404), ("nadia", 404)]
)
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: the reporter may not (403), a stranger does not know of it (404).

    Lines: the grant of ACKNOWLEDGE_SIGNAL; ``visible_to`` in SubjectView.load.
    """
    before = snapshot()
    answer = sign_in(people[who]).post(signal_url("acknowledge", signal))
    assert answer.status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with acting(people["ines"]), fails(journal, "record"):
        signals.acknowledge(signal, by=people["ines"])
    assert snapshot() == before


def test_only_by_post(people, signal, sign_in):
    """A link or a picture cannot acknowledge: it leads to the page. Line: ``get`` of Act."""
    before = snapshot()
    answer = sign_in(people["ines"]).get(signal_url("acknowledge", signal))
    assert answer["Location"] == signal_url("page", signal)
    assert snapshot() == before
