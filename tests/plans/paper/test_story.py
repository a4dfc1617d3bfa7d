"""A paper file of fourteen months is brought in and goes on to its next checkpoint (X14)."""

from datetime import date, timedelta

from casework import journal
from casework.models import Case, JournalEntry, TeamMember
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice
from plans.checkpoints.decisions import meeting, sections
from plans.checkpoints.sheet import next_day
from plans.models import CheckpointMeeting, FollowUp, PaperFile, Plan
from plans.paper import decisions
from tests import people as town
from tests import ticking
from tests.plans.paper import scenes
from worklist import sweep
from worklist.all_reminders import REMINDERS


def sweep_reminders() -> None:
    ticking.has_run(*REMINDERS)
    for reminder in REMINDERS.values():
        sweep.sweep(reminder)


def told_of(case: Case) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(case_id=case.pk).values_list("kind", flat=True))


def test_a_paper_file_of_fourteen_months_is_brought_in_and_goes_on(people, db):
    """X14: opened by Thomas, typed by Claire, confirmed by Hugo, signed by Paul; then its day."""
    with clock.at(scenes.noon()):
        case = scenes.confirmed(people)
        with bound(WORKER):
            assert case.state == Case.State.ACTIVE
            assert case.entry_route == Case.Route.PAPER
            assert clock.day_of(case.opened_at) == scenes.OPENED
            joined = {m.user.full_name: clock.day_of(m.joined_at) for m in case.members.all()}
            assert joined["Léa Fontaine"] == date(2025, 9, 1)
            assert len(joined) == 5
            plan = Plan.objects.get(case=case)
            assert clock.day_of(plan.approved_at) == scenes.APPROVED
            assert clock.day_of(plan.approval_entered_at) == scenes.TODAY
            states = FollowUp.objects.filter(case=case).order_by("action__position")
            assert list(states.values_list("state", flat=True)) == ["running", "accepted", "done"]
            said = {
                entry.event: (journal.happened_on(entry), entry)
                for entry in JournalEntry.objects.filter(case=case)
            }
        assert said["case.opened"][0] == scenes.OPENED
        assert said["plan.approved"][0] == scenes.APPROVED
        assert said["checkpoint.go_on"][0] == scenes.HELD
        brought = said["case.taken_over"][1]
        assert brought.by == people["hugo"]
        assert journal.sentence(brought).endswith(scenes.PLACE)
        assert "Claire Morvan" in journal.sentence(brought)
        with town.acting(people["paul"]) as paul:
            decisions.sign_plan(Case.objects.get(pk=case.pk), by=paul, read=True)
        with bound(WORKER):
            paper = PaperFile.objects.get(file=case)
            assert (paper.signed_by, paper.typed, paper.family_name) == (paul, {}, "")

    # Nothing that lay before is reminded of, on that day or the next.
    for day in (scenes.TODAY, scenes.TODAY + timedelta(days=1)):
        with clock.at(scenes.noon(day)):
            sweep_reminders()
    late = {kind for kind in told_of(case) if kind.endswith(("_late", "_escalated", "_today"))}
    assert not late

    # The next checkpoint is reminded of before its day, held on it, and gives the one after.
    with clock.at(scenes.noon(scenes.NEXT - timedelta(days=1))):
        sweep_reminders()
    assert "checkpoint_soon" in told_of(case)
    with clock.at(scenes.noon(scenes.NEXT)):
        after = _checkpoint(case, people)
        with town.acting(people["claire"]):
            assert next_day(Case.objects.get(pk=case.pk)) == after


def _checkpoint(case: Case, people) -> date:
    """Held by Claire on its day, section by section, and concluded by Hugo."""
    after = scenes.NEXT + timedelta(days=60)
    with town.acting(people["claire"]) as claire:
        row = meeting.open_checkpoint(
            Case.objects.get(pk=case.pk), by=claire, held_on=clock.today(), why_extra="Convenu."
        )
        follow_ups = FollowUp.objects.filter(case=case)
        found = {one.line: ("as_planned", "") for one in follow_ups}
        sections.check_actions(row, by=claire, expected=0, found=found)
        goal = Plan.objects.get(case=case).goals.get()
        sections.check_goals(row, by=claire, expected=0, found={goal.line: ("partly", "")})
        for name, fields in (
            ("effects", {"effects": "none", "effects_words": ""}),
            ("online", {"online": "looked", "online_words": "Rien."}),
        ):
            row = CheckpointMeeting.objects.get(pk=row.pk)
            sections.write_section(row, name, by=claire, expected=row.version, **fields)
    with town.acting(people["hugo"]) as hugo:
        row = CheckpointMeeting.objects.get(pk=row.pk)
        meeting.conclude_checkpoint(
            row, by=hugo, conclusion="go_on", grounds="Il tient.", next_on=after
        )
    return after


def test_everybody_on_the_team_is_asked_to_declare(people, db):
    """What the paper does not say of neutrality is asked in Relais, as of every team (S55)."""
    with clock.at(scenes.noon()):
        case = scenes.confirmed(people)
    with bound(WORKER):
        assert not TeamMember.objects.filter(case=case).exclude(interest="").exists()
