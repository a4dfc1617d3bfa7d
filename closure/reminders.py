"""The reminders of phase 4: what has a day, and whom it concerns (S80, S81, S83, 2.4)."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from casework.models import Case, TeamMember
from casework.reminders import Found, Reminder, declared
from casework.rights import OVERSEERS, WORKERS, Role
from closure.absorbed.rules import not_asked_yet
from closure.models import (
    Absorption,
    ClosureProposal,
    FormerPart,
    MonitoringCheck,
    Opinion,
    Transfer,
)
from common import clock

State = Case.State


def _open_proposals() -> QuerySet:
    return ClosureProposal.objects.filter(
        state=ClosureProposal.State.OPEN, case__state=State.CLOSING
    )


def opinions() -> QuerySet:
    """Agencies that have not given their opinion: one occurrence a proposal and agency (S80)."""
    given = Opinion.objects.filter(
        proposal_id=OuterRef("case__closures__pk"), agency_id=OuterRef("agency_id")
    )
    return TeamMember.objects.filter(
        ~Exists(given),
        active=True,
        role__in=WORKERS,
        case__state=State.CLOSING,
        case__closures__state=ClosureProposal.State.OPEN,
    )


def signatures() -> QuerySet:
    """Proposals ready to sign: every agency was heard, or the day for opinions is past (S81).

    An agency that stays silent does not hold the reminder up: one may sign with a reason (X19).
    """
    given = Opinion.objects.filter(
        proposal_id=OuterRef(OuterRef("pk")), agency_id=OuterRef("agency_id")
    )
    silent = TeamMember.objects.filter(
        ~Exists(given), case_id=OuterRef("case_id"), active=True, role__in=WORKERS
    )
    return _open_proposals().filter(Q(opinions_due_on__lt=clock.today()) | ~Exists(silent))


def without_year() -> QuerySet:
    """Closings without a year of checks that nobody has signed (X25)."""
    return ClosureProposal.objects.filter(
        state=ClosureProposal.State.OPEN,
        way=ClosureProposal.Way.WITHOUT_YEAR,
        case__state__in=Case.RUNNING,
    )


def transfers_awaited() -> QuerySet:
    """Transfers that the other authority has not accepted (X25)."""
    return Transfer.objects.filter(state=Transfer.State.ASKED, case__state__in=Case.IN_HAND)


def transfers_to_sign() -> QuerySet:
    """Transfers that were accepted and that nobody has signed (X25)."""
    return Transfer.objects.filter(state=Transfer.State.ACCEPTED, case__state__in=Case.IN_HAND)


def files_asked_about(role: Role) -> Callable[[], QuerySet]:
    """Questions whether another file is about the same person, that this role answers (X04)."""

    def rows() -> QuerySet:
        return _asked().filter(answer_role=role)

    return rows


def files_awaited() -> QuerySet:
    """The same questions, where they were asked (X04)."""
    return _asked().filter(side=Absorption.Side.ASKS)


def _asked() -> QuerySet:
    rows = Absorption.objects.filter(state=Absorption.State.OPEN)
    return rows.exclude(case__state__in=Case.PASSED_ON)


def undoings() -> QuerySet:
    """Absorptions that the other side asks to undo (X04)."""
    return Absorption.objects.filter(state=Absorption.State.UNDO_ASKED, undo_here=False)


def who_joins() -> QuerySet:
    """Files that absorbed one of whose team somebody is not asked whether they join (X04)."""
    left = not_asked_yet(FormerPart.objects.filter(absorption_id=OuterRef("pk")))
    return Absorption.objects.filter(
        Exists(left), state__in=Absorption.HOLDS, case__state__in=Case.IN_HAND
    )


def checks() -> QuerySet:
    """Checks after closure that were not entered (S83, 2.4)."""
    return MonitoringCheck.objects.filter(
        state=MonitoringCheck.State.DUE, case__state=State.MONITORING
    )


OPINIONS = Found(
    opinions,
    "opinion",
    "case__closures__opinions_due_on",
    ident=Concat("case__closures__pk", Value(":"), "agency_id", output_field=CharField()),
    agency="agency_id",
    roles=WORKERS,
)
SIGNATURES = Found(signatures, "signature", "opinions_due_on", roles=(Role.RISK_OWNER,))
WITHOUT_YEAR = Found(without_year, "without_year", "opinions_due_on", roles=(Role.RISK_OWNER,))
AWAITED = Found(
    transfers_awaited, "transfer_answer", "answer_by", roles=(Role.CONTENT_COORDINATOR,)
)
TO_TRANSFER = Found(transfers_to_sign, "transfer_signature", "sign_by", roles=(Role.RISK_OWNER,))
TO_ANSWER = tuple(
    Found(files_asked_about(role), f"one_file_{role}", "answer_by", roles=(role,))
    for role in sorted(OVERSEERS)
)
FILES_AWAITED = Found(
    files_awaited, "one_file_awaited", "answer_by", roles=(Role.CONTENT_COORDINATOR,)
)
UNDOINGS = Found(undoings, "one_file_undoing", "undo_answer_by", roles=(Role.CONTENT_COORDINATOR,))
JOINS = Found(who_joins, "who_joins", "join_by", roles=(Role.CONTENT_COORDINATOR,))
CHECKS = Found(checks, "check", person="person_id", roles=(Role.PROCESS_COORDINATOR,))

REMINDERS = (
    declared(
        Reminder("opinion", (OPINIONS,), before=3),
        "closure:closing",
        soon=_("Your agency’s opinion on closing %(reference)s is asked soon."),
        today=_("Today is the last day for your agency’s opinion on closing %(reference)s."),
        late=_("Your agency’s opinion on closing %(reference)s is missing."),
        escalated=_("An opinion on closing %(reference)s is still missing."),
    ),
    declared(
        Reminder("signature", (SIGNATURES,), before=30, escalates_to=(Role.CONTENT_COORDINATOR,)),
        "closure:closing",
        soon=_("The closure of %(reference)s waits for your signature."),
        today=_("The closure of %(reference)s waits for your signature today."),
        late=_("The closure of %(reference)s still waits for your signature."),
        escalated=_("The closure of %(reference)s has waited long for its signature."),
    ),
    declared(
        Reminder(
            "without_year", (WITHOUT_YEAR,), before=30, escalates_to=(Role.CONTENT_COORDINATOR,)
        ),
        "closure:without_year",
        soon=_("The closure of %(reference)s without a year of checks waits for your signature."),
        today=_("The closure of %(reference)s without a year of checks waits for you today."),
        late=_("The closure of %(reference)s without a year of checks still waits for you."),
        escalated=_("The closure of %(reference)s without a year of checks is still not signed."),
    ),
    declared(
        Reminder("transfer_answer", (AWAITED,), before=3, escalates_to=(Role.RISK_OWNER,)),
        "closure:transfer",
        soon=_("The other authority’s answer on %(reference)s is awaited soon."),
        today=_("The other authority’s answer on %(reference)s is awaited today."),
        late=_("The other authority has not answered on %(reference)s."),
        escalated=_("The other authority still has not answered on %(reference)s."),
    ),
    declared(
        Reminder(
            "transfer_signature",
            (TO_TRANSFER,),
            before=30,
            escalates_to=(Role.CONTENT_COORDINATOR,),
        ),
        "closure:transfer",
        soon=_("The transfer of %(reference)s waits for your signature."),
        today=_("The transfer of %(reference)s waits for your signature today."),
        late=_("The transfer of %(reference)s still waits for your signature."),
        escalated=_("The transfer of %(reference)s has waited long for its signature."),
    ),
    declared(
        Reminder("one_file_answer", TO_ANSWER, before=3, escalates_to=(Role.RISK_OWNER,)),
        "closure:one_file",
        soon=_("Your answer is asked soon: is %(reference)s about the same person as another?"),
        today=_("Your answer is asked today: is %(reference)s about the same person as another?"),
        late=_("Your answer is missing: is %(reference)s about the same person as another?"),
        escalated=_(
            "Nobody has answered whether %(reference)s and another file are on one person."
        ),
    ),
    declared(
        Reminder("one_file_awaited", (FILES_AWAITED,), before=3, escalates_to=(Role.RISK_OWNER,)),
        "closure:one_file",
        soon=_("The answer about another file is awaited soon on %(reference)s."),
        today=_("The answer about another file is awaited today on %(reference)s."),
        late=_("There is no answer about another file on %(reference)s."),
        escalated=_("There is still no answer about another file on %(reference)s."),
    ),
    declared(
        Reminder("one_file_undoing", (UNDOINGS,), before=3, escalates_to=(Role.RISK_OWNER,)),
        "closure:one_file",
        soon=_("Your answer is asked soon: do %(reference)s and another file stand apart again?"),
        today=_("Your answer is asked today: do %(reference)s and another file stand apart again?"),
        late=_("Your answer is missing: do %(reference)s and another file stand apart again?"),
        escalated=_("It is still not answered: do %(reference)s and another file stand apart?"),
    ),
    declared(
        Reminder("who_joins", (JOINS,), before=3, escalates_to=(Role.PROCESS_COORDINATOR,)),
        "closure:one_file",
        soon=_("Of the file that %(reference)s absorbed the team is asked soon who joins."),
        today=_("Of the file that %(reference)s absorbed the team is asked today who joins."),
        late=_("Of the file that %(reference)s absorbed somebody was not asked whether they join."),
        escalated=_("It is still not said who joins %(reference)s of the file that it absorbed."),
    ),
    declared(
        Reminder(
            "monitoring_check",
            (CHECKS,),
            before="checkpoint_reminder_days",
            patience="check_entry_working_days",
            escalates_to=(Role.PROCESS_COORDINATOR, Role.RISK_OWNER),
        ),
        "closure:monitoring",
        soon=_("A check after closure of %(reference)s is near."),
        today=_("A check after closure of %(reference)s is due today."),
        late=_("A check after closure of %(reference)s is late."),
        escalated=_("A check after closure of %(reference)s was not held so far."),
    ),
)
