"""Taking back one's own piece while nobody else can have read it (2.8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.information import decisions as information
from casework.models import JournalEntry, Record
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from notices import telling
from notices.models import Delivery, Notice
from tests import worlds
from tests.browsing import paris, snapshot, text_of
from tests.people import acting, open_case
from tests.people import information as write

Audience = Record.Audience
WORDS = "Habite chez sa tante."
LATER = paris(2026, 6, 2, 11)


@worlds.standing
def case(people):
    return open_case(people)


@worlds.standing
def record(case, people):
    with clock.at(LATER):
        return write(case, people["bruno"], WORDS)


def withdraw(record, person):
    with acting(person), clock.at(LATER + timedelta(minutes=5)):
        return information.withdraw_information(record, by=person)


def front(case):
    return reverse("case", args=[case.pk])


def test_it_is_gone_for_everybody_but_its_author(people, case, record, sign_in):
    """Lines: ``withdrawn_at`` in narrowing and in the policy; telling.call_back."""
    withdraw(record, people["bruno"])
    for key, seen in (("bruno", True), ("claire", False), ("lea", False), ("paul", False)):
        assert (WORDS in text_of(sign_in(people[key]).get(front(case)))) is seen, key
        with acting(people[key]):
            assert Record.history.filter(id=record.pk).count() == (2 if seen else 0)
            told = JournalEntry.objects.filter(event="information.withdrawn").count()
            assert told == (1 if seen else 0)
    with bound(WORKER):
        about = Notice.objects.filter(key=f"record:{record.pk}")
        assert not about.filter(read_at__isnull=True).exists()
        states = Delivery.objects.filter(notice__in=about).values_list("state", flat=True)
        assert set(states) == {Delivery.State.DROPPED}


def test_not_once_somebody_may_have_read_it(people, case, record, sign_in):
    """The sentence names agencies, never who. Line: ``if readers``."""
    with clock.at(LATER + timedelta(minutes=1)):
        sign_in(people["lea"]).get(front(case))
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        withdraw(record, people["bruno"])
    said = str(refusal.value.obstacles[0])
    assert people["lea"].agency.short_name in said
    assert "Léa" not in said
    assert snapshot() == before


@pytest.mark.parametrize(
    ("audience", "reader", "stands"),
    [
        (Audience.OWN, "claire", False),
        (Audience.OWN, "lea", False),
        (Audience.NAMED, "paul", False),
        (Audience.NAMED, "lea", True),
        (Audience.NAMED, "hugo", True),
        (Audience.TEAM, "paul", True),
    ],
)
def test_only_the_entitled_count(people, case, sign_in, audience, reader, stands):
    """Whoever could not read it does not stand in the way. Line: ``entitled``."""
    with clock.at(LATER):
        piece = write(case, people["bruno"], WORDS, audience, agencies=[people["lea"].agency])
    with clock.at(LATER + timedelta(minutes=1)):
        sign_in(people[reader]).get(front(case))
    with acting(people["bruno"]):
        found = information.withdraw_information.obstacles(piece, people["bruno"])
    assert bool(found) is stands


def test_who_looked_before_it_was_written_does_not_count(people, case, sign_in):
    """Line: ``at__gte=record.written_at``."""
    sign_in(people["lea"]).get(front(case))
    with clock.at(LATER):
        piece = write(case, people["bruno"], WORDS)
    assert withdraw(piece, people["bruno"]).withdrawn_at


def test_the_author_reading_it_does_not_count(people, case, record, sign_in):
    """Line: ``exclude(reader_id=record.author_id)``."""
    with clock.at(LATER + timedelta(minutes=1)):
        sign_in(people["bruno"]).get(front(case))
    assert withdraw(record, people["bruno"]).withdrawn_at


def test_twice_makes_one_and_a_withdrawn_piece_is_not_corrected(people, record):
    """Line: ``not_withdrawn`` of withdraw_information and correct_information."""
    withdraw(record, people["bruno"])
    before = snapshot()
    with pytest.raises(Refused):
        withdraw(record, people["bruno"])
    with acting(people["bruno"]), pytest.raises(Refused):
        information.correct_information(
            record, by=people["bruno"], expected=2, body="Autre", reason="x"
        )
    assert snapshot() == before


@pytest.mark.parametrize(("name", "status"), [("hugo", 403), ("lea", 403), ("marc", 404)])
def test_refused_to_the_wrong_person(people, case, record, sign_in, name, status):
    """Whoever wrote it answers for it. Line: ``author_id`` in OwnPiece."""
    url = reverse("case_withdraw_information", args=[case.pk, record.pk])
    before = snapshot()
    assert sign_in(people[name]).post(url).status_code == status
    assert snapshot() == before


def test_a_colleague_of_the_author_is_refused_by_the_decision(people, case, record):
    """Line: ``rules.own_words`` of withdraw_information."""
    with acting(people["hugo"]):
        found = information.withdraw_information.denied(record, people["hugo"])
    assert [o.row for o in found] == ["2.8"]


def test_all_or_nothing(people, record, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with fails(telling, "call_back"):
        withdraw(record, people["bruno"])
    assert snapshot() == before


def test_before_the_button_and_after_it_the_same_words(people, case, record, sign_in):
    """The sentence stands on the page; the click says it again (409), or it is done (302)."""
    page = reverse("case_correct_information", args=[case.pk, record.pk])
    url = reverse("case_withdraw_information", args=[case.pk, record.pk])
    bruno = sign_in(people["bruno"])
    with clock.at(LATER + timedelta(minutes=1)):
        assert url in bruno.get(page).content.decode()
        sign_in(people["lea"]).get(front(case))
        shown = bruno.get(page)
        assert url not in shown.content.decode()
        said = "The case was opened since by"
        assert said in text_of(shown)
        refused = bruno.post(url)
        assert (refused.status_code, said in text_of(refused)) == (409, True)


def test_one_click_and_its_page_says_so(people, case, record, sign_in):
    """302 to the case; the piece's own page offers no form any more."""
    bruno = sign_in(people["bruno"])
    url = reverse("case_withdraw_information", args=[case.pk, record.pk])
    assert bruno.get(url).status_code == 302
    assert bruno.post(url).status_code == 302
    page = bruno.get(reverse("case_correct_information", args=[case.pk, record.pk]))
    assert "You have withdrawn this already." in text_of(page)
