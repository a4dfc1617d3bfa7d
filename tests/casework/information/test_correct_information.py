"""Correcting one's own words: kept, told, in the audience that they had (2.8, I1)."""

import pytest

from casework.information import decisions as information
from casework.models import JournalEntry, Record
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as town
from tests import worlds


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return town.open_case(who)


@worlds.standing
def record(case, who):
    return town.information(case, who["bruno"], "Vient le lundi.")


def correct(record, person, body="Vient le mardi.", reason="Erreur de jour.", expected=None):
    with town.acting(person):
        return information.correct_information(
            record,
            by=person,
            expected=expected or record.version,
            body=body,
            reason=reason,
        )


def test_what_stood_before_stays_in_the_history(record, who):
    """I4: `save_changes` writes a version; the readers are told, the author is not."""
    correct(record, who["bruno"])
    with bound(WORKER):
        bodies = Record.history.filter(id=record.pk).order_by("history_id")
        assert list(bodies.values_list("body", flat=True)) == ["Vient le lundi.", "Vient le mardi."]
        told = Notice.objects.filter(kind="information_corrected")
        assert who["bruno"].pk not in told.values_list("recipient_id", flat=True)
        assert told.count() == 4


def test_refused_from_the_wrong_state_when_it_was_corrected_meanwhile(record, who):
    """I1: `expected` in `save_changes`."""
    correct(record, who["bruno"])
    with pytest.raises(Conflict):
        correct(record, who["bruno"], body="Vient le mercredi.", expected=1)


@pytest.mark.parametrize(("name", "status"), [("hugo", 403), ("lea", 403), ("marc", 404)])
def test_refused_to_the_wrong_person(record, who, sign_in, name, status):
    """2.8: whoever wrote it answers for it (`own_words`)."""
    url = f"/cases/{record.case_id}/information/{record.pk}/"
    answer = sign_in(who[name]).post(url, {"body": "x", "reason": "y"})
    assert answer.status_code == status


def test_an_own_agency_piece_is_not_found_by_the_team(case, who, sign_in):
    """S31: `visible_to` in `Rows.find`, before any right is asked."""
    own = town.information(case, who["lea"], "Note interne.", audience=Record.Audience.OWN)
    url = f"/cases/{case.pk}/information/{own.pk}/"
    assert sign_in(who["hugo"]).get(url).status_code == 404
    assert sign_in(who["lea"]).get(url).status_code == 200


def test_its_journal_entry_is_read_by_its_audience_alone(case, who):
    """The audience of a correction is its record's (`OfJournal`)."""
    own = town.information(case, who["lea"], "Note interne.", audience=Record.Audience.OWN)
    correct(own, who["lea"], body="Note corrigée.")
    for name, seen in (("lea", 1), ("hugo", 0), ("claire", 0)):
        with town.acting(who[name]):
            entries = JournalEntry.objects.filter(event="information.corrected")
            assert entries.count() == seen


def test_all_or_nothing(record, who, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("notices.telling.queue", broken)
    with pytest.raises(RuntimeError):
        correct(record, who["bruno"])
    with bound(WORKER):
        assert Record.objects.get(pk=record.pk).body == "Vient le lundi."


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ({"reason": " "}, "2.3"),
        ({"body": " "}, "S31"),
        ({"body": "Vient le lundi."}, "2.8"),
    ],
)
def test_what_is_missing_is_said(record, who, typed, row):
    with pytest.raises(Refused) as refusal:
        correct(record, who["bruno"], **typed)
    assert row in [obstacle.row for obstacle in refusal.value.obstacles]


def test_a_second_tab_gets_both_texts(record, who, sign_in):
    """I1: the conflict page shows what stands now beside what was typed."""
    browser = sign_in(who["bruno"])
    url = f"/cases/{record.case_id}/information/{record.pk}/"
    token = browser.get(url).context["draft_token"]
    correct(record, who["bruno"])
    answer = browser.post(url, {"body": "Vient le jeudi.", "reason": "Relu.", "draft": token})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Vient le mardi." in page
    assert "Vient le jeudi." in page
    again = {"body": "Mardi ou jeudi.", "reason": "Relu.", "draft": answer.context["draft_token"]}
    assert browser.post(url, again).status_code == 302


def test_the_feed_says_that_it_was_corrected_and_only_the_author_gets_the_link(
    record, who, sign_in
):
    correct(record, who["bruno"])
    link = f"/cases/{record.case_id}/information/{record.pk}/"
    front = f"/cases/{record.case_id}/"
    assert link in sign_in(who["bruno"]).get(front).content.decode()
    assert link not in sign_in(who["hugo"]).get(front).content.decode()


def test_a_colleagues_words_are_not_corrected(record, who):
    """2.8. Line: ``record.author_id != by.pk`` in rules.own_words."""
    with town.acting(who["lea"]) as lea:
        (one,) = information.correct_information.denied(record, lea)
    assert (one.row, who["bruno"].display in str(one)) == ("2.8", True)
