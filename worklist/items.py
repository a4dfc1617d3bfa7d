"""What waits for one person: each app is asked, all of them in the same statement.

A function is asked of those roles alone that can have its items.
"""

from __future__ import annotations

from casework.rights import COORDINATORS, OVERSEERS, WORKERS, Role
from common.together import Asking, side_by_side
from worklist import (
    from_carrying,
    from_closure,
    from_paper,
    from_plans,
    from_roster,
    from_signals,
    from_team,
)
from worklist.item import Item
from worklist.source import Waiting

EVERY_ROLE = frozenset(Role) - {Role.EVALUATOR}
PROCESS = (Role.PROCESS_COORDINATOR,)
CONTENT = (Role.CONTENT_COORDINATOR,)
# Asked of everybody: a signal needs no role on a case, nor a file from paper before it is one.
OF_SIGNALS = (
    from_signals.received,
    from_signals.urgent,
    from_roster.uncovered,
    from_team.left_alone,
    from_signals.second_readings,
    from_signals.analyses,
    from_signals.answers,
    from_signals.conferences,
    from_paper.to_type,
    from_paper.to_confirm,
    from_paper.left_alone,
)
# (what is asked, whose roles on a case it concerns)
OF_CASES = (
    (from_team.away, OVERSEERS),
    (from_team.declarations, EVERY_ROLE),
    (from_plans.questions, EVERY_ROLE),
    (from_plans.answers_expected, CONTENT),
    (from_plans.analyses, CONTENT),
    (from_plans.drafts, CONTENT),
    (from_plans.approvals, CONTENT),
    (from_plans.versions, OVERSEERS),
    (from_carrying.actions, EVERY_ROLE),
    (from_carrying.promises, EVERY_ROLE),
    (from_carrying.effects, COORDINATORS),
    (from_carrying.outcomes, COORDINATORS),
    (from_paper.to_sign, (Role.RISK_OWNER,)),
    (from_plans.to_begin, PROCESS),
    (from_plans.to_hold_as_planned, PROCESS),
    (from_plans.to_hold_as_agreed, PROCESS),
    (from_plans.without_a_day, PROCESS),
    (from_plans.to_conclude, CONTENT),
    (from_plans.reached, CONTENT),
    (from_plans.paused, CONTENT),
    (from_closure.opinions, WORKERS),
    (from_closure.signatures, (Role.RISK_OWNER,)),
    (from_closure.without_year, (Role.RISK_OWNER,)),
    (from_closure.transfers_awaited, CONTENT),
    (from_closure.transfers, (Role.RISK_OWNER,)),
    (from_closure.absorptions, OVERSEERS),
    (from_closure.absorptions_awaited, CONTENT),
    (from_closure.undoings, (Role.CONTENT_COORDINATOR, Role.RISK_OWNER)),
    (from_closure.who_joins, CONTENT),
    (from_closure.checks, EVERY_ROLE),
    (from_closure.reopenings, CONTENT),
    (from_closure.ends, PROCESS),
)


def of(user, roles: frozenset[str]) -> Asking[list[Item | Waiting]]:
    """Everything that needs this person, who holds these ``roles`` on cases; app by app.

    Of most of it only the day is read so far (``worklist/source.py``).
    """
    asked = [*OF_SIGNALS, *(ask for ask, whose in OF_CASES if roles & frozenset(whose))]
    found = yield from side_by_side(*(ask(user) for ask in asked))
    return [item for items in found for item in items]
