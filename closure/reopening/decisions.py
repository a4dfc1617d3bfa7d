"""A file is opened again: the same reference, a new cycle, its whole history (S78, S79)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from agencies.models import User
from casework import journal, phases
from casework.deciding import decides, starts
from casework.models import Case
from casework.rights import Right, Role
from casework.team import decisions as team
from casework.team.rules import vacant_offices
from closure.closing.sheet import cycle_of
from closure.models import InformedParty, MonitoringCheck, Reopening
from closure.monitoring.decisions import drop_remaining
from closure.reopening import rules
from common import clock
from common.refusals import is_written, refuse, refuse_unless
from notices import telling

REOPENED = "case.reopened"


@decides(
    Right.READ_CASE,
    whose=(rules.reopens_it,),
    when=(starts(REOPENED),),
    rules=(rules.offices_to_fill, rules.no_other_file),
    at=Case.ON_FILE,
)
def reopen(
    case: Case,
    *,
    by,
    trigger: str,
    reason: str,
    check: MonitoringCheck | None = None,
    successors: Mapping[Role, User] | None = None,
    why_twice: str = "",
) -> Reopening:
    """Open the file again at the in-depth analysis; the risk owner and the team are told (S78).

    The plan that applied last is the base of the next version. ``check`` is the one that led to
    it, if any. ``successors`` are named for the offices that nobody who is there holds (rulings 7),
    ``why_twice`` says why one of them holds two roles. Raises Refused: no reason, a vacant office
    without a successor, one who may not join.
    """
    successors = successors or {}
    refuse(
        [
            *is_written(
                reason,
                _("Write why the case is reopened."),
                "S78",
                _("It stays first on the page, for those who come back to the case."),
            ),
            *rules.offices_are_filled(case, by, successors, why_twice),
        ]
    )
    refuse_unless(
        check is None or check.case_id == case.pk,
        _("That check belongs to another case."),
        "S78",
    )
    was = case.state
    for role in vacant_offices(case):
        team.fill_office(case, successors[role], role, by=by, reason=why_twice)
    case = phases.move(case, REOPENED, by=by, reason=reason)
    drop_remaining(case, by=by, reason=reason)
    reopening = Reopening.objects.create(
        case=case,
        cycle=cycle_of(case) + 1,
        trigger=trigger,
        reason=reason,
        was=was,
        check_row=check,
        reopened_at=clock.now(),
        reopened_by=by,
    )
    told = case.members.running()
    telling.queue(
        "case_reopened",
        key=f"reopening:{reopening.pk}",
        to=set(told.values_list("user_id", flat=True)) - {by.pk},
        case=case,
    )
    return reopening


@decides(Right.PROPOSE_CLOSURE, when=(rules.was_reopened,))
def tell_again(party: InformedParty, *, by, on: date) -> InformedParty:
    """Note that somebody around the person was told of the reopening (S79).

    Raises Refused when the day lies ahead or before the reopening.
    """
    refuse(rules.since_the_reopening(party.case, on))
    party.told_again_on = on
    party.save_changes()
    journal.record("informed.told_again", by=by, case=party.case)
    return party
