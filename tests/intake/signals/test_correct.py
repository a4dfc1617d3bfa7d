"""correct_signal: what was typed is put right, what stood before stays readable (I1, I4)."""

import pytest

from casework import journal
from casework.models import JournalEntry
from common.refusals import Conflict, Refused
from intake.models import Signal
from intake.signals import decisions as signals
from tests import worlds
from tests.browsing import send, signal_url, snapshot, text_of, token_of
from tests.people import acting, case_on, hotline, signal_from


@worlds.standing
def signal(people):
    return signal_from(people["ines"], channel=hotline(), about="Yann")


def correct(signal, by, **changes):
    expected = changes.pop("expected", signal.version)
    with acting(by):
        return signals.correct_signal(
            signal,
            by=by,
            expected=expected,
            changes={"words": signal.words} | changes,
            reason="Mal entendu.",
        )


def test_what_stood_before_stays(people, signal, everything):
    """I4. Line: ``signal.save_changes(...)``: history, version, who and why."""
    correct(signal, people["luc"], words="Il dit qu’il partira.", about="Yann D.")
    signal = Signal.objects.get(pk=signal.pk)
    assert (signal.words, signal.about, signal.version) == ("Il dit qu’il partira.", "Yann D.", 2)
    newest, oldest = signal.history.order_by("-version")
    assert (oldest.words, oldest.about) == ("Il dit qu’on verra samedi.", "Yann")
    assert (newest.history_user, newest.history_change_reason) == (people["luc"], "Mal entendu.")
    assert JournalEntry.objects.get(event="signal.corrected").by == people["luc"]


def test_nothing_but_blanks_is_refused(people, signal):
    """S25. Line: ``rules.words_are_written`` in correct_signal."""
    before = snapshot()
    with pytest.raises(Refused):
        correct(signal, people["luc"], words=" \n")
    assert snapshot() == before


def test_not_once_a_case_rests_on_it(people, signal, sign_in):
    """S78: before the button and on refusal the same words. Line: no_case_yet."""
    with acting(people["ines"]):
        signals.acknowledge(signal, by=people["ines"])
    ines = sign_in(people["ines"])
    url = signal_url("correct", signal)
    page = ines.get(url)
    assert "data-primary" in text_of(page)
    case_on(signal, people)
    before = snapshot()
    fields = {"draft": token_of(page), "words": "Mes mots à moi"}
    answer = ines.post(url, fields)
    sentences = [s for s in _sentences(answer) if s]
    assert answer.status_code == 409
    assert "Mes mots à moi" in text_of(answer)
    assert snapshot() == before
    opened = ines.get(url)
    assert _sentences(opened) == sentences
    assert "Mes mots à moi" in text_of(opened)
    assert "data-primary" not in text_of(opened)


def test_a_case_rests_on_it_whatever_version_one_has(people, signal):
    """2.3. Line: no_case_yet of correct_signal."""
    with acting(people["ines"]):
        signals.acknowledge(signal, by=people["ines"])
    case_on(signal, people)
    before = snapshot()
    with pytest.raises(Refused) as refused:
        correct(signal, people["luc"], words="Autre", expected=3)
    assert [o.row for o in refused.value.obstacles] == ["2.3"]
    assert snapshot() == before


def _sentences(response) -> list[str]:
    return [str(o.sentence) for o in response.context["obstacles"]]


def test_a_stale_version_is_a_conflict(people, signal):
    """I1. Line: ``expected != self.version`` in save_changes."""
    correct(signal, people["luc"], words="Première main")
    before = snapshot()
    with pytest.raises(Conflict) as conflict:
        correct(signal, people["ines"], words="Seconde main", expected=1)
    assert conflict.value.current.words == "Première main"
    assert snapshot() == before


@pytest.mark.parametrize(("who", "status"), [("sophie", 403), ("marc", 404), ("samuel", 404)])
def test_the_wrong_person(people, sign_in, who, status):
    """Rulings 2: a reporter's words are corrected by the desk. Line: CORRECT_SIGNAL's holders."""
    signal = signal_from(people["sophie"], channel=hotline())
    before = snapshot()
    url = signal_url("correct", signal)
    assert sign_in(people[who]).get(url).status_code == status
    assert sign_in(people[who]).post(url, {"words": "Autre"}).status_code == status
    assert snapshot() == before


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with acting(people["luc"]), fails(journal, "record"):
        signals.correct_signal(signal, by=people["luc"], expected=1, changes={"words": "Autre"})
    assert snapshot() == before


def test_through_the_page(people, signal, sign_in, everything):
    """The page opens with what stands; what is sent replaces it."""
    luc = sign_in(people["luc"])
    url = signal_url("correct", signal)
    assert "Il dit qu’on verra samedi." in text_of(luc.get(url))
    assert send(luc, url, words="Corrigé", about="Y.").status_code == 302
    signal.refresh_from_db()
    assert (signal.words, signal.about) == ("Corrigé", "Y.")
