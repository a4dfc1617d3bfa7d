"""reveal_source: who called, opened for one reading, with its reason (B7, S25)."""

import pytest
from django.core.exceptions import PermissionDenied

from casework.models import JournalEntry, ReadingLog
from common import sealing
from common.models import Draft
from common.refusals import Refused
from common.scope import bound
from intake.models import SourceIdentity
from intake.signals import decisions as signals
from tests import worlds
from tests.browsing import send, signal_url, snapshot, text_of, token_of
from tests.people import acting, hotline, signal_from

NAME, NUMBER = "Fabien Dulac", "06 11 22 33 44"


@worlds.standing
def signal(people):
    return signal_from(
        people["ines"],
        channel=hotline(),
        caller="family",
        caller_name=NAME,
        caller_contact=NUMBER,
    )


def reveal(signal, by, reason="Rappeler pour l’heure."):
    with acting(by):
        return signals.reveal_source(signal, by=by, reason=reason)


@pytest.mark.parametrize("who", ["ines", "claire", "thomas"])
def test_opened_for_one_reading(people, signal, who, everything):
    """B7: by the receiver who took it and by signal coordinators. Line: ``bound(… unsealed=…)``."""
    assert reveal(signal, people[who]) == {"name": NAME, "contact": NUMBER}
    entry = JournalEntry.objects.get(event="signal.source_read")
    assert (entry.by, entry.reason) == (people[who], "Rappeler pour l’heure.")
    with acting(people[who]):
        assert not SourceIdentity.objects.exists(), "outside the reading it is closed again"


def test_another_receiver_reads_nothing(people, signal):
    """Rulings 2: the policy on the table, whoever calls the decision. Line: TAKER in the policy."""
    with pytest.raises(PermissionDenied):
        reveal(signal, people["luc"])
    with acting(people["luc"]):
        asked = {"by": people["luc"], "reason": "Rappeler."}
        assert signals.reveal_source.body(signal, **asked) == {"name": "", "contact": ""}
    with acting(people["luc"]), bound(_actor(people["luc"]), unsealed=str(signal.pk)):
        assert not SourceIdentity.unscoped.exists()


def _actor(user):
    from common.scope import Actor

    return Actor.of(user)


def test_no_reason_no_name(people, signal, sign_in):
    """B7: refused by the rule; the page says so in words, nothing is opened.

    Line: ``refuse(rules.reason_is_written(reason))``.
    """
    before = snapshot()
    with pytest.raises(Refused) as refused:
        reveal(signal, people["ines"], reason="  ")
    assert [o.row for o in refused.value.obstacles] == ["B7"]
    assert snapshot() == before
    answer = send(sign_in(people["ines"]), signal_url("reveal_source", signal), reason="")
    assert answer.status_code == 422
    assert NAME not in text_of(answer)


@pytest.mark.parametrize(("who", "status"), [("luc", 403), ("sophie", 404), ("samuel", 404)])
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: another receiver may not, others know nothing of it. Line: SEE_SOURCE."""
    before = snapshot(without=())
    browser = sign_in(people[who])
    url = signal_url("reveal_source", signal)
    for answer in (browser.get(url), browser.post(url, {"reason": "Pour voir"})):
        assert answer.status_code == status
        assert NAME not in text_of(answer)
    assert snapshot(without=()) == before


def test_a_reporter_without_a_post_is_no_taker(people, sign_in):
    """Rulings 2: «RC who took it»: a partner's own report does not open the source."""
    signal = signal_from(people["sophie"], caller="family", caller_name=NAME)
    answer = sign_in(people["sophie"]).post(signal_url("reveal_source", signal), {"reason": "x"})
    assert answer.status_code == 403


def test_a_name_that_does_not_open_leaves_no_trace(people, signal, monkeypatch):
    """I5, F3: never a blank, and no entry in the journal of a reading that was none.

    Line: ``@transaction.atomic`` on Decision._decide.
    """
    before = snapshot()
    monkeypatch.setattr(SourceIdentity, "_place", "another row")
    with acting(people["ines"]), pytest.raises(sealing.CannotOpen):
        signals.reveal_source(signal, by=people["ines"], reason="Rappeler")
    assert snapshot() == before


def test_shown_once_and_logged(people, signal, sign_in, everything):
    """B7, G2: the page shows it, both logs say why, and the reason is not offered again.

    Lines: ``self.log_reading(reason=reason)``; ``drafts.discard`` in RevealSource.post.
    """
    ines = sign_in(people["ines"])
    url = signal_url("reveal_source", signal)
    page = ines.get(url)
    assert NAME not in text_of(page)
    fields = {"draft": token_of(page), "reason": "Rappeler l’oncle"}
    ines.post("/drafts/save/", fields)
    answer = ines.post(url, fields)
    assert (answer.status_code, NAME in text_of(answer), NUMBER in text_of(answer)) == (
        200,
        True,
        True,
    )
    assert "no-store" in answer.headers["Cache-Control"]
    reading = ReadingLog.objects.exclude(reason="").get(route="intake:reveal_source")
    assert (reading.reader, reading.reason) == (people["ines"], "Rappeler l’oncle")
    assert not Draft.objects.exclude(data={}).exists()
    assert "Rappeler l’oncle" not in text_of(ines.get(url))


def test_nobody_called_by_name(people, sign_in):
    """An anonymous call says so in words, and is logged all the same."""
    signal = signal_from(people["ines"], channel=hotline(), caller="anonymous", caller_name=NAME)
    assert reveal(signal, people["ines"]) == {"name": "", "contact": ""}
