"""A signal about somebody who is followed is joined to the file; both coordinators know (X02, S86).

Claire coordinates signals and the process of the case, Hugo its content, Paul answers for the
risk; Thomas is the other signal coordinator and stands outside the file.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from casework import one_file
from casework.models import Case, Deconfliction, JournalEntry, Person
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound, elevated
from intake.first_analysis.decisions import security
from intake.matching.priors import priors
from intake.models import MatchAnswer, Outcome, Signal
from intake.outcomes.decisions import file_told, joining
from intake.outcomes.decisions import outcome as outcome_decisions
from intake.outcomes.rules import joining as joining_rules
from notices import telling
from notices.models import Notice
from tests import worlds
from tests.browsing import away, paris, send, signal_url, snapshot, text_of
from tests.intake.matching.scenes import fresh
from tests.people import (
    about_person,
    acknowledged,
    acting,
    analysed,
    hotline,
    open_case,
    signal_from,
)
from worklist import feed

WORDS = "Il a dit à sa tante qu’il achèterait un couteau."
GROUNDS = "C’est la même personne, et elle est suivie ici."


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def case(people):
    return open_case(people)


@worlds.standing
def signal(people, case):
    """What Luc took down and acknowledged, about the person of the case."""
    return about(
        case, acknowledged(signal_from(people["luc"], WORDS, channel=hotline()), people["luc"])
    )


def about(case: Case, signal: Signal) -> Signal:
    """The signal speaks of the case's person, by the desk's answer to a match."""
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        about_person(row, case.subject)
        return row


def join(people, signal, by="thomas", reason=GROUNDS) -> Outcome:
    with acting(people[by]) as user:
        return joining.join_to_case(signal, by=user, reason=reason)


def refused(people, act) -> list:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert snapshot() == before
    return list(refusal.value.obstacles)


def told(kind: str) -> list[str]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind=kind).order_by("recipient__full_name")
        return list(rows.values_list("recipient__full_name", flat=True))


def at_state(row, state: str) -> None:
    with bound(WORKER):
        row = type(row).objects.get(pk=row.pk)
        row.state = state
        row.save_changes()


# --- it does it ------------------------------------------------------------------------------
def test_it_belongs_to_the_file_and_both_coordinators_know(people, case, signal, everything):
    """X02, S86: by one coordinator, with nothing else of the first analysis answered.

    Lines: ``_hold``, ``into_case=case`` in join_to_case; both of file_told.joined.
    """
    outcome = join(people, signal)
    assert (outcome.kind, outcome.status, outcome.into_case) == ("joined_to_case", "in_force", case)
    assert outcome.keep_until is None  # kept as long as the file
    assert Signal.objects.get(pk=signal.pk).state == "joined_to_case"
    assert told("file_signal_joined") == ["Claire Morvan", "Hugo Séverin"]
    line = JournalEntry.objects.get(event="case.signal_joined")
    assert (line.case, line.signal_id, line.reason) == (case, None, "")
    own = JournalEntry.objects.get(event="signal.outcome_decided", signal_id=signal.pk)
    assert (own.by, own.reason) == (people["thomas"], GROUNDS)


@pytest.mark.parametrize(
    ("danger", "concern", "possible"),
    [
        ("yes", "", True), ("unknown", "", True), ("no", "", False), ("", "", False),
        ("no", "possible", True), ("no", "imminent", True), ("yes", "none", False),
    ],
)  # fmt: skip
def test_where_danger_is_possible(danger, concern, possible):
    """X02: the section of the first analysis says it, before it whoever took the call.

    Line: each of joining_rules.danger_is_possible.
    """
    asked = Deconfliction(concern=concern) if concern else None
    assert joining_rules.danger_is_possible(Signal(danger=danger), asked) is possible


def test_danger_is_told_as_urgent(people, signal, everything):
    """X02. Line: ``danger_is_possible`` in join_to_case."""
    with acting(people["thomas"]) as thomas:
        security.ask_deconfliction(
            signal, by=thomas, concern="possible", reason="Un couteau.", asked_of="Police nationale"
        )
    join(people, signal)
    assert told("file_signal_urgent") == ["Claire Morvan", "Hugo Séverin"]
    assert told("file_signal_joined") == []


def test_nobody_there_and_the_risk_owner_knows(people, case, signal, everything):
    """X02: who is away or has no account does not hear it alone.

    Lines: ``user__is_active`` and ``user__agency`` in one_file._holding, ``away`` in whom_to_ask.
    """

    def asked_and_told():
        both = one_file.whom_to_ask(case), one_file.whom_to_tell(case)
        return tuple("".join(sorted(user.full_name[0] for user in users)) for users in both)

    claire, hugo, paul = (people[key] for key in ("claire", "hugo", "paul"))
    assert asked_and_told() == ("CH", "CH")
    away(hugo, clock.today())
    assert asked_and_told() == ("C", "CH")
    away(claire, clock.today())
    assert asked_and_told() == ("P", "CHP")
    claire.is_active = False
    claire.save()
    assert asked_and_told() == ("P", "HP")
    hugo.agency = people["marc"].agency
    hugo.save()
    assert asked_and_told() == ("P", "P")
    paul.is_active = False
    paul.save()
    assert asked_and_told() == ("", "")
    assert one_file.ask_words(case) == "Nobody answers for it any more."
    (warning,) = joining_rules.somebody_is_told(fresh(signal), paul)
    assert not warning.blocks


def test_whatever_the_state_of_the_file(people, case, signal, everything):
    """X01, X02: every state but one is a file; joining attaches the signal and moves nothing.

    Line: ``exclude(state__in=PASSED_ON)`` in one_file.file_on.
    """
    found = {}
    for state in Case.State:
        at_state(case, state)
        found[str(state)] = one_file.file_on(case.subject_id) == case
    assert {state for state, there in found.items() if not there} == {"transferred", "absorbed"}
    (no,) = refused(people, lambda: join(people, signal))
    assert no.sentence == "There is no file here on the person of this signal."
    at_state(case, "ended")
    join(people, signal)
    assert Case.objects.get(pk=case.pk).state == "ended"
    assert told("file_signal_joined") == ["Claire Morvan", "Hugo Séverin"]


def test_from_an_outcome_that_holds_or_waits(people, case, signal, everything):
    """X02: from any state. What stood is replaced, the second reader is not asked any more.

    Lines: ``_replace_what_stands``; ``ASKED`` in join_to_case.
    """
    analysed(signal, people["thomas"])
    with acting(people["thomas"]) as thomas:
        waits = outcome_decisions.decide_outcome(
            signal, by=thomas, kind="no_action", reason="Rien.", second=people["ines"]
        )
    join(people, signal)
    assert Outcome.objects.get(pk=waits.pk).status == "replaced"
    assert Notice.objects.get(kind="second_reading").read_at is not None


def test_it_counts_when_the_person_is_reported_again(people, case, signal, everything):
    """X02, 2.1. Lines: ``JOINED_TO_CASE`` in Outcome.PRIORS, ``joined_to_case`` in COUNTED."""
    join(people, signal)
    with clock.at(paris(2026, 6, 3, 9)):
        call = acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])
        later = analysed(about(case, call), people["thomas"])
        found = priors(case.subject, later, by=people["thomas"])
        assert signal.pk in {one.pk for one in found.counted}
        with acting(people["thomas"]) as thomas, pytest.raises(Refused) as no:
            outcome_decisions.decide_outcome(
                later, by=thomas, kind="no_action", reason="Rien.", second=people["ines"]
            )
    assert [o.row for o in no.value.obstacles if o.blocks] == ["2.1"]


# --- it refuses ------------------------------------------------------------------------------
def test_not_from_the_wrong_state(people, case, signal):
    """X02. Lines: each rule of join_to_case, before it and on what is written."""
    new = signal_from(people["luc"], channel=hotline())
    assert [o.row for o in refused(people, lambda: join(people, new))] == ["S24"]
    nobody = acknowledged(signal_from(people["luc"], channel=hotline()), people["luc"])
    (found,) = refused(people, lambda: join(people, nobody))
    assert found.sentence == "Nobody has said yet who this signal is about."
    assert [o.row for o in refused(people, lambda: join(people, signal, reason=" "))] == ["2.3"]
    join(people, signal)
    (found,) = refused(people, lambda: join(people, signal))
    assert found.sentence == "This signal is joined to the file already."
    with bound(WORKER):
        opened = case.signals.get()
    (found,) = refused(people, lambda: join(people, opened))
    assert found.sentence == "A case was opened on this signal already."


def test_not_against_the_desk_s_own_answer(people, case, signal):
    """2.1. Line: ``no_answer_says_otherwise``."""
    with bound(WORKER):
        MatchAnswer.objects.create(
            signal=signal, named=fresh(signal).row, candidate=case.subject, answer="different",
            decided_by=people["claire"], decided_at=clock.now(),
        )  # fmt: skip
    (found,) = refused(people, lambda: join(people, signal))
    assert (found.row, found.todo) == ("2.1", "Ask Claire Morvan, who answered it.")


def test_all_or_nothing(people, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    before = snapshot()
    with acting(people["thomas"]) as thomas, fails(telling, "queue"):
        joining.join_to_case(signal, by=thomas, reason=GROUNDS)
    assert snapshot() == before


def test_a_link_without_its_kind_is_no_link(people, case, signal, everything):
    """The database holds it: ``outcome_joined_to_a_case``."""
    outcome = join(people, signal)
    outcome.into_case = None
    with pytest.raises(IntegrityError, match="outcome_joined_to_a_case"), transaction.atomic():
        outcome.save_changes()


# --- on the page -----------------------------------------------------------------------------
DECIDE = "decide/joined_to_case/"


@pytest.mark.parametrize(("who", "status"), [("luc", 403), ("hugo", 404), ("paul", 404)])
def test_the_wrong_person(people, signal, sign_in, who, status):
    """Rulings 2: a signal coordinator alone; a receiver knows of it, the team does not."""
    before = snapshot()
    browser, url = sign_in(people[who]), signal_url("first_analysis", signal) + DECIDE
    assert browser.get(url).status_code == status
    assert browser.post(url, {"reason": GROUNDS}).status_code == status
    assert snapshot() == before


def test_among_the_outcomes_and_back(people, case, signal, sign_in):
    """X02: chosen, sent, taken off again by the other coordinator; the file is told each time."""
    thomas, claire = sign_in(people["thomas"]), sign_in(people["claire"])
    page = signal_url("first_analysis", signal)
    assert "Join this signal to the file" in text_of(thomas.get(page))
    assert send(thomas, page + DECIDE, reason=GROUNDS).status_code == 302
    assert "Joined to the file" in text_of(thomas.get(page))
    assert case.reference not in text_of(thomas.get(signal_url("page", signal)))
    assert case.reference in text_of(claire.get(signal_url("page", signal)))
    with bound(WORKER):
        outcome = Outcome.objects.get(kind="joined_to_case")
    off = reverse("intake:take_off", args=[signal.pk, outcome.pk])
    no = send(thomas, off, reason="Un homonyme.")
    assert no.status_code == 409
    assert "Somebody else has read this signal since you joined it to the file." in text_of(no)
    assert send(claire, off, reason="Un homonyme.").status_code == 302
    assert told("file_signal_taken_off") == ["Hugo Séverin"]
    with bound(WORKER):
        assert Signal.objects.get(pk=signal.pk).state == "in_triage"
        assert Notice.objects.get(kind="file_signal_joined", recipient=people["hugo"]).read_at
        assert JournalEntry.objects.filter(event="case.signal_taken_off", case=case).exists()
    assert send(claire, off, reason="Un homonyme.").status_code == 409


def test_an_outcome_that_holds_shows_the_way(people, signal, sign_in):
    """X02: from a closed signal too, and no further once it is joined. Line: not_joined_yet."""
    analysed(signal, people["thomas"])
    with acting(people["thomas"]) as thomas:
        outcome_decisions.decide_outcome(
            signal, by=thomas, kind="oriented", reason="Le CMP.", service="CMP",
            accepted_by="Hugo", accepted_on=clock.today(),
        )  # fmt: skip
    browser, page = sign_in(people["thomas"]), signal_url("first_analysis", signal)
    assert DECIDE in text_of(browser.get(page))
    assert DECIDE not in text_of(sign_in(people["luc"]).get(page))
    assert "<textarea" in text_of(browser.get(page + DECIDE))
    assert send(browser, page + DECIDE, reason=GROUNDS).status_code == 302
    assert DECIDE not in text_of(browser.get(page))


def test_taken_back_at_once_is_told(people, case, signal, everything):
    """X02. Line: ``file_told.taken_off`` in undo_outcome."""
    outcome = join(people, signal)
    with acting(people["thomas"]) as thomas:
        outcome_decisions.undo_outcome(outcome, by=thomas)
    assert told("file_signal_taken_off") == ["Claire Morvan", "Hugo Séverin"]
    waiting = Notice.objects.filter(kind="file_signal_joined", read_at__isnull=True)
    assert not waiting.exists()
    with pytest.raises(Refused):
        joining.take_off_case(outcome, by=people["claire"], reason="Un homonyme.")


def test_taking_off_is_all_or_nothing(people, case, signal, fails):
    """I5. Line: ``@transaction.atomic`` on Decision._decide."""
    outcome = join(people, signal)
    before = snapshot()
    with acting(people["claire"]) as claire, fails(file_told, "taken_off"):
        joining.take_off_case(outcome, by=claire, reason="Un homonyme.")
    assert snapshot() == before


def test_the_team_reads_that_there_is_one_and_whom_to_ask(people, case, signal, sign_in):
    """X02, P2: the line in the feed; no words, no grounds, no reference, no page of the signal.

    Line: nothing but ``name`` in file_told.joined.
    """
    join(people, signal)
    for who in ("hugo", "paul", "bruno"):
        browser = sign_in(people[who])
        front = text_of(browser.get(reverse("case", args=[case.pk])))
        assert "Joined a signal to this file; ask Thomas" in front
        for page in (front, text_of(browser.get(reverse("notices"))), text_of(browser.get("/"))):
            assert not [one for one in ("couteau", GROUNDS, signal.reference) if one in page]
        assert browser.get(signal_url("page", signal)).status_code == 404
    with acting(people["bruno"]) as bruno:
        lines, _more = feed.of(case, bruno)
    assert [line.text for line in lines if "signal to this file" in line.title] == [""]


# --- X01: one file -----------------------------------------------------------------------------
def test_rows_that_were_joined_are_one_person(people, case, everything):
    """X01: whichever was joined to which. Line: ``head__in`` in one_file.same_as."""
    first = Person(given_name="Yannis", created_at=clock.now())
    first.save(force_insert=True)
    second = Person(given_name="Y.", created_at=clock.now())
    second.save(force_insert=True)
    one_file.bring_together({first.pk, second.pk, case.subject_id})
    all_of_them = {case.subject_id, first.pk, second.pk}
    assert [one_file.same_as(pk) for pk in all_of_them] == [all_of_them] * 3
    assert one_file.file_on(second.pk) == case
    assert one_file.file_on(second.pk, but=case) is None


def test_the_table_and_the_opening_name_the_new_way_out(people, case, signal):
    """X01, X02: neither is refused without saying what can be done, and by whom.

    Line: ``no_file_yet`` of take_to_conference.
    """
    analysed(signal, people["thomas"])
    with acting(people["thomas"]) as thomas, pytest.raises(Refused) as no, elevated():
        outcome_decisions.take_to_conference(signal, by=thomas, reason="À voir ensemble.")
    (found,) = no.value.obstacles
    assert found.sentence == "There is a file on this person already: no second one is opened."
    assert found.todo == (
        "Join this signal to the file: a signal coordinator decides it."
        " Ask Claire Morvan or Hugo Séverin."
    )
    assert case.reference not in found.sentence + found.todo
