"""Any order of edits, approvals and drafts by two people keeps the versions whole (S53)."""

from contextlib import suppress

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.rights import Role
from casework.team.decisions import first_member
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan.decisions import approval, versions
from plans.plan.decisions import lines as lines_decisions
from plans.plan.sheet import Sheet
from tests import people as town
from tests import worlds
from tests.plans import planning

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("start", "version", "text", "add", "change", "remove", "restore",
                         "approve", "stale", "discard")),
        st.sampled_from(("hugo", "julie")),
    ),
    max_size=25,
)  # fmt: skip


def lines(case, removed=False):
    return Checkpoint.objects.filter(
        case=case, plan__state="draft", removed_at__isnull=not removed
    ).order_by("position", "pk")


def step(what, case, by):
    """One decision of this person, as they find things now; what it refuses writes nothing."""
    draft = Plan.objects.filter(case=case, state="draft").first()
    if what == "start":
        versions.start_plan(case, by=by)
    elif what == "version":
        versions.start_version(case, by=by, trigger="information", reason="Du nouveau.")
    elif what == "text":
        version = draft.version if draft else 0
        versions.write_texts(case, by=by, expected=version, changes=planning.TEXTS)
    elif what == "add":
        lines_decisions.add_checkpoint(case, by=by, due_on=planning.day(60))
    elif what == "discard":
        versions.discard_draft(case, by=by, reason="Trop tôt.")
    elif what in ("approve", "stale"):
        edition = Sheet.draft_of(case).edition
        approval.approve_plan(case, by=by, expected=edition - (what == "stale"), reason="Prêt.")
    else:
        line = lines(case, removed=what == "restore").last()
        if line is None:
            return
        if what == "change":
            lines_decisions.change_line(
                line, by=by, expected=line.version, changes={"looks_at": "Dettes"}
            )
        else:
            {"remove": lines_decisions.remove_line, "restore": lines_decisions.restore_line}[what](
                line, by=by
            )


def check(case, seen):
    """What holds after each step."""
    plans = list(Plan.objects.filter(case=case).order_by("started_at", "number"))
    numbers = [plan.number for plan in plans]
    assert numbers == list(range(1, len(plans) + 1))
    states = [plan.state for plan in plans]
    approved = sum(state in ("approved", "superseded") for state in states)
    assert states.count("approved") == min(approved, 1)
    assert states.count("draft") <= 1
    rows = {}
    for model in (Plan, Goal, Action, Checkpoint):
        for row in model.objects.filter(case=case):
            rows[row.pk] = row.version
            kept = list(
                model.history.filter(id=row.pk)
                .order_by("version")
                .values_list("version", flat=True)
            )
            assert kept == list(range(1, row.version + 1)), f"{model.__name__}: {kept}"
    assert seen.keys() <= rows.keys(), "something was lost"
    assert all(rows[pk] >= version for pk, version in seen.items())
    frozen = {
        line.pk: line.version
        for line in Checkpoint.objects.filter(case=case).exclude(plan__state="draft")
    }
    return rows, frozen


class Undone(Exception):
    """Leaves the savepoint of one example."""


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_any_order_leaves_one_version_that_applies_and_loses_nothing(case, who, ready, steps):
    """S53, I1: locks, `no_draft`, `_as_it_was_read`, the triggers of plans."""
    with suppress(Undone), transaction.atomic():
        seen, frozen = {}, {}
        for what, name in steps:
            with town.acting(who[name]), suppress(Refused, Conflict), transaction.atomic():
                step(what, case, who[name])
            with bound(WORKER):
                rows, now_frozen = check(case, seen)
            assert frozen.items() <= now_frozen.items(), "an approved or given up line changed"
            seen, frozen = rows, now_frozen
        raise Undone
    assert not connection.needs_rollback


@worlds.standing
def ready(case, who):
    """Two content coordinators, and a draft that can be approved."""
    with bound(WORKER):
        first_member(case, who["julie"], Role.CONTENT_COORDINATOR)
    planning.draft(case, who)
