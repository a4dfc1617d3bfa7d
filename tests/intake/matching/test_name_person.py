"""name_person: a coordinator says who a signal is about; a wrong name is corrected (2.1, I4)."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from casework import journal
from casework.models import JournalEntry, Person
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import worlds
from tests.browsing import send, signal_url, snapshot, text_of, token_of
from tests.intake.matching.scenes import answer, earlier, fresh, name, sentences_of, taken
from tests.people import case_on, hotline, signal_from


@worlds.standing
def signal(people):
    return taken(people)


def test_it_is_named_then_corrected_and_what_stood_stays(people, signal, everything):
    """2.1, I4. Lines: ``_first_name`` and ``person.save_changes``; no name in the journal."""
    claire = people["claire"]
    person = name(signal, claire, given_name="Yannis", family_name="Belcour", alias="Yaya")
    assert fresh(signal).person == person
    assert "p:bel" in Person.objects.get().match_keys
    name(signal, claire, expected=1, given_name="Yanis", family_name="Delmas", alias="Yaya")
    stands = Person.objects.get()
    assert (stands.full_name, stands.version) == ("Yanis Delmas", 2)
    assert "p:del" in stands.match_keys
    assert "p:bel" not in stands.match_keys
    assert [row.family_name for row in stands.history.order_by("version")] == ["Belcour", "Delmas"]
    entries = JournalEntry.objects.filter(event__startswith="signal.person_").order_by("event")
    assert [(e.event, e.by, e.facts, e.reason) for e in entries] == [
        ("signal.person_corrected", claire, {}, ""),
        ("signal.person_named", claire, {}, ""),
    ]
    assert not Notice.objects.filter(made_at__gte=entries[0].at, kind__contains="person").exists()


def refused(signal, by, **changes) -> list[str]:
    before = snapshot()
    with override("en"), pytest.raises(Refused) as refusal:
        name(signal, by, **changes)
    assert snapshot() == before
    return sentences_of(refusal)


def test_refused_from_the_wrong_state(people):
    """2.5, S24, S78. Lines: the branches of ``may_be_looked_for``."""
    claire = people["claire"]
    waits = signal_from(people["ines"], channel=hotline())
    assert refused(waits, claire, given_name="Y") == ["Nobody has acknowledged this signal yet."]
    signal = taken(people)
    case_on(signal, people)
    version = fresh(signal).person.version
    assert refused(signal, claire, given_name="Y", expected=version) == [
        "A case was opened on this person; who it is about is kept there."
    ]


def test_refused_without_a_name_or_with_a_birth_ahead(people, signal):
    """2.1, H6, 2.8. Lines: ``is_named``, ``born_in_the_past``, ``_nothing_changed``."""
    claire = people["claire"]
    assert refused(signal, claire, given_name="  ", age_text="20") == [
        "No name is written yet, not even how people call this person."
    ]
    assert refused(signal, claire, given_name="Y", birth_date=date(2030, 2, 28)) == [
        "The date of birth lies ahead."
    ]
    name(signal, claire, alias="Le Grand", birth_date=date(2004, 2, 29))
    again = {"alias": "Le Grand", "birth_date": date(2004, 2, 29), "expected": 1}
    assert refused(signal, claire, **again) == ["Nothing has been changed yet."]


def test_refused_once_joined_to_a_known_person(people, signal):
    """2.1: a known person is corrected where they are known. Line: joined_to_nobody_known."""
    claire = people["claire"]
    _signal, known = earlier(people, 30, given_name="Yanis", family_name="Belcourt")
    name(signal, claire, given_name="Yannis", family_name="Belcour")
    answer(signal, claire, known)
    assert refused(signal, claire, expected=2, given_name="Autre") == [
        "This person was joined to somebody who is known already."
    ]


def test_a_known_person_is_not_shown_by_the_form(people, signal, sign_in):
    """2.5: once joined, or in a case, the form holds no name. Line: ``standing`` in initial."""
    claire = people["claire"]
    _signal, known = earlier(people, 30, given_name="Yanis", family_name="Belcourt")
    name(signal, claire, given_name="Yannis", family_name="Belcour")
    answer(signal, claire, known)
    assert 'value="Belcour' not in text_of(sign_in(claire).get(correcting(signal)))
    opened = taken(people)
    case_on(opened, people, family="Delmas")
    assert 'value="Delmas' not in text_of(sign_in(claire).get(correcting(opened)))


def correcting(signal) -> str:
    row = fresh(signal).row
    return reverse("intake:correct_named", args=[signal.pk, row.pk])


def test_a_colleague_wrote_meanwhile(people, signal):
    """I1. Line: ``expected != person.version`` in correct_named."""
    claire = people["claire"]
    name(signal, claire, given_name="Yanis")
    name(signal, claire, expected=1, given_name="Yannis")
    before = snapshot()
    with pytest.raises(Conflict) as conflict:
        name(signal, claire, expected=1, given_name="Yann")
    assert conflict.value.current.given_name == "Yannis"
    assert snapshot() == before


@pytest.mark.parametrize(
    ("who", "status"),
    [("ines", 403), ("sophie", 404), ("marc", 404), ("samuel", 404), ("hugo", 404)],
)
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: matching is a signal coordinator's. Line: MATCH_PERSONS' holders."""
    before = snapshot()
    url = signal_url("name_person", signal)
    assert sign_in(people[who]).get(url).status_code == status
    assert sign_in(people[who]).post(url, {"given_name": "Y"}).status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with fails(journal, "record"):
        name(signal, people["claire"], given_name="Yanis")
    assert snapshot() == before


def test_through_the_page_twice_makes_one(people, signal, sign_in):
    """I2, X05: sent twice is written once; a bad date is said, the words stay as they are seen."""
    claire = sign_in(people["claire"])
    url = signal_url("name_person", signal)
    typed = {"role": "subject", "given_name": "Yanis \u202e🙂<b>"}
    typed = {"role": "subject", "given_name": "Yanis \u202e🙂<b>"}
    wrong = send(claire, url, **typed, birth_date="2099-02-29")
    assert wrong.status_code == 422
    assert "Yanis 🙂<b>" in text_of(wrong)
    fields = {"draft": token_of(wrong)} | typed
    first, second = claire.post(url, fields), claire.post(url, fields)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert first["Location"].startswith(signal_url("matches", signal))
    with bound(WORKER):
        assert Person.objects.get().given_name == "Yanis 🙂<b>"
