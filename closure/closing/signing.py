"""Who signs a closure: neither whoever proposed it nor who coordinates the case (X42, S81)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from casework.deciding import case_of
from casework.models import Case, TeamMember
from casework.rights import COORDINATORS, Role
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal
from common.compiled import asked_once
from common.folding import sort_key
from common.refusals import Obstacle

ROW = "S81"


def signer_stands_apart(proposal: ClosureProposal, by) -> Iterator[Obstacle]:
    """Whoever proposed the closure or coordinates the case does not sign it (X42)."""
    if proposal.state != ClosureProposal.State.OPEN:
        return
    sheet = ClosingSheet.on(proposal)
    if sheet.proposal.proposed_by_id == by.pk:
        sentence = _("You have proposed this closure: somebody else signs it.")
    elif _coordinates(sheet, by.pk):
        sentence = _(
            "You coordinate this case, or did when closure was proposed: somebody else signs."
        )
    else:
        return
    yield Obstacle(sentence, row=ROW, todo=whom_to_ask(_free(sheet)))


def signer_is_free(row, by) -> Iterator[Obstacle]:
    """Who has an interest of their own does not sign; the deputy does (S55, S81)."""
    mine = next(iter(_part_of(case_of(row), by)), None)
    if mine and mine.interest == TeamMember.Interest.PERSONAL:
        yield Obstacle(
            _("You have declared a personal interest in this case."),
            row="S55",
            todo=_("The deputy signs: the process coordinator names them on the page “Team”."),
        )


@asked_once
def _part_of(case: Case, user) -> QuerySet[TeamMember]:
    """Their part of a risk owner."""
    rows = TeamMember.objects.filter(case=case, user=user, role=Role.RISK_OWNER, active=True)
    return rows.order_by("pk")[:1]


def somebody_may_sign(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Says at once that nobody may sign: each risk owner has proposed it or coordinates (X42)."""
    if sheet.proposal and not _free(sheet):
        yield Obstacle(
            _("Nobody who answers for the risk may sign: each proposed it or coordinates."),
            row=ROW,
            todo=whom_to_ask(_free(sheet)),
        )


def _coordinates(sheet: ClosingSheet, user_id: int) -> bool:
    return coordinated(sheet.offices, sheet.proposal.proposed_at, user_id)


def _free(sheet: ClosingSheet) -> list[User]:
    return free_of(sheet.offices, sheet.proposal.proposed_at, sheet.proposal.proposed_by_id)


def coordinated(offices: Iterable[TeamMember], moment: datetime, user_id: int) -> bool:
    """Whether that person coordinates the case, today or at that moment."""
    return any(
        member.user_id == user_id
        and member.role in COORDINATORS
        and (member.active or member.joined_at <= moment < member.left_at)
        for member in offices
    )


def free_of(offices: list[TeamMember], moment: datetime, asker_id: int) -> list[User]:
    """The risk owners who may sign what ``asker_id`` asked for at that moment."""
    return [
        member.user
        for member in offices
        if member.active
        and member.role == Role.RISK_OWNER
        and member.user_id != asker_id
        and not coordinated(offices, moment, member.user_id)
    ]


def whom_to_ask(free: Iterable[User]) -> str:
    """Whom to ask for the signature, or that a deputy is to be named."""
    names = sorted((user.display for user in free), key=sort_key)
    if names:
        return _("Ask %(who)s.") % {"who": ", ".join(names)}
    return _("Let the process coordinator name a deputy as a second risk owner, and ask them.")
