"""The last answer to a section, taken back while nobody else has read it (2.3)."""

import pytest
from django.utils import translation

from casework.models import JournalEntry
from common import clock
from common.refusals import Refused
from intake.first_analysis import sheet
from intake.first_analysis.decisions import source, triage
from intake.first_analysis.decisions.take_back import TAKE_BACK
from intake.models import SourceAssessment, Triage
from tests import worlds
from tests.browsing import paris, signal_url, snapshot, text_of
from tests.people import acknowledged, acting, analysed, hotline, signal_from, to_the_conference

SOURCE = {"reliability": "fairly", "credibility": "likely", "basis": "Connue depuis deux ans."}


@worlds.standing
def signal(people):
    return acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])


def answer_minor(people, signal, minor="yes", basis="Élève de seconde.", expected=0, by="claire"):
    with acting(people[by]):
        return triage.answer_minor(
            signal, by=people[by], expected=expected, minor=minor, minor_basis=basis
        )


def take_back(people, signal, section, by="claire"):
    with acting(people[by]):
        return TAKE_BACK[section](signal, by=people[by])


def refused(people, signal, section, by="claire") -> list[str]:
    before = snapshot()
    with translation.override("en"), pytest.raises(Refused) as refusal:
        take_back(people, signal, section, by)
    assert snapshot() == before
    return [o.sentence for o in refusal.value.obstacles]


def test_what_stood_before_stands_again(people, signal, everything):
    """Line: the loop of setattr in take_back; both answers stay in the history."""
    answer_minor(people, signal)
    with clock.at(paris(2026, 6, 2, 11)):
        answer_minor(people, signal, "no", "Née en 2001.", expected=1)
    take_back(people, signal, "minor")
    row = Triage.objects.get(signal=signal)
    assert (row.minor, row.minor_basis, row.minor_by) == (
        "yes", "Élève de seconde.", people["claire"]
    )  # fmt: skip
    assert row.minor_at == paris(2026, 6, 2, 10)
    assert list(row.history.order_by("version").values_list("minor", flat=True)) == [
        "yes", "no", "yes"
    ]  # fmt: skip
    assert JournalEntry.objects.get(event="signal.answer_taken_back").by == people["claire"]


def test_the_first_answer_is_no_answer_again(people, signal, everything):
    """Line: ``return Answer(row, act, blank)``; a source taken back is not assessed (S38)."""
    with acting(people["claire"]):
        source.assess_source(signal, by=people["claire"], expected=0, **SOURCE)
    take_back(people, signal, "source")
    assert sheet.of(signal).source is None
    assert refused(people, signal, "source") == ["This check has no answer."]
    with acting(people["claire"]):
        again = source.assess_source(signal, by=people["claire"], expected=0, **SOURCE)
    assert (again.reliability, SourceAssessment.objects.count()) == ("fairly", 1)


def test_a_colleague_has_read_it(people, signal, sign_in):
    """2.3. Line: ``rules.is_unseen``: the name stands in the sentence, and the button is gone."""
    with clock.at(paris(2026, 6, 2, 11)):
        answer_minor(people, signal)
    claire, page = sign_in(people["claire"]), signal_url("first_analysis", signal)
    assert "Undo" in text_of(claire.get(page))
    with clock.at(paris(2026, 6, 2, 12)):
        assert sign_in(people["thomas"]).get(page).status_code == 200
    assert "Undo" not in text_of(claire.get(page))
    assert refused(people, signal, "minor") == ["Thomas Leclercq has read this signal since."]


def test_somebody_elses_answer(people, signal):
    """2.3. Line: ``act.history_user_id != by.pk``."""
    answer_minor(people, signal)
    assert refused(people, signal, "minor", by="thomas") == ["Claire Morvan answered this."]


def test_not_after_the_outcome(people, signal):
    """S41. Line: ``rules.OPEN`` of take_back."""
    analysed(signal, people["claire"])
    to_the_conference(signal, people["claire"])
    assert len(refused(people, signal, "questions")) == 1


def test_one_click(people, signal, sign_in):
    """One POST; an unknown section is 404."""
    answer_minor(people, signal)
    claire = sign_in(people["claire"])
    url = signal_url("first_analysis", signal) + "take-back/"
    assert claire.post(url + "minor/").status_code == 302
    assert claire.post(url + "minor/").status_code == 409
    assert claire.post(url + "weather/").status_code == 404
