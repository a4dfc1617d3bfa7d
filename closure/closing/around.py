"""Beside the proposal: hand-over, a worker's other role, who was told (S76, S77, S79)."""

from __future__ import annotations

from django.db import transaction

from casework import journal, powers
from casework.deciding import decides
from casework.models import Case, TeamMember
from casework.rights import COORDINATORS, Right, Role
from casework.team import decisions as teams
from closure.closing import rules
from closure.closing.decisions import ON_PROPOSAL
from closure.models import ClosureProposal, Handover, InformedParty
from common import clock
from common.refusals import refuse
from common.scope import elevated
from notices import telling

State = Handover.State


@decides(**ON_PROPOSAL, adds=True)
def offer_handover(
    proposal: ClosureProposal,
    *,
    by,
    service: str,
    content: str,
    worker=None,
    new_role: str = "",
    access_ends_on=None,
) -> Handover:
    """Offer the person to a service of general care, with no more than it needs (S76).

    A ``worker`` who goes on in another role leaves the team on ``access_ends_on`` (S77). Raises
    Refused; whoever offers does not end their own access (X42).
    """
    case = proposal.case
    refuse(
        [
            *rules.words_are_written(service, *rules.NO_SERVICE),
            *rules.words_are_written(content, *rules.NO_CONTENT),
            *rules.hat_is_whole(
                worker=worker, new_role=new_role, ends_on=access_ends_on, proposal=proposal
            ),
            *_ends_own_access(case, worker, by),
        ]
    )
    handover = Handover.objects.create(
        case=case,
        proposal=proposal,
        service=service,
        content=content,
        worker=worker,
        new_role=new_role if worker else "",
        access_ends_on=access_ends_on if worker else None,
        offered_at=clock.now(),
        offered_by=by,
    )
    journal.record("closure.handover_offered", by=by, case=case)
    return handover


def _ends_own_access(case: Case, worker, by):
    for member in case.members.filter(active=True, user=worker)[:1] if worker else ():
        yield from powers.ends_own_part(case, by, member)


@decides(Right.PROPOSE_CLOSURE, when=(rules.proposal_is_open, rules.not_answered_yet))
def answer_handover(
    handover: Handover, *, by, accepted: bool, answered_on, who: str, answer: str = ""
) -> Handover:
    """Write who at the service accepted or refused, and when (S76). Refused without a name."""
    refuse(
        [
            *rules.words_are_written(who, *rules.NO_NAME),
            *rules.day_is_past(answered_on),
            *(() if accepted else rules.words_are_written(answer, *rules.NO_ANSWER)),
        ]
    )
    handover.state = State.ACCEPTED if accepted else State.REFUSED
    handover.answered_on, handover.answered_by_words, handover.answer = answered_on, who, answer
    handover.save_changes()
    journal.record(f"closure.handover_{handover.state}", by=by, case=handover.case)
    return handover


@transaction.atomic
def end_access_of_handover(handover: Handover) -> Handover:
    """End the part of the worker who goes on in another role, on the day that was set (S77).

    Run by the clock; a second run does nothing more. The notice is queued before the part ends.
    """
    with elevated():
        case = Case.locked(handover.case_id)
        handover = Handover.locked(handover.pk)
        if handover.access_ended_at or handover.access_ends_on > clock.today():
            return handover
        handover.access_ended_at = clock.now()
        handover.save_changes()
        coordinators = case.members.filter(active=True, role__in=COORDINATORS)
        telling.queue(
            "handover_access_ended",
            key=f"handover:{handover.pk}:ended",
            to=set(coordinators.values_list("user_id", flat=True)) - {handover.worker_id},
            case=case,
        )
        parts = TeamMember.objects.filter(case=case, user=handover.worker_id, active=True)
        for member in parts.exclude(role__in=(Role.PROCESS_COORDINATOR, Role.RISK_OWNER)):
            teams.end_by_the_clock(member)
        return handover


@decides(**ON_PROPOSAL, adds=True)
def inform_party(proposal: ClosureProposal, *, by, told: bool, **said) -> InformedParty:
    """Write who around the person was told that the file may be reopened, or why not (S79).

    ``said``: who, tie, told_on, how, not_told_because. Raises Refused.
    """
    refuse(_whole(told, said))
    party = InformedParty(case=proposal.case, proposal=proposal, version=0)
    return _kept(party, by, told, said)


@decides(**ON_PROPOSAL)
def correct_informed(party: InformedParty, *, by, told: bool, **said) -> InformedParty:
    """Correct an entry on who was told; ``changes`` as in ``inform_party``. Raises Refused."""
    refuse(_whole(told, said))
    return _kept(party, by, told, said)


def _whole(told: bool, said: dict) -> list:
    standing = [
        *rules.words_are_written(said["who"], *rules.NO_NAME),
        *rules.day_is_past(said.get("told_on")),
    ]
    if told:
        whole = said.get("told_on") and said.get("how")
        return [*standing, *rules.words_are_written("x" if whole else "", *rules.NO_TELLING)]
    return [
        *standing,
        *rules.words_are_written(said.get("not_told_because", ""), *rules.NO_REASON_NOT_TO_TELL),
    ]


def _kept(party: InformedParty, by, told: bool, said: dict) -> InformedParty:
    party.who, party.tie, party.told = said["who"], said.get("tie", ""), told
    party.told_on = said.get("told_on") if told else None
    party.told_by, party.how = (by, said["how"]) if told else (None, "")
    party.not_told_because = "" if told else said["not_told_because"]
    party.save_changes()
    journal.record("closure.informed", by=by, case=party.case)
    return party
