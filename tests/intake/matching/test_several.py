"""X10: several persons on one signal, each with their role, matches, outcome and file.

The story is of a family of four; the others take one rule each.
"""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import journal
from casework.models import Case, Conference, Deconfliction, JournalEntry, Person
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from intake.first_analysis import sheet
from intake.first_analysis.decisions import triage
from intake.matching import about, search
from intake.matching import decisions as matching
from intake.matching import rules as matching_rules
from intake.matching.priors import priors
from intake.models import MatchAnswer, NamedPerson, Outcome, Signal
from intake.opening import decisions as opening
from intake.outcomes.decisions import joining, outcome
from tests import worlds
from tests.browsing import snapshot
from tests.intake.matching.scenes import (
    DIFFERENT,
    NOTHING,
    SAME,
    earlier,
    fresh,
    sentences_of,
    taken,
)
from tests.people import (
    acting,
    analysed,
    at_the_conference,
    conference_on,
    open_case,
    table_of,
    team_of,
    to_the_conference,
)

GROUNDS = "Isolement, et un projet de départ : plusieurs services sont utiles."
FATHER = {"given_name": "Gontran", "family_name": "Wickert", "age_text": "41 ans"}
MOTHER = {"given_name": "Odette", "family_name": "Zeller", "age_text": "38 ans"}
DAUGHTER = {"given_name": "Zélie", "family_name": "Wickertova", "age_text": "9 ans"}
SON = {"given_name": "Joachim", "family_name": "Beaulac", "age_text": "6 ans"}


def add(signal: Signal, by, role="subject", **names) -> NamedPerson:
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        return matching.name_person(read, by=by, changes=NOTHING | names | {"role": role})


def row_of(named: NamedPerson) -> NamedPerson:
    """That named person as they stand by now, the signal with them."""
    with bound(WORKER):
        people = ("person", "outcome", "signal", "file")
        return NamedPerson.objects.select_related(*people).get(pk=named.pk)


def answered(named: NamedPerson, by, candidate: Person, said=SAME, expected=0) -> None:
    with acting(by):
        read = row_of(named)
        matching.answer_match(
            matching.answer_on(read, candidate.pk), by=by, expected=expected, answer=said
        )


def refused(call) -> list[str]:
    before = snapshot()
    with override("en"), pytest.raises(Refused) as refusal:
        call()
    assert snapshot() == before
    return sentences_of(refusal)


def tomorrow(people) -> Signal:
    """A call of the next day."""
    with clock.at(clock.now() + timedelta(days=1)):
        return taken(people)


@worlds.standing
def family(people):
    """A call of today about four persons; the father and the mother are concerned."""
    signal, claire = taken(people, about="une famille"), people["claire"]
    add(signal, claire, **FATHER)
    add(signal, claire, **MOTHER)
    add(signal, claire, "victim", **DAUGHTER)
    add(signal, claire, "victim", **SON)
    return fresh(signal)


def on(signal: Signal) -> dict[str, NamedPerson]:
    """Given name -> who is named so on the signal."""
    with bound(WORKER):
        rows = NamedPerson.objects.filter(signal=signal).select_related("person")
        return {row.person.given_name: row for row in rows}


def test_a_family_of_four_in_one_signal(people, everything):
    """X10, 2.8, S78: the second name overwrote the first; nobody else was searched or carried.

    The father was reported before, the mother has a file, the daughter gets one, the son none.
    """
    claire = people["claire"]
    _old, known_father = earlier(people, 60, **FATHER)
    mothers = open_case(people, given="Odette", family="Zeller")
    signal = taken(people, about="une famille")
    father, mother = add(signal, claire, **FATHER), add(signal, claire, **MOTHER)
    daughter = add(signal, claire, "victim", **DAUGHTER)
    son = add(signal, claire, "victim", **SON)
    assert {row.person.full_name for row in on(signal).values()} == {
        "Gontran Wickert", "Odette Zeller", "Zélie Wickertova", "Joachim Beaulac",
    }  # fmt: skip
    # each is searched apart, and only the persons concerned hold an outcome up
    with acting(claire):
        read = Signal.objects.get(pk=signal.pk)
        assert search.unanswered(read) == {father.pk: 1, mother.pk: 1}
        assert len(list(matching_rules.is_said_about_whom(read, claire))) == 1
    answered(father, claire, known_father)
    answered(mother, claire, mothers.subject)
    analysed(signal, claire)
    # who has a file is joined to it, the others go on
    assert refused(lambda: to_the_conference(signal, claire)) == [
        "There is a file on O. Z. already: no second one is opened."
    ]
    with acting(claire):
        joined = joining.join_to_case(fresh(signal), by=claire, reason="Elle a un dossier ici.")
    assert (joined.into_case, joined.about, fresh(signal).state) == (
        mothers, [mother.pk], "in_triage",
    )  # fmt: skip
    # the children are persons concerned after all
    for row in (daughter, son):
        with acting(claire):
            read, person = row_of(row), row_of(row).person
            said = {name: getattr(person, name) for name in NOTHING} | {"role": "subject"}
            matching.correct_named(read, by=claire, expected=person.version, changes=said)
    to_the_conference(signal, claire)
    assert fresh(signal).state == "to_conference"
    conference_on(signal, claire, table_of(people))
    # each has their own file, one after the other
    with acting(claire):
        first = _open(people, signal, father)
        assert row_of(father).file == first
        second = _open(people, signal, daughter)
        opening.leave_without_file(row_of(son), by=claire, reason="Suivi par l’ASE, sans danger.")
    assert (first.subject, second.subject) == (father.person, daughter.person)
    assert (row_of(son).file, row_of(son).left_by) == (None, claire)
    assert [(one.state, one.case) for one in [fresh(signal)]] == [("to_conference", first)]
    with acting(claire):
        assert sheet.of(fresh(signal)).to_open == []
        assert not opening.open_case.is_its_moment(fresh(signal), claire)
    # the file of the mother is hers alone
    assert row_of(mother).outcome == joined
    assert set(Case.objects.filter(named__signal=signal)) == {first, second}


def _open(people, signal: Signal, named: NamedPerson) -> Case:
    return opening.open_case(
        Signal.objects.get(pk=signal.pk), by=people["claire"], reason=GROUNDS,
        team_named=team_of(people), named=row_of(named),
    )  # fmt: skip


@worlds.standing
def examined(people, family):
    """The family at the conference; the father and the mother wait for what it decides."""
    return at_the_conference(family, people)


def test_nothing_of_one_file_passes_to_another(people, examined, everything):
    """X10: what was written of all stays with the desk. Lines: ``_OF_ALL`` in _carry; ``alone``."""
    father, mother = (on(examined)[name] for name in ("Gontran", "Odette"))
    with acting(people["claire"]):
        case = _open(people, examined, father)
    (carried,) = Conference.objects.filter(case=case)
    (original,) = Conference.objects.filter(signal=examined)
    assert original.case is None
    assert (carried.radicalised, carried.useful) == (original.radicalised, original.useful)
    assert {carried.radicalised_grounds, carried.useful_grounds} == {GROUNDS}
    assert carried.statement == ""
    assert carried.seats.count() == original.seats.count() > 0
    (asked,) = Deconfliction.objects.filter(case=case)
    assert (asked.grounds, asked.signal) == (GROUNDS, None)
    with acting(people["hugo"]) as hugo:
        assert not Person.objects.visible_to(hugo).filter(pk=mother.person_id).exists()
        assert not NamedPerson.objects.visible_to(hugo).exists()


def test_it_is_said_on_whom(people, examined):
    """X10. Lines: ``one_is_chosen`` in open_case; who is no more to be opened is nobody's."""
    claire = people["claire"]
    with acting(claire):
        assert refused(
            lambda: opening.open_case(
                Signal.objects.get(pk=examined.pk),
                by=claire,
                reason=GROUNDS,
                team_named=team_of(people),
            )
        ) == ["Several persons wait for what the conference decides; nobody is chosen yet."]
        with pytest.raises(NamedPerson.DoesNotExist):
            _open(people, examined, on(examined)["Zélie"])


def test_no_file_needs_its_grounds_and_its_moment(people, examined):
    """2.3. Lines: ``says_why_no_file``; ``waits_for_a_file``; ``left_at`` of ``to_open``."""
    claire, mother = people["claire"], on(examined)["Odette"]
    with acting(claire):

        def leave(row, reason):
            return lambda: opening.leave_without_file(row_of(row), by=claire, reason=reason)

        assert refused(leave(mother, " ")) == ["Write why no file is opened on this person."]
        opening.leave_without_file(row_of(mother), by=claire, reason="Elle est témoin.")
        assert len(refused(leave(mother, "Encore."))) == 1
        assert len(refused(leave(on(examined)["Zélie"], "Enfant."))) == 1


def test_no_file_is_the_deciders(people, examined, sign_in):
    """Rulings 2: DE alone. Line: OPEN_CASE of leave_without_file."""
    before, mother = snapshot(), on(examined)["Odette"]
    url = f"/signals/{examined.pk}/who/{mother.pk}/no-file/"
    for who, status in (("ines", 403), ("marc", 404), ("hugo", 404)):
        assert sign_in(people[who]).post(url, {"reason": "Non."}).status_code == status
    assert snapshot() == before


def test_no_file_all_or_nothing(people, examined, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before, mother = snapshot(), on(examined)["Odette"]
    with fails(journal, "record"), acting(people["claire"]) as claire:
        opening.leave_without_file(row_of(mother), by=claire, reason="Elle est témoin.")
    assert snapshot() == before


# --- names -----------------------------------------------------------------------------------
def test_a_second_name_overwrites_nobody(people, family, everything):
    """X10. Line: ``NamedPerson(…)`` in name_person: a row of its own; nobody twice by one name."""
    claire = people["claire"]
    assert sorted(on(family)) == ["Gontran", "Joachim", "Odette", "Zélie"]
    events = JournalEntry.objects.filter(event__startswith="signal.name").order_by("at")
    assert [entry.facts["role"] for entry in events] == ["subject", "victim", "victim"]
    assert refused(lambda: add(family, claire, **FATHER)) == [
        "Somebody of this name is named on this signal already."
    ]


def test_a_name_typed_in_error_is_taken_back(people, family, everything):
    """2.3, X10: with a reason; it counts nowhere and stays in the history."""
    claire, mother = people["claire"], on(family)["Odette"]
    _old, known = earlier(people, 30, **MOTHER)
    with acting(claire):
        assert search.unanswered(fresh(family)) == {mother.pk: 1}
        assert refused(lambda: matching.take_name_back(row_of(mother), by=claire, reason="")) == [
            "Write why this name was an error."
        ]
        matching.take_name_back(row_of(mother), by=claire, reason="La voisine, pas la mère.")
        assert search.unanswered(fresh(family)) == {}
        assert [row.person.given_name for row in sheet.of(fresh(family)).subjects] == ["Gontran"]
        assert len(sheet.of(fresh(family)).ever_named) == 4
        assert len(refused(lambda: _again(people, mother))) == 1
    row = row_of(mother)
    assert (row.taken_back_by, row.taken_back_because) == (claire, "La voisine, pas la mère.")
    assert [past.version for past in row.history.order_by("version")] == [1, 2]
    assert JournalEntry.objects.get(event="signal.name_taken_back").reason == row.taken_back_because
    # nobody else is found by it either
    other = taken(people)
    again = add(other, claire, **MOTHER)
    with acting(claire):
        found = search.look(row_of(again), by=claire)
    assert [candidate.pk for candidate in found.candidates] == [known.pk]


def _again(people, named):
    matching.take_name_back(row_of(named), by=people["claire"], reason="Encore.")


def test_taking_back_is_the_coordinators(people, family, sign_in, fails):
    """Rulings 2, I5: a receiver does not; all or nothing."""
    before, mother = snapshot(), on(family)["Odette"]
    url = f"/signals/{family.pk}/who/{mother.pk}/take-back/"
    for who, status in (("ines", 403), ("marc", 404), ("hugo", 404)):
        assert sign_in(people[who]).post(url, {"reason": "Non."}).status_code == status
    with fails(journal, "record"), acting(people["claire"]):
        _again(people, mother)
    assert snapshot() == before


def test_names_come_and_go_after_the_end_too(people, family, everything):
    """X03, X10: the outcome is about whom it was decided, and who is named later comes under it."""
    claire = people["claire"]
    analysed(family, claire)
    with acting(claire):
        decided = _oriented(family, claire)
    assert fresh(family).state == "oriented"
    late = add(family, claire, given_name="Anselme", family_name="Quintard")
    assert (row_of(late).outcome, fresh(family).state) == (decided, "oriented")
    _again(people, late)
    assert (row_of(late).outcome, fresh(family).state) == (None, "oriented")


def _oriented(signal: Signal, by, whom=None) -> Outcome:
    return outcome.orient(
        Signal.objects.get(pk=signal.pk), by=by, reason="Le CMP les reçoit.", service="CMP",
        accepted_by="Dr Sadi", accepted_on=fresh(signal).received_at.date(), whom=whom,
    )  # fmt: skip


def test_a_colleague_corrected_meanwhile(people, family):
    """I1. Line: ``expected != person.version`` in correct_named."""
    claire, mother = people["claire"], on(family)["Odette"]
    with acting(claire), pytest.raises(Conflict):
        matching.correct_named(row_of(mother), by=claire, expected=7, changes=NOTHING | SON)


def test_twenty_names_and_no_more(people, family, monkeypatch):
    """X41: a signal is no list to look up. Line: MOST_NAMED in not_a_crowd."""
    monkeypatch.setattr(matching_rules, "MOST_NAMED", 4)
    assert refused(lambda: add(family, people["claire"], given_name="Anselme")) == [
        "4 persons are named on this signal: no more."
    ]


# --- outcomes --------------------------------------------------------------------------------
def test_an_outcome_says_about_whom_where_they_differ(people, family, everything):
    """X10, 2.8. Lines: ``chosen``; ``follow``: the signal has its outcome once each has one."""
    claire, father, mother = people["claire"], on(family)["Gontran"], on(family)["Odette"]
    analysed(family, claire)
    with acting(claire):
        assert refused(lambda: _oriented(family, claire, whom=[])) == [
            "Nobody is chosen about whom this is decided."
        ]
        first = _oriented(family, claire, whom=[mother.pk])
        assert (first.apart, first.about) == (True, [mother.pk])
        assert (fresh(family).state, row_of(father).outcome) == ("in_triage", None)
        with clock.at(clock.now() + timedelta(hours=1)):
            second = outcome.hand_to_security(
                fresh(family), by=claire, reason="Une menace.", service="Police", note="Au 17."
            )
    children = {on(family)[name].pk for name in ("Zélie", "Joachim")}
    assert set(second.about) == {father.pk, *children}
    assert (row_of(mother).outcome, row_of(father).outcome) == (first, second)
    assert fresh(family).state == "handed_to_security"
    # each counts as what it was for that person
    late = tomorrow(people)
    with acting(claire):
        for row, kind in ((father, "handed_to_security"), (mother, "oriented")):
            found = priors(row.person, late, by=claire)
            assert [one.pk for one in found.counted] == [family.pk]
            assert row_of(row).outcome.kind == kind
        outcome.undo_outcome(second, by=claire)
    assert (fresh(family).state, row_of(father).outcome) == ("in_triage", None)
    assert row_of(mother).outcome == first


def test_my_work_of_a_second_reader_knows_about_whom(people, family, sign_in, everything):
    """X10: the page that asks together reads keys. Line: ``lambda values`` in statement._kind."""
    claire, ines = people["claire"], people["ines"]
    analysed(family, claire)
    with acting(claire):
        proposed = outcome.no_action(fresh(family), by=claire, reason="Rien.", second=ines)
    assert len(proposed.about) == 4
    page = sign_in(ines).get("/")
    assert page.status_code == 200
    assert family.reference in page.content.decode()


def test_a_conference_goes_before_what_was_decided_of_others(people, family, everything):
    """X10. Line: ``_weight``: the signal waits for the conference whichever came last."""
    claire, father = people["claire"], on(family)["Gontran"]
    analysed(family, claire)
    with acting(claire):
        outcome.take_to_conference(fresh(family), by=claire, reason=GROUNDS, whom=[father.pk])
        assert fresh(family).state == "in_triage"
        _oriented(family, claire)
        assert fresh(family).state == "to_conference"
        assert [row.pk for row in sheet.of(fresh(family)).to_open] == [father.pk]


def test_two_coordinators_where_any_of_them_was_reported_before(people, everything):
    """2.1, X10. Line: ``subjects`` in sheet.priors: the second of two is looked at too."""
    claire = people["claire"]
    old, known = earlier(people, 60, **MOTHER)
    analysed(old, claire)
    with acting(claire):
        _oriented(old, claire)
    family = taken(people)
    add(family, claire, **FATHER)
    mother = add(family, claire, **MOTHER)
    answered(mother, claire, known)
    analysed(family, claire)
    with acting(claire):
        assert {one.signal for one in sheet.priors(fresh(family))} == {old}
        propose = {"by": claire, "reason": "Rien.", "second": people["ines"]}
        assert refused(lambda: outcome.no_action(fresh(family), **propose)) == [
            "Two signal coordinators decide this together."
        ]


def test_who_is_no_subject_is_no_prior(people, family, everything):
    """2.8. Line: ``role=SUBJECT`` in both: what was decided was not about a child named beside."""
    claire, daughter = people["claire"], on(family)["Zélie"]
    analysed(family, claire)
    with acting(claire):
        _oriented(family, claire)
    late = tomorrow(people)
    with acting(claire):
        assert priors(daughter.person, late, by=claire).counted == []
    again = add(late, claire, **DAUGHTER)
    answered(again, claire, daughter.person)
    with acting(claire):
        assert list(sheet.priors(fresh(late))) == []


def test_taken_off_one_is_taken_off_alone(people, family, everything):
    """S86, X10. Lines: ``release``; ``_replace_what_stands``: the others keep what they have."""
    claire, mother, father = people["claire"], on(family)["Odette"], on(family)["Gontran"]
    case = open_case(people, given="Odette", family="Zeller")
    answered(mother, claire, case.subject)
    analysed(family, claire)
    with acting(claire):
        oriented = _oriented(family, claire)
        joined = joining.join_to_case(fresh(family), by=claire, reason="Elle a un dossier.")
        assert (row_of(father).outcome, row_of(mother).outcome) == (oriented, joined)
        assert fresh(family).state in ("oriented", "joined_to_case")
        joining.take_off_case(joined, by=claire, reason="Une homonyme.")
    assert (row_of(father).outcome, row_of(mother).outcome) == (oriented, None)
    assert fresh(family).state == "in_triage"


def test_two_who_are_named_here_are_not_one(people, family, everything):
    """X10, X04. Line: ``nobody_else_here``."""
    claire, father, mother = people["claire"], on(family)["Gontran"], on(family)["Odette"]
    _old, known = earlier(people, 60, given_name="Gontran Odette", family_name="Wickert Zeller")
    answered(father, claire, known)
    with acting(claire):
        row = matching.answer_on(row_of(mother), known.pk)
        said = refused(lambda: matching.answer_match(row, by=claire, expected=0, answer=SAME))
    assert "Somebody else who is named on this signal was said to be that person." in said
    answered(mother, claire, known, DIFFERENT)
    assert MatchAnswer.objects.filter(candidate=known).count() == 2


# --- minors ----------------------------------------------------------------------------------
def test_each_is_a_minor_or_not_by_themselves(people, family, everything):
    """S35, X10. Lines: ``is_alone``; ``_said_adult_on``: the check of the signal is nobody's."""
    claire, rows = people["claire"], on(family)
    analysed(family, claire)
    said = {"by": claire, "expected": 0, "minor": "no", "minor_basis": "Ils travaillent."}
    with acting(claire):
        assert len(refused(lambda: triage.answer_minor(fresh(family), **said))) == 1
        said |= {"expected": 1}
        triage.answer_minor_of(row_of(rows["Gontran"]), **said)
        with pytest.raises(Conflict):
            triage.answer_minor_of(row_of(rows["Gontran"]), **said)
        assert refused(
            lambda: triage.answer_minor_of(row_of(rows["Odette"]), **said | {"minor_basis": " "})
        ) == ["Nothing is written yet."]
        to_the_conference(family, claire)
        conference_on(family, claire, table_of(people))
        for name in ("Gontran", "Odette"):
            _open(people, family, rows[name])
    assert row_of(rows["Gontran"]).person.adult_said_on is not None
    assert row_of(rows["Odette"]).person.adult_said_on is None


def test_the_check_of_a_minor_is_the_coordinators(people, family, sign_in, fails):
    """Rulings 2, I5. Line: ANALYSE_SIGNAL of answer_minor_of."""
    before, mother = snapshot(), on(family)["Odette"]
    url = f"/signals/{family.pk}/who/{mother.pk}/minor/"
    typed = {"minor": "no", "minor_basis": "38 ans."}
    for who, status in (("ines", 403), ("marc", 404), ("hugo", 404)):
        assert sign_in(people[who]).post(url, typed).status_code == status
    with fails(journal, "record"), acting(people["claire"]) as claire:
        triage.answer_minor_of(row_of(mother), by=claire, expected=1, **typed)
    assert snapshot() == before


# --- the state of the signal follows ---------------------------------------------------------
KINDS = ("oriented", "no_action", "handed_to_security", "to_conference", "need_more")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*KINDS, ""]), min_size=1, max_size=5))
def test_the_state_follows_the_outcomes_of_all(kinds):
    """X10: an outcome of the signal where each subject has one; what waits goes before the rest."""
    signal, saved = Signal(state="in_triage"), []
    rows = [
        NamedPerson(
            role="subject", outcome=Outcome(kind=kind, in_force_at=number) if kind else None
        )
        for number, kind in enumerate(kinds)
    ]
    with (
        patch.object(about, "_named", lambda _signal: rows),
        patch.object(Signal, "save_changes", lambda self, **_more: saved.append(1)),
    ):
        about.follow(signal)
    if "" in kinds:
        assert (signal.state, saved) == ("in_triage", [])
    else:
        waits = [kind for kind in ("need_more", "to_conference") if kind in kinds]
        assert signal.state == (waits or [kinds[-1]])[0]


def test_what_is_in_a_file_is_answered_there(people, family, everything):
    """X24, S35: an answer on the signal would reach neither the team nor what it asks for a child.

    Lines: ``age_is_not_the_files`` and ``age_is_not_its_files``; their place in ``when``.
    """
    claire, rows = people["claire"], on(family)
    analysed(family, claire)
    said = {"by": claire, "minor": "no", "minor_basis": "Il travaille."}
    with acting(claire):
        to_the_conference(family, claire)
        conference_on(family, claire, table_of(people))
        _open(people, family, rows["Gontran"])
        row = Signal.objects.get(pk=family.pk)
        row.state = "in_triage"  # its first analysis goes on for the other
        row.save_changes()
        found = refused(lambda: triage.answer_minor_of(row_of(rows["Gontran"]), expected=1, **said))
        assert found == ["There is a file on this person; whether they are a minor is kept there."]
        triage.answer_minor_of(row_of(rows["Odette"]), expected=1, **said)
        for name in rows.keys() - {"Gontran"}:
            matching.take_name_back(row_of(rows[name]), by=claire, reason="Une erreur.")
        alone = fresh(family)
        found = refused(lambda: triage.answer_minor(alone, expected=0, **said))
        assert "There is a file on this person; whether they are a minor is kept there." in found
