"""From gathering to the in-depth analysis (S40, S55, S02)."""

import pytest

from casework import phases
from casework.models import Case, JournalEntry, Record, TeamMember
from casework.team import decisions as team
from common.refusals import Refused, Strength
from common.scope import WORKER, bound
from intake.opening import decisions as opening
from notices.models import Notice
from tests import people as town
from tests import worlds

EVENT = "case.analysis_started"


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return town.open_case(who)


@worlds.standing
def ready(case, who):
    """Everybody declared, the aim is shared, something is known."""
    for name in ("claire", "hugo", "paul", "bruno", "lea"):
        with town.acting(who[name]):
            team.declare(case, by=who[name], interest=TeamMember.Interest.NONE, aim_accepted=True)
    town.information(case, who["bruno"], "Vient aux rendez-vous.")
    return case


def start(case, person, **more):
    with town.acting(person):
        return opening.start_analysis(case, by=person, **({"enough": True} | more))


def rows(case, person, strength=None):
    with town.acting(person):
        found = phases.obstacles(case, EVENT)
    return [o.row for o in found if strength is None or o.strength == strength]


def state(case):
    with bound(WORKER):
        return Case.objects.get(pk=case.pk).state


def test_it_starts_and_the_team_is_told(ready, who):
    """S40: `phases.move` in `start_analysis`; the mover hears nothing of it."""
    start(ready, who["hugo"])
    assert state(ready) == Case.State.ANALYSIS
    with bound(WORKER):
        told = set(
            Notice.objects.filter(kind="analysis_started").values_list("recipient_id", flat=True)
        )
        assert told == {who[n].pk for n in ("claire", "paul", "bruno", "lea")}
        assert JournalEntry.objects.filter(case=ready, event=EVENT, by=who["hugo"]).exists()


def test_it_is_refused_from_the_wrong_state(ready, who):
    """The table of moves: `starts` of `start_analysis`."""
    start(ready, who["hugo"])
    with pytest.raises(Refused):
        start(ready, who["hugo"])


@pytest.mark.parametrize(("name", "status"), [("claire", 403), ("bruno", 403), ("marc", 404)])
def test_it_is_refused_to_the_wrong_person(ready, who, sign_in, name, status):
    """S71: the process coordinator takes no content decision (the right of `start_analysis`)."""
    url = f"/cases/{ready.pk}/start-analysis/"
    assert sign_in(who[name]).post(url, {"enough": "on"}).status_code == status
    assert state(ready) == Case.State.GATHERING


def test_all_or_nothing(ready, who, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("notices.telling.queue", broken)
    with pytest.raises(RuntimeError):
        start(ready, who["hugo"])
    assert state(ready) == Case.State.GATHERING


def test_nothing_computes_that_it_is_enough(ready, who):
    """S40: `refuse_unless(enough` in `start_analysis`."""
    with pytest.raises(Refused) as refusal:
        start(ready, who["hugo"], enough=False)
    assert refusal.value.obstacles[0].row == "S40"


def test_everybody_declares_first(case, who):
    """S55: `neutrality_is_declared` names who is missing."""
    with town.acting(who["hugo"]):
        sentence = str(phases.obstacles(case, EVENT)[0])
    for name in ("claire", "hugo", "paul", "bruno", "lea"):
        assert who[name].full_name in sentence


def test_an_interested_coordinator_needs_a_written_reason(ready, who):
    """S55: `coordinators_have_no_personal_interest`."""
    with town.acting(who["hugo"]):
        team.declare(ready, by=who["hugo"], interest="personal", words="voisin")
    with pytest.raises(Refused):
        start(ready, who["hugo"])
    start(ready, who["hugo"], reason="Personne d’autre au CMP ; le maire est d’accord.")
    assert state(ready) == Case.State.ANALYSIS


def test_an_empty_file_needs_a_reason_and_own_agency_notes_do_not_count(ready, who):
    """S40: `something_is_known` looks at what the team reads, so it reveals nothing else."""
    assert "S40" not in rows(ready, who["hugo"])
    with bound(WORKER):
        for record in Record.objects.filter(case=ready):
            record.audience = Record.Audience.OWN
            record.save_changes()
    for name in ("hugo", "bruno"):
        assert "S40" in rows(ready, who[name], Strength.REASON)


def test_an_agency_without_the_common_aim_is_named_but_blocks_nothing(case, who):
    """S02: `the_aim_is_shared` is a warning."""
    assert rows(case, who["hugo"], Strength.WARNING) == ["S02"]


def test_the_same_sentence_stands_before_the_button_and_after_it(case, who, sign_in):
    browser = sign_in(who["hugo"])
    url = f"/cases/{case.pk}/start-analysis/"
    with town.acting(who["hugo"]):
        sentence = str(phases.obstacles(case, EVENT)[0])
    assert sentence in browser.get(url).content.decode()
    answer = browser.post(url, {"enough": "on", "reason": "Le temps presse."})
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert "Le temps presse." in answer.content.decode()


def test_the_front_page_shows_what_stands_in_the_way_and_who_takes_the_step(case, who, sign_in):
    """`_gates` of the case page: the content coordinator gets the button, others the sentence."""
    href = f"/cases/{case.pk}/start-analysis/"
    assert href in sign_in(who["hugo"]).get(f"/cases/{case.pk}/").content.decode()
    assert href not in sign_in(who["bruno"]).get(f"/cases/{case.pk}/").content.decode()
