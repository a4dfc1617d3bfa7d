"""A checkpoint held by Claire, concluded by Hugo: each decision, each refusal, its words (S64)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from casework.deciding import NotTheirs
from casework.models import Case, Code, JournalEntry
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.carrying.decisions.effects import record_effect
from plans.checkpoints.decisions import meeting as meeting_decisions
from plans.checkpoints.decisions import sections
from plans.checkpoints.sheet import CheckpointSheet, next_day
from plans.models import Checkpoint, CheckpointAction, CheckpointMeeting, Plan
from tests import people as town
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning

DAY = scenes.FIRST + timedelta(days=30)
NEXT = DAY + timedelta(days=45)
FOUND = {"conclusion": "go_on", "grounds": "Tout est tenu.", "next_on": NEXT}


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def then():
    with clock.at(planning.noon(DAY)), translation.override("en"):
        yield DAY


@worlds.standing
def meeting(case, who):
    return held(case, who)


def held(case, who, **more) -> CheckpointMeeting:
    with bound(WORKER):
        line = Checkpoint.objects.filter(case=case).order_by("due_on").first().line
    with town.acting(who["claire"]) as claire:
        said = {"held_on": DAY, "line": line} | more
        return meeting_decisions.open_checkpoint(Case.objects.get(pk=case.pk), by=claire, **said)


def fill(meeting, who, **more) -> None:
    """Every section that must be answered."""
    with town.acting(who["claire"]) as claire:
        sheet = CheckpointSheet(meeting.case, meeting)
        sections.check_actions(
            meeting, by=claire, expected=decided(meeting, "actions"),
            found={row.line: ("as_planned", "") for row in sheet.actions},
        )  # fmt: skip
        sections.check_goals(
            meeting, by=claire, expected=decided(meeting, "goals"),
            found={row.line: ("partly", "") for row in sheet.goals},
        )  # fmt: skip
        for section, said in (
            ("effects", {"effects": "none", "effects_words": "Demandé à tous."}),
            ("online", {"online": "looked", "online_words": "Deux comptes, vus lundi."}),
            ("views", {"person_view": "« Ça va mieux. »", "family_view": ""}),
        ):
            version = CheckpointMeeting.objects.get(pk=meeting.pk).version
            sections.write_section(
                meeting, section, by=claire, expected=version, **(said | more.get(section, {}))
            )


def decided(meeting, section: str) -> int:
    """How often the rows of a section were changed."""
    return sections.ROWS[section].version(meeting)


def conclude(meeting, who, **more) -> CheckpointMeeting:
    with town.acting(who["hugo"]) as hugo:
        return meeting_decisions.conclude_checkpoint(meeting, by=hugo, **(FOUND | more))


def rows(act) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert snapshot() == before
    return [o.row for o in refusal.value.obstacles]


# --- begun --------------------------------------------------------------------------------------
def test_it_begins_on_the_plan_that_applies(case, who, meeting):
    """S64. Lines: open_checkpoint writes plan, line and the planned day."""
    assert (meeting.state, meeting.plan.number) == ("open", 1)
    with bound(WORKER):
        assert meeting.due_on == Checkpoint.objects.get(line=meeting.line, plan=meeting.plan).due_on
        assert JournalEntry.objects.filter(case=case, event="checkpoint.opened").exists()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"held_on": DAY + timedelta(days=1)}, ["2.3"]),
        ({"held_on": scenes.FIRST - timedelta(days=1)}, ["2.3"]),
        ({"line": None}, ["S65"]),
    ],
    ids=["to come", "before the plan", "out of turn without a word"],
)
def test_a_beginning_that_cannot_be(case, who, more, expected):
    """Lines: rules.day_is_possible and rules.extra_says_why."""
    assert rows(lambda: held(case, who, **more)) == expected


def test_one_at_a_time(case, who, meeting):
    """S64. Line: rules.none_is_open."""
    assert rows(lambda: held(case, who)) == ["S64"]


def test_only_while_it_is_carried_out(who):
    """S64. Line: rules.is_carried_out."""
    with clock.at(planning.noon(scenes.FIRST)):
        case = planning.in_analysis(who)
    with town.acting(who["claire"]) as claire:
        found = rows(
            lambda: meeting_decisions.open_checkpoint(
                Case.objects.get(pk=case.pk), by=claire, held_on=DAY, why_extra="Du nouveau."
            )
        )
    assert found == ["S64", "S64"]


OVER = [state for state in Case.State if state not in ("active", "paused")]


def put(case, state: str) -> None:
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = state
        row.save_changes()


@pytest.mark.parametrize("state", OVER)
def test_nothing_is_written_in_one_left_open(case, who, meeting, sign_in, state):
    """S64. Line: ``rules.is_carried_out`` of the four sections and of OF_MEETING.

    It is cancelled, or its day corrected; the page shows what was found and no form.
    """
    closed = state in Case.CLOSED
    fill(meeting, who)
    put(case, state)
    with town.acting(who["claire"]) as claire:
        meeting = CheckpointMeeting.objects.get(pk=meeting.pk)
        said = ["S78" if closed else "S64"]  # of the case, of which nothing more is said (X24)
        now = {"by": claire, "expected": meeting.version}
        typed = {"person_view": "Non.", "family_view": ""}
        assert rows(lambda: sections.write_section(meeting, "views", **now, **typed)) == said
        for write in (sections.write_presence, sections.check_actions, sections.check_goals):
            assert rows(lambda write=write: write(meeting, **now, found={})) == said
    assert rows(lambda: conclude(meeting, who)) == said
    page = sign_in(who["claire"]).get(reverse("plans:checkpoint_page", args=[case.pk, meeting.pk]))
    why = "no checkpoint is held at this time"
    if closed:
        elsewhere = {"transferred": "Ask the authority", "absorbed": "goes on in the older file"}
        why = elsewhere.get(state, "ask the content coordinator")
    assert why in text_of(page)
    assert "/online/" not in page.content.decode()
    with town.acting(who["claire"]) as claire:
        gone = meeting_decisions.cancel_checkpoint(meeting, by=claire, reason="Le suivi est fini.")
    assert gone.state == "cancelled"


def test_one_is_written_while_the_case_is_paused(case, who, meeting):
    """S64: a pause is looked at too."""
    put(case, Case.State.PAUSED)
    fill(meeting, who)
    assert conclude(meeting, who).state == "concluded"


# --- section by section -------------------------------------------------------------------------
def test_two_people_in_two_sections(who, meeting):
    """I1. Line: ``same_since(meeting, expected, fields)`` in write_section."""
    with town.acting(who["claire"]) as claire:
        sections.write_section(
            meeting, "online", by=claire, expected=1, online="looked", online_words="Rien de neuf."
        )
        sections.write_section(
            meeting, "views", by=claire, expected=1, person_view="« Bien. »", family_view=""
        )
        with pytest.raises(Conflict):
            sections.write_section(
                meeting, "online", by=claire, expected=1, online="looked", online_words="Autre."
            )
    with bound(WORKER):
        row = CheckpointMeeting.objects.get(pk=meeting.pk)
    assert (row.online_words, row.person_view) == ("Rien de neuf.", "« Bien. »")


def test_only_what_changed_is_written(who, meeting):
    """Line: ``mine`` in really_changed: typing the list again makes no history."""
    fill(meeting, who)
    fill(meeting, who)
    with bound(WORKER):
        assert {row.version for row in CheckpointAction.objects.filter(meeting=meeting)} == {1}


def test_a_goal_is_not_dropped_in_silence(who, meeting):
    """2.3. Line: ``dropped`` in check_goals."""
    with town.acting(who["claire"]) as claire:
        line = CheckpointSheet(meeting.case, meeting).goals[0].line
        drop = {line: ("dropped", " ")}
        assert rows(lambda: sections.check_goals(meeting, by=claire, expected=0, found=drop)) == [
            "2.3"
        ]


# --- concluded ----------------------------------------------------------------------------------
def test_go_on(case, who, meeting):
    """S64. Lines: conclude_checkpoint; the team is told; the next day is the case's."""
    fill(meeting, who)
    done = conclude(meeting, who)
    assert (done.state, done.concluded_by, done.next_on) == ("concluded", who["hugo"], NEXT)
    with bound(WORKER):
        told = Notice.objects.filter(kind="checkpoint_concluded")
        assert set(told.values_list("recipient_id", flat=True)) == {
            who[key].pk for key in ("claire", "paul", "bruno", "lea")
        }
        assert next_day(case) <= NEXT
        assert not Plan.objects.filter(case=case, state="draft").exists()


def test_an_adjustment_begins_the_next_version(case, who, meeting):
    """S53. Line: ``start_version`` in conclude_checkpoint, with the grounds as its reason."""
    fill(meeting, who)
    conclude(meeting, who, conclusion="adjust", grounds="Trois partenaires en dix jours.")
    with bound(WORKER):
        draft = Plan.objects.get(case=case, state="draft")
    assert (draft.number, draft.trigger) == (2, "checkpoint")
    assert draft.reason == "Trois partenaires en dix jours."


def test_what_is_missing_is_said(who, meeting):
    """S64, S67, S10. Lines: the rules of OF_MEETING; blank is not none."""
    assert rows(lambda: conclude(meeting, who)) == ["S64", "S64", "S67", "S10"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"next_on": None}, ["S64"]),
        ({"next_on": DAY}, ["S64"]),
        ({"next_on": DAY + timedelta(days=91)}, ["S52"]),
        ({"grounds": " "}, ["2.3"]),
    ],
    ids=["no next day", "not ahead", "too far", "no grounds"],
)
def test_a_conclusion_that_cannot_be(who, meeting, more, expected):
    """Lines: rules.next_day_is_set and the grounds in conclude_checkpoint."""
    fill(meeting, who)
    assert rows(lambda: conclude(meeting, who, **more)) == expected


def test_far_ahead_with_a_reason(who, meeting):
    """S52. Line: Strength.REASON in rules.next_day_is_set."""
    fill(meeting, who)
    far = DAY + timedelta(days=91)
    assert conclude(meeting, who, next_on=far, reason="L’été.").next_on == far


def test_named_and_not_written_down(case, who, meeting):
    """S67. Lines: rules.effects_were_asked, ``SOME``; a serious one and «go on» need a word."""
    fill(meeting, who, effects={"effects": "some"})
    assert rows(lambda: conclude(meeting, who)) == ["S67"]
    with town.acting(who["bruno"]) as bruno:
        record_effect(
            Case.objects.get(pk=case.pk), by=bruno, severity="high", noticed_on=DAY,
            kind=Code.objects.get(kind="effect", code="stigma"), words="Les voisins ont vu.",
        )  # fmt: skip
    assert rows(lambda: conclude(meeting, who)) == ["S67"]
    assert conclude(meeting, who, reason="Les rendez-vous ont été déplacés.").state == "concluded"


def test_the_person_not_heard_is_a_warning(who, meeting):
    """2.21, 2.11. Lines: Strength.WARNING in the_person_was_heard and enough_are_there."""
    fill(meeting, who, views={"person_view": ""})
    with bound(WORKER):
        now = CheckpointMeeting.objects.get(pk=meeting.pk)
        found = meeting_decisions.conclude_checkpoint.obstacles(now, who["hugo"])
    assert [(o.row, o.blocks) for o in found] == [("2.11", False), ("2.21", False)]
    assert conclude(meeting, who).state == "concluded"


def test_what_was_concluded_stands(who, meeting):
    """2.3. Line: rules.is_open in each decision."""
    fill(meeting, who)
    conclude(meeting, who)
    with town.acting(who["claire"]) as claire:
        for act in (
            lambda: conclude(meeting, who),
            lambda: meeting_decisions.cancel_checkpoint(meeting, by=claire, reason="Erreur."),
            lambda: sections.write_presence(meeting, by=claire, expected=0, found={}),
            lambda: sections.write_section(
                meeting, "views", by=claire, expected=9, person_view="", family_view=""
            ),
        ):
            assert "S64" in rows(act)


def test_each_decision_asks_whose_it_is(who, meeting):
    """2.5. Whoever calls it: Claire holds it, Hugo concludes it. Red without the right."""
    fill(meeting, who)
    before = snapshot()
    with town.acting(who["claire"]) as claire, pytest.raises(NotTheirs):
        meeting_decisions.conclude_checkpoint(meeting, by=claire, **FOUND)
    with town.acting(who["hugo"]) as hugo:
        for act in (
            lambda: meeting_decisions.cancel_checkpoint(meeting, by=hugo, reason="Erreur."),
            lambda: meeting_decisions.correct_day(meeting, by=hugo, held_on=DAY, reason="Faute."),
            lambda: sections.write_presence(meeting, by=hugo, expected=0, found={}),
        ):
            with pytest.raises(NotTheirs):
                act()
    assert snapshot() == before


def test_cancelled_and_its_day_corrected(case, who, meeting):
    """Lines: cancel_checkpoint and correct_day; each with its reason, kept in the history."""
    with town.acting(who["claire"]) as claire:
        assert rows(
            lambda: meeting_decisions.cancel_checkpoint(meeting, by=claire, reason=" ")
        ) == ["2.3"]
        day = DAY - timedelta(days=1)
        moved = meeting_decisions.correct_day(
            meeting, by=claire, expected=1, held_on=day, reason="Faute."
        )
        assert moved.held_on == day
        done = meeting_decisions.cancel_checkpoint(moved, by=claire, reason="Personne n’est venu.")
    assert done.state == "cancelled"
    assert held(case, who).state == "open"


# --- on its pages -------------------------------------------------------------------------------
def test_from_the_list_to_the_next_version(case, who, sign_in):
    """Claire writes, Hugo concludes and lands in the draft; a blank section keeps its text."""
    claire, hugo = sign_in(who["claire"]), sign_in(who["hugo"])
    page = reverse("plans:checkpoints", args=[case.pk])
    assert "Hold a checkpoint" in text_of(claire.get(page))
    opening = reverse("plans:checkpoint_open", args=[case.pk])
    with bound(WORKER):
        line = Checkpoint.objects.filter(case=case).order_by("due_on").first().line
    answer = send(claire, opening, line=str(line), held_on=DAY.isoformat())
    assert answer.status_code == 302
    with bound(WORKER):
        meeting = CheckpointMeeting.objects.get(case=case)
    section = reverse("plans:checkpoint_section", args=[case.pk, meeting.pk, "online"])
    answer = send(claire, section, online="", online_words="Deux comptes.")
    assert (answer.status_code, "Deux comptes." in text_of(answer)) == (422, True)
    fill(meeting, who)
    concluding = reverse("plans:checkpoint_conclude", args=[case.pk, meeting.pk])
    assert claire.get(concluding).status_code == 403
    answer = send(
        hugo, concluding, conclusion="adjust", grounds="Trop de monde.", next_on=NEXT.isoformat()
    )
    assert (answer.status_code, answer.url) == (302, reverse("plans:plan", args=[case.pk]))
    found = text_of(claire.get(page))
    assert "adjust the plan" in found
    assert "Trop de monde." in found
