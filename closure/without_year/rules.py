"""The rules of closing without a year of checks: opened in error, died, moved away (X25)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies import presence
from casework import access
from casework.deciding import case_of
from casework.models import Case
from casework.rights import Right, Role
from closure.closing.sheet import ClosingSheet
from closure.closing.signing import somebody_may_sign
from closure.models import ClosureProposal
from common.refusals import Obstacle, is_written

Why = ClosureProposal.Why
ROW = "S83"


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def proposes_it(row, by) -> Iterator[Obstacle]:
    """The content coordinator; the process coordinator where nobody holds that office."""
    case = case_of(row)
    if access.may(by, Right.PROPOSE_CLOSURE, case):
        return
    if Role.PROCESS_COORDINATOR in case.roles_of(by) and not _somebody_holds_the_content(case):
        return
    yield Obstacle(
        _("The content coordinator proposes it."),
        row=ROW,
        todo=_("Where nobody is, the process coordinator does."),
    )


def _somebody_holds_the_content(case: Case) -> bool:
    return any(
        part.role == Role.CONTENT_COORDINATOR and not presence.is_gone(part.user, part.agency_id)
        for part in case.parts()
    )


def none_is_open(case: Case, by) -> Iterator[Obstacle]:
    """It is proposed once at a time."""
    if ClosingSheet.at_hand(case).without_year:
        yield Obstacle(
            _("It is proposed already to close the case without a year of checks."),
            row=ROW,
            todo=_("The risk owner signs, or the proposal is taken back."),
        )


def no_transfer_is_out(case: Case, by) -> Iterator[Obstacle]:
    """A case that goes over to another authority is not closed beside it."""
    found = ClosingSheet.at_hand(case).transfer
    if found:
        yield Obstacle(
            _("The case is on its way to another authority: %(authority)s.")
            % {"authority": found.authority},
            row=ROW,
            todo=_("Call the transfer off first, on its page."),
        )


def is_open(proposal: ClosureProposal, by) -> Iterator[Obstacle]:
    """What was signed or taken back stays as it was read."""
    if proposal.state != ClosureProposal.State.OPEN:
        yield Obstacle(
            _("This proposal of closure is %(state)s.") % {"state": proposal.get_state_display()},
            row=ROW,
            todo=_("What stands in it stays as it was read."),
        )


def somebody_signs(proposal: ClosureProposal, by) -> Iterator[Obstacle]:
    """Somebody who answers for the risk has neither proposed it nor coordinates (X42)."""
    yield from somebody_may_sign(ClosingSheet.on(proposal))


# --- of what was typed: asked by the decision alone -----------------------------------------
def cause_is_known(why: str) -> Iterator[Obstacle]:
    """One of three reasons; for any other the case is closed jointly."""
    if why not in ClosureProposal.WITHOUT_YEAR:
        yield Obstacle(
            _("For this reason a case is closed jointly, with a year of checks."),
            row=ROW,
            todo=_("Propose it on the page “Closure”."),
        )


def somebody_is_left_to_check(why: str, checks: str, because: str) -> Iterator[Obstacle]:
    """Checks after a move are a choice with its reason; after the other two there is nobody."""
    if why != Why.MOVED_AWAY:
        if checks == "yes":
            yield Obstacle(
                _("Nobody is left to check on."),
                row=ROW,
                todo=_("Checks are for somebody who moved away."),
            )
        return
    if checks not in ("yes", "no"):
        yield Obstacle(
            _("Whether checks follow after the move is not said."),
            row=ROW,
            todo=_("Choose yes where somebody here still hears of the person."),
        )
    yield from is_written(
        because,
        _("Why checks follow or not is not written."),
        row=ROW,
        todo=_("Who still hears of the person, or who looks after them there."),
    )


def ticked(agrees: bool) -> Iterator[Obstacle]:
    """The signature needs the tick that grounds and what ends with it were read (S81)."""
    if not agrees:
        yield Obstacle(
            _("The tick is missing: you have read the grounds and what ends with the signature."),
            row="S81",
        )
