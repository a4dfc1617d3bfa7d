"""Outcomes: who decides, on what grounds, read by whom, taken back or not (2.3, 2.12, S41)."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Duty
from casework.models import JournalEntry, Person
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.first_analysis.decisions import security, triage
from intake.models import Outcome, Signal
from intake.outcomes.acts.deciding import HandToSecurity
from intake.outcomes.decisions import outcome as outcome_decisions
from notices import telling
from notices.models import Notice
from tests import worlds
from tests.browsing import paris, send, signal_url, snapshot, text_of
from tests.people import (
    about_person,
    acknowledged,
    acting,
    analysed,
    hotline,
    signal_from,
    to_the_conference,
)

GROUNDS = "Une dispute de voisinage ; rien d’autre."
ASKED = {"question": "Vient-il encore ?", "addressee": "Le lycée", "due_on": date(2026, 6, 9)}
TAKEN = {"service": "CMP", "accepted_by": "H. Séverin", "accepted_on": date(2026, 6, 2)}
HANDED = {"service": "Police", "note": "Transmis par téléphone à 10 h 30."}


@worlds.standing
def acked(people):
    return acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])


@worlds.standing
def signal(people, acked):
    return analysed(acked, people["claire"])


def decide(people, signal, kind, by="claire", **more):
    with acting(people[by]):
        return outcome_decisions.decide_outcome(
            signal, by=people[by], kind=kind, reason=more.pop("reason", GROUNDS), **more
        )


def refused(people, signal, kind, **more) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        decide(people, signal, kind, **more)
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles if o.blocks]


def state_of(signal) -> str:
    return Signal.objects.get(pk=signal.pk).state


def test_what_is_handed_over_stays_here_and_the_page_says_so(people, signal, sign_in, everything):
    """X31. Line: the hint and the help of ``HandToSecurity``: nothing is taken off the signal."""
    words = Signal.unscoped.get(pk=signal.pk).words
    address = reverse("intake:decide", args=[signal.pk, "handed_to_security"])
    page = sign_in(people["claire"]).get(address)
    assert "What was written before stays on this signal" in text_of(page)
    with translation.override("en"):
        assert "What was written stays on this signal" in str(HandToSecurity.hint)
    decide(people, signal, "handed_to_security", **HANDED)
    assert Signal.unscoped.get(pk=signal.pk).words == words


@pytest.mark.parametrize(
    ("kind", "details", "kept"),
    [
        ("need_more", ASKED, None),
        ("oriented", TAKEN, date(2027, 6, 2)),
        ("handed_to_security", HANDED, date(2027, 6, 2)),
    ],
)
def test_one_coordinator_decides(people, signal, everything, kind, details, kept):
    """Rulings 1. Lines: ``_hold`` and ``keep_until`` (periods are settings)."""
    outcome = Outcome.objects.get(pk=decide(people, signal, kind, **details).pk)
    assert (outcome.status, outcome.keep_until) == ("in_force", kept)
    assert (outcome.proposed_by, outcome.in_force_at) == (people["claire"], paris(2026, 6, 2, 10))
    assert state_of(signal) == kind
    entry = JournalEntry.objects.get(event="signal.outcome_decided", signal_id=signal.pk)
    assert (entry.by, entry.reason, entry.case) == (people["claire"], GROUNDS, None)


def test_grounds_are_never_empty(people, signal):
    """2.3. Line: ``grounds_of_decision`` in _alone and _by_two."""
    assert refused(people, signal, "oriented", reason="  ", **TAKEN) == ["2.3"]


def test_no_outcome_while_the_source_is_not_assessed(people, acked):
    """S38, S34, X03. Lines: source_is_assessed, ``asked is None``, is_said_about_whom."""
    assert refused(people, acked, "oriented", **TAKEN) == ["S38", "S34", "2.1"]


@pytest.mark.parametrize("missing", ["question", "addressee", "due_on"])
def test_a_question_has_addressee_and_date(people, signal, missing):
    """S40. Line: rules.details_of_question."""
    details = ASKED | {missing: None if missing == "due_on" else " "}
    assert refused(people, signal, "need_more", **details) == ["S40"]


def test_a_question_is_not_due_yesterday(people, signal):
    """S40. Line: ``due_on < clock.today()``."""
    details = ASKED | {"due_on": date(2026, 6, 1)}
    assert refused(people, signal, "need_more", **details) == ["S40"]


def test_the_answer_brings_it_back(people, signal, everything):
    """S40. Lines: ``status = ENDED`` and ``state = IN_TRIAGE`` in note_answer."""
    outcome = decide(people, signal, "need_more", **ASKED)
    with acting(people["thomas"]):
        outcome_decisions.note_answer(outcome, by=people["thomas"], answer="Oui, mardi.")
    outcome = Outcome.objects.get(pk=outcome.pk)
    assert (outcome.status, outcome.answer) == ("ended", "Oui, mardi.")
    assert state_of(signal) == "in_triage"
    with acting(people["thomas"]), pytest.raises(Refused):
        outcome_decisions.note_answer(outcome, by=people["thomas"], answer="Encore.")


@pytest.mark.parametrize("missing", ["service", "accepted_by", "accepted_on"])
def test_a_handover_is_accepted(people, signal, missing):
    """S36. Line: rules.handover_is_accepted."""
    details = TAKEN | {missing: None if missing == "accepted_on" else ""}
    assert refused(people, signal, "oriented", **details) == ["S36"]


def test_a_handover_is_not_accepted_tomorrow(people, signal):
    """2.3. Line: ``day_to_come`` in handover_is_accepted."""
    assert refused(people, signal, "oriented", **(TAKEN | {"accepted_on": date(2026, 6, 3)})) == [
        "2.3"
    ]


def test_the_note_of_the_handover(people, signal):
    """S34. Line: rules.security_note_is_written."""
    assert refused(people, signal, "handed_to_security", service="Police", note=" ") == ["S34"]


# --- a security matter stops everything else ---------------------------------------------------
def of_concern(people, acked, answer=""):
    signal = analysed(acked, people["claire"])
    with clock.at(paris(2026, 6, 2, 11)), acting(people["claire"]):
        security.ask_deconfliction(
            signal,
            by=people["claire"],
            concern="possible",
            reason="Une date.",
            asked_of="Marc Delmas, Police",
        )
        if answer:
            security.note_security_answer(signal, by=people["claire"], answer=answer)
    return signal


@pytest.mark.parametrize("answer", ["", "wait", "taken_over"])
def test_nothing_local_before_or_against_the_answer(people, acked, answer):
    """S34. Lines: ``asked.waits`` and ``asked.forbids`` in security_lets_go_on."""
    signal = of_concern(people, acked, answer)
    for kind, details in (("oriented", TAKEN), ("need_more", ASKED)):
        assert refused(people, signal, kind, **details) == ["S34"]
    assert refused(people, signal, "no_action", second=people["thomas"]) == ["S34"]
    with acting(people["claire"]), pytest.raises(Refused):
        outcome_decisions.take_to_conference(signal, by=people["claire"], reason=GROUNDS)
    decide(people, signal, "handed_to_security", **HANDED)
    assert state_of_as(people, signal) == "handed_to_security"


@pytest.mark.parametrize("answer", ["may_continue", "with_limits"])
def test_the_answer_lets_local_work_go_on(people, acked, answer):
    """S34: the other way round."""
    decide(people, of_concern(people, acked, answer), "oriented", **TAKEN)


def state_of_as(people, signal) -> str:
    with acting(people["claire"]):
        return state_of(signal)


# --- two people --------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "second"), [("no_action", "ines"), ("malicious", "thomas")])
def test_it_waits_for_its_second_reader_who_alone_is_told(people, signal, everything, kind, second):
    """S41. Lines: ``TWO_PEOPLE`` and ``telling.queue`` in decide_outcome."""
    outcome = decide(people, signal, kind, second=people[second])
    assert (outcome.status, state_of(signal)) == ("proposed", "in_triage")
    told = Notice.objects.filter(kind="second_reading")
    assert [notice.recipient for notice in told] == [people[second]]
    with clock.at(paris(2026, 6, 2, 14)), acting(people[second]):
        outcome_decisions.read_second(outcome, by=people[second], agrees=True)
    outcome = Outcome.objects.get(pk=outcome.pk)
    assert (outcome.status, state_of(signal)) == ("in_force", kind)
    assert outcome.second_read_at == outcome.in_force_at == paris(2026, 6, 2, 14)
    assert outcome.keep_until == date(2026, 12, 2)
    assert Notice.objects.get(kind="second_read").recipient == people["claire"]
    assert told.get().read_at is not None


def test_a_second_reader_disagrees_in_words(people, signal, everything):
    """S41. Lines: ``status = REFUSED``; ``words_are_written`` when not agreed."""
    outcome = decide(people, signal, "no_action", second=people["ines"])
    with acting(people["ines"]):
        with pytest.raises(Refused):
            outcome_decisions.read_second(outcome, by=people["ines"], agrees=False, words=" ")
        outcome_decisions.read_second(
            outcome, by=people["ines"], agrees=False, words="Rappeler l’oncle."
        )
    outcome = Outcome.objects.get(pk=outcome.pk)
    assert (outcome.status, outcome.second_words) == ("refused", "Rappeler l’oncle.")
    assert state_of(signal) == "in_triage"


def test_nobody_reads_twice(people, signal):
    """S41. Line: ``second.pk == by.pk`` in second_reader_fits; no name at all as well."""
    assert refused(people, signal, "no_action", second=people["claire"]) == ["S41"]
    assert refused(people, signal, "no_action") == ["S41"]


def test_the_second_reader_is_of_the_desk(people, signal):
    """Rulings 2: another SC or RC. Line: ``SECOND_READ`` in second_reader_fits."""
    assert refused(people, signal, "no_action", second=people["bruno"]) == ["S41"]


def test_malicious_takes_two_coordinators(people, signal):
    """Rulings 1. Line: ``kind == MALICIOUS`` in needs_two_coordinators."""
    assert refused(people, signal, "malicious", second=people["ines"]) == ["S41"]


def about(people, signal, person):
    with bound(WORKER):
        signal = Signal.objects.get(pk=signal.pk)
        about_person(signal, person)
    return signal


@pytest.mark.parametrize(("first", "counts"), [("oriented", True), ("malicious", False)])
def test_an_earlier_closed_signal_takes_two_coordinators(people, signal, everything, first, counts):
    """2.1, rulings 1: what counts as a prior. Lines: ``PRIORS``; ``priors(signal)``."""
    person = Person(given_name="Yanis", created_at=clock.now())
    person.save(force_insert=True)
    about(people, signal, person)
    if first == "oriented":
        decide(people, signal, "oriented", **TAKEN)
    else:
        outcome = decide(people, signal, "malicious", second=people["thomas"])
        with acting(people["thomas"]):
            outcome_decisions.read_second(outcome, by=people["thomas"], agrees=True)
    again = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
    again = about(people, analysed(again, people["claire"]), person)
    if counts:
        assert refused(people, again, "no_action", second=people["ines"]) == ["2.1"]
        decide(people, again, "no_action", second=people["thomas"])
    else:
        decide(people, again, "no_action", second=people["ines"])


def test_what_waits_stands_still(people, signal):
    """S41. Line: ``proposal`` in nothing_waits."""
    decide(people, signal, "no_action", second=people["ines"])
    assert "S41" in refused(people, signal, "oriented", **TAKEN)
    with acting(people["claire"]), pytest.raises(Refused):
        triage.answer_minor(
            signal, by=people["claire"], expected=2, minor="yes", minor_basis="15 ans"
        )


def test_a_proposal_is_taken_back(people, signal, everything):
    """S41. Lines: ``status = WITHDRAWN`` and ``settle`` in withdraw_proposal."""
    outcome = decide(people, signal, "no_action", second=people["ines"])
    with acting(people["claire"]):
        outcome_decisions.withdraw_proposal(outcome, by=people["claire"])
    assert Outcome.objects.get(pk=outcome.pk).status == "withdrawn"
    assert Notice.objects.get(kind="second_reading").read_at is not None
    with acting(people["ines"]), pytest.raises(Refused) as refusal:
        outcome_decisions.read_second(outcome, by=people["ines"], agrees=True)
    assert refusal.value.obstacles[0].row == "S41"


# --- the receiver alone, and the decider -------------------------------------------------------
def test_advice_is_given_by_a_receiver_alone(people, acked, everything):
    """2.12, rulings 1: no source, no second reader. Line: ``_hold`` in give_advice."""
    with acting(people["ines"]):
        outcome_decisions.give_advice(acked, by=people["ines"], reason="Comment parler à son fils.")
    outcome = Outcome.objects.get(signal=acked)
    assert (outcome.kind, outcome.keep_until) == ("advice_given", date(2026, 9, 2))
    assert state_of(acked) == "advice_given"


def test_advice_records_no_person(people):
    """2.12. Line: rules.nobody_is_recorded."""
    call = signal_from(people["sophie"], channel=hotline(), about="Yanis B.")
    signal = acknowledged(call, people["ines"])
    with acting(people["ines"]), pytest.raises(Refused) as refusal:
        outcome_decisions.give_advice(signal, by=people["ines"], reason="Conseil.")
    assert [o.row for o in refusal.value.obstacles] == ["2.12"]


def test_a_decider_takes_it_to_the_conference(people, signal, everything):
    """S22, S40. Line: ``_hold`` in take_to_conference."""
    to_the_conference(signal, people["thomas"])
    assert state_of(signal) == "to_conference"
    assert Outcome.objects.get(signal=signal).proposed_by == people["thomas"]


def test_both_questions_before_the_conference(people, acked):
    """S22. Line: rules.both_questions_are_answered."""
    signal = analysed(acked, people["claire"], useful="", useful_grounds="")
    with acting(people["claire"]), pytest.raises(Refused) as refusal:
        outcome_decisions.take_to_conference(signal, by=people["claire"], reason=GROUNDS)
    assert [o.row for o in refusal.value.obstacles] == ["S22"]


def test_another_reading_is_written(people, acked):
    """S36. Line: rules.another_reading_is_written."""
    signal = analysed(acked, people["claire"], radicalised="yes")
    with clock.at(paris(2026, 6, 2, 11)), acting(people["claire"]):
        triage.answer_questions(
            signal,
            by=people["claire"],
            expected=2,
            radicalised="yes",
            radicalised_grounds="Il recrute.",
            useful="yes",
            useful_grounds="Trois services.",
        )
    assert refused(people, signal, "oriented", **TAKEN) == ["S36"]


# --- taken back --------------------------------------------------------------------------------
def test_taken_back_while_nobody_has_read(people, signal, sign_in, everything):
    """2.3. Lines: ``readers_since``; ``status = WITHDRAWN`` and the state in undo_outcome."""
    outcome = decide(people, signal, "oriented", **TAKEN)
    claire = sign_in(people["claire"])
    assert claire.get(signal_url("page", signal)).status_code == 200
    assert claire.post(of(signal, outcome, "undo")).status_code == 302
    assert Outcome.objects.get(pk=outcome.pk).status == "withdrawn"
    assert state_of(signal) == "in_triage"


def test_not_after_somebody_has_read(people, signal, sign_in, everything):
    """2.3. Line: ``names`` in nobody_read_since: said by name."""
    outcome = decide(people, signal, "oriented", **TAKEN)
    sign_in(people["ines"]).get(signal_url("page", signal))
    answer = sign_in(people["claire"]).post(of(signal, outcome, "undo"))
    assert answer.status_code == 409
    assert "Inès Vasseur has read this signal since." in text_of(answer)
    assert state_of(signal) == "oriented"


def of(signal, outcome, act: str) -> str:
    return f"{signal_url('first_analysis', signal)}outcomes/{outcome.pk}/{act}/"


# --- pages -------------------------------------------------------------------------------------
def test_the_same_words_before_and_after(people, acked, sign_in):
    """Rulings 1: the obstacles beside the button are those of the refusal."""
    claire = sign_in(people["claire"])
    url = f"{signal_url('first_analysis', acked)}decide/oriented/"
    page = claire.get(url)
    assert "The source is not assessed yet." in text_of(page)
    answer = send(claire, url, reason=GROUNDS, service="CMP")
    assert answer.status_code == 409
    assert "The source is not assessed yet." in text_of(answer)
    assert GROUNDS in text_of(answer)


def test_proposed_and_read_in_the_browser(people, signal, sign_in, everything):
    """S41: from the form to the second reader's page."""
    url = f"{signal_url('first_analysis', signal)}decide/no_action/"
    claire = sign_in(people["claire"])
    answer = send(claire, url, reason=GROUNDS, second=people["ines"].pk)
    assert answer.url == signal_url("first_analysis", signal)
    outcome = Outcome.objects.get(signal=signal)
    ines = sign_in(people["ines"])
    assert "Read it a second time" in text_of(ines.get(answer.url))
    reading = of(signal, outcome, "second-reading")
    assert sign_in(people["luc"]).get(reading).status_code == 403
    assert claire.get(reading).status_code == 403
    assert send(ines, reading, agrees="yes").status_code == 302
    assert state_of(signal) == "no_action"


@pytest.mark.parametrize(("who", "status"), [("ines", 403), ("sophie", 403), ("marc", 404)])
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2. Line: the right of each decision."""
    before = snapshot()
    browser = sign_in(people[who])
    for url in (
        f"{signal_url('first_analysis', signal)}decide/oriented/",
        signal_url("to_conference", signal),
    ):
        assert browser.post(url, {"reason": GROUNDS}).status_code == status
    assert snapshot() == before


def test_a_decider_who_only_reported_takes_it_to_the_conference(
    people, signal, sign_in, everything
):
    """Rulings 2: DE decides, and reads no more of the analysis than the sentences in the way."""
    Duty.objects.create(user=people["sophie"], kind="decider", since=date(2026, 1, 1))
    sophie = sign_in(people["sophie"])
    page = sophie.get(signal_url("to_conference", signal))
    assert "Connu du service depuis deux ans." not in text_of(page)
    answer = send(sophie, signal_url("to_conference", signal), reason=GROUNDS)
    assert answer.url == signal_url("page", signal)
    assert state_of(signal) == "to_conference"


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with acting(people["claire"]), fails(telling, "queue"):
        outcome_decisions.decide_outcome(
            signal, by=people["claire"], kind="no_action", reason=GROUNDS, second=people["ines"]
        )
    assert snapshot() == before
