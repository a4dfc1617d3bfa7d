"""Closing jointly: proposed, heard, signed, or taken back (S75-S85)."""

from __future__ import annotations

from datetime import date, timedelta

from casework import absent, journal, phases
from casework.calendar import WorkingDays
from casework.deciding import decides, lets, starts
from casework.models import Case, TeamMember
from casework.rights import Right, Role
from closure.closing import rules, signing
from closure.closing.sheet import ClosingSheet, cycle_of
from closure.models import ClosureProposal, GoalResult, Opinion
from closure.monitoring.decisions import plan_checks
from common import clock, happened
from common.guarded import Versioned
from common.refusals import refuse
from notices import telling
from plans.models import Goal

State = ClosureProposal.State
PROPOSED, WITHDRAWN, SIGNED = "closure.proposed", "closure.withdrawn", "closure.signed"
TEXTS = ("grounds", "residual_risk", "resources", "alternatives", "monitoring_basis")


def read_before_signing(proposal: ClosureProposal, by) -> list[Versioned]:
    """For ``rests_on``: the proposal and all that was written with it (X35)."""
    return ClosingSheet.on(proposal).read_before_signing


def proposal_and_opinion(proposal: ClosureProposal, by) -> list[Versioned]:
    """For ``rests_on``: the proposal, and what one's own agency has said of it so far."""
    own = ClosingSheet.on(proposal).opinion_of(by)
    return [proposal, own] if own else [proposal]


# Who may, and while the proposal is open: most of what is written on one.
ON_PROPOSAL = {"right": Right.PROPOSE_CLOSURE, "when": (rules.proposal_is_open,)}


def tell_team(kind: str, key: str, case: Case, *, but) -> None:
    """A notice to everybody on the team, the evaluator and one person excepted."""
    team = case.members.running()
    telling.queue(
        kind, key=key, to=set(team.values_list("user_id", flat=True)) - {but.pk}, case=case
    )


# Among ``rules``, not ``when``: in a paused case the button is locked and says so.
@decides(Right.PROPOSE_CLOSURE, rules=(starts(PROPOSED), lets(PROPOSED)))
def propose_closure(
    case: Case,
    *,
    by,
    why: str,
    grounds: str,
    residual_risk: str = "",
    resources: str = "",
    withdrew_on=None,
    withdrew_words: str = "",
    alternatives: str = "",
    monitoring_basis: str = "",
    reason: str = "",
) -> ClosureProposal:
    """Propose to close; the team is told and each agency is asked for its opinion.

    ``reason`` answers the sentences that ask for one (actions that still run). Raises Refused:
    no grounds, or what is asked where the person left.
    """
    refuse(
        [
            *rules.words_are_written(grounds, *rules.NO_GROUNDS),
            *rules.somebody_is_left(why),
            *rules.words_of_whoever_withdrew(
                why=why,
                withdrew_on=withdrew_on,
                alternatives=alternatives,
                monitoring_basis=monitoring_basis,
            ),
        ]
    )
    case = phases.move(case, PROPOSED, by=by, reason=reason)
    days = WorkingDays()
    due = clock.today() + timedelta(days=days.profile.answer_request_days)
    proposal = ClosureProposal.objects.create(
        case=case,
        cycle=cycle_of(case),
        why=why,
        grounds=grounds,
        residual_risk=residual_risk,
        resources=resources,
        withdrew_on=withdrew_on,
        withdrew_words=withdrew_words,
        alternatives=alternatives,
        monitoring_basis=monitoring_basis,
        proposed_at=clock.now(),
        proposed_by=by,
        opinions_due_on=days.next_working(due),
    )
    tell_team("closure_proposed", f"closure:{proposal.pk}:proposed", case, but=by)
    return proposal


@decides(**ON_PROPOSAL)
def correct_proposal(proposal: ClosureProposal, *, by, changes: dict) -> ClosureProposal:
    """Write the texts of the proposal anew while it is open; what stood before is in the history.

    Raises Refused when no grounds would be left.
    """
    changes = {name: changes[name] for name in TEXTS if name in changes}
    grounds = changes.get("grounds", proposal.grounds)
    refuse(rules.words_are_written(grounds, *rules.NO_GROUNDS))
    for name, value in changes.items():
        setattr(proposal, name, value)
    proposal.save_changes()
    journal.record("closure.corrected", by=by, case=proposal.case)
    return proposal


@decides(
    Right.PROPOSE_CLOSURE,
    when=(rules.proposal_is_open, starts(WITHDRAWN)),
    rules=(lets(WITHDRAWN),),
)
def withdraw_proposal(proposal: ClosureProposal, *, by, reason: str) -> ClosureProposal:
    """Take the proposal back: the case goes on; opinions stay readable with it.

    Raises Refused without a reason.
    """
    case = proposal.case
    refuse(rules.words_are_written(reason, *rules.NO_REASON_TO_WITHDRAW))
    take_back(proposal, by, reason)
    phases.move(case, WITHDRAWN, by=by, reason=reason)
    tell_team("closure_withdrawn", f"closure:{proposal.pk}:withdrawn", case, but=by)
    return proposal


def take_back(proposal: ClosureProposal, by, reason: str) -> None:
    """Write that the proposal is taken back, by whom and why."""
    proposal.state, proposal.withdrawn_at = State.WITHDRAWN, clock.now()
    proposal.withdrawn_by, proposal.withdrawn_because = by, reason
    proposal.save_changes(reason=reason)


@decides(Right.PROPOSE_CLOSURE, when=(rules.proposal_is_open, rules.of_the_plan))
def write_result(
    goal: Goal, *, by, expected: int | None = None, result: str, words: str = ""
) -> GoalResult:
    """Write in the open proposal how far a goal was reached.

    Raises Refused when it was dropped without a reason, Conflict when a colleague wrote it.
    """
    case, proposal = goal.case, ClosingSheet.at_hand(goal.case).proposal
    if result == GoalResult.Result.DROPPED:
        refuse(rules.words_are_written(words, *rules.NO_REASON_TO_DROP))
    row = GoalResult.objects.filter(proposal=proposal, line=goal.line).first()
    row = row or GoalResult(case=case, proposal=proposal, line=goal.line, version=0)
    row.goal, row.result, row.words = goal, result, words
    row.author, row.written_at = by, clock.now()
    row.save_changes(expected=expected)
    journal.record("closure.result_written", by=by, case=case)
    return row


@decides(Right.GIVE_OPINION, when=(rules.proposal_is_open,), rests_on=proposal_and_opinion)
def give_opinion(
    proposal: ClosureProposal,
    *,
    by,
    stance: str,
    words: str = "",
    happened_on: date | None = None,
) -> Opinion:
    """Say what the own agency thinks of closing; it may be changed until the signature (S80).

    ``happened_on``: the day on which it was given, where that was on paper (X14).
    One an agency: a colleague's is changed, with its history, and the notice of it goes (X35).
    Raises Refused when a reserve has no words.
    """
    case = proposal.case
    refuse([*rules.opinion_says_why(stance, words), *rules.day_of_opinion(proposal, happened_on)])
    row = Opinion.objects.filter(proposal=proposal, agency_id=by.agency_id).first()
    row = row or Opinion(case=case, proposal=proposal, agency_id=by.agency_id, version=0)
    telling.call_back(key=_told(row))
    row.author, row.stance, row.words = by, stance, words
    row.given_at, row.entered_at = happened.moments(happened_on)
    row.save_changes()
    journal.record(
        "closure.opinion_given",
        by=by,
        case=case,
        happened_on=happened_on,
        agency=row.agency.short_name,
    )
    if stance in (Opinion.Stance.WITH_RESERVE, Opinion.Stance.AGAINST):
        content = case.members.filter(role=Role.CONTENT_COORDINATOR, active=True).exclude(user=by)
        telling.queue(
            "closure_opinion",
            key=_told(row),
            to=set(content.values_list("user_id", flat=True)),
            case=case,
        )
    return row


def _told(opinion: Opinion) -> str:
    return f"opinion:{opinion.pk}:v{opinion.version}"


@decides(
    Right.SIGN_OFF,
    whose=(signing.signer_stands_apart,),
    when=(rules.proposal_is_open, starts(SIGNED)),
    rules=(signing.signer_is_free, lets(SIGNED)),
    rests_on=read_before_signing,
)
def sign_off(
    proposal: ClosureProposal,
    *,
    by,
    agrees: bool,
    words: str = "",
    reason: str = "",
) -> ClosureProposal:
    """The risk owner signs: the case closes, its checks are planned (S81, S83).

    Not who proposed it, nor who coordinates the case (X42).

    It rests on all that was written with the proposal (``ClosingSheet.edition``); ``reason``
    answers what asks for one. Raises Refused without the tick.
    """
    refuse(rules.ticked(agrees))
    case = proposal.case
    case = phases.move(case, SIGNED, by=by, reason=reason)
    put_signature(proposal, case, by, words, reason)
    plan_checks(proposal)
    tell_team("closure_signed", f"closure:{proposal.pk}:signed", case, but=by)
    return proposal


def put_signature(proposal: ClosureProposal, case: Case, by, words: str, reason: str = "") -> None:
    """Write who signed, with which words, and in whose place."""
    proposal.state, proposal.signed_at, proposal.signed_by = State.SIGNED, clock.now(), by
    proposal.signed_words, proposal.signed_for = words, _stood_in_for(case, by)
    proposal.save_changes(reason=reason)


def _stood_in_for(case: Case, by):
    """The risk owner whom the signer replaces: absent or with a personal interest; else None."""
    others = list(
        case.members.filter(role=Role.RISK_OWNER, active=True)
        .exclude(user=by)
        .select_related("user")
    )
    absent.mark(others)
    for member in others:
        missed = member.gone or member.unused or member.away_until
        if missed or member.interest == TeamMember.Interest.PERSONAL:
            return member.user
    return None
