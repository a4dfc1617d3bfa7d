"""pass_on: given by hand to a colleague who is there (S24, S27)."""

import pytest

from casework.models import JournalEntry
from common import clock
from common.refusals import Refused
from intake.models import Signal, SignalHop
from intake.signals import decisions as signals
from notices import telling
from notices.models import Delivery, Notice
from tests import worlds
from tests.browsing import (
    away,
    paris,
    send,
    signal_url,
    snapshot,
    text_of,
    token_of,
)
from tests.people import acknowledged, acting, hotline, signal_from

TODAY = paris(2026, 6, 2).date()


@worlds.standing
def signal(people):
    return signal_from(people["sophie"], channel=hotline())


def refusal(people, signal, to) -> list[str]:
    before = snapshot()
    with acting(people["ines"]), pytest.raises(Refused) as refused:
        signals.pass_on(signal, by=people["ines"], to=people[to])
    assert snapshot() == before
    return [o.row for o in refused.value.obstacles]


def test_it_is_with_the_other_from_then_on(people, signal, everything):
    """S24, S27. Lines: ``signal.holder = to``, ``signal.answer_due_at = …``, ``_hand_to``."""
    with clock.at(paris(2026, 6, 2, 15)), acting(people["claire"]):
        signals.pass_on(signal, by=people["claire"], to=people["luc"], reason="Il connaît.")
    signal = Signal.objects.get(pk=signal.pk)
    assert (signal.holder, signal.state) == (people["luc"], "received")
    assert signal.answer_due_at == paris(2026, 6, 3, 15)
    last = signal.hops.last()
    assert (last.kind, last.by, last.to) == (
        SignalHop.Kind.PASSED,
        people["claire"],
        people["luc"],
    )
    assert (last.note, last.at) == ("Il connaît.", paris(2026, 6, 2, 15))
    entry = JournalEntry.objects.get(event="signal.passed_on")
    assert (entry.reason, entry.facts) == ("Il connaît.", {"name": "Luc Amiel"})
    told = dict(Notice.objects.filter(read_at=None).values_list("recipient__full_name", "kind"))
    assert told == {"Luc Amiel": "signal_waits", "Inès Vasseur": "signal_moved"}
    settled = Notice.objects.get(recipient=people["ines"], kind="signal_waits")
    assert settled.delivery.state == Delivery.State.DROPPED


def test_an_acknowledged_signal_stays_where_it_is(people, signal):
    """S24. Line: not_acknowledged_yet of pass_on."""
    acknowledged(signal, people["ines"])
    assert "S24" in refusal(people, signal, "luc")


def test_not_to_an_empty_desk(people, signal):
    """S24. Line: the absence in rules.can_take."""
    away(people["luc"], TODAY)
    assert refusal(people, signal, "luc") == ["S24"]


def test_not_to_somebody_of_another_desk(people, signal):
    """S24. Line: ``on_this_desk`` in rules.can_take."""
    assert refusal(people, signal, "marc") == ["S24"]


def test_not_to_a_closed_account(people, signal):
    """S24. Line: ``has_joined`` in on_this_desk."""
    people["luc"].is_active = False
    people["luc"].save()
    assert refusal(people, signal, "luc") == ["S24"]


def test_not_to_whoever_has_it(people, signal):
    """S27. Line: ``signal.holder_id == user.pk`` in rules.can_take."""
    assert refusal(people, signal, "ines") == ["S27"]


def test_only_who_is_there_is_offered(people, signal, sign_in):
    """S24: the page offers those present, without the holder. Line: ``to.choices`` in the form."""
    away(people["luc"], TODAY)
    page = text_of(sign_in(people["ines"]).get(signal_url("pass_on", signal)))
    offered = page.partition('<form class="form"')[2]
    assert "Thomas Leclercq" in offered
    assert "Luc Amiel" not in offered
    assert "Inès Vasseur" not in offered


def test_away_since_the_page_was_opened(people, signal, sign_in):
    """S24: refused in the rule's words (409), the reason kept. Line: ``to.queryset``."""
    ines = sign_in(people["ines"])
    url = signal_url("pass_on", signal)
    page = ines.get(url)
    away(people["luc"], TODAY)
    fields = {"draft": token_of(page), "to": people["luc"].pk, "reason": "Il les connaît bien."}
    answer = ines.post(url, fields)
    assert answer.status_code == 409
    assert "Luc Amiel is away today." in text_of(answer)
    assert "Il les connaît bien." in text_of(answer)
    assert "data-primary" in text_of(answer), "what the form can put right leaves its button"
    again = ines.post(url, {**fields, "draft": token_of(answer), "to": people["thomas"].pk})
    assert again.status_code == 302


def test_the_same_words_before_and_after(people, signal, sign_in):
    """S24: acknowledged meanwhile. Line: ``not_acknowledged_yet`` of pass_on."""
    sentence = "Luc Amiel acknowledged this signal already and answers for it."
    ines = sign_in(people["ines"])
    url = signal_url("pass_on", signal)
    page = ines.get(url)
    assert sentence not in text_of(page)
    acknowledged(signal, people["luc"])
    fields = {"draft": token_of(page), "to": people["thomas"].pk, "reason": "Pour avis."}
    answer = ines.post(url, fields)
    assert answer.status_code == 409
    assert sentence in text_of(answer)
    assert "Pour avis." in text_of(answer)
    opened = text_of(ines.get(url))
    assert sentence in opened
    assert "Pour avis." in opened
    assert "data-primary" not in opened, "before a rule that no typing can meet, a dead button"


@pytest.mark.parametrize(("who", "status"), [("sophie", 403), ("marc", 404), ("samuel", 404)])
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2. Lines: the grant of PASS_ON_SIGNAL; ``visible_to`` in SubjectView.load."""
    before = snapshot()
    browser = sign_in(people[who])
    url = signal_url("pass_on", signal)
    assert browser.get(url).status_code == status
    assert browser.post(url, {"to": people["luc"].pk}).status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with acting(people["ines"]), fails(telling, "queue"):
        signals.pass_on(signal, by=people["ines"], to=people["luc"])
    assert snapshot() == before


def test_through_the_page(people, signal, sign_in, everything):
    """The whole way in a browser; the form's record stands where it says."""
    answer = send(sign_in(people["ines"]), signal_url("pass_on", signal), to=people["luc"].pk)
    assert answer.url == signal_url("page", signal)
    assert Signal.objects.get(pk=signal.pk).holder == people["luc"]
