"""A file is opened again: the same reference, a new cycle, its whole history (S78, S79)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from casework import journal, phases
from casework.models import Case
from casework.rights import Role
from closure.models import InformedParty, MonitoringCheck, Reopening
from closure.monitoring import rules
from closure.monitoring.decisions import drop_remaining
from common import clock
from common.refusals import refuse_unless
from notices import telling

REOPENED = "case.reopened"


@transaction.atomic
def reopen(
    case: Case, *, by, trigger: str, reason: str, check: MonitoringCheck | None = None
) -> Reopening:
    """Open the file again at the in-depth analysis; the risk owner and the team are told (S78).

    The plan that applied last is the base of the next version. ``check`` is the one that led to
    it, if any. Raises Refused: no reason, wrong state, or a team that has to be completed first.
    """
    case = Case.locked(case.pk)
    refuse_unless(
        bool(reason.strip()),
        _("Write why the case is reopened."),
        "S78",
        _("It stays first on the page, for those who come back to the case."),
    )
    refuse_unless(
        check is None or check.case_id == case.pk,
        _("That check belongs to another case."),
        "S78",
    )
    was = case.state
    case = phases.move(case, REOPENED, by=by, reason=reason)
    drop_remaining(case, by=by, reason=reason)
    reopening = Reopening.objects.create(
        case=case,
        cycle=rules.cycle(case) + 1,
        trigger=trigger,
        reason=reason,
        was=was,
        check_row=check,
        reopened_at=clock.now(),
        reopened_by=by,
    )
    team = case.members.filter(active=True).exclude(role=Role.EVALUATOR)
    telling.queue(
        "case_reopened",
        key=f"reopening:{reopening.pk}",
        to=set(team.values_list("user_id", flat=True)) - {by.pk},
        case=case,
    )
    return reopening


@transaction.atomic
def tell_again(party: InformedParty, *, by, on: date) -> InformedParty:
    """Note that somebody around the person was told of the reopening (S79).

    Raises Refused: the case was not reopened, or the day lies ahead or before the reopening.
    """
    case = Case.locked(party.case_id)
    party = InformedParty.locked(party.pk)
    last = case.reopenings.order_by("-cycle").first()
    refuse_unless(last is not None, _("This case was not reopened."), "S79")
    reopened_on = rules.local_day(last.reopened_at)
    refuse_unless(
        reopened_on <= on <= clock.today(),
        _("The day lies between the reopening and today."),
        "S79",
        _("Look at the date."),
    )
    party.told_again_on = on
    party.save_changes()
    journal.record("informed.told_again", by=by, case=case)
    return party
