"""record_conference: who sat at the conference, and what it answered (S22, S29)."""

from datetime import date

import pytest

from casework.conferences import earlier_of, sat
from casework.models import Conference, JournalEntry, TerritoryProfile
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from intake.conference import decisions as conference
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, send, signal_url, snapshot, text_of
from tests.people import (
    acknowledged,
    acting,
    analysed,
    case_on,
    conference_on,
    hotline,
    signal_from,
    table_of,
    to_the_conference,
)


@worlds.standing
def signal(people):
    acked = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    return to_the_conference(analysed(acked, people["claire"]), people["claire"])


def refused(people, signal, seats=None, **changes) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        conference_on(signal, people["claire"], seats or table_of(people), **changes)
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


def test_the_table_is_recorded(people, signal, everything):
    """S22. Lines: the fields and the seats in record_conference."""
    seats = table_of(people, "claire", "lea", "bruno") | {people["hugo"].agency: "written"}
    held = date(2026, 6, 2)
    row = conference_on(signal, people["claire"], seats, held_on=held, statement="À revoir.")
    row = Conference.objects.get(pk=row.pk)
    assert (row.held_on, row.useful, row.statement) == (held, "yes", "À revoir.")
    found = {(seat.agency.short_name, seat.presence) for seat in row.seats.all()}
    assert ("CMP", "written") in found
    assert len(found) == 4
    assert JournalEntry.objects.get(event="signal.conference_recorded").by == people["claire"]


def test_only_what_was_taken_to_the_conference(people):
    """S40. Line: rules.goes_to_the_conference."""
    acked = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    assert refused(people, analysed(acked, people["claire"])) == ["S40"]


def test_not_in_the_future(people, signal):
    """2.3. Line: ``held_on > clock.today()``."""
    assert refused(people, signal, held_on=date(2026, 6, 3)) == ["2.3"]


def test_mental_health_is_not_forgotten(people, signal):
    """S29. Line: ``MENTAL_HEALTH not in kinds``; in writing is enough, or a written reason."""
    seats = table_of(people, "claire", "lea", "marc")
    assert refused(people, signal, seats) == ["S29"]
    conference_on(signal, people["claire"], seats, reason="Le CMP n’a pas répondu.")


def test_several_fields_of_expertise(people, signal):
    """S29: the number is the territory's. Line: ``len(kinds) < needed``."""
    seats = table_of(people, "claire", "hugo")
    assert refused(people, signal, seats) == ["S29"]
    TerritoryProfile.objects.filter(pk=1).update(conference_domains=2)
    conference_on(signal, people["claire"], seats)


def test_answers_have_grounds(people, signal):
    """2.3. Line: ``grounds_of_decision`` in record_conference."""
    assert refused(people, signal, useful_grounds=" ") == ["2.3"]


def form(people, **changes) -> dict:
    agencies = [people[key].agency_id for key in ("claire", "lea", "bruno")]
    return {
        "held_on": "2026-06-02",
        "present": agencies,
        "written": [people["hugo"].agency_id],
        "radicalised": "unclear",
        "radicalised_grounds": "Rien de net.",
        "useful": "yes",
        "useful_grounds": "Trois services.",
    } | changes


def test_in_the_browser(people, signal, sign_in, everything):
    """S29: named before the button, refused in the same words, kept, then recorded."""
    claire = sign_in(people["claire"])
    url = signal_url("conference", signal)
    sentence = "Mental health was neither present nor consulted in writing."
    assert sentence in text_of(claire.get(url))
    answer = send(claire, url, **form(people, written=[]))
    assert answer.status_code == 409
    assert sentence in text_of(answer)
    answer = send(claire, url, **form(people))
    assert answer.url == signal_url("first_analysis", signal)
    assert "Rien de net." in text_of(claire.get(answer.url))
    assert Conference.objects.get().signal_id == signal.pk


@pytest.mark.parametrize(
    "changes", [{"held_on": "2026-02-30"}, {"present": []}, {"useful": ""}, {"held_on": "\x00"}]
)
def test_a_faulty_form(people, signal, sign_in, changes):
    """A faulty form answers 422 and keeps the text."""
    answer = send(
        sign_in(people["claire"]), signal_url("conference", signal), **form(people, **changes)
    )
    assert answer.status_code == 422
    assert "Trois services." in text_of(answer)


@pytest.mark.parametrize(("who", "status"), [("ines", 403), ("sophie", 403), ("marc", 404)])
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: a decider. Line: the right of record_conference."""
    before = snapshot()
    browser = sign_in(people[who])
    assert browser.get(signal_url("conference", signal)).status_code == status
    assert browser.post(signal_url("conference", signal), form(people)).status_code == status
    assert snapshot() == before


# --- a wrong record ------------------------------------------------------------------------------
def as_it_stands(row) -> dict:
    """What the record says, as the form of its correction opens with it."""
    with bound(WORKER):
        row = Conference.objects.get(pk=row.pk)
        seats = sat(row.seats.select_related("agency"))
    said = {name: getattr(row, name) for name in conference.RECORDED}
    return said | {"seats": {seat.agency: seat.presence for seat in seats}}


def correct(
    people, row, day=None, reason="Le compte rendu dit le 1er.", expected=None, by="claire", **more
):
    changes = as_it_stands(row) | ({"held_on": day} if day else {}) | more
    with acting(people[by]):
        return conference.correct_conference(
            row, by=people[by], changes=changes, reason=reason, expected=expected or row.version
        )


@worlds.standing
def old(people):
    """A signal of last Thursday, and its conference of Monday, written as Tuesday's."""
    with clock.at(paris(2026, 5, 28, 9)):
        acked = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
        found = to_the_conference(analysed(acked, people["claire"]), people["claire"])
    return found, conference_on(found, people["claire"], table_of(people))


def test_the_day_is_corrected(people, old, sign_in, everything):
    """2.8. Lines: ``held_on =`` in correct_conference, and ``earlier_of`` on the page."""
    found, row = old
    correct(people, row, date(2026, 6, 1))
    row = Conference.objects.get(pk=row.pk)
    assert row.held_on == date(2026, 6, 1)
    assert [one.held_on for one in row.history.order_by("version")] == [
        date(2026, 6, 2), date(2026, 6, 1)
    ]  # fmt: skip
    assert JournalEntry.objects.get(event="signal.conference_corrected").by == people["claire"]
    page = text_of(sign_in(people["claire"]).get(signal_url("first_analysis", found)))
    assert "what stood before" in page


@pytest.mark.parametrize(
    ("day", "reason", "rows"),
    [
        (date(2026, 6, 3), "Faute.", ["2.3"]),
        (date(2026, 5, 27), "Faute.", ["S22"]),
        (date(2026, 6, 2), "Faute.", ["2.8"]),
        (date(2026, 6, 1), " ", ["2.3"]),
    ],
    ids=["to come", "before the signal", "unchanged", "no reason"],
)
def test_a_day_that_cannot_be(people, old, day, reason, rows):
    """Lines: rules.day_of_the_conference and rules.something_is_corrected."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        correct(people, old[1], day, reason)
    assert [o.row for o in refusal.value.obstacles] == rows
    assert snapshot() == before


def test_not_after_its_case_and_the_team_is_told(people, old, everything):
    """S22. Line: rules.before_its_case; the case's journal and its team know."""
    found, row = old
    with clock.at(paris(2026, 6, 2, 11)):
        case = case_on(found, people)
    with clock.at(paris(2026, 6, 4, 11)):
        with pytest.raises(Refused):
            correct(people, row, date(2026, 6, 3), expected=Conference.objects.get().version)
        correct(people, row, date(2026, 6, 1), expected=Conference.objects.get().version)
    assert JournalEntry.objects.filter(case=case, event="case.conference_corrected").exists()
    told = Notice.objects.filter(kind="conference_corrected", case=case)
    assert people["hugo"].pk in told.values_list("recipient_id", flat=True)


def test_two_people_correct_it(people, old):
    """I1. Line: ``expected`` in save_changes."""
    row = old[1]
    correct(people, row, date(2026, 6, 1), expected=1)
    with pytest.raises(Conflict):
        correct(people, row, date(2026, 5, 29), expected=1)


def corrected_form(people, row, **more) -> dict:
    """The form of the correction as it is sent."""
    said = as_it_stands(row)
    seats = said.pop("seats")
    for presence in ("present", "written"):
        said[presence] = [agency.pk for agency, one in seats.items() if one == presence]
    return said | {"held_on": str(said["held_on"]), "reason": "Faute."} | more


def test_corrected_on_its_page(people, old, sign_in):
    """A decider's form; a signal without a conference has none; typed text is kept."""
    found, row = old
    claire, url = sign_in(people["claire"]), signal_url("correct_conference", found)
    said = corrected_form(people, row, held_on="2026-06-01")
    answer = send(claire, url, **said | {"reason": " "})
    assert (answer.status_code, "2026-06-01" in text_of(answer)) == (409, True)
    assert send(claire, url, **said).status_code == 302
    untabled = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    assert claire.get(signal_url("correct_conference", untabled)).status_code == 404


def test_who_was_there_and_what_was_said_are_corrected(people, old, sign_in, everything):
    """X29: with reason and history. Lines: ``of_version`` in correct_conference; ``earlier_of``."""
    found, row = old
    before = as_it_stands(row)
    gone, *rest = sorted(before["seats"], key=lambda agency: agency.name)
    seats = {agency: before["seats"][agency] for agency in rest}
    correct(
        people, row, reason="Absente ce jour-là.", seats=seats, useful_grounds="Deux services.",
        composition_reason="Les autres sont loin.",
    )  # fmt: skip
    now = as_it_stands(row)
    assert (set(now["seats"]), now["useful_grounds"]) == (set(rest), "Deux services.")
    assert now["held_on"] == before["held_on"]
    with bound(WORKER):
        row = Conference.objects.get(pk=row.pk)
        row.save_changes()  # as where it becomes the case's: no correction
        every = list(row.seats.select_related("agency"))
        (was,) = earlier_of(row, every)
        assert {seat.agency for seat in was.seats} == set(before["seats"])
        assert (was.because, was.corrected_by) == ("Absente ce jour-là.", people["claire"])
    page = text_of(sign_in(people["claire"]).get(signal_url("first_analysis", found)))
    assert "Absente ce jour-là." in page
    assert gone.short_name in page
    assert before["useful_grounds"] in page
    correct(people, row, held_on=date(2026, 6, 1), reason="Lundi.")
    assert set(as_it_stands(row)["seats"]) == set(rest)


def test_a_narrow_table_and_missing_grounds_are_not_corrected_into(people, old):
    """S29, 2.3. Lines: ``several_fields_at_the_conference``, ``grounds_of_decision``."""
    row = old[1]
    one = dict(list(as_it_stands(row)["seats"].items())[:1])
    for more in ({"seats": one, "composition_reason": ""}, {"useful_grounds": " "}):
        before = snapshot()
        with pytest.raises(Refused):
            correct(people, row, **more)
        assert snapshot() == before


def test_the_answer_on_which_a_case_was_opened_is_not_made_a_no(people, old):
    """S22. Line: rules.the_case_rests_on_it."""
    found, row = old
    correct(people, row, useful="unclear", expected=1)
    with clock.at(paris(2026, 6, 2, 11)):
        case_on(found, people)
        with bound(WORKER):
            row = Conference.objects.get(pk=row.pk)
        with pytest.raises(Refused) as refusal:
            correct(people, row, useful="no")
    assert [one.row for one in refusal.value.obstacles] == ["S22"]


def test_it_is_corrected_by_a_decider(people, old):
    """Rulings 2. Line: the right of correct_conference."""
    with pytest.raises(Refused):
        correct(people, old[1], date(2026, 6, 1), by="ines")


def test_a_decider_outside_the_team_corrects_the_day_alone(people, old, sign_in):
    """2.5: since the case was opened its record is the team's. Line: ``no_more_than_is_read``."""
    found, row = old
    with clock.at(paris(2026, 6, 2, 11)):
        case = case_on(found, people)
        with bound(WORKER):
            for part in list(case.members.filter(user=people["claire"])):
                part.active, part.left_at = False, clock.now()
                part.save_changes()
            row = Conference.objects.get(pk=row.pk)
        with pytest.raises(Refused) as refusal:
            correct(people, row, useful_grounds="Deux services.")
        assert "2.5" in [one.row for one in refusal.value.obstacles]
        claire, url = sign_in(people["claire"]), signal_url("correct_conference", found)
        page = text_of(claire.get(url))
        assert "Trois services." not in page
        assert 'name="useful_grounds"' not in page
        assert send(claire, url, held_on="2026-06-01", reason="Faute.").status_code == 302
