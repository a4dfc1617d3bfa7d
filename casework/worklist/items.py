"""What waits for one person: each app is asked, each answer is one query."""

from __future__ import annotations

from casework.worklist import from_carrying, from_closure, from_plans, from_signals, from_team
from casework.worklist.item import Item

ASKED = (
    from_signals.received,
    from_signals.second_readings,
    from_signals.analyses,
    from_signals.answers,
    from_team.away,
    from_team.declarations,
    from_plans.questions,
    from_plans.versions,
    from_carrying.actions,
    from_carrying.happenings,
    from_plans.checkpoints,
    from_closure.closings,
    from_closure.after,
)


def of(user) -> list[Item]:
    """Everything that needs this person, app by app."""
    return [item for ask in ASKED for item in ask(user)]
