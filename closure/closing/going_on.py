"""Actions that go on under monitoring when the case closes (S89, X28)."""

from __future__ import annotations

from casework import journal
from casework.deciding import decides
from casework.rights import Right
from closure.closing import rules, rules_of_work
from common.refusals import refuse
from plans.carrying.decisions.base import tell_one
from plans.models import FollowUp


@decides(Right.PROPOSE_CLOSURE, when=(rules_of_work.closing_is_near, rules_of_work.still_runs))
def let_go_on(follow_up: FollowUp, *, by, changes: dict) -> FollowUp:
    """Say that an action goes on under monitoring, why and who looks at it; its owner is told.

    Raises Refused without words. An action that ends is ended or stopped on its own page.
    """
    words = changes["goes_on"]
    refuse(rules.words_are_written(words, *map(str, rules.NO_REASON_TO_GO_ON)))
    case = follow_up.case
    follow_up.goes_on = words
    follow_up.save_changes(reason=words)
    agency = follow_up.agency.short_name
    journal.record("action.goes_on", by=by, case=case, reason=words, agency=agency)
    key = f"action:{follow_up.pk}:goes_on:{follow_up.version}"
    tell_one(case, "action_goes_on", key, by, follow_up.owner_id)
    return follow_up
