"""A transfer to another authority: asked, accepted by it, signed, or stopped (X25, rulings 7)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from casework import journal, phases
from casework.calendar import WorkingDays
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from closure.closing import signing
from closure.closing.decisions import tell_team
from closure.models import Transfer
from closure.monitoring.decisions import drop_remaining
from closure.transfer import rules
from closure.without_year.ending import end_all
from closure.without_year.rules import proposes_it
from common import clock
from common.refusals import refuse

State = Transfer.State
TRANSFERRED = "case.transferred"


@decides(Right.READ_CASE, whose=(proposes_it,), when=(rules.none_is_out,), at=Case.IN_HAND)
def ask_transfer(
    case: Case, *, by, authority: str, contact: str, grounds: str, basis: str, goes_along: str
) -> Transfer:
    """Ask another authority to take the case over; the team is told.

    Nothing leaves by itself: what goes along is a list of what is handed over on paper. Raises
    Refused where one of the texts is missing.
    """
    said = {
        "authority": authority, "contact": contact, "grounds": grounds, "basis": basis,
        "goes_along": goes_along,
    }  # fmt: skip
    refuse(rules.whole(**said))
    days = WorkingDays()
    due = clock.today() + timedelta(days=days.profile.answer_request_days)
    transfer = Transfer.objects.create(
        case=case, asked_at=clock.now(), asked_by=by, answer_by=days.next_working(due), **said
    )
    journal.record("transfer.asked", by=by, case=case, reason=grounds)
    tell_team("transfer_asked", f"transfer:{transfer.pk}:asked", case, but=by)
    return transfer


@decides(
    Right.READ_CASE,
    whose=(rules.coordinates,),
    when=(rules.waits_for_its_answer,),
    at=Case.IN_HAND,
)
def note_acceptance(
    transfer: Transfer, *, by, who: str, accepted_on: date, paper_at: str
) -> Transfer:
    """Note that the other authority has accepted; the risk owner is asked to sign.

    Raises Refused: who, the day or where the paper is are not written, an impossible day.
    """
    refuse(rules.acceptance_is_whole(transfer, who=who, paper_at=paper_at, on=accepted_on))
    case = transfer.case
    transfer.state, transfer.accepted_on, transfer.accepted_by_words = (
        State.ACCEPTED, accepted_on, who,
    )  # fmt: skip
    transfer.paper_at, transfer.noted_at, transfer.noted_by = paper_at, clock.now(), by
    transfer.sign_by = WorkingDays().next_working(clock.today() + timedelta(days=1))
    transfer.save_changes()
    journal.record("transfer.accepted", by=by, case=case)
    tell_team("transfer_accepted", f"transfer:{transfer.pk}:accepted", case, but=by)
    return transfer


@decides(Right.READ_CASE, whose=(proposes_it,), when=(rules.waits_for_its_answer,), at=Case.IN_HAND)
def call_off(transfer: Transfer, *, by, reason: str) -> Transfer:
    """Call it off before the other authority has accepted, or note that it refused.

    The case goes on as it stands. Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason, _("Why it is called off is not written.")))
    return _stopped(transfer, by, reason, "transfer.called_off")


@decides(
    Right.SIGN_OFF,
    whose=(rules.signer_stands_apart,),
    when=(rules.is_accepted,),
    at=Case.IN_HAND,
)
def decline_transfer(transfer: Transfer, *, by, reason: str) -> Transfer:
    """The risk owner does not sign: the case stays. Raises Refused without a reason."""
    refuse(rules.reason_is_written(reason, _("Why it is not signed is not written.")))
    return _stopped(transfer, by, reason, "transfer.declined")


def _stopped(transfer: Transfer, by, reason: str, event: str) -> Transfer:
    case = transfer.case
    transfer.state, transfer.called_off_at = State.CALLED_OFF, clock.now()
    transfer.called_off_by, transfer.called_off_because = by, reason
    transfer.save_changes(reason=reason)
    journal.record(event, by=by, case=case, reason=reason)
    tell_team("transfer_stopped", f"transfer:{transfer.pk}:stopped", case, but=by)
    return transfer


@decides(
    Right.SIGN_OFF,
    whose=(rules.signer_stands_apart,),
    when=(rules.is_accepted,),
    rules=(signing.signer_is_free, rules.somebody_signs),
    at=Case.IN_HAND,
)
def sign_transfer(transfer: Transfer, *, by, agrees: bool, words: str = "") -> Transfer:
    """The risk owner signs: the case is the other authority's, and is only read here.

    Not who asked for it, nor who coordinates the case (X42). What runs is stopped, checks that
    remain are dropped. Raises Refused without the tick.
    """
    refuse(rules.ticked(agrees))
    case = transfer.case
    end_all(case, by=by, reason=transfer.grounds)
    drop_remaining(case, by=by, reason=transfer.grounds)
    case = phases.move(case, TRANSFERRED, by=by, reason=transfer.grounds)
    transfer.state, transfer.signed_at, transfer.signed_by = State.SIGNED, clock.now(), by
    transfer.signed_words = words
    transfer.save_changes()
    tell_team("transfer_signed", f"transfer:{transfer.pk}:signed", case, but=by)
    return transfer
