"""Closing without a year of checks, from any state at which the team works (X25, rulings 7)."""

from __future__ import annotations

from datetime import timedelta

from casework import journal, phases
from casework.calendar import WorkingDays
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from closure.closing import rules as closing_rules
from closure.closing import signing
from closure.closing.decisions import WITHDRAWN, put_signature, take_back, tell_team
from closure.closing.sheet import ClosingSheet, cycle_of
from closure.models import ClosureProposal
from closure.monitoring.decisions import plan_checks
from closure.without_year import rules
from closure.without_year.ending import end_all
from common import clock
from common.refusals import refuse

Way, Why = ClosureProposal.Way, ClosureProposal.Why
ENDED, MONITORED = "case.ended_without_year", "case.monitored_without_year"


@decides(
    Right.READ_CASE, whose=(rules.proposes_it,), when=(rules.none_is_open, rules.no_transfer_is_out)
)
def propose_without_year(
    case: Case, *, by, why: str, grounds: str, checks: str = "", checks_because: str = ""
) -> ClosureProposal:
    """Propose to close a case that was opened in error, or whose person died or moved away.

    The team is told, the risk owner is asked to sign by the next working day. A proposal to close
    jointly is taken back with it. Raises Refused: another reason, no grounds; after a move, where
    it is not said whether checks follow, and why.
    """
    refuse(
        [
            *rules.cause_is_known(why),
            *closing_rules.words_are_written(grounds, *map(str, closing_rules.NO_GROUNDS)),
            *rules.somebody_is_left_to_check(why, checks, checks_because),
        ]
    )
    jointly = ClosingSheet.at_hand(case).proposal
    if jointly:
        take_back(jointly, by, grounds)
        case = phases.move(case, WITHDRAWN, by=by, reason=grounds)
    moved = why == Why.MOVED_AWAY
    proposal = ClosureProposal.objects.create(
        case=case,
        way=Way.WITHOUT_YEAR,
        cycle=cycle_of(case),
        why=why,
        grounds=grounds,
        checks_asked=moved and checks == "yes",
        checks_because=checks_because if moved else "",
        proposed_at=clock.now(),
        proposed_by=by,
        opinions_due_on=WorkingDays().next_working(clock.today() + timedelta(days=1)),
    )
    journal.record(
        "closure.without_year_proposed", by=by, case=case, reason=grounds, why=f"closure_why.{why}"
    )
    tell_team("without_year_proposed", f"closure:{proposal.pk}:proposed", case, but=by)
    return proposal


@decides(Right.READ_CASE, whose=(rules.proposes_it,), when=(rules.is_open,))
def withdraw_without_year(proposal: ClosureProposal, *, by, reason: str) -> ClosureProposal:
    """Take the proposal back: the case goes on as it stands. Raises Refused without a reason."""
    refuse(closing_rules.words_are_written(reason, *map(str, closing_rules.NO_REASON_TO_WITHDRAW)))
    take_back(proposal, by, reason)
    case = proposal.case
    journal.record("closure.without_year_withdrawn", by=by, case=case, reason=reason)
    tell_team("without_year_withdrawn", f"closure:{proposal.pk}:withdrawn", case, but=by)
    return proposal


@decides(
    Right.SIGN_OFF,
    whose=(signing.signer_stands_apart,),
    when=(rules.is_open,),
    rules=(signing.signer_is_free, rules.somebody_signs),
)
def close_without_year(
    proposal: ClosureProposal, *, by, agrees: bool, words: str = ""
) -> ClosureProposal:
    """The risk owner signs: the case ends, or is monitored where checks were asked for.

    Not who proposed it, nor who coordinates the case (X42). What runs is stopped and nobody is
    reminded of it. Raises Refused without the tick.
    """
    refuse(rules.ticked(agrees))
    case = proposal.case
    end_all(case, by=by, reason=proposal.grounds)
    event = MONITORED if proposal.checks_asked else ENDED
    case = phases.move(case, event, by=by, reason=proposal.grounds)
    put_signature(proposal, case, by, words)
    if proposal.checks_asked:
        plan_checks(proposal)
    tell_team("without_year_signed", f"closure:{proposal.pk}:signed", case, but=by)
    return proposal
