"""Telling people: in the application for certain, once for each occurrence (J2, S24)."""

import pytest
from django.utils import translation
from kombu.exceptions import OperationalError

from casework import own_notices
from casework.team import decisions as team
from common.scope import WORKER, bound
from notices import tasks, telling
from notices.models import Delivery, Notice
from tests import worlds
from tests.browsing import snapshot, text_of
from tests.people import acknowledged, acting, hotline, information, open_case, signal_from


@worlds.standing
def signal(people):
    return signal_from(people["sophie"], channel=hotline())


def tell(people, signal, *keys, key="k"):
    with acting(people["sophie"]):
        to = [people[k] for k in keys]
        return telling.queue("signal_moved", key=key, to=to, signal=signal)


def test_once_for_each_occurrence_and_person(people, signal):
    """J2. Lines: the constraint notice_once; ``ours`` in _insert_once."""
    assert tell(people, signal, "luc", "claire", "luc") == 2
    assert tell(people, signal, "luc", "thomas") == 1
    assert tell(people, signal, "luc", key="next") == 1
    with bound(WORKER):
        assert Notice.objects.filter(kind="signal_moved").count() == 4
        assert Delivery.objects.filter(notice__kind="signal_moved").count() == 4
        ids = list(Delivery.objects.values_list("message_id", flat=True))
    assert len(set(ids)) == len(ids)


def test_whoever_tells_reads_nobody_s_notice(people, signal):
    """OWN: told by Sophie, read by Luc. Line: ``elevated`` in queue_all."""
    tell(people, signal, "luc")
    with acting(people["sophie"]):
        assert not Notice.objects.exists()
    with acting(people["luc"]):
        assert Notice.objects.get().kind == "signal_moved"


def test_an_unknown_kind_is_a_mistake_of_ours(people, signal):
    """Line: ``if kind not in KINDS``."""
    before = snapshot()
    with acting(people["sophie"]), pytest.raises(LookupError):
        telling.queue("rumour", key="x", to=[people["luc"]], signal=signal)
    assert snapshot() == before
    with pytest.raises(ValueError, match="signal_waits"):
        telling.register("signal_waits", "x", "home")


@pytest.mark.parametrize("kind", sorted(telling.KINDS))
def test_every_kind_says_a_reference_in_both_languages(kind):
    """J3. Lines: KINDS, register, the French catalogue."""
    said = {}
    for language in ("fr", "en"):
        with translation.override(language):
            told = Notice(kind=kind, reference="S-2026-007", facts={"who": "Claire Morvan (Ville)"})
            said[language] = telling.sentence(told)
        assert "S-2026-007" in said[language]
        assert "%(" not in said[language]
    assert said["fr"] != said["en"]


def test_a_kind_of_another_time_is_its_reference():
    assert telling.sentence(Notice(kind="rumour", reference="S-2026-007")) == "S-2026-007"


def test_no_bell_before_the_commit_and_none_for_nothing(
    people, signal, monkeypatch, django_capture_on_commit_callbacks
):
    """I5: side effects after the commit. Line: ``transaction.on_commit(_enqueue)``."""
    enqueued = []
    monkeypatch.setattr(tasks, "enqueue", enqueued.append)
    with django_capture_on_commit_callbacks() as calls:
        tell(people, signal, "luc")
        assert enqueued == []
    assert len(calls) == 1
    calls[0]()
    assert enqueued == [tasks.deliver_waiting]
    with django_capture_on_commit_callbacks() as calls:
        tell(people, signal, "luc")
    assert calls == []


@pytest.mark.parametrize("error", [OperationalError("away"), ConnectionRefusedError()])
def test_without_a_broker_nothing_breaks(monkeypatch, error, caplog):
    """J2: the sweep does it. Line: the except in enqueue."""

    def away(*args, **kwargs):
        raise error

    monkeypatch.setattr(tasks.deliver_waiting, "apply_async", away)
    tasks.enqueue(tasks.deliver_waiting)
    assert "broker away" in caplog.text


def test_a_broker_s_surprise_is_no_error_page(
    people, sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    """J2: after the commit nothing answers 500. Line: ``robust=True``."""

    def surprise(*args, **kwargs):
        raise RuntimeError("OOM command not allowed")

    monkeypatch.setattr(tasks.deliver_waiting, "apply_async", surprise)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(people["ines"]).post("/signals/new/", {"words": "Il dit"})
    assert answer.status_code == 302


def test_settled_with_the_signal(people, signal, everything):
    """S24: once somebody has it, nothing asks for it any more. Line: settle."""
    acknowledged(signal, people["luc"])
    assert not Notice.objects.filter(read_at=None).exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


def test_own_notices_are_read_and_lead_to_their_page(people, signal, sign_in):
    """The way from the notice to the signal; another's notice is unknown (404)."""
    with bound(WORKER):
        notice = Notice.objects.get()
    url = f"/notices/{notice.pk}/"
    assert sign_in(people["luc"]).post(url).status_code == 404
    ines = sign_in(people["ines"])
    assert signal.reference in text_of(ines.get("/notices/"))
    assert ines.get(url).status_code == 405
    assert ines.post(url).url == f"/signals/{signal.pk}/"
    with acting(people["ines"]):
        assert own_notices.unread_count(people["ines"]) == 0


def test_all_read_at_once_are_one_s_own(people, signal, sign_in):
    """Line: ``visible_to`` in ReadAllNotices."""
    tell(people, signal, "luc")
    assert sign_in(people["ines"]).post("/notices/read/").status_code == 302
    with bound(WORKER):
        unread = Notice.objects.filter(read_at=None).values_list("recipient__full_name", flat=True)
        assert list(unread) == ["Luc Amiel"]


def test_a_notice_of_a_case_names_nobody(people, sign_in):
    """Rulings 2: titles and notices reveal no content. The reference, not the name."""
    case = open_case(people)
    information(case, people["bruno"], "Une dette", audience="own")
    page = text_of(sign_in(people["hugo"]).get("/notices/"))
    assert case.reference in page
    assert "New information" not in page
    assert "Belcourt" not in page


def test_of_a_case_that_is_no_longer_theirs_only_that_it_ended_stays(people):
    """S66, X42: a notice goes with its case; that one's part has ended hangs on none.

    Line: ``Q(case=None)`` in readable.
    """
    case, bruno = open_case(people), people["bruno"]
    with acting(bruno):
        assert "team_joined" in own_notices.readable(bruno).values_list("kind", flat=True)
    with acting(people["claire"]) as claire:
        member = case.members.get(user=bruno, active=True)
        team.leave(member, by=claire, reason="Il change de poste.")
    with acting(bruno):
        assert list(own_notices.readable(bruno).values_list("kind", flat=True)) == ["part_ended"]
        assert own_notices.unread_count(bruno) == 1


def test_more_than_99_are_99_and_more(people, signal, sign_in):
    """Counted no further, on each page. Line: ``UNREAD_MOST`` in unread_of."""
    luc = people["luc"]
    with acting(luc):
        there = own_notices.unread_count(luc)
    for number in range(99 - there):
        tell(people, signal, "luc", key=f"k{number}")
    browser = sign_in(luc)
    assert browser.get("/cases/").context["notices_unread"] == 99
    tell(people, signal, "luc", key="one more")
    tell(people, signal, "luc", key="and another")
    page = browser.get("/")
    assert page.context["notices_unread"] == "99+"
    assert page.context["counts"][-1]["n"] == "99+"
    assert len(page.context["unread"]) == 5
