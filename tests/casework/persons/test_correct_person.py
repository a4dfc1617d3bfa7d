"""A person typed wrongly: corrected by a decision, what stood before is kept (2.8, H6)."""

from datetime import date, timedelta

import pytest

from casework.models import JournalEntry, Person
from casework.persons import decisions as persons
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return town.open_case(who, given="Yannis", family="Belcour")


def correct(case, person, expected=None, reason="Mal orthographié.", **changes):
    typed = {
        "given_name": "Yanis",
        "family_name": "Belcourt",
        "alias": "",
        "birth_date": None,
        "age_text": "23 ans",
    }
    with town.acting(person):
        expected = expected or Person.objects.get(pk=case.subject_id).version
        return persons.correct_person(
            case, by=person, expected=expected, changes=typed | changes, reason=reason
        )


def test_it_is_corrected_and_what_stood_before_is_kept(case, who, sign_in):
    """I4: `save_changes` in `correct_person`."""
    correct(case, who["hugo"], birth_date=date(2003, 2, 28))
    with bound(WORKER):
        names = Person.history.filter(id=case.subject_id).order_by("history_id")
        assert list(names.values_list("family_name", flat=True))[-2:] == ["Belcour", "Belcourt"]
        assert JournalEntry.objects.filter(case=case, event="person.corrected").exists()
    page = sign_in(who["bruno"]).get(f"/cases/{case.pk}/?name=1").content.decode()
    assert "Yanis Belcourt" in page


def test_refused_when_somebody_corrected_meanwhile(case, who):
    """I1: `expected` in `save_changes`."""
    correct(case, who["hugo"])
    with pytest.raises(Conflict):
        correct(case, who["hugo"], given_name="Yan", expected=1)


@pytest.mark.parametrize(("name", "status"), [("claire", 403), ("bruno", 403), ("marc", 404)])
def test_refused_to_the_wrong_person(case, who, sign_in, name, status):
    """S71: the right of `correct_person`."""
    answer = sign_in(who[name]).post(f"/cases/{case.pk}/person/", {"given_name": "X"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ({"given_name": " ", "family_name": ""}, "S05"),
        ({"reason": ""}, "2.3"),
        ({"given_name": "Yannis", "family_name": "Belcour"}, "2.8"),
    ],
)
def test_what_is_missing_is_said(case, who, typed, row):
    with pytest.raises(Refused) as refusal:
        correct(case, who["hugo"], **typed)
    assert [obstacle.row for obstacle in refusal.value.obstacles] == [row]


def test_a_birth_in_the_future_is_refused(case, who):
    """H6: `born > clock.today()` in `is_corrected`."""
    with pytest.raises(Refused) as refusal:
        correct(case, who["hugo"], birth_date=clock.today() + timedelta(days=1))
    assert refusal.value.obstacles[0].row == "H6"


def test_all_or_nothing(case, who, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("casework.journal.record", broken)
    with pytest.raises(RuntimeError):
        correct(case, who["hugo"])
    with bound(WORKER):
        assert Person.objects.get(pk=case.subject_id).family_name == "Belcour"


def test_born_on_29_february_comes_of_age_on_1_march(case, who):
    """H6: `age_on` compares (month, day)."""
    with bound(WORKER):
        person = Person(birth_date=date(2008, 2, 29))
    assert person.may_be_minor_on(date(2026, 2, 28))
    assert not person.may_be_minor_on(date(2026, 3, 1))
