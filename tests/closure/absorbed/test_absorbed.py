"""X04, S78: two files on one person become one, by two people; the younger is only read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from casework import one_file
from casework.information import decisions as information
from casework.models import Case, JournalEntry, Record
from casework.team import decisions as teams
from closure.absorbed import decisions as acts
from closure.models import Absorption, FormerPart, MonitoringCheck
from closure.transfer import decisions as transfers
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from intake.matching.priors import priors
from intake.models import MatchAnswer, NamedPerson, Signal
from intake.outcomes.decisions import joining
from notices.models import Notice
from plans.models import FollowUp
from tests import people as town
from tests import ticking, worlds
from tests.acts.putting import put
from tests.browsing import send, text_of
from tests.cast import in_english
from tests.closure import following, scenes
from tests.closure.absorbed.files import absorbed, agree, ask, now, side, two_files
from tests.plans import planning
from tests.worklist.test_my_work_of_cases import waits
from worklist import sweep
from worklist.all_reminders import REMINDERS

State = Case.State
ASKED = "Is another file about the same person? Your answer is asked"
AWAITED = "The answer about another file is awaited"
JOINS = "Ask the absorbed file’s team who joins"


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def two(who):
    return two_files(who)


@pytest.fixture
def files(two):
    with clock.at(planning.noon(scenes.LATER)):
        yield two


@pytest.fixture
def older(files):
    return files["older"]


@pytest.fixture
def younger(files):
    return files["younger"]


@pytest.fixture(autouse=True)
def in_words():
    with translation.override("en"):
        yield


def told(kind: str) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def events(case) -> set[str]:
    with bound(WORKER):
        return set(JournalEntry.objects.filter(case=case).values_list("event", flat=True))


def refused(act) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return [one.row for one in refusal.value.obstacles]


def sentences(act) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return [str(one.sentence) for one in refusal.value.obstacles]


def names(who, *keys) -> set[str]:
    return {who[key].full_name for key in keys}


# --- asked ------------------------------------------------------------------------------------
def test_asked_agreed_and_only_then_absorbed(files, older, younger, who):
    """By the younger's coordinator, agreed by the older's. Lines: each of agree_to_absorb."""
    row = ask(younger, who["hugo"], older)
    assert told("one_file_asked") == names(who, "julie")
    assert (now(younger).state, now(older).state) == (State.ACTIVE, State.GATHERING)
    assert events(older) & {"one_file.asked", "one_file.absorbs"} == set()
    agree(row, older, who["julie"], words="Vu avec Hugo.")
    file = now(younger)
    assert (file.state, file.into_id) == (State.ABSORBED, older.pk)
    assert now(older).state == State.GATHERING
    assert now(older).subject_head_id == file.subject_head_id
    assert {"one_file.asked", "case.absorbed"} <= events(younger)
    assert "one_file.absorbs" in events(older)
    assert told("file_absorbed") == names(who, "hugo", "claire", "paul", "bruno", "lea")
    assert told("file_absorbs") == names(who, "thomas", "aicha", "marek")
    for case, was in ((younger, "active"), (older, "")):
        found = side(row, case)
        assert (found.state, found.was, found.settled_by) == ("agreed", was, who["julie"])
    with bound(WORKER):
        assert one_file.file_on(younger.subject_id) == older


def test_asked_by_the_older_one_too(older, younger, who):
    """The younger by its opening is absorbed, whoever asks. Line: the order in ``by_age``."""
    row = ask(older, who["julie"], younger)
    agree(row, younger, who["hugo"])
    assert (now(younger).state, now(older).state) == (State.ABSORBED, State.GATHERING)


@pytest.mark.parametrize("state", sorted({*Case.IN_HAND, State.ENDED} - {State.CLOSING}))
def test_from_each_state(older, younger, who, state):
    """Line: the sources of the move; ``ON_FILE`` of the decisions."""
    put(Case, younger.pk, state=state)
    agree(ask(younger, who["hugo"], older), older, who["julie"])
    assert now(younger).state == State.ABSORBED


def test_what_is_typed_is_no_oracle(older, younger, who, sign_in):
    """The same words and the same row, whether there is such a file or not.

    Lines: the lookup as the worker, ``OfTwoFiles``; nothing of the other side is read.
    """
    hugo = sign_in(who["hugo"])
    url = reverse("closure:one_file_ask", args=[younger.pk])
    page, seen, rows = reverse("closure:one_file", args=[younger.pk]), [], []
    for reference in (older.reference, "SA-1999-999"):
        said = {"other_reference": reference, "met": "match", "grounds": "Même adresse."}
        assert send(hugo, url, **said).status_code == 302
        shown = hugo.get(page)
        question = next(q for q in shown.context["questions"] if q.state == "open")
        panel = text_of(shown).split(f'id="question-{question.pk}"')[1].split("</section>")[0]
        told_him = [str(one) for one in shown.context["messages"]]
        offered = [button.words for button in question.buttons]
        panel = panel.replace(reference, "X").replace(str(question.pk), "")
        seen.append((panel, told_him, offered, question.link))
        with town.acting(who["hugo"]) as user:
            (row,) = Absorption.objects.filter(case=younger, state="open")
            rows.append((row.side, row.answer_role, row.state, row.version, row.met))
            assert Absorption.objects.filter(pair=row.pair).count() == 1
            assert not Absorption.objects.filter(case=older).exists()
            acts.take_question_back(row, by=user, reason="Pas lui.")
    assert rows[0] == rows[1]
    assert seen[0] == seen[1]
    assert "If there is such a file here" in seen[0][1][0]


def test_only_overseers_know_of_it_before_it_is_agreed(older, younger, who):
    """Bruno and Marek read nothing of the question, both teams what was agreed. Line: KNOWN."""
    row = ask(younger, who["hugo"], older)
    for key, seen in (("bruno", 0), ("marek", 0), ("hugo", 1), ("paul", 1), ("aicha", 1)):
        with town.acting(who[key]) as user:
            assert Absorption.objects.visible_to(user).count() == seen, key
    agree(row, older, who["julie"])
    for key in ("bruno", "marek"):
        with town.acting(who[key]) as user:
            assert Absorption.objects.visible_to(user).count() == 1, key


def test_who_asks_and_who_does_not(older, younger, who):
    """Lines: ``proposes_it``; each sentence of ``whole``; ``none_is_asked``."""
    for key in ("bruno", "claire", "paul"):
        assert refused(lambda key=key: ask(younger, who[key], older))
    assert refused(lambda: ask(younger, who["hugo"], "")) == ["S78"]
    assert refused(lambda: ask(younger, who["hugo"], older, grounds=" ")) == ["S78"]
    assert refused(lambda: ask(younger, who["hugo"], older, met="")) == ["S78"]
    assert refused(lambda: ask(younger, who["hugo"], younger)) == ["S78"]
    ask(younger, who["hugo"], f" {older.reference.lower()} ")
    assert refused(lambda: ask(younger, who["hugo"], older)) == ["S78"]


def test_who_answers_and_who_does_not(older, younger, who):
    """Never who asked, nor somebody of the side that asks. Lines: each of ``answers_it``."""
    row = ask(younger, who["hugo"], older)
    for key in ("thomas", "aicha"):
        assert refused(lambda key=key: agree(row, older, who[key])) == ["S78"]
    with pytest.raises(Absorption.DoesNotExist):
        agree(row, older, who["marek"])
    for key in ("hugo", "claire"):
        assert refused(lambda key=key: agree(row, younger, who[key])) == ["S78"]
    assert refused(lambda: agree(row, older, who["julie"], agrees=False)) == ["S78"]
    with town.acting(who["julie"]) as julie, pytest.raises(Conflict):
        acts.agree_to_absorb(side(row, older), by=julie, agrees=True, expected=9)
    agree(row, older, who["julie"])
    assert refused(lambda: agree(row, older, who["julie"])) == ["S78"]


def test_of_both_contents_the_process_coordinator_of_the_older_answers(older, younger, who):
    """Giver and receiver differ. Line: ``of_both`` in _who_answers."""
    with bound(WORKER):
        teams.first_member(now(older), who["hugo"], "content_coordinator")
        julie = older.members.get(user=who["julie"])
        julie.active, julie.left_at = False, clock.now()
        julie.save_changes()
    row = ask(younger, who["hugo"], older)
    assert told("one_file_asked") == names(who, "thomas")
    assert refused(lambda: agree(row, older, who["hugo"])) == ["S78"]
    agree(row, older, who["thomas"])
    assert now(younger).state == State.ABSORBED


def test_who_asked_never_answers(older, younger, who, sign_in):
    """In whichever office of the other file.

    Lines: ``proposed_by_id`` in answers_it; ``exclude`` in to_answer.
    """
    with bound(WORKER):
        teams.first_member(now(older), who["hugo"], "content_coordinator")
    row = ask(younger, who["hugo"], older)
    assert side(row, older).answer_role == "content_coordinator"
    assert told("one_file_asked") == names(who, "julie")
    assert sentences(lambda: agree(row, older, who["hugo"])) == [
        "You have asked this: somebody else answers."
    ]
    assert ASKED in waits(sign_in, who["julie"], clock.today())
    assert ASKED not in waits(sign_in, who["hugo"], clock.today())
    agree(row, older, who["julie"])


def test_of_both_contents_asked_by_the_older_itself(older, younger, who):
    """The older's process coordinator answers on the side that asked. Line: ``answering_row``."""
    with bound(WORKER):
        teams.first_member(now(older), who["hugo"], "content_coordinator")
    row = ask(older, who["hugo"], younger)
    assert side(row, older).answer_role == "process_coordinator"
    assert side(row, younger).answer_role == ""
    agree(row, older, who["thomas"])
    assert now(younger).into_id == older.pk


def test_without_a_content_coordinator_the_others_answer(older, younger, who):
    """Lines: each of _who_answers."""
    with bound(WORKER):
        for role in ("content_coordinator", "process_coordinator"):
            part = older.members.get(role=role)
            part.active, part.left_at = False, clock.now()
            part.save_changes()
    row = ask(younger, who["hugo"], older)
    assert side(row, older).answer_role == "risk_owner"
    agree(row, older, who["aicha"])


def test_declined_or_taken_back_both_go_on(older, younger, who):
    """Who asked is told; only the side that asked takes it back. Lines: ``asked_here``, decline."""
    row = ask(younger, who["hugo"], older)
    with town.acting(who["julie"]) as julie:
        assert refused(
            lambda: acts.take_question_back(side(row, older), by=julie, reason="Non.")
        ) == ["S78"]
        assert refused(lambda: acts.decline_absorption(side(row, older), by=julie, reason=" ")) == [
            "S78"
        ]
        acts.decline_absorption(side(row, older), by=julie, reason="Son cousin.")
    assert told("one_file_declined") == names(who, "hugo")
    assert side(row, younger).settled_because == "Son cousin."
    again = ask(younger, who["hugo"], older)
    with town.acting(who["hugo"]) as hugo:
        assert refused(
            lambda: acts.take_question_back(side(again, younger), by=hugo, reason="")
        ) == ["S78"]
        acts.take_question_back(side(again, younger), by=hugo, reason="Erreur.")
    assert refused(lambda: agree(again, older, who["julie"])) == ["S78"]
    assert (now(younger).state, now(older).state) == (State.ACTIVE, State.GATHERING)
    with bound(WORKER):
        waiting = Notice.objects.filter(kind="one_file_asked", read_at=None)
        assert not waiting.filter(key=f"absorption:{side(again, older).pk}:asked").exists()


def test_what_stands_between_the_two(older, younger, who):
    """X04, X10. Lines: ``nobody_told_them_apart``, ``not_both_on_one_signal``; the older's end."""
    row = ask(younger, who["hugo"], older)
    with bound(WORKER):
        named = NamedPerson.objects.filter(person=younger.subject_id).first()
        answer = MatchAnswer.objects.create(
            signal=named.signal, named=named, candidate_id=older.subject_id, answer="different",
            decided_by=who["claire"], decided_at=clock.now(),
        )  # fmt: skip
    assert sentences(lambda: agree(row, older, who["julie"])) == [
        "An answer on another signal says that these are different people."
    ]
    with bound(WORKER):
        answer.answer = "cannot_tell"
        answer.save_changes()
        beside = NamedPerson.objects.create(
            signal=named.signal, person=older.subject, named_by=who["claire"],
            named_at=clock.now(),
        )  # fmt: skip
    assert sentences(lambda: agree(row, older, who["julie"])) == [
        "A signal names the two persons beside each other: they are two."
    ]
    with bound(WORKER):
        beside.taken_back_at, beside.taken_back_by = clock.now(), who["claire"]
        beside.taken_back_because = "Erreur."
        beside.save_changes()
    for closed in (State.MONITORING, State.ENDED):
        put(Case, older.pk, state=closed)
        assert sentences(lambda: agree(row, older, who["julie"])) == [
            "The older of the two files is closed: nobody would work with this person any more."
        ]
    put(Case, younger.pk, state=State.ENDED)
    agree(row, older, who["julie"])


def test_all_or_nothing(older, younger, who, monkeypatch):
    row = ask(younger, who["hugo"], older)

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(acts, "tell_team", fails)
    with pytest.raises(RuntimeError):
        agree(row, older, who["julie"])
    assert (now(younger).state, now(younger).into_id) == (State.ACTIVE, None)
    assert side(row, older).state == "open"
    with bound(WORKER):
        assert FollowUp.objects.filter(case=younger, state__in=FollowUp.OPEN).exists()
        assert one_file.same_as(younger.subject_id).isdisjoint({older.subject_id})


# --- what becomes of the younger file -----------------------------------------------------------
def test_it_is_only_read_and_what_stood_open_has_ended(files, older, younger, who, sign_in):
    """X29, X24: by nobody's reminder, item or decision. Lines: each of end_what_stands_open."""
    with town.acting(who["hugo"]) as hugo:
        transfer = transfers.ask_transfer(
            now(younger), by=hugo, authority="Lille", contact="Mme Vidal", grounds="Parti.",
            basis="Convention.", goes_along="Le plan.",
        )  # fmt: skip
    absorbed(files, who)
    with bound(WORKER):
        assert not FollowUp.objects.filter(case=younger, state__in=FollowUp.OPEN).exists()
        assert not MonitoringCheck.objects.filter(case=younger).exists()
        transfer.refresh_from_db()
        assert transfer.state == "called_off"
    with town.acting(who["bruno"]) as bruno:
        said = {"kind": "fact", "body": "Revu.", "audience": "team"}
        assert refused(lambda: information.write_information(now(younger), by=bruno, **said))
    assert refused(lambda: ask(younger, who["hugo"], "SA-1999-001")) == ["4"]
    for key in ("hugo", "claire", "bruno", "lea", "paul"):
        found = waits(sign_in, who[key], scenes.LATER + timedelta(days=90))
        assert not {title for title in found if title != "Declare"}, (key, found)


def test_under_monitoring_its_checks_are_dropped(older, younger, who):
    """No monitoring of an absorbed file. Line: ``drop_remaining``."""
    following.at_state(younger, State.MONITORING)
    following.sign(younger, who)
    agree(ask(younger, who["hugo"], older), older, who["julie"])
    with bound(WORKER):
        checks = MonitoringCheck.objects.filter(case=younger)
        assert checks
        assert {check.state for check in checks} == {"dropped"}


def test_a_proposal_of_closure_is_taken_back(older, younger, who):
    """Line: ``take_back`` in end_what_stands_open."""
    proposal = scenes.proposed(younger, who)
    agree(ask(younger, who["hugo"], older), older, who["julie"])
    with bound(WORKER):
        proposal.refresh_from_db()
        assert proposal.state == "withdrawn"
        assert now(younger).state == State.ABSORBED


def test_records_keep_their_audiences(files, older, younger, who, sign_in):
    """Nobody of the older team reads more, the younger's readers as before; a link for a reader.

    Lines: nothing is moved; ``readable`` of the page.
    """
    record = town.information(younger, who["bruno"], "Vu mardi.", Record.Audience.TEAM)
    absorbed(files, who)
    for key, seen in (("bruno", True), ("hugo", True), ("julie", False), ("thomas", False)):
        with town.acting(who[key]) as user:
            assert Record.objects.visible_to(user).filter(pk=record.pk).exists() == seen, key
            assert Case.objects.visible_to(user).filter(pk=younger.pk).exists() == seen, key
    page = reverse("closure:one_file", args=[older.pk])
    shown = sign_in(who["julie"]).get(page)
    words = f"The file {younger.reference} was absorbed by this one on"
    link = reverse("case", args=[younger.pk])
    assert words in text_of(shown)
    assert link not in shown.content.decode()
    with bound(WORKER):
        teams.first_member(now(older), who["bruno"], "partner")
    shown = sign_in(who["bruno"]).get(page)
    assert words in text_of(shown)
    assert link in shown.content.decode()
    front = text_of(sign_in(who["julie"]).get(reverse("case", args=[older.pk])))
    assert f"the file {younger.reference} was absorbed on" in front
    front = text_of(sign_in(who["hugo"]).get(reverse("case", args=[younger.pk])))
    assert f"Absorbed by the file {older.reference} on" in front


def test_a_signal_joined_to_it_counts_as_a_prior_of_the_older(files, older, younger, who):
    """S86, 2.1. Line: ``one_file.relink``."""
    with clock.at(planning.noon(scenes.LATER - timedelta(days=9))):
        joined = town.acknowledged(
            town.signal_from(who["ines"], channel=town.hotline()), by=who["ines"]
        )
        with bound(WORKER):
            town.about_person(Signal.objects.get(pk=joined.pk), younger.subject)
        with town.acting(who["claire"]) as claire:
            joining.join_to_case(Signal.objects.get(pk=joined.pk), by=claire, reason="Lui.")
    absorbed(files, who)
    late = town.acknowledged(town.signal_from(who["ines"], channel=town.hotline()), by=who["ines"])
    with town.acting(who["claire"]) as claire:
        with bound(WORKER):
            subject = now(older).subject
        counted = priors(subject, Signal.objects.get(pk=late.pk), by=claire).counted
        assert joined.pk in {one.pk for one in counted}
    with bound(WORKER):
        assert one_file.file_on(younger.subject_id) == older


def test_questions_that_wait_on_the_younger_lapse(older, younger, who):
    """Line: ``lapse_other_questions``, on both sides."""
    crossed = ask(older, who["julie"], younger)
    row = ask(younger, who["hugo"], older)
    agree(row, older, who["julie"])
    assert {side(crossed, case).state for case in (older, younger)} == {"taken_back"}


def test_the_database_holds_what_a_file_went_into(files, older, younger, who):
    """X46: nobody writes it but the worker, and it stands beside its state alone.

    Lines: ``stands_into`` in absorbed.sql; ``case_goes_into_another_file``.
    """
    with (
        pytest.raises(IntegrityError, match="case_goes_into_another_file"),
        bound(WORKER),
        transaction.atomic(),
    ):
        Case.unscoped.filter(pk=younger.pk).update(into=older, version=F("version") + 1)
    absorbed(files, who)
    with town.acting(who["hugo"]):
        case = Case.objects.get(pk=younger.pk)
        case.into = None
        with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
            case.save_changes()


# --- who joins ----------------------------------------------------------------------------------
def test_each_of_its_team_is_asked_who_joins(files, older, younger, who, sign_in):
    """One item with a day until each is on the team or it is said why not; nobody is forgotten.

    Lines: ``_ask_who_joins``, ``not_asked_yet``, ``is_not_on_the_team``.
    """
    absorbed(files, who)
    with bound(WORKER):
        parts = {part.user: part for part in FormerPart.objects.filter(case=older)}
    assert set(parts) == {who[key] for key in ("claire", "hugo", "paul", "bruno", "lea")}
    day = scenes.LATER
    assert JOINS in waits(sign_in, who["julie"], day)
    assert JOINS not in waits(sign_in, who["thomas"], day)
    julie = sign_in(who["julie"])
    page = text_of(julie.get(reverse("closure:one_file", args=[older.pk])))
    assert "to be asked" in page
    for key in ("claire", "hugo", "paul", "lea"):
        url = reverse("closure:one_file_stays_out", args=[older.pk, parts[who[key]].pk])
        assert send(julie, url, reason="Sa mission est finie.").status_code == 302
    assert JOINS in waits(sign_in, who["julie"], day)
    with town.acting(who["thomas"]) as thomas:
        teams.join(now(older), by=thomas, user=who["bruno"], role="partner")
    assert JOINS not in waits(sign_in, who["julie"], day)
    with town.acting(who["julie"]) as user:
        for part in parts.values():
            found = FormerPart.objects.get(pk=part.pk)
            act = lambda found=found: acts.stays_out(found, by=user, reason="Non.")  # noqa: E731
            assert refused(act) == ["S66"]


def test_who_does_not_join_is_said_by_the_content_coordinator(files, older, younger, who):
    """Lines: ``proposes_it`` of stays_out, ``OfOverseers``."""
    absorbed(files, who)
    with bound(WORKER):
        part = FormerPart.objects.get(case=older, user=who["lea"])
    with town.acting(who["thomas"]) as thomas:
        assert refused(lambda: acts.stays_out(part, by=thomas, reason="Non.")) == ["S83"]
    with town.acting(who["julie"]) as julie:
        assert refused(lambda: acts.stays_out(part, by=julie, reason=" ")) == ["S78"]
    for key in ("marek", "lea"):
        with town.acting(who[key]) as user:
            assert not FormerPart.objects.visible_to(user).exists()


def test_who_is_on_both_teams_is_not_asked(older, younger, who):
    """Line: ``on_it`` in _ask_who_joins."""
    with bound(WORKER):
        teams.first_member(now(older), who["bruno"], "partner")
    agree(ask(younger, who["hugo"], older), older, who["julie"])
    with bound(WORKER):
        assert not FormerPart.objects.filter(user=who["bruno"]).exists()


# --- what waits ---------------------------------------------------------------------------------
def test_it_stands_on_my_work_and_is_reminded_of(older, younger, who, sign_in):
    """X23. Lines: each function of due; the reminders."""
    row = ask(younger, who["hugo"], older)
    day = clock.today()
    assert ASKED in waits(sign_in, who["julie"], day)
    assert not {ASKED, AWAITED} & waits(sign_in, who["thomas"], day)
    assert AWAITED in waits(sign_in, who["hugo"], day)
    with clock.at(planning.noon(row.answer_by + timedelta(days=1))):
        ticking.has_run("one_file_answer", "one_file_awaited")
        assert sweep.sweep(REMINDERS["one_file_answer"]) >= 1
        assert sweep.sweep(REMINDERS["one_file_awaited"]) >= 1
        done = agree(row, older, who["julie"])
        assert not {ASKED, AWAITED} & waits(sign_in, who["julie"], clock.today())
        assert not {ASKED, AWAITED} & waits(sign_in, who["hugo"], clock.today())
    with clock.at(planning.noon(done.join_by + timedelta(days=1))):
        ticking.has_run("who_joins")
        assert sweep.sweep(REMINDERS["who_joins"]) >= 1


def test_from_its_pages(older, younger, who, sign_in):
    """The front, the page, the forms, on both sides."""
    hugo, julie = sign_in(who["hugo"]), sign_in(who["julie"])
    assert "Two files on one person" in text_of(hugo.get(reverse("case", args=[younger.pk])))
    url = reverse("closure:one_file_ask", args=[younger.pk])
    said = {"other_reference": older.reference, "met": "refusal", "grounds": "Même adresse."}
    assert send(hugo, url, **said).status_code == 302
    with bound(WORKER):
        row = Absorption.objects.get(case=older)
    page = text_of(julie.get(reverse("closure:one_file", args=[older.pk])))
    assert "Même adresse." in page
    assert younger.reference in page
    url = reverse("closure:one_file_agree", args=[older.pk, row.pk])
    assert "This file is the older one" in text_of(julie.get(url))
    assert send(julie, url, agrees="on").status_code == 302
    assert "It is only read" in text_of(hugo.get(reverse("closure:one_file", args=[younger.pk])))
    assert url not in text_of(julie.get(reverse("closure:one_file", args=[older.pk])))
