"""Two people on one signal: neither loses a word, nobody overwrites (I1)."""

import threading
from html import escape

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from common.refusals import Conflict
from common.scope import WORKER, UnscopedQuery, bound
from intake.models import Signal
from intake.signals import decisions as signals
from tests import worlds
from tests.browsing import signal_url, text_of, token_of
from tests.people import acting, hotline, signal_from

HERS = "Il a quitté ses amis, dit Inès."
HIS = "Il dit que voter est une farce, dit Luc."


@worlds.standing
def signal(people):
    return signal_from(people["sophie"], channel=hotline(), about="Yann", place="Gare")


def words_of(signal) -> str:
    with bound(WORKER):
        return Signal.objects.get(pk=signal.pk).words


def fields(page, words, **more) -> dict:
    return {"draft": token_of(page), "words": words, "about": "Yann", "place": "Gare", **more}


def test_two_browsers_lose_no_word(people, signal, sign_in):
    """I1: the second gets 409 with both texts and sends again.

    Lines: ``expected_version`` in casework/acts.py; ``_conflict`` in FormView.
    """
    url = signal_url("correct", signal)
    ines, luc = sign_in(people["ines"]), sign_in(people["luc"])
    her_page, his_page = ines.get(url), luc.get(url)
    assert ines.post(url, fields(her_page, HERS)).status_code == 302
    answer = luc.post(url, fields(his_page, HIS, about="Yann D."))
    assert answer.status_code == 409
    page = text_of(answer)
    assert "A colleague saved this while you were writing" in page
    assert HERS in page
    assert HIS in page
    assert ("Yann", "Yann D.") in [(now, typed) for _label, now, typed in _differences(answer)]
    assert "Gare" not in [now for _label, now, _typed in _differences(answer)]
    assert words_of(signal) == HERS
    both = f"{HERS}\n{HIS}"
    assert luc.post(url, fields(answer, both)).status_code == 302
    assert words_of(signal) == both
    with bound(WORKER):
        history = Signal.objects.get(pk=signal.pk).history.order_by("version")
        assert [row.words for row in history] == ["Il dit qu’on verra samedi.", HERS, both]
        assert [row.version for row in history] == [1, 2, 3]


def _differences(answer):
    return [(str(label), now, typed) for label, now, typed in answer.context["differences"]]


def test_the_conflict_waits_for_its_author(people, signal, sign_in):
    """I1, I2: closed and opened again: the text is there, and goes on from the present version."""
    url = signal_url("correct", signal)
    ines, luc = sign_in(people["ines"]), sign_in(people["luc"])
    his_page = luc.get(url)
    ines.post(url, fields(ines.get(url), HERS))
    luc.post(url, fields(his_page, HIS))
    again = luc.get(url)
    assert HIS in text_of(again)
    assert luc.post(url, fields(again, HIS)).status_code == 302
    assert words_of(signal) == HIS


def test_the_stale_page_sent_again_is_a_conflict_again(people, signal, sign_in):
    """I1: back and resend does not pass. Line: the token carries the version."""
    url = signal_url("correct", signal)
    ines, luc = sign_in(people["ines"]), sign_in(people["luc"])
    his_page = luc.get(url)
    ines.post(url, fields(ines.get(url), HERS))
    for _n in range(3):
        assert luc.post(url, fields(his_page, HIS)).status_code == 409
    assert words_of(signal) == HERS


def test_a_third_hand_meanwhile_is_a_conflict_again(people, signal, sign_in):
    """I1: «sends again» compares again."""
    url = signal_url("correct", signal)
    ines, luc, thomas = (sign_in(people[key]) for key in ("ines", "luc", "thomas"))
    his_page = luc.get(url)
    ines.post(url, fields(ines.get(url), HERS))
    answer = luc.post(url, fields(his_page, HIS))
    thomas.post(url, fields(thomas.get(url), "Thomas aussi"))
    second = luc.post(url, fields(answer, HIS))
    assert second.status_code == 409
    assert "Thomas aussi" in text_of(second)
    assert words_of(signal) == "Thomas aussi"


def test_an_acknowledgement_meanwhile_is_no_lost_word(people, signal, sign_in):
    """I1: any change of the row raises its version; the correction is compared, then goes."""
    url = signal_url("correct", signal)
    luc = sign_in(people["luc"])
    page = luc.get(url)
    with acting(people["ines"]):
        signals.acknowledge(signal, by=people["ines"])
    answer = luc.post(url, fields(page, HIS))
    assert answer.status_code == 409
    assert luc.post(url, fields(answer, HIS)).status_code == 302
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
    assert (row.words, row.state) == (HIS, Signal.State.ACKNOWLEDGED)


def test_markup_on_the_page_of_the_conflict_is_text(people, signal, sign_in):
    """B: what the colleague typed is shown, never run."""
    url = signal_url("correct", signal)
    ines, luc = sign_in(people["ines"]), sign_in(people["luc"])
    his_page = luc.get(url)
    ines.post(url, fields(ines.get(url), "<script>alert(1)</script>"))
    answer = luc.post(url, fields(his_page, "<img src=x onerror=alert(2)>"))
    page = answer.content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert escape("<script>alert(1)</script>", quote=False) in page


def test_twenty_at_once_have_one_winner(committed_people):
    """I1: one winner, nineteen told. Lines: ``select_for_update`` in locked; ``expected !=``."""
    people = committed_people
    signal = signal_from(people["ines"], channel=hotline())
    start, outcomes = threading.Barrier(20), []

    def write(number):
        try:
            start.wait()
            with acting(people["luc"]):
                signals.correct_signal(
                    signal, by=people["luc"], expected=1, changes={"words": f"main {number}"}
                )
            outcomes.append(number)
        except Conflict as conflict:
            outcomes.append(conflict.current.words)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    winners = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert (len(winners), len(outcomes)) == (1, 20)
    assert words_of(signal) == f"main {winners[0]}"
    assert set(outcomes) == {winners[0], f"main {winners[0]}"}, "the others saw the winner's text"


@pytest.mark.parametrize("version", ["version", "version + 2", "version - 1", "1"])
def test_the_database_refuses_an_unversioned_write(people, signal, version):
    """I1: raw SQL that does not raise the version by one. Line: the trigger check_version."""
    with bound(WORKER), pytest.raises(OperationalError), transaction.atomic():
        connection.cursor().execute(
            f"update intake_signal set words = 'autre', version = {version} where id = %s",
            [signal.pk],
        )
    assert words_of(signal) == "Il dit qu’on verra samedi."


def test_an_update_without_history_is_refused_in_code(people, signal):
    """I4: ``queryset.update`` would write none. Line: BULK_UPDATE in ScopedQuerySet.update."""
    with acting(people["luc"]), pytest.raises(UnscopedQuery):
        Signal.objects.update(words="autre")
    with bound(WORKER), pytest.raises(OperationalError), transaction.atomic():
        Signal.unscoped.filter(pk=signal.pk).update(words="autre")


def test_a_plain_save_is_refused_by_the_database(people, signal):
    """I1: ``save()`` beside ``save_changes()``."""
    with acting(people["luc"]):
        row = Signal.objects.get(pk=signal.pk)
        row.words = "autre"
        with pytest.raises(OperationalError), transaction.atomic():
            row.save()
    assert words_of(signal) == "Il dit qu’on verra samedi."


def test_histories_are_as_many_as_versions(people, signal):
    """I4: rebuilt from its history, a signal is what it is, after forty random corrections."""
    with acting(people["luc"]):
        for version in range(1, 41):
            signals.correct_signal(
                signal, by=people["luc"], expected=version, changes={"words": f"fois {version}"}
            )
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        rows = list(row.history.order_by("version"))
        last = rows[-1].instance
    assert [r.version for r in rows] == list(range(1, 42))
    assert last.words == row.words == "fois 40"
