"""The states of a case: the table of moves, and the only function that writes a state.

Phase apps hang their rules on a move with ``@guards``; ``obstacles`` asks them all, and ``move``
asks them again under a row lock, so that page and refusal say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from casework import journal
from casework.models import Case
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, Refused, in_the_way
from common.scope import elevated
from common.words import Words

State = Case.State
Rule = Callable[[Any], Iterator[Obstacle]]


@dataclass(frozen=True)
class Move:
    """A legal move: from which states, to which, by which right, under which journal event.

    Without a target it leads back to the state that whoever moves names.
    """

    event: str
    sources: frozenset[State]
    target: State | None
    right: Right


def _move(event: str, sources: Iterable[State], target: State | None, right: Right) -> Move:
    return Move(event, frozenset(sources), target, right)


# An empty set of sources: the case does not exist yet.
MOVES: tuple[Move, ...] = (
    _move("case.opened", (), State.GATHERING, Right.OPEN_CASE),
    _move("case.taken_over", (), State.ACTIVE, Right.OPEN_CASE),
    _move("case.analysis_started", [State.GATHERING], State.ANALYSIS, Right.RECORD_DECISION),
    _move("plan.approved", [State.ANALYSIS], State.PLANNED, Right.APPROVE_PLAN),
    _move("plan.started", [State.PLANNED], State.ACTIVE, Right.PLAN_MEETINGS),
    _move("case.paused", [State.ACTIVE], State.PAUSED, Right.RECORD_DECISION),
    _move("case.resumed", [State.PAUSED], State.ACTIVE, Right.RECORD_DECISION),
    _move("closure.proposed", [State.ACTIVE], State.CLOSING, Right.PROPOSE_CLOSURE),
    _move("closure.withdrawn", [State.CLOSING], State.ACTIVE, Right.PROPOSE_CLOSURE),
    _move("closure.signed", [State.CLOSING], State.MONITORING, Right.SIGN_OFF),
    _move("case.ended_without_year", Case.RUNNING, State.ENDED, Right.SIGN_OFF),
    _move("case.monitored_without_year", Case.RUNNING, State.MONITORING, Right.SIGN_OFF),
    _move("monitoring.ended", [State.MONITORING], State.ENDED, Right.ENTER_CHECK),
    _move("case.reopened", [State.MONITORING, State.ENDED], State.ANALYSIS, Right.PROPOSE_CLOSURE),
    _move(
        "case.transferred",
        Case.IN_HAND,
        State.TRANSFERRED,
        Right.SIGN_OFF,
    ),
    _move("case.absorbed", (*Case.IN_HAND, State.ENDED), State.ABSORBED, Right.PROPOSE_CLOSURE),
    _move("case.stands_again", [State.ABSORBED], None, Right.PROPOSE_CLOSURE),
)

_rules: dict[str, list[Rule]] = {}
# event -> the page on which the step is taken, named by the app that owns the decision.
STEPS: dict[str, str] = {}


def guards(*events: str) -> Callable[[Rule], Rule]:
    """Declare a rule of moves, by their events. It yields ``Obstacle``; silence is consent."""
    known = {m.event for m in MOVES}
    unknown = set(events) - known
    if unknown:
        raise LookupError(f"No such move: {', '.join(sorted(unknown))}")

    def hang(rule: Rule) -> Rule:
        for event in events:
            _rules.setdefault(event, []).append(rule)
        return rule

    return hang


def the_move(event: str) -> Move:
    """The move of that event. Raises LookupError."""
    for candidate in MOVES:
        if candidate.event == event:
            return candidate
    raise LookupError(event)


def obstacles(subject: Any, event: str) -> list[Obstacle]:
    """Every sentence in the way of the move: wrong state first, then each rule's.

    ``subject`` is the case; for ``case.opened`` what the case is opened on.
    """
    return [*wrong_state(subject, event), *sentences(subject, event)]


def wrong_state(subject: Any, event: str) -> Iterator[Obstacle]:
    """The sentence that says where the case is, when the move does not start from there."""
    legal = the_move(event)
    if legal.sources and subject.state not in legal.sources:
        yield _wrong_state(subject, legal)


def sentences(subject: Any, event: str) -> list[Obstacle]:
    """What the move's rules say, whatever the state: for a decision that moves nothing (S53)."""
    the_move(event)
    return [found for rule in _rules.get(event, ()) for found in rule(subject)]


# What has to be done before a later step of the case, by the state at which it is (X24).
_WAY_ON: dict[str, Words] = {
    State.GATHERING: gettext_lazy("The content coordinator begins the analysis first."),
    State.ANALYSIS: gettext_lazy("The content coordinator approves a plan first."),
    State.PLANNED: gettext_lazy(
        "The process coordinator begins the carrying out first, once every action has its answer."
    ),
    State.PAUSED: gettext_lazy("The content coordinator resumes the carrying out first."),
    State.CLOSING: gettext_lazy(
        "The content coordinator takes the proposal of closure back first."
    ),
    **dict.fromkeys(
        (State.MONITORING, State.ENDED),
        gettext_lazy("If this is needed, ask the content coordinator to reopen the case."),
    ),
    State.TRANSFERRED: gettext_lazy("Ask the authority that has the case now."),
    State.ABSORBED: gettext_lazy("It goes on in the older file: ask who coordinates that one."),
}


def way_on(case: Case) -> Words:
    """What somebody does before what is not possible at this state of the case."""
    return _WAY_ON.get(case.state, "")


def next_steps(case: Case) -> list[Move]:
    """The moves that start from the case's state and have a page, in the table's order."""
    return [m for m in MOVES if case.state in m.sources and m.event in STEPS]


def _wrong_state(case: Case, legal: Move) -> Obstacle:
    allowed = ", ".join(str(State(s).label) for s in State if s in legal.sources)
    return Obstacle(
        _("The case is at “%(now)s”; this step starts from “%(allowed)s”.")
        % {"now": case.get_state_display(), "allowed": allowed},
        row="4",
        todo=way_on(case) if _lies_ahead(case, legal) else "",
    )


def _lies_ahead(case: Case, legal: Move) -> bool:
    """Whether the case comes to where the step starts by going on, or by being reopened."""
    place = list(State).index(State(case.state))
    later = all(list(State).index(s) > place for s in legal.sources)
    return later or case.state in Case.CLOSED


def move(
    case: Case,
    event: str,
    *,
    by: User,
    reason: str = "",
    happened_on: date | None = None,
    into: Case | None = None,
    back_to: State | None = None,
) -> Case:
    """Move the case, journalled, in the caller's transaction. Returns the locked case.

    ``happened_on``: the day of the event, where it is entered later (X14).
    ``into``: the file that absorbs it; ``back_to``: the state at which it stands again (X04).
    Raises Refused with every sentence that still stands.
    """
    case, target = Case.locked(case.pk), the_move(event).target or back_to
    if target is None:
        raise LookupError(f"{event} leads back to a state that is not named.")
    case.into = into or case.into
    standing = in_the_way(obstacles(case, event), reason)
    if standing:
        raise Refused(*standing)
    case.state, case.into = target, into
    case.state_since = clock.now()
    with elevated():  # the database refuses a person a write of the state (X46)
        case.save_changes(reason=reason)
    journal.record(event, by=by, case=case, reason=reason, happened_on=happened_on)
    return case


def open_at(case: Case, event: str = "case.opened") -> Case:
    """Give a new, unsaved case its first state. The caller has asked ``obstacles``.

    What was carried out on paper goes on from there (``case.taken_over``, X14).
    """
    case.state = the_move(event).target or case.state
    case.state_since = clock.now()
    return case
