"""An action answered, reported, ended, stopped and checked (S60, S68)."""

from datetime import timedelta

import pytest

from agencies.models import User
from casework.models import Case, JournalEntry
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.carrying import rules
from plans.carrying.decisions import follow
from plans.models import ActionReport, FollowUp
from plans.plan.decisions import lines, versions
from plans.plan.sheet import Sheet
from tests import people as town
from tests.plans import planning
from tests.plans.carrying.conftest import act, ended, of
from tests.plans.scenes import journal_of, told

ACCEPTED, DECLINED = FollowUp.State.ACCEPTED, FollowUp.State.DECLINED


def refused(row: str, name: str, by, follow_up, **more) -> str:
    """The decision refuses by that row and writes nothing; its first sentence."""
    with bound(WORKER):
        before = follow_up.history.count()
    with pytest.raises(Refused) as refusal:
        act(name, by, follow_up, **more)
    assert refusal.value.obstacles[0].row == row
    with bound(WORKER):
        assert follow_up.history.count() == before
    return refusal.value.obstacles[0].sentence


def test_an_approved_plan_asks_each_agency_for_its_answer(planned, who):
    """S60: one follow-up an action, waiting, with the day by which it is answered."""
    with town.acting(who["hugo"]):
        rows = FollowUp.objects.filter(case=planned)
        assert {row.owner for row in rows} == {who["bruno"], who["lea"]}
        assert {row.state for row in rows} == {"waiting"}
        assert all(row.answer_due_on > planning.MONDAY for row in rows)


def test_the_agency_accepts(planned, who):
    act("accept_action", who["bruno"], of(planned, who["bruno"]))
    row = of(planned, who["bruno"])
    assert (row.state, row.answered_by) == (ACCEPTED, who["bruno"])
    with bound(WORKER):
        assert row.history.count() == 2
    assert "action.accepted" in journal_of(planned)


def test_a_no_comes_back_to_the_content_coordinator(planned, who):
    act("decline_action", who["bruno"], of(planned, who["bruno"]), reason="Plus de place.")
    assert of(planned, who["bruno"]).declined_because == "Plus de place."
    assert told("action_declined") == {who["hugo"].pk}


@pytest.mark.parametrize(
    ("name", "more"),
    [("accept_action", {}), ("decline_action", {"reason": "Non."})],
)
def test_nobody_answers_for_another_agency(planned, who, name, more):
    """Red without ``own_agency``: Léa would answer for Bruno."""
    assert "answers for this action" in refused(
        "S60", name, who["lea"], of(planned, who["bruno"]), **more
    )


def test_a_no_has_its_reason(planned, who):
    refused("S60", "decline_action", who["bruno"], of(planned, who["bruno"]), reason=" ")


def test_an_answer_is_changed_until_carrying_out_has_begun(planned, who):
    """Red without the state in ``declinable``: others build on that yes by now."""
    bruno = who["bruno"]
    act("accept_action", bruno, of(planned, bruno))
    act("decline_action", bruno, of(planned, bruno), reason="Pas avant mai.")
    act("accept_action", bruno, of(planned, bruno))
    row = of(planned, bruno)
    assert (row.state, row.declined_because) == (ACCEPTED, "")
    with bound(WORKER):
        assert [h.state for h in row.history.order_by("version")] == [
            "waiting", "accepted", "declined", "accepted",
        ]  # fmt: skip
    act("accept_action", who["lea"], of(planned, who["lea"]))
    act("start_carrying_out", who["claire"], planned)
    refused("S60", "decline_action", bruno, of(planned, bruno), reason="Non.")


def test_it_begins_once_every_action_has_its_answer(planned, who):
    """Red without ``every_action_answered``. A declined action needs words of the coordinator."""
    with pytest.raises(Refused) as refusal:
        act("start_carrying_out", who["claire"], planned)
    assert len(refusal.value.obstacles) == 2
    act("accept_action", who["bruno"], of(planned, who["bruno"]))
    act("decline_action", who["lea"], of(planned, who["lea"]), reason="Plus d’éducateur.")
    with pytest.raises(Refused):
        act("start_carrying_out", who["claire"], planned)
    act("answer_absence", who["hugo"], of(planned, who["lea"]), words="La tante l’accompagne.")
    act("start_carrying_out", who["claire"], planned)
    with bound(WORKER):
        assert Case.objects.get(pk=planned.pk).state == "active"
    assert told("carrying_out_started") >= {who["hugo"].pk, who["bruno"].pk, who["lea"].pk}
    assert who["claire"].pk not in told("carrying_out_started")


def test_what_was_accepted_is_not_replaced(planned, who):
    act("accept_action", who["bruno"], of(planned, who["bruno"]))
    refused("S60", "answer_absence", who["hugo"], of(planned, who["bruno"]), words="Autrement.")
    refused("S60", "answer_absence", who["hugo"], of(planned, who["lea"]), words="")


def report(case, by, **more):
    """Bruno's report of the Monday."""
    values = {"happened_on": planning.MONDAY, "words": "Venu à l’heure."}
    return act("report_action", by, of(case, by), **(values | more))


def test_the_first_report_sets_the_action_under_way(active, who):
    first = report(active, who["bruno"])
    report(active, who["bruno"], words="Absent.", difficulty=True)
    assert of(active, who["bruno"]).state == "running"
    assert (first.agency, first.words) == (who["bruno"].agency, "Venu à l’heure.")
    assert journal_of(active).count("action.reported") == 2
    assert told("action_difficulty") == {who["claire"].pk, who["hugo"].pk}


def corrected(row, by, expected=1, **more):
    """Bruno's report as it should have stood: the Sunday before."""
    changes = {"happened_on": planning.day(-1), "words": "Venu dimanche.", "difficulty": False}
    return act(
        "correct_report", by, row, expected=expected, changes=changes | more, reason="Faute."
    )


def test_a_report_is_corrected_and_what_stood_is_kept(active, who):
    """S60, 2.3: a wrong day, by its agency. Lines: ``change`` and the journal of correct_report."""
    row = report(active, who["bruno"])
    corrected(row, who["bruno"])
    with bound(WORKER):
        now = ActionReport.objects.get(pk=row.pk)
        before = now.history.order_by("version").first()
    assert (now.happened_on, now.words, now.version) == (planning.day(-1), "Venu dimanche.", 2)
    assert (before.happened_on, before.words) == (planning.MONDAY, "Venu à l’heure.")
    assert "action.report_corrected" in journal_of(active)
    assert not told("action_difficulty")
    with pytest.raises(Conflict):
        corrected(row, who["bruno"])


def test_what_stands_in_the_way_is_told_when_the_correction_says_it(active, who):
    """Red without ``is_new``: nobody would hear of it, or hear of it with every correction."""
    row = report(active, who["bruno"])
    corrected(row, who["bruno"], difficulty=True)
    assert told("action_difficulty") == {who["claire"].pk, who["hugo"].pk}
    with bound(WORKER):
        said = Notice.objects.filter(kind="action_difficulty").count()
        row.refresh_from_db()
    corrected(row, who["bruno"], expected=2, difficulty=True, words="Encore.")
    with bound(WORKER):
        assert Notice.objects.filter(kind="action_difficulty").count() == said == 2


@pytest.mark.parametrize(
    ("key", "row", "more"),
    [
        ("lea", "2.8", {}),
        ("hugo", "2.8", {}),
        ("bruno", "S60", {"words": " "}),
        ("bruno", "S60", {"happened_on": planning.day(1)}),
    ],
)
def test_a_correction_of_a_report_is_refused(active, who, key, row, more):
    """Lines: ``own_report`` and ``_report`` in correct_report."""
    told_once = report(active, who["bruno"])
    with pytest.raises(Refused) as refusal:
        corrected(told_once, who[key], **more)
    assert [one.row for one in refusal.value.obstacles] == [row]
    with bound(WORKER):
        assert ActionReport.objects.get().words == "Venu à l’heure."


def test_no_report_is_corrected_under_the_eyes_of_whoever_checked(active, who):
    """S68. Line: ``relied_on_by_nobody`` of correct_report."""
    row = report(active, who["bruno"])
    ended(active, who["bruno"])
    corrected(row, who["bruno"])
    act("verify_outcome", who["lea"], of(active, who["bruno"]), words="Les présences sont signées.")
    with pytest.raises(Refused) as refusal:
        corrected(row, who["bruno"], expected=2, words="Jamais venu.")
    assert [one.row for one in refusal.value.obstacles] == ["S68"]


def test_no_report_is_corrected_once_the_case_is_closed(active, who):
    """Line: ``has_begun`` in correct_report."""
    row = report(active, who["bruno"])
    with bound(WORKER):
        case = Case.objects.get(pk=active.pk)
        case.state = Case.State.ENDED
        case.save_changes()
    with pytest.raises(Refused) as refusal:
        corrected(row, who["bruno"])
    assert refusal.value.obstacles[0].row == "S60"


@pytest.mark.parametrize("more", [{"words": ""}, {"happened_on": planning.day(1)}])
def test_a_report_has_words_and_a_day_that_was(active, who, more):
    with pytest.raises(Refused):
        report(active, who["bruno"], **more)
    with bound(WORKER):
        assert not ActionReport.objects.exists()


def test_nothing_is_reported_before_it_begins(planned, who):
    act("accept_action", who["bruno"], of(planned, who["bruno"]))
    refused("S60", "report_action", who["bruno"], of(planned, who["bruno"]),
            happened_on=planning.MONDAY, words="Vu.")  # fmt: skip


def test_an_action_ends_with_its_outcome_and_who_did_it(active, who):
    ended(active, who["bruno"])
    row = of(active, who["bruno"])
    assert (row.state, row.performer, row.outcome) == ("done", who["bruno"], "Deux visites.")
    assert told("action_ended") == {who["claire"].pk, who["hugo"].pk}
    assert "action.done" in journal_of(active)
    with pytest.raises(Refused):
        ended(active, who["bruno"])
    with pytest.raises(Refused):
        report(active, who["bruno"])


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": " "},
        {"on": planning.day(1)},
        {"result": "not_done"},
        {"not_done_because": "not_carried_out"},
    ],
)
def test_an_end_says_what_it_must(active, who, more):
    with pytest.raises(Refused):
        ended(active, who["bruno"], **more)
    assert of(active, who["bruno"]).state == "accepted"


def test_the_performer_is_of_the_agency(active, who):
    """Red without ``performed``: Bruno would write that Léa did it, and check it himself."""
    with pytest.raises(Refused):
        ended(active, who["bruno"], performer=who["lea"])


def test_an_outcome_is_corrected_until_it_is_checked(active, who):
    row = ended(active, who["bruno"])
    changes = {
        "state": "not_done", "ended_on": planning.MONDAY, "outcome": "Le lieu a fermé.",
        "performer": who["bruno"], "not_done_because": "no_longer_possible",
    }  # fmt: skip
    act("correct_outcome", who["bruno"], row, expected=row.version, changes=changes)
    assert of(active, who["bruno"]).not_done_because == "no_longer_possible"
    with pytest.raises(Conflict):
        act("correct_outcome", who["bruno"], row, expected=row.version, changes=changes)
    row = act("verify_outcome", who["lea"], row, words="Vu la porte fermée.")
    refused("S68", "correct_outcome", who["bruno"], row, expected=row.version, changes=changes)


def test_another_person_checks(active, who):
    row = ended(active, who["bruno"])
    act("verify_outcome", who["lea"], row, words="Les présences sont signées.")
    row = of(active, who["bruno"])
    assert (row.checked_by, row.check_words) == (who["lea"], "Les présences sont signées.")
    assert told("action_checked") == {who["bruno"].pk}
    refused("S68", "verify_outcome", who["hugo"], row, words="Encore.")


def test_nobody_checks_their_own_work(active, who):
    """Red without ``may_verify``."""
    row = ended(active, who["bruno"])
    assert "yourself" in refused("S68", "verify_outcome", who["bruno"], row, words="Bien.")
    refused("S68", "verify_outcome", who["lea"], row, words="")


def test_the_coordinator_stops_an_action(active, who):
    act("stop_action", who["hugo"], of(active, who["bruno"]), reason="Il a un contrat.")
    row = of(active, who["bruno"])
    assert (row.state, row.outcome, row.ended_on) == (
        "stopped", "Il a un contrat.", planning.MONDAY,
    )  # fmt: skip
    assert told("action_stopped") == {who["bruno"].pk}
    refused("S60", "stop_action", who["hugo"], row, reason="Encore.")
    refused("S60", "stop_action", who["hugo"], of(active, who["lea"]), reason="")


def test_a_later_version_keeps_what_stands(active, who):
    """S53: accepted stays accepted; what is over keeps who did it; the answer is in the journal."""
    ended(active, who["bruno"])
    planning.new_version(active, who["hugo"])
    planning.approve(active, who["hugo"], reason="Vu.")
    assert of(active, who["lea"]).state == "accepted"
    assert of(active, who["bruno"]).state == "done"


def test_the_owners_words_are_the_reason_in_the_journal(planned, who):
    act("decline_action", who["bruno"], of(planned, who["bruno"]), reason="Plus de place.")
    with bound(WORKER):
        assert JournalEntry.objects.get(event="action.declined").reason == "Plus de place."


def test_what_was_over_is_planned_anew(active, who):
    """S60, S78. Line: ``_is_planned_anew``: new days after its end ask its agency again."""
    ended(active, who["bruno"])
    later = planning.MONDAY + timedelta(days=90)
    with clock.at(planning.noon(later)), town.acting(who["hugo"]) as hugo:
        versions.start_version(active, by=hugo, trigger="other", reason="Un deuxième cycle.")
        for line in Sheet.draft_of(active).actions:
            if line.owner == who["bruno"]:
                lines.change_line(
                    line, by=hugo, expected=line.version, why="De nouveau.",
                    changes={
                        "starts_on": later + timedelta(days=7),
                        "ends_on": later + timedelta(days=60),
                    },
                )  # fmt: skip
        lines.add_checkpoint(active, by=hugo, due_on=later + timedelta(days=30))
        follow_ups = follow.follow(Sheet.draft_of(active).plan)
    (anew,) = [row for row in follow_ups if row.owner == who["bruno"]]
    assert (anew.state, anew.ended_on, anew.outcome) == ("waiting", None, "")
    with bound(WORKER):
        kept = list(anew.history.order_by("version").values_list("state", flat=True))
    assert "done" in kept


def test_a_colleague_of_the_performer_does_not_check_either(active, who):
    """S68. Line: ``follow_up.agency_id == by.agency_id`` in may_verify; a coordinator may."""
    row = ended(active, who["bruno"])
    with town.acting(who["claire"]):
        colleague = User(pk=0, agency_id=who["bruno"].agency_id)
        (one,) = rules.may_verify(row, colleague)
        assert (one.row, "agency" in str(one.sentence)) == ("S68", True)
        assert list(rules.may_verify(row, who["lea"])) == []
