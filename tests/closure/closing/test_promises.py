"""X28, S59: of each open promise it is said what becomes of it before the closure is signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from casework import phases
from casework.models import Case, JournalEntry
from closure.closing import decisions as closing
from closure.closing import promises
from closure.monitoring.decisions import ENDED
from closure.without_year.decisions import close_without_year, propose_without_year
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.carrying.decisions import commitments
from plans.models import Commitment
from tests import people as town
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning

WHY = "La tante le rappelle en mars."


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def later():
    """Four months after the plan, in English."""
    with clock.at(planning.noon(scenes.LATER)), translation.override("en"):
        yield scenes.LATER


@pytest.fixture
def promise(case, who) -> Commitment:
    """Bruno promised a call to an aunt, without a day."""
    with town.acting(who["bruno"]) as bruno:
        return commitments.record_commitment(
            Case.objects.get(pk=case.pk), by=bruno, said_to="sa tante",
            said_on=clock.today(), words="Un appel en mars.", limit="",
        )  # fmt: skip


def asked(case, event=closing.SIGNED) -> list[tuple[str, bool]]:
    """The sentences on promises before that move, and whether each blocks."""
    with bound(WORKER):
        found = phases.obstacles(Case.objects.get(pk=case.pk), event)
    return [(str(one.sentence), one.blocks) for one in found if one.row == "S59"]


def decide(promise, by, becomes="goes_on", words=WHY, **more) -> Commitment:
    more = {"until": clock.today() + timedelta(days=90)} | more if becomes == "goes_on" else more
    with town.acting(by):
        return promises.decide_promise(
            Commitment.objects.get(pk=promise.pk), by=by, becomes=becomes, words=words, **more
        )


def told(kind) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def test_it_is_named_at_the_proposal_and_blocks_the_signature(case, who, promise):
    """Lines: ``promises_are_named``, ``promises_have_their_word``; ``is_kept_on``."""
    scenes.levels(case, who, "low")
    assert [blocks for _words, blocks in asked(case, closing.PROPOSED)] == [False]
    proposal = scenes.propose(case, who)
    ((sentence, blocks),) = asked(case)
    assert blocks
    assert "What was promised to sa tante" in sentence
    with pytest.raises(Refused), town.acting(who["paul"]) as paul:
        closing.sign_off(proposal, by=paul, agrees=True, reason="Fini.")
    decide(promise, who["hugo"])
    assert asked(case) == []
    with bound(WORKER), clock.at(clock.now() + timedelta(days=91)):
        assert len(asked(case)) == 1  # that day is over: it is asked again


@pytest.mark.parametrize("becomes", ["kept", "not_kept", "taken_back", "handed_on"])
def test_it_ends_or_is_handed_on(case, who, promise, becomes):
    """Lines: each branch of decide_promise; whoever promised is told."""
    more = {"to": "Mme Roux, CMP"} if becomes == "handed_on" else {}
    row = decide(promise, who["hugo"], becomes, **more)
    assert (row.state, row.settled_words, row.handed_to) == (becomes, WHY, more.get("to", ""))
    assert row.settled_by == who["hugo"]
    assert told("commitment_settled") == {who["bruno"].full_name}
    scenes.proposed(case, who)
    assert asked(case) == []
    with bound(WORKER):
        entry = JournalEntry.objects.get(case=case, event="commitment.settled")
        assert entry.reason == WHY


def test_kept_until_a_day_it_goes_on_under_monitoring(case, who, promise, sign_in):
    """Lines: ``due_on`` in decide_promise; WITH_ACTIONS in promises_of; ``nothing_is_left_open``;
    ``at`` of settle_commitment; ``promises`` of the pages."""
    until = clock.today() + timedelta(days=90)
    row = decide(promise, who["hugo"], until=until)
    assert (row.state, row.due_on, row.goes_on, row.goes_on_until) == ("open", until, WHY, until)
    assert told("commitment_goes_on") == {who["bruno"].full_name}
    scenes.signed(scenes.ready(case, who), who)
    bruno, claire = sign_in(who["bruno"]), sign_in(who["claire"])
    shown = text_of(claire.get(reverse("closure:monitoring", args=[case.pk])))
    assert "What is promised" in shown
    assert "Un appel en mars." in shown
    work = text_of(bruno.get("/"))
    assert "Commitment to be kept" in work
    assert len(asked(case, ENDED)) == 1
    with town.acting(who["bruno"]) as user:
        commitments.settle_commitment(
            Commitment.objects.get(pk=promise.pk), by=user, state="kept", words="Appelée."
        )
    assert asked(case, ENDED) == []


@pytest.mark.parametrize(
    ("becomes", "more"),
    [
        ("goes_on", {"until": None}),
        ("goes_on", {"until": scenes.LATER - timedelta(days=1)}),
        ("goes_on", {"words": " "}),
        ("handed_on", {}),
        ("handed_on", {"to": " "}),
        ("taken_back", {"words": ""}),
    ],
)
def test_refused_without_a_day_a_person_or_words(case, who, promise, becomes, more):
    """All or nothing. Lines: ``day_of_promise``; ``is_written(to…)``; ``NO_WORD_ON_PROMISE``."""
    before = snapshot()
    with pytest.raises(Refused):
        decide(promise, who["hugo"], becomes, **more)
    assert snapshot() == before


def test_by_the_content_coordinator_while_the_plan_is_carried_out(case, who, promise):
    """The wrong person, the wrong state, a stale version. Lines: the right; ``when``."""
    for key in ("claire", "bruno", "paul", "lea"):
        with pytest.raises(PermissionDenied):
            decide(promise, who[key])
    with town.acting(who["hugo"]) as hugo:
        row = Commitment.objects.get(pk=promise.pk)
        decide(row, hugo)
        with pytest.raises(Conflict):
            promises.decide_promise(
                row, by=hugo, becomes="kept", words="Fait.", expected=row.version
            )
    scenes.signed(scenes.ready(case, who), who)
    with pytest.raises(Refused) as no:
        decide(promise, who["hugo"])
    assert no.value.obstacles[0].row in ("S78", "S89")


def test_of_a_settled_one_nothing_is_decided(case, who, promise):
    """Line: ``commitment_is_open``."""
    decide(promise, who["hugo"], "kept")
    with pytest.raises(Refused) as no:
        decide(promise, who["hugo"], "taken_back")
    assert [one.row for one in no.value.obstacles] == ["S59"]


def test_all_or_nothing(case, who, promise, fails):
    """I5."""
    before = snapshot()
    with fails(promises, "tell_author"):
        decide(promise, who["hugo"])
    assert snapshot() == before


def test_a_handed_on_promise_names_somebody(case, who, promise):
    """Line: the constraint commitment_handed_on_to_somebody."""
    from django.db import IntegrityError, transaction

    row = decide(promise, who["hugo"], "handed_on", to="Mme Roux")
    row.handed_to = ""
    with bound(WORKER), pytest.raises(IntegrityError), transaction.atomic():
        row.save_changes()


def test_without_a_year_promises_are_taken_back_with_its_grounds(case, who, promise, sign_in):
    """X25, X28: nothing goes on asking; the page says so before. Lines: ``settle`` in end_all;
    ``promises`` of Ending."""
    with town.acting(who["hugo"]) as hugo:
        proposal = propose_without_year(
            Case.objects.get(pk=case.pk), by=hugo, why="died", grounds="Décédé lundi."
        )
    page = text_of(sign_in(who["paul"]).get(f"/cases/{case.pk}/without-year/"))
    assert "These commitments are taken back" in page
    assert "sa tante" in page
    with town.acting(who["paul"]) as paul:
        close_without_year(proposal, by=paul, agrees=True)
    with bound(WORKER):
        row = Commitment.objects.get(pk=promise.pk)
    assert (row.state, row.settled_words) == ("taken_back", "Décédé lundi.")
    assert told("commitment_settled") == {who["bruno"].full_name}


def test_the_page_asks_of_each_before_the_button(case, who, promise, sign_in):
    """Shown there, and on the page of the signature. Lines: ``_promises``; ``DecidePromise``."""
    scenes.proposed(case, who)
    hugo, paul = sign_in(who["hugo"]), sign_in(who["paul"])
    page = f"/cases/{case.pk}/closure/"
    shown = text_of(hugo.get(page))
    assert "What is promised" in shown
    assert "what becomes of it?" in shown
    url = f"{page}commitments/{promise.pk}/"
    assert url in shown
    kept = send(hugo, url, becomes="goes_on", until="", words=WHY)
    assert kept.status_code == 409
    assert WHY in text_of(kept)
    until = (clock.today() + timedelta(days=90)).isoformat()
    assert send(hugo, url, becomes="goes_on", until=until, words=WHY).status_code == 302
    assert "kept under monitoring" in text_of(hugo.get(page))
    assert url not in text_of(paul.get(page))
    assert "Un appel en mars." in text_of(paul.get(f"{page}sign/"))
