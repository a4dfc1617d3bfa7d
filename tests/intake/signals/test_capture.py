"""capture_signal: what a colleague reports is taken in whole, by whoever is there (S24, S25)."""

import pytest
from django.urls import reverse

from agencies.models import Channel
from casework.models import JournalEntry
from common.models import Draft
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.models import Signal, SignalHop, SourceIdentity
from intake.signals import decisions as signals
from notices import telling
from notices.models import Delivery, Notice
from tests.browsing import (
    found_anywhere,
    paris,
    send,
    snapshot,
    text_of,
    token_of,
)
from tests.people import acting, hotline, signal_from

NEW = "/signals/new/"


def test_a_signal_is_taken_in_whole(people, everything):
    """S24, S25. Line: ``_hand_to(signal, chosen, Kind.GIVEN)`` in capture_signal."""
    signal = signal_from(people["sophie"], channel=hotline(), about="Yanis", danger="yes")
    signal = Signal.objects.get(pk=signal.pk)
    assert (signal.state, signal.holder, signal.unattended) == ("received", people["ines"], False)
    assert signal.received_at == paris(2026, 6, 2, 10)
    assert signal.answer_due_at == paris(2026, 6, 3, 10)
    assert signal.reference.startswith("S-2026-")
    hops = signal.hops.values_list("step", "kind", "why", "by", "to")
    assert list(hops) == [
        (1, SignalHop.Kind.RECEIVED, "", people["sophie"].pk, None),
        (2, SignalHop.Kind.GIVEN, SignalHop.Why.ON_DUTY, None, people["ines"].pk),
    ]
    assert JournalEntry.objects.get(signal_id=signal.pk).event == "signal.received"
    told = Notice.objects.get(signal_id=signal.pk)
    assert (told.recipient, told.kind) == (people["ines"], "signal_waits")
    assert Delivery.objects.get(notice=told).state == Delivery.State.WAITING


@pytest.mark.parametrize("words", ["", "  \n\t"])
def test_without_words_there_is_no_signal(people, words):
    """S25: nothing is mandatory but the words. Line: words_are_written in capture_signal."""
    before = snapshot()
    with acting(people["ines"]), pytest.raises(Refused) as refused:
        signals.capture_signal(by=people["ines"], words=words)
    assert [o.row for o in refused.value.obstacles] == ["S25"]
    assert snapshot() == before


def test_without_a_channel_nobody_would_receive_it(people, sign_in):
    """S24: said before the button, and again in the same words on refusal, the text kept.

    Lines: ``standing`` of NewSignal; ``rules.comes_by`` in capture_signal.
    """
    Channel.objects.update(active=False)
    browser = sign_in(people["bruno"])
    page = browser.get(NEW)
    sentence = "No channel is open, so nobody would receive this signal."
    assert sentence in text_of(page)
    answer = browser.post(NEW, {"draft": token_of(page), "words": "Il a tout quitté."})
    assert answer.status_code == 409
    assert sentence in text_of(answer)
    assert "Il a tout quitté." in text_of(answer)
    assert "Il a tout quitté." in text_of(browser.get(NEW))


def test_blanks_are_refused_with_the_rules_words_and_kept(people, sign_in):
    """S25: 409 with the sentence; what else was typed stands in the form again."""
    answer = send(sign_in(people["ines"]), NEW, words="   ", about="le voisin du 3e")
    assert answer.status_code == 409
    assert "Write down what was reported, in the caller’s own words." in text_of(answer)
    assert "le voisin du 3e" in text_of(answer)


def test_nothing_typed_is_a_faulty_form(people, sign_in):
    """A faulty form is 422 (rulings 1), its text kept."""
    answer = send(sign_in(people["ines"]), NEW, words="", about="le voisin")
    assert answer.status_code == 422
    assert "le voisin" in text_of(answer)


def test_a_stranger_cannot_capture(people, sign_in):
    """Every signed-in person may, nobody else: LoginRequiredMiddleware in settings."""
    before = snapshot()
    for answer in (sign_in(None).get(NEW), sign_in(None).post(NEW, {"words": "Rien"})):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))
    gone = people["bruno"]
    browser = sign_in(gone)
    gone.is_active = False
    gone.save()
    assert browser.post(NEW, {"words": "Rien"}).status_code == 302
    assert snapshot() == before


def test_all_or_nothing(people, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide; the reference goes back too."""
    before = snapshot()
    with acting(people["ines"]), fails(telling, "queue"):
        signals.capture_signal(
            by=people["ines"], words="Il dit", caller="family", caller_name="Fabien"
        )
    assert snapshot() == before


def test_whoever_reports_needs_no_post(people, sign_in):
    """S26: a partner's signal goes to the agencies' channel; the reporter sees its own words."""
    browser = sign_in(people["sophie"])
    answer = send(browser, NEW, words="Un élève dessine des symboles.")
    assert answer.status_code == 302
    with bound(WORKER):
        assert Signal.objects.get().channel.kind == Channel.Kind.PARTNER
    page = text_of(browser.get(answer.url))
    assert "Un élève dessine des symboles." in page
    assert "Route of this signal" not in page


CANARY = "Zéphyrin-Quatrebarbes-0699887766"


def _call(browser, caller: str) -> None:
    page = browser.get(NEW)
    fields = {
        "draft": token_of(page),
        "words": f"On a vu Mots-{caller}.",
        "caller": caller,
        "caller_name": f"{CANARY} nom",
        "caller_contact": f"{CANARY} 06",
    }
    assert browser.post(reverse("draft_save"), fields).status_code == 200
    assert browser.post(NEW, fields | {"words": "  "}).status_code == 409
    assert browser.post(NEW, fields).status_code == 302


def test_an_anonymous_caller_leaves_nothing_anywhere(committed_people, sign_in):
    """S25: no table of the whole database holds what was typed of an anonymous caller.

    Lines: ``if signal.caller != Signal.Caller.ANONYMOUS`` in capture_signal, and the emptying
    of the draft in drafts.finish. The words themselves are the positive control of the sweep.
    """
    _call(sign_in(committed_people["ines"]), "anonymous")
    assert found_anywhere("Mots-anonymous") == ["intake_historicalsignal", "intake_signal"]
    assert found_anywhere(CANARY) == []
    with bound(WORKER):
        assert not SourceIdentity.objects.exists()
        assert not Draft.objects.filter(sent_at__isnull=True).exclude(data={}).exists()


def test_a_named_caller_is_sealed(committed_people, sign_in):
    """S25, B7, F3: a named caller is kept, and in no table readable. Line: ``seal``."""
    _call(sign_in(committed_people["ines"]), "family")
    assert found_anywhere(CANARY) == []
    with bound(WORKER):
        source = SourceIdentity.objects.get()
        assert CANARY.encode() not in bytes(source.sealed)
        assert source.unseal() == {"name": f"{CANARY} nom", "contact": f"{CANARY} 06"}
