"""The sections of a checkpoint that are rows: nothing typed is lost, nobody is overwritten (I1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.models import Case
from common import clock
from common.refusals import Conflict
from common.scope import WORKER, bound
from plans.carrying.decisions.follow import follow
from plans.checkpoints import rules
from plans.checkpoints.acts import SECTIONS
from plans.checkpoints.decisions import sections
from plans.checkpoints.sheet import CheckpointSheet, next_day
from plans.models import Checkpoint, CheckpointAction, CheckpointMeeting, CheckpointSeat, FollowUp
from plans.plan.decisions.versions import start_version
from tests import people as town
from tests.browsing import send, text_of
from tests.plans import planning
from tests.plans.checkpoints.test_checkpoint import (
    DAY,
    case,
    conclude,
    decided,
    fill,
    held,
    meeting,
    rows,
    then,
    who,
)

__all__ = ["case", "meeting", "then", "who"]  # fixtures


def lines(meeting) -> list:
    return [one.line for one in CheckpointSheet(meeting.case, meeting).actions]


def write(meeting, by, found: dict, expected: int) -> int:
    with town.acting(by) as user:
        return sections.check_actions(meeting, by=user, expected=expected, found=found)


def stands(meeting) -> dict:
    with bound(WORKER):
        found = CheckpointAction.objects.filter(meeting=meeting)
        return {row.line: (row.standing, row.words) for row in found}


# --- two people at once -----------------------------------------------------------------------
def test_a_stale_page_overwrites_nobody(who, meeting):
    """I1. Line: ``raise Conflict`` in sections.really_changed."""
    with bound(WORKER):
        first, *_rest = lines(meeting)
    write(meeting, who["claire"], {first: ("late", "Deux fois sur sept.")}, 0)
    with pytest.raises(Conflict) as conflict:
        write(meeting, who["claire"], {first: ("as_planned", "")}, 0)
    assert conflict.value.current.contested == {first}
    assert stands(meeting) == {first: ("late", "Deux fois sur sept.")}
    assert write(meeting, who["claire"], {first: ("as_planned", "")}, 1) == 1


def test_a_line_that_was_left_keeps_the_colleagues_word(who, meeting):
    """I1. Line: ``word not in (was(one), stands(one))`` in really_changed."""
    with bound(WORKER):
        first, second, *_rest = lines(meeting)
    write(meeting, who["claire"], {first: ("late", "Vu.")}, 0)
    assert write(meeting, who["claire"], {first: ("", ""), second: ("done", "")}, 0) == 1
    assert stands(meeting) == {first: ("late", "Vu."), second: ("done", "")}


def test_the_page_compares_and_takes_over(case, who, meeting, sign_in):
    """I1, I2. Lines: WriteSection._conflict and differences: sent again it undoes nothing."""
    with bound(WORKER):
        first, second, *_rest = lines(meeting)
        url = reverse("plans:checkpoint_section", args=[case.pk, meeting.pk, "actions"])
    claire = sign_in(who["claire"])
    page = claire.get(url)
    write(meeting, who["claire"], {first: ("late", "Deux fois."), second: ("done", "Fini.")}, 0)
    typed = {f"at_{first}": "as_planned", f"words_{first}": "Tout va bien."}
    answer = claire.post(url, {"draft": page.context["draft_token"]} | typed)
    assert answer.status_code == 409
    assert [now for _title, now, _typed in answer.context["differences"]] == ["late\nDeux fois."]
    form = answer.context["form"]
    assert form[f"words_{first}"].value() == "Tout va bien."
    assert form[f"at_{second}"].value() == "done", "the colleague's line came in"
    again = {name: form[name].value() or "" for name in form.fields}
    answer = claire.post(url, {"draft": answer.context["draft_token"]} | again)
    assert answer.status_code == 302
    found = stands(meeting)
    assert (found[first], found[second]) == (("as_planned", "Tout va bien."), ("done", "Fini."))


# --- words without a finding, and taken back ------------------------------------------------------
def test_words_alone_are_kept_and_the_action_is_still_to_be_looked_at(who, meeting):
    """I2, S64. Lines: ``Looked.seen``, and a blank standing in _write."""
    with bound(WORKER):
        first, *_rest = lines(meeting)
    write(meeting, who["claire"], {first: ("", "Demander à Bruno.")}, 0)
    assert stands(meeting)[first] == ("", "Demander à Bruno.")
    with town.acting(who["claire"]):
        sheet = CheckpointSheet(meeting.case, meeting)
        assert first in {one.line for one in sheet.actions_not_seen}
    assert "S64" in rows(lambda: conclude(meeting, who))


def test_a_finding_is_taken_back(who, meeting):
    """Lines: ``fields`` of ACTIONS and GOALS: blank is a value, and the history keeps the other."""
    fill(meeting, who)
    with town.acting(who["claire"]) as claire:
        sheet = CheckpointSheet(meeting.case, meeting)
        line, goal = sheet.actions[0].line, sheet.goals[0].line
        sections.check_actions(
            meeting, by=claire, expected=decided(meeting, "actions"), found={line: ("", "")}
        )
        sections.check_goals(
            meeting, by=claire, expected=decided(meeting, "goals"), found={goal: ("", "")}
        )
        sheet = CheckpointSheet(meeting.case, meeting)
        assert [one.line for one in sheet.actions_not_seen] == [line]
        assert [one.line for one in sheet.goals_not_seen] == [goal]
        assert CheckpointAction.history.filter(line=line).count() == 2


def test_presence(who, meeting):
    """2.11. Lines: ``SEATS``, and ``exclude(presence="")`` of CheckpointSheet.seats."""
    there, wrote = who["bruno"].agency_id, who["lea"].agency_id
    with town.acting(who["claire"]) as claire:
        said = {there: "present", wrote: "written"}
        assert sections.write_presence(meeting, by=claire, expected=0, found=said) == 2
        with pytest.raises(Conflict):
            sections.write_presence(meeting, by=claire, expected=0, found={wrote: "excused"})
        sections.write_presence(meeting, by=claire, expected=2, found={wrote: ""})
        seats = CheckpointSheet(meeting.case, meeting).seats
        assert [(seat.agency_id, seat.presence) for seat in seats] == [(there, "present")]
        assert CheckpointSeat.objects.filter(meeting=meeting).count() == 2, "no row is deleted"


def test_an_agency_of_another_case_has_no_seat(who, meeting):
    """Line: ``if key in rows`` in _write."""
    with town.acting(who["claire"]) as claire:
        stranger = {who["samuel"].agency_id: "present"}
        assert sections.write_presence(meeting, by=claire, expected=0, found=stranger) == 0


def test_few_agencies_are_said(who, meeting):
    """2.11. Lines: rules.enough_are_there, both sentences."""

    def sentences() -> list[str]:
        with town.acting(who["claire"]) as claire:
            now = CheckpointMeeting.objects.get(pk=meeting.pk)
            return [str(one) for one in rules.enough_are_there(now, claire)]

    assert sentences() == ["Who is there is not written."]
    with town.acting(who["claire"]) as claire:
        every = [agency.pk for agency in CheckpointSheet(meeting.case, meeting).agencies]
        said = {every[0]: "present"} | dict.fromkeys(every[1:], "excused")
        sections.write_presence(meeting, by=claire, expected=0, found=said)
    assert sentences() == [f"1 of {len(every)} agencies are there or were heard in writing."]
    with town.acting(who["claire"]) as claire:
        half = dict.fromkeys(every, "written")
        sections.write_presence(meeting, by=claire, expected=len(every), found=half)
    assert sentences() == []


# --- what the meeting looks at --------------------------------------------------------------------
def test_a_later_version_takes_nothing_from_the_meeting(case, who, meeting):
    """S53, S64. Line: ``plan=self.meeting.plan_id`` in CheckpointSheet.actions.

    The follow-ups move on with the next version; what the meeting looked at stays.
    """
    fill(meeting, who)
    with town.acting(who["claire"]):
        before = [(one.line, one.seen) for one in CheckpointSheet(meeting.case, meeting).actions]
    assert all(seen for _line, seen in before)
    with town.acting(who["hugo"]) as hugo:
        second = planning_version(case, hugo)
        follow(second)
        moved = FollowUp.objects.filter(case=case, action__plan=second).count()
        assert moved == len(before), "the follow-ups did move"
        after = [(one.line, one.seen) for one in CheckpointSheet(meeting.case, meeting).actions]
    assert after == before


def planning_version(case, hugo):
    now = Case.objects.get(pk=case.pk)
    return start_version(now, by=hugo, trigger="checkpoint", reason="Trop de monde.")


# --- which one is held ----------------------------------------------------------------------------
def test_a_checkpoint_is_held_once(case, who, meeting):
    """S52. Line: rules.is_still_to_be_held in open_checkpoint."""
    fill(meeting, who)
    conclude(meeting, who)
    with bound(WORKER):
        line = meeting.line
        other = Checkpoint.objects.exclude(case=case).first()
    assert rows(lambda: held(case, who, line=line)) == ["S52"]
    assert other is None or rows(lambda: held(case, who, line=other.line)) == ["S52"]


def test_a_day_off_is_said(case, who, meeting, sign_in):
    """J1. Lines: ``is_working`` in rules.next_day_is_worked, ``messages.warning`` in Conclude."""
    fill(meeting, who)
    sunday = DAY + timedelta(days=34 - DAY.weekday())
    assert sunday.weekday() == 6
    url = reverse("plans:checkpoint_conclude", args=[case.pk, meeting.pk])
    hugo = sign_in(who["hugo"])
    answer = send(hugo, url, conclusion="go_on", grounds="Tenu.", next_on=sunday.isoformat())
    assert answer.status_code == 302
    assert "is a day off. The next working day is Monday" in text_of(hugo.get(answer.url))


def test_the_agreed_day_waits_in_my_work(case, who, meeting, sign_in):
    """S64. Line: ``agreed`` in _days of plans/checkpoints/due.py."""
    fill(meeting, who)
    day = DAY + timedelta(days=20)
    while day.weekday() > 4:
        day += timedelta(days=1)
    conclude(meeting, who, next_on=day)
    with bound(WORKER):
        assert next_day(case) == day
    with clock.at(planning.noon(day)):
        groups = sign_in(who["claire"]).get("/").context["groups"]
    due = {item.due_at.date() for group in groups for item in group["items"]}
    assert day in due


# --- the online side ------------------------------------------------------------------------------
def test_the_online_side_grows_old(who, meeting):
    """S10. Line: ``seen >= clock.today() - timedelta(days=most)`` in the_online_side_is_known."""
    fill(meeting, who, online={"online": "not_looked", "online_words": "Personne n’a pu."})
    with bound(WORKER):
        now = CheckpointMeeting.objects.get(pk=meeting.pk)
    with town.acting(who["claire"]) as claire:
        seen = CheckpointSheet(now.case, now).online_seen_on
        assert seen is not None
        assert not list(rules.the_online_side_is_known(now, claire))
        with clock.at(planning.noon(seen + timedelta(days=61))):
            assert [o.row for o in rules.the_online_side_is_known(now, claire)] == ["S10"]


# --- on its page ----------------------------------------------------------------------------------
def test_every_section_is_written_on_one_page(case, who, meeting, sign_in):
    """S64. Lines: ``form.opened()`` in CheckpointPage._section, and for whom."""
    page = reverse("plans:checkpoint_page", args=[case.pk, meeting.pk])
    claire, hugo = sign_in(who["claire"]), sign_in(who["hugo"])
    found = claire.get(page)
    forms = [section["name"] for section in found.context["sections"] if "form" in section]
    assert forms == ["presence", "actions", "goals", "effects", "online", "views", "partners"]
    assert not any("form" in section for section in hugo.get(page).context["sections"])
    section = found.context["sections"][4]
    url = reverse("plans:checkpoint_section", args=[case.pk, meeting.pk, "online"])
    typed = {"online": "looked", "online_words": "Deux comptes."}
    answer = claire.post(url, {"draft": section["draft_token"]} | typed)
    assert (answer.status_code, answer.url) == (302, f"{page}#online")
    assert "Deux comptes." in text_of(hugo.get(page))


@pytest.mark.parametrize("section", [one.name for one in SECTIONS])
def test_each_section_has_a_page_of_its_own(case, who, meeting, sign_in, section):
    """Where a refused or contested section is shown. Line: ``form_page`` of WriteSection."""
    url = reverse("plans:checkpoint_section", args=[case.pk, meeting.pk, section])
    assert sign_in(who["claire"]).get(url).status_code == 200


def test_what_was_not_sent_stands_in_its_section(case, who, meeting, sign_in):
    """I2. Line: ``drafts.unfinished`` in FormView._unsent."""
    claire = sign_in(who["claire"])
    url = reverse("plans:checkpoint_section", args=[case.pk, meeting.pk, "effects"])
    answer = send(claire, url, effects="", effects_words="Les voisins demandent.")
    assert answer.status_code == 422
    page = claire.get(reverse("plans:checkpoint_page", args=[case.pk, meeting.pk]))
    assert "Les voisins demandent." in text_of(page)


def test_the_plan_says_how_far_each_goal_was(case, who, meeting, sign_in):
    """S64. Lines: ``ratings_of_goals`` on the plan page; an open meeting rates nothing yet."""
    fill(meeting, who)
    page = reverse("plans:plan", args=[case.pk])
    claire = sign_in(who["claire"])
    assert "partly reached" not in text_of(claire.get(page))
    conclude(meeting, who)
    assert "partly reached" in text_of(claire.get(page))


def test_the_online_side_is_said_in_words(who, meeting):
    """S10. Line: ``online_words.strip()`` in rules.online_was_asked."""
    fill(meeting, who, online={"online": "looked", "online_words": "  "})
    assert rows(lambda: conclude(meeting, who)) == ["S10"]
