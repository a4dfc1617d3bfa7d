"""A signal typed twice: brought together with the other, and apart again (rulings 1, 2.1)."""

from datetime import date

import pytest
from django.utils import translation

from casework.deciding import NotTheirs
from casework.models import JournalEntry
from common import clock
from common.refusals import Refused
from intake.matching import decisions as matching
from intake.matching.priors import priors
from intake.models import Outcome, Signal
from intake.outcomes.acts.deciding import Merge
from intake.outcomes.decisions import merging
from intake.outcomes.decisions import outcome as outcome_decisions
from intake.outcomes.decisions.merging import joined_with
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, send, signal_url, snapshot, text_of
from tests.people import acknowledged, acting, analysed, case_on, hotline, person_named, signal_from

GROUNDS = "Le même appel, noté deux fois."


@worlds.standing
def first(people):
    """Inès took the call; Thomas answers for it."""
    return acknowledged(signal_from(people["sophie"], channel=hotline()), people["thomas"])


@worlds.standing
def second(people):
    """Luc wrote the same call down again."""
    words = "Il dit qu’on verra samedi, a-t-on rapporté."
    return acknowledged(signal_from(people["luc"], words, channel=hotline()), people["claire"])


def merge(people, signal, into, by="claire", reason=GROUNDS):
    with acting(people[by]):
        return merging.merge_signal(signal, by=people[by], into=into, reason=reason)


def separate(people, outcome, by="claire", reason="Deux jeunes différents."):
    with acting(people[by]):
        return merging.separate_signal(outcome, by=people[by], reason=reason)


def refused(act) -> list:
    before = snapshot()
    with translation.override("en"), pytest.raises(Refused) as refusal:
        act()
    assert snapshot() == before
    return refusal.value.obstacles


def test_one_goes_on_and_both_keep_their_words(people, first, second, everything):
    """Rulings 1. Lines: ``_hold``, ``journal.record("signal.joined")``, ``telling.queue``."""
    outcome = merge(people, second, first)
    assert (outcome.kind, outcome.status, outcome.into) == ("merged", "in_force", first)
    assert outcome.keep_until is None
    now = {one.pk: one for one in Signal.objects.all()}
    assert (now[second.pk].state, now[first.pk].state) == ("merged", "acknowledged")
    assert now[second.pk].words == "Il dit qu’on verra samedi, a-t-on rapporté."
    assert JournalEntry.objects.get(event="signal.joined").signal_id == first.pk
    told = Notice.objects.filter(kind="signal_joined").values_list("recipient_id", flat=True)
    assert list(told) == [people["thomas"].pk]
    assert list(joined_with(now[first.pk], people["claire"])) == [now[second.pk]]


def test_whose_it_is_is_asked_before_what_is_missing(people, first):
    """Line: ``"into" not in values`` in ``_both``: called without the other signal, by anybody."""
    for name in ("ines", "sophie"):
        with acting(people[name]), pytest.raises(NotTheirs):
            merging.merge_signal(first, by=people[name])
    with acting(people["marc"]), pytest.raises(Signal.DoesNotExist):
        merging.merge_signal(first, by=people["marc"])
    with acting(people["claire"]), pytest.raises(TypeError):
        merging.merge_signal(first, by=people["claire"])


def test_not_with_itself(people, first):
    """Line: ``signal.pk == into.pk`` in rules.may_be_joined."""
    found = refused(lambda: merge(people, first, first))
    assert [o.sentence for o in found] == ["A signal cannot be brought together with itself."]


def test_no_chain(people, first, second):
    """Lines: ``if onward`` in rules.may_be_joined, ``if behind`` beside it: one way, never two."""
    third = acknowledged(signal_from(people["ines"], channel=hotline()), people["claire"])
    merge(people, second, first)
    (onward,) = refused(lambda: merge(people, third, second))
    assert onward.todo == f"Choose {first.reference}."
    (behind,) = refused(lambda: merge(people, first, third))
    assert second.reference in behind.sentence


def test_the_button_is_locked_on_a_signal_that_others_led_to(people, first, second):
    """Line: ``nobody_was_joined_to_it`` of merge_signal: no other signal would be taken."""
    merge(people, second, first)
    with acting(people["claire"]) as claire:
        now = Signal.objects.get(pk=first.pk)
        (said,) = Merge.button_for(claire, now).obstacles
    assert (said.row, second.reference in str(said.sentence)) == ("2.1", True)


def test_grounds_and_an_open_analysis(people, first, second):
    """Lines: ``grounds_of_decision`` and ``rules.OPEN`` of merge_signal."""
    assert [o.row for o in refused(lambda: merge(people, second, first, reason=" "))] == ["2.3"]
    merge(people, second, first)
    third = acknowledged(signal_from(people["ines"], channel=hotline()), people["claire"])
    assert [o.row for o in refused(lambda: merge(people, second, third))] == ["2.3"]
    waiting = signal_from(people["ines"], channel=hotline())
    assert [o.row for o in refused(lambda: merge(people, waiting, third))] == ["S24"]


def test_it_counts_once(people, first, second, everything):
    """2.1. Line: MERGED is not in Outcome.PRIORS: one call typed twice is no second report."""
    analysed(first, people["claire"])
    merge(people, second, first)
    with acting(people["claire"]):
        matching.name_person(
            first,
            by=people["claire"],
            changes={"given_name": "Yanis", "family_name": "Belcourt", "alias": "",
                     "birth_date": None, "age_text": ""},
        )  # fmt: skip
        outcome_decisions.decide_outcome(
            first, by=people["claire"], kind="oriented", reason="Le CMP le reçoit.",
            service="CMP", accepted_by="Hugo", accepted_on=date(2026, 6, 2),
        )  # fmt: skip
    person = person_named(first)
    with clock.at(paris(2026, 6, 3, 9)):
        third = acknowledged(signal_from(people["ines"], channel=hotline()), people["claire"])
    assert len(priors(person, third, by=people["claire"]).counted) == 1


def test_apart_again(people, first, second, everything):
    """Lines: ``status = WITHDRAWN`` and ``state = IN_TRIAGE`` in separate_signal."""
    outcome = merge(people, second, first)
    separate(people, outcome)
    assert Outcome.objects.get(pk=outcome.pk).status == "withdrawn"
    assert Signal.objects.get(pk=second.pk).state == "in_triage"
    assert JournalEntry.objects.filter(event="signal.separated").count() == 2
    assert [o.row for o in refused(lambda: separate(people, outcome))] == ["2.3"]


def test_not_once_somebody_leans_on_both(people, first, second):
    """2.3. Line: ``if later or into.case_id`` in rules.nothing_leans_on_both."""
    outcome = merge(people, second, first)
    case_on(first, people)
    (found,) = refused(lambda: separate(people, outcome))
    assert first.reference in found.sentence


def test_on_the_page(people, first, second, sign_in):
    """Typed small, found; the way leads there and back; a reference nobody knows keeps the text."""
    claire = sign_in(people["claire"])
    url = signal_url("first_analysis", second) + "decide/merged/"
    answer = send(claire, url, into="s-1999-001", reason=GROUNDS)
    assert answer.status_code == 422
    assert "You know of no signal with this reference" in text_of(answer)
    assert GROUNDS in text_of(answer)
    answer = send(claire, url, into=first.reference.lower(), reason=GROUNDS)
    assert answer.status_code == 302
    assert first.reference in text_of(claire.get(signal_url("page", second)))
    assert second.reference in text_of(claire.get(signal_url("page", first)))


def test_a_reference_that_one_may_not_see_is_unknown(people, first, second, sign_in):
    """P2: the form knows what its reader knows. Line: ``visible_to`` in MergedForm."""
    from intake.outcomes.forms import MergedForm

    with acting(people["sophie"]):
        form = MergedForm(
            {"into": second.reference, "reason": GROUNDS}, signal=first, user=people["sophie"]
        )
        assert "into" in form.errors
