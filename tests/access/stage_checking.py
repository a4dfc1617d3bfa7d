"""Checkpoints on the stage: one concluded and one cancelled in each case, canaries in each text."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case
from common import clock
from plans.checkpoints.decisions import meeting as meeting_decisions
from plans.checkpoints.decisions import sections
from plans.models import CheckedAction, CheckedGoal
from tests import people as cast

# case -> who writes (process coordinator), who concludes (content coordinator)
HANDS = {"a": ("pia", "hugo"), "b": ("elise", "marc")}
CHECKED = (
    "check extra", "effects words", "online words", "check person", "check family", "check joining",
    "check leaving", "check grounds", "check dissent", "check cancelled", "checked action",
    "checked goal",
)  # fmt: skip


def checkpoints(stage, put, canary) -> None:
    """Held two hours ago, while the case was carried out; then back where it was."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            put(stage.cases[name], Case.State.ACTIVE)
            _held(stage, name, canary)
            put(stage.cases[name], Case.State.ANALYSIS)


def _held(stage, name: str, canary) -> None:
    case = stage.cases[name]
    process, content = (stage.people[key] for key in HANDS[name])
    end = "" if name == "a" else "_b"
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
            ("effects", {"effects": "none", "effects_words": canary(f"effects words {name}")}),
            ("online", {"online": "looked", "online_words": canary(f"online words {name}")}),
            (
                "views",
                {
                    "person_view": canary(f"check person {name}"),
                    "family_view": canary(f"check family {name}"),
                },
            ),
            (
                "partners",
                {
                    "joining": canary(f"check joining {name}"),
                    "leaving": canary(f"check leaving {name}"),
                },
            ),
        ):
            version = type(meeting).objects.get(pk=meeting.pk).version
            sections.write_section(meeting, section, by=process, expected=version, **said)
        sections.write_presence(
            meeting, by=process, expected=0, found={content.agency_id: "present"}
        )
        # The plan that applies on the stage is empty: lines of its draft stand for it.
        common = {
            "case": case, "meeting": meeting, "author": process, "written_at": clock.now(),
        }  # fmt: skip
        row = stage.rows[f"followed{end}"]
        CheckedAction.objects.create(
            follow_up=row, line=row.line, standing="late", **common,
            words=canary(f"checked action {name}"),
        )  # fmt: skip
        goal = stage.rows[f"goal{end}"]
        CheckedGoal.objects.create(
            goal=goal, line=goal.line, rating="partly", **common,
            words=canary(f"checked goal {name}"),
        )  # fmt: skip
    with cast.acting(content):
        meeting_decisions.conclude_checkpoint(
            meeting, by=content, conclusion="go_on", grounds=canary(f"check grounds {name}"),
            dissent=canary(f"check dissent {name}"), next_on=clock.today() + timedelta(days=60),
        )  # fmt: skip
    stage.rows |= {f"meeting_{name}": meeting, f"cancelled_{name}": gone}
