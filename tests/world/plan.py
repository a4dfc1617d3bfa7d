"""Plans on the stage, of cases a and b: version 1 approved, 2 given up, 3 a full draft."""

from __future__ import annotations

from datetime import timedelta

from agencies.models import User
from casework.models import Case
from common import clock
from plans.plan.decisions import approval, lines, proposals, versions
from plans.plan.decisions import approval as approval_decisions
from plans.plan.decisions.versions import TEXTS
from plans.plan.sheet import Sheet
from tests import people as cast
from tests.world.canary import canaries, canary
from tests.world.files import put

# case -> who writes it, who proposes
HANDS = {"a": ("hector", "basile"), "b": ("mathieu", "kamel")}


def build(stage) -> None:
    """Write them older than the feed, which shows the newest events; then put the cases back."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            put(stage.cases[name], Case.State.PLANNED)
            _versions(stage, name)
            _proposals(stage, name)
            put(stage.cases[name], Case.State.ANALYSIS)


def _versions(stage, name: str) -> None:
    case, today = stage.cases[name], clock.today()
    end = "" if name == "a" else "_b"
    with cast.acting(stage.people[HANDS[name][0]]) as by:
        versions.start_plan(case, by=by)
        _approved_as_it_is(case, by, canary(f"approval {name}"))
        versions.start_version(
            case, by=by, trigger="other", reason=canary(f"given up version {name}")
        )
        versions.discard_draft(case, by=by, reason=canary(f"given up {name}"))
        draft = versions.start_version(
            case, by=by, trigger="other", reason=canary(f"version {name}")
        )
        versions.write_texts(case, by=by, expected=draft.version, changes=canaries(TEXTS, name))
        said = ("statement", "indicator", "baseline", "target", "means", "why")
        stage.rows[f"goal{end}"] = lines.add_goal(
            case, by=by, due_on=today, tag="care", **canaries(said, name, "goal ")
        )
        stage.rows[f"action{end}"] = lines.add_action(
            case, by=by, owner=by, agency=by.agency, kind="social", starts_on=today,
            ends_on=today + timedelta(days=9),
            **canaries(("title", "why_fits", "why"), name, "action "),
        )  # fmt: skip
        stage.rows[f"checkpoint{end}"] = lines.add_checkpoint(
            case, by=by, due_on=today + timedelta(days=30),
            looks_at=canary(f"looks {name}"), why=canary(f"point why {name}"),
        )  # fmt: skip


def _proposals(stage, name: str) -> None:
    """Two proposals: one that waits, one that was declined."""
    case, today = stage.cases[name], clock.today()
    writer, partner = (stage.people[key] for key in HANDS[name])
    with cast.acting(partner):
        waits, declined = (
            proposals.propose_action(
                case, by=partner, title=canary(f"{key} {name}"), kind="social",
                starts_on=today, ends_on=today,
            )
            for key in ("proposal", "declined")
        )  # fmt: skip
    with cast.acting(writer):
        proposals.decline_proposal(declined, by=writer, reason=canary(f"declined because {name}"))
    stage.rows["offered" if name == "a" else "offered_b"] = waits


def _approved_as_it_is(case: Case, by: User, reason: str) -> None:
    """Approve an empty version, for the words of its reason."""
    asked, approval.standing = approval.standing, lambda _case: []
    try:
        edition = Sheet.draft_of(case).edition
        approval_decisions.approve_plan(case, by=by, expected=edition, reason=reason)
    finally:
        approval.standing = asked
