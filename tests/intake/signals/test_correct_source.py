"""X33: who called is corrected: a number given later, a misheard name, anonymity asked later."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import override

from casework import journal
from casework.models import JournalEntry
from common.refusals import Conflict, Refused
from common.scope import WORKER, Actor, bound
from intake.models import Signal, SourceIdentity
from intake.signals import decisions as signals
from intake.signals import reported
from notices.models import Notice
from tests import worlds
from tests.browsing import signal_url, snapshot, text_of
from tests.people import acknowledged, acting, hotline, signal_from

NAME, NUMBER, LATER = "Fabien Dulac", "06 39 98 10 20", "06 39 98 30 40"
WHY = "Fabien Dulac a rappelé d’un autre numéro."


@worlds.standing
def signal(people):
    made = signal_from(
        people["ines"], channel=hotline(), caller="family", caller_name=NAME, caller_contact=NUMBER
    )
    return acknowledged(made, people["ines"])


def correct(signal, by, *, expected=None, reason=WHY, caller="family", name="", contact=""):
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        return signals.correct_source(
            read, by=by, expected=read.version if expected is None else expected, caller=caller,
            name=name, contact=contact, reason=reason,
        )  # fmt: skip


def reveal(signal, by):
    with acting(by):
        read = Signal.objects.get(pk=signal.pk)
        return signals.reveal_source(read, by=by, reason="Rappeler.")


@pytest.mark.parametrize("who", ["ines", "claire", "thomas"])
def test_a_number_given_later(people, signal, who, everything):
    """X33: by those who hold the sealed source. Lines: ``or stands[…]``; ``number + 1``."""
    correct(signal, people[who], contact=LATER)
    found = reveal(signal, people["claire"])
    assert (found["name"], found["contact"]) == (NAME, LATER)
    (before,) = found["before"]
    assert (before["contact"], before["corrected_by"], before["why"]) == (NUMBER, people[who], WHY)
    rows = SourceIdentity.objects.filter(signal=signal).order_by("number")
    assert [row.number for row in rows] == [1, 2]
    with acting(people[who]):
        assert not SourceIdentity.objects.exists(), "outside the reading it is closed again"
    entry = JournalEntry.objects.get(event="signal.source_corrected")
    assert (entry.by, entry.reason) == (people[who], ""), "the reason may name the caller: sealed"


def test_whoever_has_read_it_is_told(people, signal, everything):
    """X33. Line: ``signal.source_read`` in correct_source."""
    reveal(signal, people["thomas"])
    reveal(signal, people["ines"])
    correct(signal, people["ines"], name="Fabien Duluc")
    told = Notice.objects.filter(kind="source_corrected")
    assert [notice.recipient for notice in told] == [people["thomas"]]


def test_anonymity_asked_afterwards(people, signal, everything):
    """X33, S25, S39: the desk sees no more than that, nothing is compared, the few still open it.

    Lines: ``anonymous`` in seal and correct_source; ``shown.caller`` in as_sent.
    """
    correct(signal, people["ines"], caller="anonymous", reason="Il a peur pour son frère.")
    now = Signal.objects.get(pk=signal.pk)
    assert now.caller == Signal.Caller.ANONYMOUS
    assert reported.as_sent(now).caller == Signal.Caller.ANONYMOUS
    last = SourceIdentity.objects.filter(signal=signal).order_by("number").last()
    assert (last.anonymous, last.marks) == (True, [])
    assert reveal(signal, people["claire"])["anonymous"] is True
    with pytest.raises(PermissionDenied):
        reveal(signal, people["luc"])


def test_what_stood_before_is_compared_no_more(people, signal, everything):
    """S39. Line: ``l.number > i.number`` in access.unfounded_reports."""
    correct(signal, people["ines"], contact=LATER)
    with bound(WORKER), connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('access.unfounded_reports'::regproc)")
        assert "number > i.number" in cursor.fetchone()[0]
    first, last = SourceIdentity.objects.filter(signal=signal).order_by("number")
    assert set(first.marks).isdisjoint(last.marks)


def test_an_anonymous_caller_gives_a_number(people, everything):
    """X33: nothing was sealed; now something is. Line: ``if known else 1``."""
    signal = signal_from(people["ines"], channel=hotline(), caller="anonymous", caller_name=NAME)
    correct(signal, people["ines"], caller="public", contact=LATER)
    assert reveal(signal, people["ines"]) == {"name": "", "contact": LATER}


def refused(call) -> list[str]:
    before = snapshot()
    with override("en"), pytest.raises(Refused) as refusal:
        call()
    assert snapshot() == before
    return [str(one.sentence) for one in refusal.value.obstacles]


def test_refused(people, signal):
    """Lines: ``source_is_corrected``, ``anonymous_gives_nothing``."""
    ines = people["ines"]
    assert refused(lambda: correct(signal, ines)) == ["Nothing has been changed yet."]
    assert refused(lambda: correct(signal, ines, contact=LATER, reason=" ")) == [
        "Write why it is corrected."
    ]
    assert refused(lambda: correct(signal, ines, caller="anonymous", name="Luc")) == [
        "Whoever wishes to stay anonymous leaves no name and no number."
    ]


def test_a_colleague_saved_meanwhile(people, signal):
    """I1. Line: ``expected != signal.version``."""
    before = snapshot()
    with pytest.raises(Conflict):
        correct(signal, people["ines"], expected=9, contact=LATER)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("who", "status"), [("luc", 403), ("marc", 404), ("samuel", 404), ("hugo", 404)]
)
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: the RC who took it, and SC. Line: SEE_SOURCE of correct_source."""
    before = snapshot()
    url = signal_url("correct_source", signal)
    typed = {"caller": "public", "contact": LATER, "reason": WHY}
    assert sign_in(people[who]).get(url).status_code == status
    assert sign_in(people[who]).post(url, typed).status_code == status
    assert snapshot() == before


def test_the_database_asks_too(people, signal):
    """Rulings 2: another receiver seals nothing over it. Line: source_corrected.sql."""
    luc = people["luc"]
    row = SourceIdentity(signal=signal, number=2, made_by=luc, made_at=signal.received_at)
    row.seal(name="Autre", contact="")
    for unsealed in ("", str(signal.pk)):
        no = pytest.raises(ProgrammingError, match="row-level security")
        with acting(luc), bound(Actor.of(luc), unsealed=unsealed), no, transaction.atomic():
            row.save(force_insert=True)


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with fails(journal, "record"):
        correct(signal, people["ines"], contact=LATER)
    assert snapshot() == before


def test_the_page_shows_nothing_sealed(people, signal, sign_in):
    """B7: to correct is no reading. Line: ``fields = ("caller",)``."""
    page = text_of(sign_in(people["ines"]).get(signal_url("correct_source", signal)))
    assert NAME not in page
    assert NUMBER not in page
