"""What stands before a plan is approved, each rule by its row."""

from datetime import date

import pytest

from agencies.models import Agency
from casework.models import TerritoryProfile
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from plans.models import Action, Checkpoint, Goal
from plans.plan import smart
from plans.plan.decisions import lines, versions
from plans.plan.sheet import Sheet
from tests import people as town
from tests.casework.persons.told import nothing_told, telling
from tests.plans import planning


def write(case, who, **changes):
    with town.acting(who["hugo"]):
        plan = Sheet.draft_of(case).plan
        versions.write_texts(case, by=who["hugo"], expected=plan.version, changes=changes)


def remove(case, who, model, **which):
    with town.acting(who["hugo"]):
        for line in model.objects.filter(case=case, removed_at__isnull=True, **which):
            lines.remove_line(line, by=who["hugo"])


def change(case, who, model, which, **changes):
    with town.acting(who["hugo"]):
        line = model.objects.filter(case=case, **which).first()
        return lines.change_line(line, by=who["hugo"], expected=line.version, changes=changes)


def action(case, who, owner, **more):
    with town.acting(who["hugo"]):
        return lines.add_action(case, by=who["hugo"], **planning.action_fields(who[owner], **more))


def test_nothing_stands_before_a_whole_plan(case, draft, who):
    """The other tests of this file take one thing away each."""
    assert planning.rows(case, who["hugo"]) == []


def _no_context(case, who):
    write(case, who, context=" ")


def _no_goal(case, who):
    remove(case, who, Goal)


def _no_timetable(case, who):
    with town.acting(who["hugo"]):
        for line in Action.objects.filter(case=case):
            lines.change_line(
                line,
                by=who["hugo"],
                expected=line.version,
                changes={"starts_on": date(2026, 1, 5), "ends_on": date(2026, 3, 1)},
            )


def _one_organisation(case, who):
    remove(case, who, Action, title="Visites à deux")
    action(case, who, "bruno", kind="security")


def _no_coordinator(case, who):
    with bound(WORKER):
        for member in case.members.filter(role=Role.CONTENT_COORDINATOR):
            member.active, member.left_at = False, clock.now()
            member.save_changes()


def _no_action(case, who):
    remove(case, who, Action)


@pytest.mark.parametrize(
    ("take_away", "words"),
    [
        (_no_context, "social context"),
        (_no_goal, "no goal"),
        (_no_timetable, "timetable is empty"),
        (_one_organisation, "one agency"),
        (_no_coordinator, "coordinates the content"),
        (_no_action, "no action yet"),
    ],
)
def test_each_of_the_six_parts_is_missed(case, draft, who, take_away, words):
    """S46: one sentence of `six_parts`, `organisations` or `coordinator` each."""
    take_away(case, who)
    found = planning.obstacles(case, who["claire"])
    assert [o.blocks for o in found if o.row == "S46" and words in str(o)] == [True]


@pytest.mark.parametrize("text", ["why_start", "reach", "why_that"])
def test_each_of_the_three_texts_is_missed(case, draft, who, text):
    """S48: `three_texts`."""
    write(case, who, **{text: ""})
    assert planning.rows(case, who["hugo"], "block") == ["S48"]


def test_a_vague_goal_is_a_hint_that_names_the_words(case, draft, who):
    """S49: `vague_words` in `goals_are_smart`."""
    change(case, who, Goal, {}, statement="Yanis doit aller mieux.")
    found = [o for o in planning.obstacles(case, who["hugo"]) if o.row == "S49"]
    assert "aller mieux" in str(found[0])
    assert not found[0].blocks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Aller mieux", ["aller mieux"]),
        ("Améliorer son humeur", ["améliorer"]),
        ("Improve his mood", ["improve"]),
        ("Huit rendez-vous sur dix tenus", []),
        ("Il va au travail", []),
    ],
)
def test_vague_words(text, words):
    """S49: `VAGUE`."""
    assert smart.vague_words(text) == words


def test_a_goal_without_a_factor_is_a_hint(case, draft, who):
    """S45: `factor_id is None` in `goals_are_smart`."""
    change(case, who, Goal, {}, factor=None)
    assert planning.rows(case, who["hugo"], "warning") == ["S45"]


def test_a_belief_is_no_goal(case, draft, who):
    """2.20: `behaviour_not_belief`."""
    change(case, who, Goal, {}, statement="Il ne va plus à la mosquée.")
    assert planning.rows(case, who["hugo"], "warning") == ["2.20"]


def test_security_alone_is_two_warnings(case, draft, who):
    """S19, S47: `reintegration`, `balance`."""
    change(case, who, Goal, {}, tag="security")
    change(case, who, Action, {"title": "Atelier projet"}, kind="security")
    assert sorted(planning.rows(case, who["hugo"], "warning")) == ["S19", "S47"]


def test_three_to_one_is_a_warning(case, draft, who):
    """S47: the second half of `balance`."""
    action(case, who, "lea")
    assert "S47" not in planning.rows(case, who["hugo"])
    action(case, who, "bruno")
    assert "S47" in planning.rows(case, who["hugo"], "warning")


def test_an_action_of_somebody_who_left_is_nobodys(case, draft, who):
    """S50: `owners_are_there` names the person and the action."""
    with bound(WORKER):
        member = case.members.get(user=who["lea"], active=True)
    with town.acting(who["claire"]):
        team.leave(member, by=who["claire"], reason="Mutation.")
    found = [o for o in planning.obstacles(case, who["hugo"]) if o.row == "S50"]
    assert "Léa Fontaine" in str(found[0])
    assert "Visites à deux" in str(found[0])
    assert found[0].blocks


def test_what_begins_before_its_predecessor_ends_is_a_warning(case, draft, who):
    """S51: `order_holds`; the day after is in order."""
    with town.acting(who["hugo"]):
        first = Action.objects.get(case=case, title="Atelier projet")
    late = action(case, who, "lea", start=60, after=first)
    assert planning.rows(case, who["hugo"], "warning") == ["S51"]
    change(case, who, Action, {"pk": late.pk}, starts_on=planning.day(61), ends_on=planning.day(70))
    assert planning.rows(case, who["hugo"]) == []


def test_no_checkpoint_ahead_blocks(case, draft, who):
    """S52: `if not ahead` in `checkpoints_are_set`; one that lies behind is none."""
    change(case, who, Checkpoint, {}, due_on=planning.day(-1))
    assert planning.rows(case, who["hugo"], "block") == ["S52"]


@pytest.mark.parametrize(("ahead", "rows"), [(90, []), (91, ["S52"])])
def test_a_checkpoint_too_far_ahead_blocks(case, draft, who, ahead, rows):
    """S52: `longest` in `checkpoints_are_set`, from today and from one to the next."""
    change(case, who, Checkpoint, {}, due_on=planning.day(ahead))
    assert planning.rows(case, who["hugo"], "block") == rows
    change(case, who, Checkpoint, {}, due_on=planning.day(10))
    with town.acting(who["hugo"]):
        lines.add_checkpoint(case, by=who["hugo"], due_on=planning.day(10 + ahead))
    assert planning.rows(case, who["hugo"], "block") == rows


def test_haste_needs_a_reason(who):
    """S57: `no_haste`: three working days after opening, a reason until then."""
    case = planning.in_analysis(who)
    planning.draft(case, who)
    assert "S57" not in planning.rows(case, who["hugo"])
    opened = planning.day(-21)
    for offset, rows in ((2, ["S57"]), (3, [])):
        with clock.at(planning.noon(opened.replace(day=opened.day + offset))):
            found = planning.rows(case, who["hugo"], "reason")
        assert found == rows


def test_no_evaluation_needs_a_reason(case, draft, who):
    """S73: `evaluation_is_set_up`."""
    write(case, who, evaluation="")
    assert planning.rows(case, who["hugo"], "reason") == ["S73"]
    assert planning.approve(case, who["hugo"], reason="L’évaluateur n’est pas nommé.")


@pytest.mark.parametrize("birth", [None, date(2008, 3, 3), date(2008, 2, 29)])
def test_who_may_be_a_minor_is_protected_first(case, draft, who, birth):
    """S35, H6: `minors`: both sentences until the best interest stands and ASE is on the team.

    Born on 29 February 2008: 18 on 1 March 2026, the day before.
    """
    planning.born(case, who, birth)
    if birth is None:
        nothing_told(case)
    grown_up = birth == date(2008, 2, 29)
    assert planning.rows(case, who["hugo"], "block") == ([] if grown_up else ["S35", "S35"])
    if grown_up:
        return
    write(case, who, best_interest="Rester chez sa tante.")
    assert planning.rows(case, who["hugo"], "block") == ["S35"]
    with town.acting(who["claire"]):
        team.join(case, by=who["claire"], user=who["karim"], role=Role.PARTNER)
    assert who["karim"].agency.kind == Agency.Kind.CHILD_PROTECTION
    assert planning.rows(case, who["hugo"], "block") == []


def test_the_sentence_on_an_unknown_age_says_what_to_write(case, draft, who):
    """H6: `todo` in `minors`."""
    nothing_told(case)
    found = [o for o in planning.obstacles(case, who["hugo"]) if o.row == "S35"]
    assert "date of birth" in str(found[0].todo)


@pytest.mark.parametrize("age", ["23 ans", "47", ""])
def test_nobody_asks_for_the_birth_of_somebody_who_is_told_to_be_adult(case, draft, who, age):
    """X08: an age as told, or the answered check, is enough. Line: ``minors``."""
    nothing_told(case)
    telling(case, age_text=age, adult_said_on=None if age else clock.today())
    assert "S35" not in planning.rows(case, who["hugo"], "block")


def test_agencies_without_aim_or_statement_are_named(case, draft, who):
    """S02, S14: `aim_is_shared`, `aims_are_stated`."""
    with town.acting(who["claire"]):
        team.join(case, by=who["claire"], user=who["odile"], role=Role.PARTNER)
    found = planning.obstacles(case, who["hugo"])
    assert sorted(o.row for o in found) == ["S02", "S14"]
    assert all(who["odile"].agency.name in str(o) for o in found)
    assert not any(o.blocks for o in found)


# --- overlap --------------------------------------------------------------------------------


def meetings(case, who, *days):
    owners = ("bruno", "lea", "hugo", "claire")
    return [
        action(case, who, owner, start=start, end=start + 6, meets_person=True, title=owner)
        for owner, start in zip(owners, days, strict=False)
    ]


def clashes(case, who):
    return [str(o) for o in planning.obstacles(case, who["hugo"]) if o.row == "S51"]


def test_three_new_agencies_in_a_fortnight_are_listed(case, draft, who):
    """S51: `_windows`; the sentence names actions and agencies, and blocks nothing."""
    meetings(case, who, 1, 8, 14)
    (sentence,) = clashes(case, who)
    for owner in ("bruno", "lea", "hugo"):
        assert owner in sentence
        assert who[owner].agency.name in sentence
    assert planning.rows(case, who["hugo"], "block") == []


def test_two_agencies_are_not_too_many_and_a_fortnight_ends(case, draft, who):
    """S51: `overlap_agencies` and `overlap_days` of the territory, to the day."""
    meetings(case, who, 1, 8)
    assert clashes(case, who) == []
    action(case, who, "hugo", start=15, meets_person=True)
    assert clashes(case, who) == []
    profile = TerritoryProfile.load()
    profile.overlap_days = 15
    profile.save()
    assert len(clashes(case, who)) == 1


def test_two_first_contacts_on_one_day(case, draft, who):
    """S51: `_same_days`."""
    meetings(case, who, 7, 7)
    assert len(clashes(case, who)) == 1


def test_what_has_begun_is_no_warning_any_more(case, draft, who):
    """S51: `inside[-1].day < today` in `_windows`, and the day in `_same_days`."""
    meetings(case, who, -3, -3, -1)
    assert clashes(case, who) == []


def test_the_proposals_clear_it_and_fall_on_working_days(case, draft, who):
    """S51: `moves_for`: the latest moves first, to the first working day that clears."""
    from plans.plan import time_rules

    meetings(case, who, 1, 1, 8, 9)
    with town.acting(who["hugo"]):
        sheet = Sheet.draft_of(case)
        moves = time_rules.moves_for(sheet)
        assert moves
        for move in moves:
            assert move.day.weekday() < 5
            lines.move_action(move.action, by=who["hugo"], day=move.day)
    assert clashes(case, who) == []
