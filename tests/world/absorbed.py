"""Two files on one person on the stage: rows of a and b in canaries; three pairs in words."""

from __future__ import annotations

import uuid
from datetime import timedelta

from casework.models import Case
from closure.absorbed import decisions as acts
from closure.absorbed import undoing
from closure.models import Absorption, FormerPart
from common import clock
from common.scope import WORKER, bound
from tests import people as cast
from tests.world.canary import canary
from tests.world.closing import HANDS

# Read by the whole team once it is agreed; before, and what is asked of people, by who oversees it.
AGREED = (
    "one file grounds", "one file agreed", "one file undoing", "one file undone", "one file holds",
    "one file held", "one file of",
)  # fmt: skip
ASKED = ("one file question", "one file declined", "one file stays out")
GROUNDS = "Même date de naissance, même adresse ; sa mère porte l’autre nom."


def build(stage) -> None:
    """The rows of a and b are in every state that is over; the pairs wait for somebody."""
    with bound(WORKER), clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            _in_canaries(stage, name)
    _asked(stage)
    _absorbed(stage, "twin", "twice")
    row = _absorbed(stage, "error", "apart")
    with cast.acting(stage.people["julie"]) as julie:
        asked = undoing.ask_undoing(
            _side(row, stage.cases["apart"]), by=julie, reason="Ce sont deux cousins."
        )
    stage.rows["undoing_apart"], stage.rows["undoing_error"] = asked, _side(row, row.case)


def _in_canaries(stage, name: str) -> None:
    content, owner, _partner = (stage.people[key] for key in HANDS[name])
    case, at = stage.cases[name], clock.now() - timedelta(days=200)
    common = {
        "case": case, "met": "match", "proposed_at": at, "answer_by": at.date(), "settled_at": at,
        "settled_by": owner,
    }  # fmt: skip
    stage.rows[f"undone_{name}"] = Absorption.objects.create(
        **common, pair=uuid.uuid4(), side="asks", other_reference=canary(f"one file of {name}"),
        proposed_by=content, state="undone", grounds=canary(f"one file grounds {name}"),
        settled_because=canary(f"one file agreed {name}"), undo_at=at, undo_by=content,
        undo_because=canary(f"one file undoing {name}"), undo_answer_by=at.date(), undone_at=at,
        undone_by=owner, undone_because=canary(f"one file undone {name}"),
    )  # fmt: skip
    stage.rows[f"holds_{name}"] = holds = Absorption.objects.create(
        **common, pair=uuid.uuid4(), side="asks", other_reference=f"SA-1998-2{name}",
        proposed_by=content, state="agreed", grounds=canary(f"one file holds {name}"),
        settled_because=canary(f"one file held {name}"), join_by=at.date(),
    )  # fmt: skip
    stage.rows[f"question_{name}"] = Absorption.objects.create(
        **common | {"settled_by": content}, pair=uuid.uuid4(), side="asked", proposed_by=owner,
        other_reference=f"SA-1998-3{name}", state="declined", answer_role="content_coordinator",
        grounds=canary(f"one file question {name}"),
        settled_because=canary(f"one file declined {name}"),
    )  # fmt: skip
    stage.rows[f"asks_{name}"] = Absorption.objects.create(
        **common | {"settled_by": content}, pair=uuid.uuid4(), side="asks", proposed_by=content,
        other_reference=f"SA-1998-4{name}", state="taken_back", grounds="Vu deux fois.",
    )  # fmt: skip
    stage.rows[f"part_{name}"] = FormerPart.objects.create(
        case=case, absorption=holds, user=stage.people["odile"], role="partner",
        agency_id=stage.people["odile"].agency_id, settled_at=at, settled_by=content,
        stays_out_because=canary(f"one file stays out {name}"),
    )  # fmt: skip


def _side(row: Absorption, case) -> Absorption:
    with bound(WORKER):
        return Absorption.objects.get(pair=row.pair, case=case)


def _asked(stage) -> None:
    """Julie asks of her file whether «quiet» is about the same person: Hugo answers."""
    stage.cases["asks"] = _file(stage, "Ianis", "Duval")
    with cast.acting(stage.people["julie"]) as julie:
        row = acts.ask_about(
            Case.objects.get(pk=stage.cases["asks"].pk), by=julie, grounds=GROUNDS, met="refusal",
            other_reference=stage.cases["quiet"].reference,
        )  # fmt: skip
    stage.rows["question_asks"] = row
    stage.rows["question_quiet"] = _side(row, stage.cases["quiet"])


def _file(stage, given: str, family: str, **team) -> Case:
    """A file of Thomas, Julie, Aïcha and Marek."""
    who = stage.people
    named = {
        "process_coordinator": who["thomas"], "content_coordinator": who["julie"],
        "risk_owner": who["aicha"], "partners": [who["marek"]],
    }  # fmt: skip
    return cast.open_case(who, given=given, family=family, team=cast.team_of(who, **named | team))


def _absorbed(stage, older: str, younger: str) -> Absorption:
    """Hugo's file absorbs Julie's, which was opened after it; the older side."""
    stage.cases[older] = cast.open_case(stage.people, given=older.title(), family="Lemaître")
    stage.cases[younger] = _file(stage, younger.title(), "Okonkwo")
    with cast.acting(stage.people["julie"]) as julie:
        row = acts.ask_about(
            Case.objects.get(pk=stage.cases[younger].pk), by=julie, grounds=GROUNDS, met="match",
            other_reference=stage.cases[older].reference,
        )  # fmt: skip
    with cast.acting(stage.people["hugo"]) as hugo:
        row = acts.agree_to_absorb(_side(row, stage.cases[older]), by=hugo, agrees=True)
    stage.rows[f"absorbs_{older}"] = row
    with bound(WORKER):
        stage.rows[f"part_{older}"] = FormerPart.objects.filter(absorption=row).first()
    return row
