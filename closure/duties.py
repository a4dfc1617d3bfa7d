"""What of phase 4 has a day, and whom it concerns (S80, S81, S83, 2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from casework.models import Case, TeamMember
from casework.reminders import Duty, Occurrence, registry
from casework.rights import Role
from closure.models import ClosureProposal, MonitoringCheck, Opinion
from closure.sheet import WORKING

State = Case.State


def _open_proposals(horizon: date, limit: int) -> list[ClosureProposal]:
    rows = ClosureProposal.objects.filter(
        state=ClosureProposal.State.OPEN,
        opinions_due_on__lte=horizon,
        case__state=State.CLOSING,
    )
    return list(rows.select_related("case").order_by("opinions_due_on", "pk")[:limit])


def _teams(proposals: list[ClosureProposal], roles) -> dict:
    """Case -> (user, agency) of its active team in these roles (one query)."""
    found: dict = {}
    rows = TeamMember.objects.filter(
        case_id__in=[one.case_id for one in proposals], active=True, role__in=roles
    )
    for case, user, agency in rows.values_list("case_id", "user_id", "agency_id"):
        found.setdefault(case, []).append((user, agency))
    return found


def _heard(proposals: list[ClosureProposal]) -> dict:
    """Proposal -> agencies that gave their opinion (one query)."""
    found: dict = {}
    rows = Opinion.objects.filter(proposal__in=proposals).values_list("proposal_id", "agency_id")
    for proposal, agency in rows:
        found.setdefault(proposal, set()).add(agency)
    return found


def opinions(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Agencies that have not given their opinion: one occurrence a proposal and agency (S80)."""
    proposals = _open_proposals(horizon, limit)
    teams, heard = _teams(proposals, WORKING), _heard(proposals)
    for one in proposals:
        silent: dict = {}
        for user, agency in teams.get(one.case_id, ()):
            if agency not in heard.get(one.pk, ()):
                silent.setdefault(agency, []).append(user)
        for agency, people in silent.items():
            key = f"opinion:{one.pk}:{agency}"
            yield Occurrence(key, one.case, one.opinions_due_on, tuple(people))


def signatures(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Proposals on which everybody was heard, or whose day is past: the risk owner signs (S81)."""
    proposals = _open_proposals(horizon, limit)
    teams, heard = _teams(proposals, WORKING), _heard(proposals)
    owners = _teams(proposals, [Role.RISK_OWNER])
    for one in proposals:
        asked = {agency for _user, agency in teams.get(one.case_id, ())}
        if asked <= heard.get(one.pk, set()):
            people = tuple(user for user, _agency in owners.get(one.case_id, ()))
            yield Occurrence(f"signature:{one.pk}", one.case, one.opinions_due_on, people)


def checks(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Checks after closure that were not entered (S83, 2.4)."""
    rows = MonitoringCheck.objects.filter(
        state=MonitoringCheck.State.DUE, due_on__lte=horizon, case__state=State.MONITORING
    )
    rows = list(rows.select_related("case").order_by("due_on", "pk")[:limit])
    holders: dict = {}
    members = TeamMember.objects.filter(
        case_id__in=[row.case_id for row in rows], active=True, role=Role.PROCESS_COORDINATOR
    )
    for case, user in members.values_list("case_id", "user_id"):
        holders.setdefault(case, []).append(user)
    for row in rows:
        people = (row.person_id,) if row.person_id else tuple(holders.get(row.case_id, ()))
        yield Occurrence(f"check:{row.pk}", row.case, row.due_on, people)


registry.add(
    Duty("opinion", opinions, before=3),
    "closure:closing",
    soon=_("Your agency’s opinion on closing %(reference)s is asked soon."),
    today=_("Today is the last day for your agency’s opinion on closing %(reference)s."),
    late=_("Your agency’s opinion on closing %(reference)s is missing."),
    escalated=_("An opinion on closing %(reference)s is still missing."),
)
registry.add(
    Duty("signature", signatures, before=30, escalates_to=(Role.CONTENT_COORDINATOR,)),
    "closure:closing",
    soon=_("The closure of %(reference)s waits for your signature."),
    today=_("The closure of %(reference)s waits for your signature today."),
    late=_("The closure of %(reference)s still waits for your signature."),
    escalated=_("The closure of %(reference)s has waited long for its signature."),
)
registry.add(
    Duty(
        "monitoring_check",
        checks,
        before="checkpoint_reminder_days",
        patience="check_entry_working_days",
        escalates_to=(Role.PROCESS_COORDINATOR, Role.RISK_OWNER),
    ),
    "closure:monitoring",
    soon=_("A check after closure of %(reference)s is near."),
    today=_("A check after closure of %(reference)s is due today."),
    late=_("A check after closure of %(reference)s is late."),
    escalated=_("A check after closure of %(reference)s was not held so far."),
)
