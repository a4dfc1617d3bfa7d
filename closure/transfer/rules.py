"""The rules of a transfer to another authority (X25, rulings 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from casework.deciding import case_of
from casework.models import Case
from casework.phases import guards
from casework.rights import COORDINATORS
from closure.closing.sheet import ClosingSheet
from closure.closing.signing import coordinated, free_of, whom_to_ask
from closure.models import Transfer
from closure.without_year.rules import no_transfer_is_out as not_on_its_way
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, is_written

ROW = "S81"
State = Transfer.State


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def none_is_out(case: Case, by) -> Iterator[Obstacle]:
    """One transfer at a time, and none beside a proposal of closure."""
    sheet = ClosingSheet.at_hand(case)
    if sheet.transfer:
        yield Obstacle(
            _("It is asked already to transfer the case to %(authority)s.")
            % {"authority": sheet.transfer.authority},
            row="S78",
            todo=_("Call that off first, on its page."),
        )
    if sheet.proposal or sheet.without_year:
        yield Obstacle(
            _("Closure of this case is proposed."),
            row="S78",
            todo=_("Take that proposal back first, on its page."),
        )


@guards("closure.proposed")
def no_transfer_is_out(case: Case) -> Iterator[Obstacle]:
    """A case that goes over to another authority is not closed beside it."""
    yield from not_on_its_way(case, None)


def coordinates(row, by) -> Iterator[Obstacle]:
    """One of the two coordinators notes what the other authority answered."""
    if not case_of(row).roles_of(by) & set(COORDINATORS):
        yield Obstacle(
            _("One of the two coordinators does this."),
            row="S78",
            todo=_("Write to them what you know."),
        )


def _at(transfer: Transfer, *states: str) -> Iterator[Obstacle]:
    if transfer.state not in states:
        yield Obstacle(
            _("This transfer is at “%(now)s”.") % {"now": transfer.get_state_display()}, row="S78"
        )


def waits_for_its_answer(transfer: Transfer, by) -> Iterator[Obstacle]:
    """Answered, or called off, is a transfer that the other authority has not accepted."""
    yield from _at(transfer, State.ASKED)


def is_accepted(transfer: Transfer, by) -> Iterator[Obstacle]:
    """Signed, or declined, is a transfer that the other authority has accepted."""
    if transfer.state == State.ASKED:
        yield Obstacle(
            _("%(authority)s has not accepted yet.") % {"authority": transfer.authority},
            row="S78",
            todo=_("A coordinator notes the acceptance: who, on what day, where the paper is."),
        )
        return
    yield from _at(transfer, State.ACCEPTED)


def signer_stands_apart(transfer: Transfer, by) -> Iterator[Obstacle]:
    """Whoever asked for the transfer or coordinates the case does not sign it (X42)."""
    if transfer.state not in Transfer.OPEN:
        return
    offices = ClosingSheet.at_hand(transfer.case).offices
    if transfer.asked_by_id == by.pk:
        sentence = _("You have asked for this transfer: somebody else signs it.")
    elif coordinated(offices, transfer.asked_at, by.pk):
        sentence = _(
            "You coordinate this case, or did when the transfer was asked for: somebody else signs."
        )
    else:
        return
    yield Obstacle(sentence, row=ROW, todo=whom_to_ask(_free(transfer)))


def somebody_signs(transfer: Transfer, by) -> Iterator[Obstacle]:
    """Somebody who answers for the risk has neither asked for it nor coordinates (X42)."""
    if not _free(transfer):
        yield Obstacle(
            _("Nobody who answers for the risk may sign: each asked for it or coordinates."),
            row=ROW,
            todo=whom_to_ask([]),
        )


def _free(transfer: Transfer) -> list:
    offices = ClosingSheet.at_hand(transfer.case).offices
    return free_of(offices, transfer.asked_at, transfer.asked_by_id)


# --- of what was typed: asked by the decision alone -----------------------------------------
def whole(*, authority: str, contact: str, grounds: str, basis: str, goes_along: str) -> Iterator:
    """To whom, why, on what basis, and what goes along on paper."""
    for value, sentence, todo in (
        (authority, _("No authority is named."), _("Write which one takes the case over.")),
        (contact, _("Nobody there is named."), _("Write whom one speaks to there.")),
        (grounds, _("Why the case goes over is not written."), ""),
        (
            basis,
            _("The basis of the transfer is not written."),
            _("The text, the agreement or the consent that allows it."),
        ),
        (
            goes_along,
            _("What goes along is not written."),
            _("A list of what is handed over on paper; nothing leaves by itself."),
        ),
    ):
        yield from is_written(value, sentence, row="S78", todo=todo)


def acceptance_is_whole(transfer: Transfer, *, who: str, paper_at: str, on: date) -> Iterator:
    """Who accepted, on a day between the asking and today, and where the paper is."""
    yield from is_written(
        who, _("Who accepted is not written."), row="S78", todo=_("Name and office are enough.")
    )
    yield from is_written(
        paper_at,
        _("Where the paper is is not written."),
        row="S78",
        todo=_("The folder, or the number under which it was received."),
    )
    asked_on = clock.day_of(transfer.asked_at)
    if not asked_on <= on <= clock.today():
        yield Obstacle(
            _("The day lies between %(asked)s, on which it was asked, and today.")
            % {"asked": day_words(asked_on)},
            row="S78",
            todo=_("Look at the date."),
        )


def reason_is_written(reason: str, sentence: str) -> Iterator[Obstacle]:
    """What stops a transfer says why."""
    yield from is_written(reason, sentence, row="S78", todo=_("The team reads it."))


def ticked(agrees: bool) -> Iterator[Obstacle]:
    """The signature needs the tick that the acceptance and what ends with it were read (S81)."""
    if not agrees:
        yield Obstacle(
            _("The tick is missing: you have read the acceptance and what ends with it."),
            row=ROW,
        )
