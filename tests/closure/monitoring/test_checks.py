"""Checks after closure: planned, named, entered, not held, corrected (S83, 2.4)."""

from datetime import date

import pytest

from casework import access
from casework.models import Case, JournalEntry, TeamMember
from casework.rights import Right
from casework.team import decisions as team
from closure.models import MonitoringCheck
from closure.monitoring import decisions as acts
from closure.monitoring import due, rules
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as town
from tests.closure import following

State, Decision, Result = (
    MonitoringCheck.State,
    MonitoringCheck.Decision,
    MonitoringCheck.Result,
)


def again(check) -> MonitoringCheck:
    return MonitoringCheck.unscoped.get(pk=check.pk)


def in_its_way(check, by) -> list[str]:
    with town.acting(by):
        return [str(one) for one in rules.its_turn_has_come(check, by)]


def events(case) -> list[str]:
    rows = JournalEntry.unscoped.filter(case=case, event__startswith="check.")
    return sorted(rows.values_list("event", flat=True))


def told(kind: str) -> set[str]:
    return set(Notice.unscoped.filter(kind=kind).values_list("recipient__email", flat=True))


def sentences(refusal) -> list[str]:
    return [str(o) for o in refusal.value.obstacles]


# --- planned --------------------------------------------------------------------------------
def test_the_signature_plans_four_checks_once(closed, people):
    """Called twice, the same four."""
    rows = following.checks(closed)
    assert [c.due_on for c in rows] == [
        date(2026, 9, 2),
        date(2026, 12, 2),
        date(2027, 3, 2),
        date(2027, 6, 2),
    ]
    with town.acting(people["paul"]):
        twice = acts.plan_checks(closed.closures.get())
    assert [c.pk for c in twice] == [c.pk for c in rows]
    assert MonitoringCheck.history.filter(case_id=closed.pk).count() == 4


# --- named ----------------------------------------------------------------------------------
def test_somebody_he_knows_is_named_and_told(first, people):
    """Léa holds the check from now on; she alone is told."""
    claire, lea = people["claire"], people["lea"]
    with town.acting(lea):
        assert not access.may(lea, Right.ENTER_CHECK, again(first))
    with town.acting(claire):
        acts.name_person(first, by=claire, person=lea)
        acts.name_person(first, by=claire, person=lea)
    assert again(first).version == 2
    assert events(first.case) == ["check.named"]
    assert told("check_named") == {lea.email}
    with town.acting(lea):
        assert access.may(lea, Right.ENTER_CHECK, again(first))
        assert not access.may(lea, Right.ENTER_CHECK, first.case)
    with town.acting(people["bruno"]):
        assert not access.may(people["bruno"], Right.ENTER_CHECK, again(first))


def test_nobody_outside_the_team_is_named(first, people):
    """S83: without ``somebody_of_the_team`` a stranger would hold the check."""
    with town.acting(people["claire"]), pytest.raises(Refused) as no:
        acts.name_person(first, by=people["claire"], person=people["marc"])
    assert "is not on the team of this case." in sentences(no)[0]
    assert again(first).person is None


def test_who_needs_it_the_named_person_or_else_the_coordinator(first, people):
    """My work: Claire until Léa is named, Claire again when Léa has left the team."""
    claire, lea = people["claire"], people["lea"]

    def mine(user):
        with town.acting(user):
            return [c.pk for c in due.checks_of(user)]

    assert (len(mine(claire)), mine(lea)) == (4, [])
    with town.acting(claire):
        acts.name_person(first, by=claire, person=lea)
    assert (len(mine(claire)), mine(lea)) == (3, [first.pk])
    member = TeamMember.unscoped.get(case=first.case, user=lea, active=True)
    with town.acting(claire):
        team.leave(member, by=claire, reason="Elle change de poste.")
    assert (len(mine(claire)), mine(lea)) == (4, [])


# --- held -----------------------------------------------------------------------------------
def test_a_calm_check_is_entered_and_nobody_is_disturbed(first, people):
    """Held today: state, history, journal; no notice."""
    before = Notice.unscoped.count()
    following.enter(first, people["claire"])
    row = again(first)
    assert (row.state, row.held_on, row.late_because) == (State.HELD, date(2026, 9, 2), "")
    assert row.entered_by == people["claire"]
    assert row.history.count() == 2
    assert events(first.case) == ["check.held"]
    assert Notice.unscoped.count() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": date(2026, 9, 3)}, "The day on which it was held lies ahead."),
        ({"held_on": date(2026, 6, 1)}, "a check is held after that."),
        ({"sources": "  "}, "Write who was asked."),
        ({"result": "concern", "words": ""}, "Write what was found, or why it is not known."),
        ({"result": "unknown", "words": " "}, "Write what was found, or why it is not known."),
        ({"decision": "watch"}, "Looking again sooner needs a day that lies ahead."),
        (
            {"decision": "watch", "again_on": date(2026, 9, 2)},
            "Looking again sooner needs a day that lies ahead.",
        ),
    ],
)
def test_what_a_check_does_not_say_is_refused(first, people, changes, sentence):
    """2.4, S83: each sentence is one rule's; without the rule its line is red."""
    with pytest.raises(Refused) as no:
        following.enter(first, people["claire"], **changes)
    assert sentence in " ".join(sentences(no))
    assert again(first).state == State.DUE
    assert events(first.case) == []


def test_held_after_its_day_it_says_why(first, people):
    """2.4: without ``on_its_day_or_for_a_reason`` a late check would look like any other."""
    with clock.at(following.paris(2026, 9, 28, 9)):
        with pytest.raises(Refused) as no:
            following.enter(first, people["claire"])
        assert sentences(no) == ["Held 26 days after it was due."]
        following.enter(first, people["claire"], late_because="Éducatrice malade.")
    assert again(first).late_because == "Éducatrice malade."


def test_held_long_before_its_day_it_says_why(first, people):
    """X15: the first check, due in three months, is not held on the day after the closure without
    a word. Line: ``off_its_day``."""
    with clock.at(following.paris(2026, 6, 3, 9)):
        with pytest.raises(Refused) as no:
            following.enter(first, people["claire"])
        assert sentences(no) == ["Held 91 days before it was due."]
        assert again(first).state == State.DUE
        following.enter(first, people["claire"], late_because="Il part en septembre.")
    assert again(first).late_because == "Il part en septembre."


@pytest.mark.parametrize(("day", "asks"), [(18, True), (19, False)])
def test_a_fortnight_before_its_day_is_its_time(first, people, day, asks):
    """X15: Wednesday 19 August is a fortnight before 2 September. Line: ``EARLY_DAYS``."""
    with clock.at(following.paris(2026, 8, day, 9)):
        if asks:
            with pytest.raises(Refused):
                following.enter(first, people["claire"])
        else:
            following.enter(first, people["claire"], late_because="Pour rien.")
    assert again(first).late_because == ""


def test_the_refusal_names_the_check_whose_turn_it_is(first, people):
    """X15: at first the first one; the second itself once the first was entered early.

    Line: ``turn`` in ``its_turn_has_come``.
    """
    claire = people["claire"]
    second, third = following.checks(first.case)[1:3]
    with clock.at(following.paris(2026, 6, 3, 9)):
        names_first = ["The check of Wed 2\N{NO-BREAK SPACE}Sep comes before this one."]
        assert in_its_way(second, claire) == in_its_way(third, claire) == names_first
        following.enter(first, claire, late_because="Il part en septembre.")
        second, third = following.checks(first.case)[1:3]
        names_second = ["The check of Wed 2\N{NO-BREAK SPACE}Dec comes before this one."]
        assert in_its_way(third, claire) == names_second
        (entered,) = in_its_way(second, claire)
        assert entered.startswith("The check of Wed 2\N{NO-BREAK SPACE}Sep is entered already;")


def test_a_day_names_the_check_whose_turn_it_was(first, people):
    """X15: in August it was the turn of the first. Line: ``turn`` in ``in_its_turn``."""
    third = following.checks(first.case)[2]
    with clock.at(following.paris(2026, 12, 10, 9)), bound(WORKER):
        (found,) = rules.in_its_turn(third, date(2026, 8, 1))
    assert "Wed 2\N{NO-BREAK SPACE}Sep was not due yet" in str(found)


def test_two_checks_are_not_held_in_one_week(first, people):
    """S83: the second one is not entered for a day before the first was due."""
    second = following.checks(first.case)[1]
    with pytest.raises(Refused) as no:
        following.enter(second, people["claire"], held_on=date(2026, 9, 1))
    assert sentences(no) == ["On that day the check of Wed 2\N{NO-BREAK SPACE}Sep was not due yet."]


def test_a_check_whose_turn_has_not_come_is_not_offered(first, people):
    """S83: without ``its_turn_has_come`` the button of the third is alive, and no day is right."""
    second, third = following.checks(first.case)[1:3]
    day = "The check of Wed 2\N{NO-BREAK SPACE}Dec comes before this one."
    assert in_its_way(third, people["claire"]) == [day]
    assert in_its_way(second, people["claire"]) == []
    with pytest.raises(Refused) as no:
        following.enter(third, people["claire"])
    assert day in sentences(no)
    assert again(third).state == State.DUE


def test_a_dropped_check_is_nobodys_turn(first, people):
    """S83: what was dropped does not hold up the one that follows."""
    second, third = following.checks(first.case)[1:3]
    with bound(WORKER):
        second.state, second.reason, second.entered_at = State.DROPPED, "Avancé.", clock.now()
        second.save_changes()
    assert in_its_way(third, people["claire"]) == []


def test_a_check_is_entered_once(first, people):
    """2.4: without ``not_entered_yet`` the second entry would write over the first."""
    following.enter(first, people["claire"])
    with pytest.raises(Refused):
        following.enter(first, people["claire"], words="Autre chose.")
    assert again(first).words == "Il travaille."


def test_no_check_is_entered_when_the_case_is_elsewhere(first, people):
    """S83: a reopened case has no check to enter."""
    following.at_state(first.case, Case.State.ANALYSIS)
    with pytest.raises(Refused) as no:
        following.enter(first, people["claire"])
    assert "there is no check to enter." in sentences(no)[0]


def test_a_concern_reaches_the_content_coordinator_alone(first, people):
    """Hugo is told; calm, nobody is (above)."""
    following.enter(first, people["claire"], result=Result.CONCERN, words="Il ne vient plus.")
    assert told("check_concern") == {people["hugo"].email}


def test_looking_again_sooner_plans_one_more_check(first, people):
    """A fifth check on the next working day: Saturday 3 October becomes Monday the 5th."""
    following.enter(first, people["claire"], decision=Decision.WATCH, again_on=date(2026, 10, 3))
    extra = following.checks(first.case)[-1]
    assert (extra.number, extra.due_on, extra.state) == (5, date(2026, 10, 5), State.DUE)


def test_all_or_nothing(first, people, fails):
    """The notice fails: nothing is entered."""
    with fails(acts.telling, "queue"):
        following.enter(first, people["claire"], decision=Decision.REOPEN)
    assert again(first).state == State.DUE
    assert events(first.case) == []


def test_hostile_words_are_stored_as_typed(first, people):
    """Markup, emoji, right-to-left: exactly."""
    words = "<script>alert(1)</script> 🙂 \u202eابن\u202c"
    following.enter(first, people["claire"], words=words, sources=words)
    assert (again(first).words, again(first).sources) == (words, words)


# --- not held -------------------------------------------------------------------------------
def test_not_held_is_written_with_its_reason_and_may_be_put_right(first, people):
    """2.4: not held; then it turns out that it was held, and the history keeps both."""
    with town.acting(people["claire"]):
        acts.mark_not_held(first, by=people["claire"], reason="Personne n’a pu le voir.")
    assert again(first).state == State.NOT_HELD
    assert events(first.case) == ["check.not_held"]
    following.enter(first, people["claire"])
    assert again(first).state == State.HELD
    assert list(again(first).history.order_by("history_id").values_list("state", flat=True)) == [
        "due",
        "not_held",
        "held",
    ]


@pytest.mark.parametrize(
    ("moment", "reason", "sentence"),
    [
        ((2026, 9, 1, 10), "Malade.", "it can still be held."),
        ((2026, 9, 2, 10), " ", "Write why the check was not held."),
    ],
)
def test_nobody_says_it_in_advance_or_without_a_reason(first, people, moment, reason, sentence):
    """2.4: each is one sentence of ``was_due``."""
    claire = people["claire"]
    with (
        clock.at(following.paris(*moment)),
        town.acting(claire),
        pytest.raises(Refused) as no,
    ):
        acts.mark_not_held(first, by=claire, reason=reason)
    assert sentence in " ".join(sentences(no))
    assert again(first).state == State.DUE


def test_what_is_not_entered_shows_as_not_held(first):
    """2.4: from the sixth working day after its day; the fifth is still in time."""
    with bound(WORKER):
        days = due.WorkingDays()
    with clock.at(following.paris(2026, 9, 9, 10)):
        assert not due.not_held_so_far(first, days)
    with clock.at(following.paris(2026, 9, 10, 10)):
        assert due.not_held_so_far(first, days)


# --- corrected ------------------------------------------------------------------------------
def _corrected(check, by, **more):
    fields = following.found() | {"late_because": "", "reason": "Faute de frappe."} | more
    fields.pop("decision")
    with town.acting(by):
        return acts.correct_check(check, by=by, **fields)


def test_a_correction_keeps_what_stood_before(first, people):
    """The history has both; two at once is a conflict; without a reason it is refused."""
    claire = people["claire"]
    following.enter(first, claire)
    _corrected(first, claire, expected=2, words="Il ne travaille plus.", result=Result.CONCERN)
    assert again(first).words == "Il ne travaille plus."
    assert [h.words for h in again(first).history.order_by("history_id")][1:] == [
        "Il travaille.",
        "Il ne travaille plus.",
    ]
    assert told("check_concern") == {people["hugo"].email}
    with pytest.raises(Conflict):
        _corrected(first, claire, expected=2, words="Autre.")
    with pytest.raises(Refused):
        _corrected(first, claire, expected=3, reason=" ")
    assert events(first.case) == ["check.corrected", "check.held"]
