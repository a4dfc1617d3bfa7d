"""Checkpoints on the stage: concluded in a, b and «checked»; cancelled in a, b; open in
«carried»."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from plans.checkpoints.decisions import meeting as meeting_decisions
from plans.checkpoints.decisions import sections
from plans.checkpoints.sheet import CheckpointSheet
from plans.models import Checkpoint, CheckpointAction, CheckpointGoal
from tests import people as cast
from tests.closure import scenes
from tests.plans import planning
from tests.world.canary import canaries, canary
from tests.world.files import put

# case -> who writes (process coordinator), who concludes (content coordinator)
HANDS = {"a": ("pia", "hector"), "b": ("esther", "mathieu")}
CHECKED = (
    "check extra", "effects words", "online words", "check person", "check family", "check joining",
    "check leaving", "check grounds", "check dissent", "check cancelled", "checked action",
    "checked goal",
)  # fmt: skip


def build(stage) -> None:
    """Checkpoints in a and b of an hour ago, then the cases put back; then the others."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            put(stage.cases[name], Case.State.ACTIVE)
            _in_canaries(stage, name)
            put(stage.cases[name], Case.State.ANALYSIS)
    with clock.at(planning.noon(scenes.FIRST + timedelta(days=30))):
        _held(stage, "carried")
        _concluded(_held(stage, "checked"), stage.people)


def _in_canaries(stage, name: str) -> None:
    case = stage.cases[name]
    process, content = (stage.people[key] for key in HANDS[name])
    with cast.acting(process):
        gone = meeting_decisions.open_checkpoint(
            case, by=process, held_on=clock.today(), why_extra=canary(f"check extra {name}")
        )
        gone = meeting_decisions.cancel_checkpoint(
            gone, by=process, reason=canary(f"check cancelled {name}")
        )
        meeting = meeting_decisions.open_checkpoint(
            case, by=process, held_on=clock.today(), why_extra="Du nouveau."
        )
        for section, said in (
            ("effects", {"effects": "none", **canaries(("effects_words",), name)}),
            ("online", {"online": "looked", **canaries(("online_words",), name)}),
            (
                "views",
                {
                    "person_view": canary(f"check person {name}"),
                    "family_view": canary(f"check family {name}"),
                },
            ),
            ("partners", canaries(("joining", "leaving"), name, "check ")),
        ):
            version = type(meeting).objects.get(pk=meeting.pk).version
            sections.write_section(meeting, section, by=process, expected=version, **said)
        sections.write_presence(
            meeting, by=process, expected=0, found={content.agency_id: "present"}
        )
        _checked_lines(stage, name, meeting, process)
    with cast.acting(content):
        meeting_decisions.conclude_checkpoint(
            meeting, by=content, conclusion="go_on", next_on=clock.today() + timedelta(days=60),
            **canaries(("grounds", "dissent"), name, "check "),
        )  # fmt: skip
    stage.rows |= {f"meeting_{name}": meeting, f"cancelled_{name}": gone}


def _checked_lines(stage, name: str, meeting, author) -> None:
    """Rows on lines of the draft of a and b, since the plan that applies there has none."""
    end = "" if name == "a" else "_b"
    row, goal = stage.rows[f"followed{end}"], stage.rows[f"goal{end}"]
    common = {
        "case": meeting.case, "meeting": meeting, "author": author, "written_at": clock.now(),
    }  # fmt: skip
    CheckpointAction.objects.create(
        follow_up=row, line=row.line, standing="late", words=canary(f"checked action {name}"),
        **common,
    )  # fmt: skip
    CheckpointGoal.objects.create(
        goal=goal, line=goal.line, rating="partly", words=canary(f"checked goal {name}"), **common
    )


def _held(stage, name: str):
    case, people = stage.cases[name], stage.people
    with bound(WORKER):
        line = Checkpoint.objects.filter(case=case).order_by("due_on").first().line
    with cast.acting(people["claire"]) as claire:
        meeting = meeting_decisions.open_checkpoint(
            Case.objects.get(pk=case.pk), by=claire, held_on=clock.today(), line=line
        )
        sections.write_presence(
            meeting, by=claire, expected=0,
            found={people["bruno"].agency_id: "present", people["lea"].agency_id: "written"},
        )  # fmt: skip
        meeting = sections.write_section(
            meeting, "online", by=claire, expected=1, online="looked",
            online_words="Deux comptes ; rien de neuf depuis mars.",
        )  # fmt: skip
    stage.rows[f"meeting_{name}"] = meeting
    return meeting


def _concluded(meeting, people) -> None:
    with cast.acting(people["claire"]) as claire:
        sheet = CheckpointSheet(meeting.case, meeting)
        found = {row.line: ("as_planned", "") for row in sheet.actions}
        sections.check_actions(meeting, by=claire, expected=0, found=found)
        goals = {row.line: ("partly", "Trois fois sur quatre.") for row in sheet.goals}
        sections.check_goals(meeting, by=claire, expected=0, found=goals)
        sections.write_section(
            meeting, "effects", by=claire, expected=2, effects="none", effects_words="À tous."
        )
    with cast.acting(people["hugo"]) as hugo:
        meeting_decisions.conclude_checkpoint(
            meeting, by=hugo, conclusion="go_on", grounds="Tout est tenu.",
            dissent="La Mission locale irait plus vite.",
            next_on=clock.today() + timedelta(days=40),
        )  # fmt: skip
