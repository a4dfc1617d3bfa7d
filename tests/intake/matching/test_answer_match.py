"""answer_match: a person says whether it is the same person; nothing merges by itself (2.1)."""

import pytest
from django.utils.translation import override

from casework import journal, one_file
from casework.models import JournalEntry, ReadingLog
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from intake.matching.acts import AnswerMatch
from intake.matching.search import look
from intake.models import MatchAnswer
from intake.signals.named import first_of
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.intake.matching.scenes import (
    DIFFERENT,
    SAME,
    answer,
    earlier,
    fresh,
    name,
    sentences_of,
    taken,
)
from tests.people import acting, case_on

YANIS = {"given_name": "Yanis", "family_name": "Belcourt"}
TYPED = {"given_name": "Yannis", "family_name": "Belcour"}


@worlds.standing
def known(people):
    """A person of an earlier signal."""
    return earlier(people, 90, **YANIS)[1]


@worlds.standing
def signal(people, known):
    """A new signal, its person named with another spelling."""
    signal = taken(people)
    name(signal, people["claire"], **TYPED)
    return fresh(signal)


def two_coordinators(people):
    """Hugo coordinates signals too."""
    from agencies.models import Duty

    Duty.objects.create(user=people["hugo"], kind="signal_coordinator", since="2020-01-01")
    people["hugo"] = type(people["hugo"]).objects.get(pk=people["hugo"].pk)
    return people["hugo"]


def test_the_same_joins_and_another_answer_puts_back_exactly(people, signal, known, everything):
    """2.1, X04. Line: ``sets.relink``; histories, journal without names, the signal's row kept."""
    claire, own = people["claire"], signal.person
    answer(signal, claire, known, reason="Même rue, même âge.")
    assert (fresh(signal).person, one_file.same_as(own.pk)) == (own, {own.pk, known.pk})
    row = MatchAnswer.objects.get()
    assert (row.answer, row.own, row.decided_by, row.version) == (SAME, own, claire, 1)
    answer(signal, claire, known, DIFFERENT, expected=1, reason="Deux cousins.")
    row.refresh_from_db()
    assert (fresh(signal).person, one_file.same_as(own.pk)) == (own, {own.pk})
    assert (own.full_name, row.answer, row.own, row.version) == (
        "Yannis Belcour", DIFFERENT, None, 2
    )  # fmt: skip
    assert [h.answer for h in row.history.order_by("version")] == [SAME, DIFFERENT]
    assert own.history.count() == 1  # who they are did not change
    events = JournalEntry.objects.filter(event__startswith="signal.match").order_by("event")
    assert [(e.event, e.facts, e.reason) for e in events] == [
        ("signal.match_answered", {"answer": "same"}, "Même rue, même âge."),
        ("signal.match_taken_back", {"answer": "different"}, "Deux cousins."),
    ]
    with override("en"):
        assert journal.sentence(events[0]) == "looked at a possible match: The same person"


def test_another_person_changes_nothing_but_the_answer(people, signal, known, everything):
    """2.1: nothing merges by itself. Line: ``_moves``."""
    answer(signal, people["claire"], known, DIFFERENT)
    assert fresh(signal).person == signal.person
    assert one_file.same_as(known.pk) == {known.pk}


def refused(signal, by, candidate, said=SAME, **more) -> list[str]:
    before = snapshot()
    with override("en"), pytest.raises(Refused) as refusal:
        answer(signal, by, candidate, said, **more)
    assert snapshot() == before
    return sentences_of(refusal)


def test_refused_once_a_case_is_open(people, signal, known):
    """S78. Line: ``rules.may_be_looked_for`` of answer_match."""
    case_on(signal, people)
    assert refused(signal, people["claire"], known) == [
        "A case was opened on this person; who it is about is kept there."
    ]


def test_who_is_no_possible_match_is_refused(people, signal):
    """2.5: a key that somebody typed is not a candidate. Line: ``_is_possible``."""
    stranger = earlier(people, 5, given_name="Karim", family_name="Haddad")[1]
    assert refused(signal, people["claire"], stranger) == [
        "This person is not among the possible matches any more."
    ]


def test_taking_back_says_why(people, signal, known):
    """2.3. Line: ``rules.says_why``."""
    answer(signal, people["claire"], known)
    assert refused(signal, people["claire"], known, DIFFERENT, expected=1) == [
        "Write why the signal is no longer joined to this person."
    ]


def test_taken_back_by_two_once_others_have_read(people, signal, known, everything):
    """Rulings 2: un-merge by two. Line: ``rules.taken_back_by_two``; a second coordinator may."""
    claire, hugo = people["claire"], two_coordinators(people)
    answer(signal, claire, known)
    ReadingLog.objects.create(
        at=fresh(signal).received_at.replace(year=2027), reader=people["luc"],
        reference=signal.reference, signal_id=signal.pk, route="intake:page",
    )  # fmt: skip
    again = {"expected": 1, "reason": "Deux cousins."}
    assert refused(signal, claire, known, DIFFERENT, **again) == [
        "Somebody else has read this signal since you answered."
    ]
    answer(signal, hugo, known, DIFFERENT, **again)
    assert fresh(signal).person == signal.person


def test_a_colleague_answered_meanwhile(people, signal, known):
    """I1. Line: ``expected != ...`` in answer_match: twice at once, one wins."""
    answer(signal, people["claire"], known, DIFFERENT)
    before = snapshot()
    with pytest.raises(Conflict):
        answer(signal, people["claire"], known)
    assert snapshot() == before


def url_of(signal, candidate) -> str:
    return f"/signals/{signal.pk}/who/{fresh(signal).row.pk}/matches/{candidate.pk}/"


@pytest.mark.parametrize(
    ("who", "status"), [("ines", 403), ("marc", 404), ("samuel", 404), ("hugo", 404)]
)
def test_the_wrong_person(people, signal, known, sign_in, who, status):
    """Rulings 2. Line: MATCH_PERSONS' holders."""
    before = snapshot()
    url = url_of(signal, known)
    assert sign_in(people[who]).get(url).status_code == status
    assert sign_in(people[who]).post(url, {"answer": SAME}).status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, known, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with fails(journal, "record"):
        answer(signal, people["claire"], known)
    assert snapshot() == before


def test_through_the_page(people, signal, known, sign_in):
    """The page compares; an unknown candidate is a 404; before and after, the same words."""
    claire = sign_in(people["claire"])
    url = url_of(signal, known)
    page = text_of(claire.get(url))
    assert "Written there: Yanis Belcourt" in page
    assert "The name sounds alike" in page
    stranger = earlier(people, 5, given_name="Karim", family_name="Haddad")[1]
    assert claire.get(url_of(signal, stranger)).status_code == 404
    assert send(claire, url, answer="maybe").status_code == 422
    done = send(claire, url, answer=SAME, reason="\u202e🙂<b>")
    assert (done.status_code, done["Location"]) == (302, f"/signals/{signal.pk}/matches/")
    with bound(WORKER):
        assert known.pk in one_file.same_as(fresh(signal).person_id)
    kept = send(claire, url, answer=DIFFERENT)
    assert kept.status_code == 409
    assert "Write why the signal is no longer joined to this person." in text_of(kept)


def test_what_stands_in_the_way_stands_before_the_button(people, signal, known, sign_in):
    """S78: the state's sentence, and no candidate is shown. Line: ``before_answering``."""
    case_on(signal, people)
    page = sign_in(people["claire"]).get(url_of(signal, known))
    assert page.status_code == 200
    assert "A case was opened on this person; who it is about is kept there." in text_of(page)
    assert "Belcourt" not in text_of(page)


def test_a_reading_of_ones_own_is_no_other_reader(people, signal, known, sign_in):
    """Line: ``exclude(reader_id=...)`` in read_by_others: looking again does not bind one."""
    claire = people["claire"]
    answer(signal, claire, known)
    assert sign_in(claire).get(f"/signals/{signal.pk}/").status_code == 200
    answer(signal, claire, known, DIFFERENT, expected=1, reason="Deux cousins.")
    with acting(claire):
        assert fresh(signal).person == signal.person


def test_what_others_built_on_locks_the_button_of_whoever_answered(people, signal, known):
    """Rulings 2. Line: ``rules.taken_back_by_two`` of answer_match, asked of the answer itself."""
    claire = people["claire"]
    answer(signal, claire, known)
    with acting(claire):
        (candidate,) = look(first_of(fresh(signal)), by=claire).candidates
        assert AnswerMatch.button_for(claire, candidate).obstacles == ()
    with bound(WORKER):
        ReadingLog.objects.create(
            at=fresh(signal).received_at.replace(year=2027), reader=people["luc"],
            reference=signal.reference, signal_id=signal.pk, route="intake:page",
        )  # fmt: skip
    with acting(claire):
        (said,) = AnswerMatch.button_for(claire, candidate).obstacles
        assert said.row == "2.1"
    with acting(two_coordinators(people)) as other:
        assert AnswerMatch.button_for(other, candidate).obstacles == ()
    assert refused(signal, claire, known, SAME, expected=1) == [
        "Somebody else has read this signal since you answered."
    ]
