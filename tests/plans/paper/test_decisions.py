"""Each step of taking over a file: works, refused, refused to others, all or nothing (X14)."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist

from casework.models import Case, Deconfliction, JournalEntry, Person
from common import drafts
from common.models import Draft
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from operations.departures import held
from plans.models import CheckpointMeeting, PaperFile
from plans.paper import decisions, writing
from tests import people as town
from tests.browsing import snapshot
from tests.plans.paper import scenes


def told(kind: str) -> list[str]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind=kind)
        return sorted(rows.values_list("recipient__full_name", flat=True))


def fresh(paper: PaperFile) -> PaperFile:
    with bound(WORKER):
        return PaperFile.objects.get(pk=paper.pk)


def sentences(refused) -> str:
    return " ".join(f"{one.sentence} {one.todo}" for one in refused.value.obstacles)


# --- opening --------------------------------------------------------------------------------
def test_the_decider_opens_and_tells_who_types(paper, who, db):
    """X14. It is no case, has no person, and Claire is told by a reference that says nothing."""
    assert told("paper_to_type") == ["Claire Morvan"]
    with bound(WORKER):
        assert not Case.objects.exists()
        assert not Person.objects.exists()
        assert Notice.objects.get(kind="paper_to_type").reference == paper.reference
    assert paper.reference.startswith("P-")


@pytest.mark.parametrize("key", ["hugo", "paul", "ines", "samuel"])
def test_nobody_but_a_decider_opens(key, monday, who, db):
    """Rulings 7: the decider opens. Line: the right of ``open_paper``."""
    said = scenes.OPENING | {
        "types": who["claire"], "confirms": who["bruno"], "risk_owner": who["lea"]
    }  # fmt: skip
    with town.acting(who[key]) as user, pytest.raises(Refused):
        decisions.open_paper(by=user, **said)
    with bound(WORKER):
        assert not PaperFile.objects.exists()


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"given_name": "", "family_name": ""}, "S05"),
        ({"grounds": " "}, "2.3"),
        ({"paper_place": ""}, "X14"),
        ({"concern": ""}, "S34"),
        ({"concern_grounds": ""}, "S34"),
        ({"concern": "possible"}, "S34"),
        ({"concern": "imminent", "asked_of": "Police", "answer": "wait",
          "answered_on": date(2025, 1, 3)}, "S34"),
    ],
)  # fmt: skip
def test_what_is_missing_at_the_opening_is_refused(change, row, monday, who, db):
    """S05, S22, S34. Each by its sentence, and nothing is written."""
    with pytest.raises(Refused) as refused:
        scenes.opened(who, **change)
    assert row in {one.row for one in refused.value.obstacles}
    with bound(WORKER):
        assert not PaperFile.objects.exists()


def test_a_danger_that_was_answered_opens_and_stands_on_the_case(monday, who, db):
    """S34: the answer of the competent service comes along, with its day."""
    paper = scenes.opened(
        who, concern="possible", asked_of="Renseignement territorial", answer="with_limits",
        answered_on=date(2025, 1, 3), wording="Rien sur le lieu.",
    )  # fmt: skip
    case = scenes.confirmed(who, scenes.handed(who, paper))
    with bound(WORKER):
        row = Deconfliction.objects.get(case=case)
    assert (row.concern, row.answer, row.wording) == (
        "possible",
        "with_limits",
        "Rien sur le lieu.",
    )
    assert row.answered_at.date() == date(2025, 1, 3)


@pytest.mark.parametrize("name", ["types", "confirms", "risk_owner"])
def test_nobody_names_themselves_and_four_people_take_part(name, monday, who, db):
    """X42. Line: ``three_people``."""
    for user in (who["thomas"], who["bruno"]):
        named = {"types": who["bruno"], "confirms": who["bruno"], "risk_owner": who["bruno"]}
        with pytest.raises(Refused):
            scenes.opened(who, **(named | {name: user}))


# --- one file a person ----------------------------------------------------------------------
def test_who_is_followed_already_is_named_with_whom_to_ask(monday, who, db):
    """X01, S78: of the same name and birth no second file; of a like name with a reason."""
    case = town.open_case(who, given="Idriss", family="Vauquelin")
    with pytest.raises(Refused) as refused:
        scenes.opened(who)
    assert "Claire Morvan" in sentences(refused)
    assert {one.strength for one in refused.value.obstacles} == {"reason"}
    paper = scenes.opened(who, reason="Né vingt ans avant, autre famille.")
    assert paper.others == [str(case.pk)]
    with bound(WORKER):
        person = Case.objects.get(pk=case.pk).subject
        person.birth_date = scenes.OPENING["birth_date"]
        person.save_changes()
    with pytest.raises(Refused) as refused:
        scenes.opened(who, reason="Je crois que c’est un autre.")
    assert {one.strength for one in refused.value.obstacles} == {"block"}


def test_a_file_that_came_meanwhile_is_asked_about_at_the_confirmation(handed, who, db):
    """X01. Line: ``opening_holds`` in ``confirm_paper``."""
    town.open_case(who, given="Idrisse", family="Vauquelin")
    with town.acting(who["hugo"]) as hugo:
        with pytest.raises(Refused) as refused:
            decisions.confirm_paper(fresh(handed), by=hugo, read=True)
        assert "Claire Morvan" in sentences(refused)
        decisions.confirm_paper(fresh(handed), by=hugo, read=True, reason="Un cousin.")


def test_the_second_of_two_papers_on_one_person_is_refused(handed, who, db):
    """X01: two deciders each open it; whoever is confirmed first is the file."""
    other = scenes.handed(who, scenes.opened(who))
    scenes.confirmed(who, handed)
    with town.acting(who["hugo"]) as hugo, pytest.raises(Refused) as refused:
        decisions.confirm_paper(fresh(other), by=hugo, read=True, reason="Vu.")
    assert "no second one is opened" in sentences(refused)


# --- typing and handing over ----------------------------------------------------------------
def test_it_is_saved_whole_or_not_by_whoever_types(paper, who, db):
    """Half a file is kept; nobody else types."""
    with town.acting(who["claire"]) as claire:
        decisions.type_paper(paper, by=claire, said={"goal_1_statement": "Il revient."})
    assert fresh(paper).typed == {"goal_1_statement": "Il revient."}
    for key in ("hugo", "thomas"):
        with town.acting(who[key]) as user, pytest.raises(Refused):
            decisions.type_paper(fresh(paper), by=user, said={})
    with town.acting(who["bruno"]) as user, pytest.raises(ObjectDoesNotExist):
        decisions.type_paper(fresh(paper), by=user, said={})


def test_two_windows_do_not_overwrite_each_other(paper, who, db):
    """I1: the second save carries the version that it was typed on."""
    with town.acting(who["claire"]) as claire:
        decisions.type_paper(paper, by=claire, expected=1, said={"reach": "Un."})
        with pytest.raises(Conflict):
            decisions.type_paper(paper, by=claire, expected=1, said={"reach": "Deux."})
    assert fresh(paper).typed == {"reach": "Un."}


FAULTS = [
    ({"process_on": None}, "Since when"),
    ({"partner_2_on": date(2024, 12, 31)}, "before the file was opened"),
    ({"partner_2_user": "bruno"}, "stands on the team twice"),
    ({"approved_on": None}, "approved is not written"),
    ({"approved_on": date(2025, 1, 5)}, "before the file was opened"),
    ({"goal_1_target": ""}, "Goal 1 is not whole"),
    ({"action_2_owner": None}, "Action 2 is not whole"),
    ({"action_2_owner": "odile"}, "is not on the team"),
    ({"action_1_ends_on": date(2026, 3, 1)}, "its last day is past"),
    ({"action_3_outcome": ""}, "Action 3 is over"),
    ({"action_3_ended_on": date(2025, 3, 1)}, "would end before it starts"),
    ({"action_1_goal": "4"}, "a goal that is not there"),
    ({"held_on": None}, "last checkpoint is not written"),
    ({"held_on": date(2025, 2, 1)}, "before the plan was approved"),
    ({"conclusion": ""}, "is not whole"),
    ({"effects": "some"}, "none is written down"),
    ({"none_held": True}, "one is written down"),
    ({"next_on": None}, "has no date"),
    ({"next_on": scenes.TODAY}, "lies ahead"),
]


@pytest.mark.parametrize(("change", "words"), FAULTS, ids=[words for _change, words in FAULTS])
def test_what_is_not_whole_is_not_handed_over(change, words, paper, who, db):
    """X14, S35, S46, S49, S50, S60, S64: each by its sentence."""
    change = {key: who.get(value, value) if isinstance(value, str) else value
              for key, value in change.items()}  # fmt: skip
    with pytest.raises(Refused) as refused:
        scenes.handed(who, paper, **change)
    assert words in sentences(refused)
    assert fresh(paper).handed_at is None


def test_a_child_needs_its_interest_and_child_protection(monday, who, db):
    """S35, H6: of a minor, and of somebody whose age nobody knows."""
    for more in ({"birth_date": date(2011, 5, 14)}, {"birth_date": None}):
        paper = scenes.opened(who, **more)
        with pytest.raises(Refused) as refused:
            scenes.handed(who, paper)
        assert sentences(refused).count("The person may be under 18") == 2
        scenes.handed(
            who, fresh(paper), best_interest="Rester au collège.",
            partner_3_user=who["karim"], partner_3_on=scenes.OPENED,
        )  # fmt: skip


def test_no_checkpoint_was_held_yet(paper, who, db):
    """The first one is planned then, and is reminded of as any other (S52)."""
    nothing = dict.fromkeys(("held_on", "conclusion", "grounds", "effects", "online"))
    nothing |= {"online_words": "", "none_held": True, "goal_1_rating": ""}
    case = scenes.confirmed(who, scenes.handed(who, paper, **nothing))
    with bound(WORKER):
        assert not CheckpointMeeting.objects.filter(case=case).exists()
        assert case.plans.get().checkpoints.get().due_on == scenes.NEXT


def test_a_change_is_handed_over_anew(handed, who, db):
    """The content coordinator confirms what was read. Line: ``handed_at = None``."""
    with town.acting(who["claire"]) as claire:
        decisions.type_paper(handed, by=claire, said=scenes.typed(who, reach="Autre chose."))
    with town.acting(who["hugo"]) as hugo, pytest.raises(Refused) as refused:
        decisions.confirm_paper(fresh(handed), by=hugo, read=True)
    assert "has not handed it over" in sentences(refused)


def test_the_opening_is_corrected_by_who_opened_it(handed, who, db):
    """And is then handed over anew; a fault is refused as at the opening."""
    changes = _opening(handed)
    with town.acting(who["thomas"]) as thomas:
        with pytest.raises(Refused):
            decisions.correct_opening(handed, by=thomas, changes=changes | {"grounds": ""})
        decisions.correct_opening(
            handed, by=thomas, changes=changes | {"opened_on": date(2025, 1, 3)}
        )
    assert (fresh(handed).opened_on, fresh(handed).handed_at) == (date(2025, 1, 3), None)
    with town.acting(who["claire"]) as claire, pytest.raises(Refused):
        decisions.correct_opening(fresh(handed), by=claire, changes=changes)


def _opening(paper: PaperFile) -> dict:
    return {name: getattr(paper, name) for name in (*decisions.OPENING, *decisions.PEOPLE)}


def test_the_decider_names_somebody_else_to_type(handed, who, db):
    """X18, X24: who types it has left, and it goes on with what was typed."""
    changes = _opening(handed)
    with town.acting(who["thomas"]) as thomas:
        with pytest.raises(Refused):  # who confirms does not type
            decisions.correct_opening(handed, by=thomas, changes=changes | {"types": who["hugo"]})
        decisions.correct_opening(
            fresh(handed), by=thomas, changes=changes | {"types": who["odile"]}
        )
    assert "Odile Perrin" in told("paper_to_type")
    with town.acting(who["claire"]) as claire, pytest.raises(ObjectDoesNotExist):
        decisions.type_paper(fresh(handed), by=claire, said={})
    with town.acting(who["odile"]) as odile:
        decisions.hand_over(fresh(handed), by=odile)


def test_who_leaves_is_seen_to_have_it_in_hand(handed, who, db):
    """X18: before the account is closed; by number, without a reference."""
    for key in ("thomas", "claire", "hugo", "paul"):
        words = [one.words for one in held.held_by(who[key])]
        assert "1 file from paper in hand" in words, key
    assert not held.held_by(who["odile"])


def test_it_is_given_back_with_words(handed, who, db):
    """Hugo says what is not right; Claire is told and reads it."""
    with town.acting(who["hugo"]) as hugo:
        with pytest.raises(Refused):
            decisions.give_back(handed, by=hugo, reason=" ")
        decisions.give_back(fresh(handed), by=hugo, reason="Le plan est du 17.")
        with pytest.raises(Refused):
            decisions.give_back(fresh(handed), by=hugo, reason="Encore.")
    assert fresh(handed).given_back_because == "Le plan est du 17."
    assert told("paper_given_back") == ["Claire Morvan"]


# --- confirming -----------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["claire", "thomas"])
def test_nobody_but_the_content_coordinator_confirms(key, handed, who, db):
    """Rulings 7. Line: ``whose`` of ``confirm_paper``."""
    with town.acting(who[key]) as user, pytest.raises(Refused):
        decisions.confirm_paper(handed, by=user, read=True)
    with bound(WORKER):
        assert not Case.objects.exists()


def test_it_is_confirmed_by_who_says_to_have_read_it(handed, who, db):
    with town.acting(who["hugo"]) as hugo, pytest.raises(Refused):
        decisions.confirm_paper(handed, by=hugo, read=False)


def test_it_is_confirmed_once(brought_in, handed, who, db):
    """Twice at once: the second finds the case."""
    with town.acting(who["hugo"]) as hugo, pytest.raises(Refused) as refused:
        decisions.confirm_paper(handed, by=hugo, read=True)
    assert brought_in.reference in sentences(refused)


def test_all_or_nothing(handed, who, db, monkeypatch):
    """A fault in the last line leaves the file from paper as it was."""
    before = snapshot()

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(writing.journal, "record", fails)
    with town.acting(who["hugo"]) as hugo, pytest.raises(RuntimeError):
        decisions.confirm_paper(handed, by=hugo, read=True)
    assert snapshot() == before


def test_the_team_is_told_and_reads_where_the_paper_lies(brought_in, who, db):
    """Everybody but who confirmed; the row keeps no word of the person any more."""
    assert told("team_joined") == [
        "Bruno Faure", "Claire Morvan", "Léa Fontaine", "Paul Rivoire",
    ]  # fmt: skip
    with town.acting(who["bruno"]) as bruno:
        paper = PaperFile.objects.visible_to(bruno).get(file=brought_in)
    assert paper.paper_place == scenes.PLACE
    assert (paper.typed, paper.grounds, paper.given_name) == ({}, "", "")
    with town.acting(who["thomas"]) as thomas:  # who opened it stands outside the team
        assert not PaperFile.objects.visible_to(thomas).exists()


# --- calling off ----------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["thomas", "claire", "hugo"])
def test_called_off_nothing_is_left(key, handed, who, db):
    """X14: row, drafts and history are gone; the others are told by the reference alone."""
    with town.acting(who["claire"]) as claire:
        token = drafts.read(drafts.mint(claire, "papers.type", handed.pk))
        half = drafts.as_querydict({"reach": ["Vauquelin, à finir"]})
        drafts.keep(token, half)
    with town.acting(who[key]) as user:
        with pytest.raises(Refused):
            decisions.call_off(handed, by=user, sure=False)
        decisions.call_off(fresh(handed), by=user, sure=True)
    rows = " ".join(row for table in snapshot(without=()).values() for row in table)
    assert "Vauquelin" not in rows
    assert "Surendettement".lower() not in rows.lower()
    with bound(WORKER):
        assert not PaperFile.objects.exists()
        assert not JournalEntry.objects.exists()
        assert Draft.objects.filter(form="papers.type").get().data == {}
    assert len(told("paper_called_off")) == 2


def test_what_was_confirmed_is_not_called_off(brought_in, handed, who, db):
    with town.acting(who["hugo"]) as hugo, pytest.raises(Refused):
        decisions.call_off(handed, by=hugo, sure=True)


# --- the signature --------------------------------------------------------------------------
def test_the_risk_owner_signs_once(brought_in, who, db):
    """Rulings 7; the team is told. Line: ``waits_for_signature``."""
    with town.acting(who["paul"]) as paul:
        with pytest.raises(Refused):
            decisions.sign_plan(brought_in, by=paul, read=False)
        decisions.sign_plan(brought_in, by=paul, read=True)
        with pytest.raises(Refused):
            decisions.sign_plan(Case.objects.get(pk=brought_in.pk), by=paul, read=True)
    assert "Hugo Séverin" in told("paper_signed")


@pytest.mark.parametrize("key", ["claire", "hugo", "bruno"])
def test_nobody_else_signs(key, brought_in, who, db):
    with town.acting(who[key]) as user, pytest.raises(Refused):
        decisions.sign_plan(brought_in, by=user, read=True)


def test_a_file_that_came_otherwise_has_nothing_to_sign(monday, who, db):
    case = town.open_case(who)
    with town.acting(who["paul"]) as paul, pytest.raises(Refused) as refused:
        decisions.sign_plan(case, by=paul, read=True)
    assert "not brought in from paper" in sentences(refused)
