"""The rules of checks after closure, and of the end of monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import phases
from casework.deciding import case_of
from casework.models import Case, TeamMember
from casework.phases import guards
from closure.closing.rules_of_work import outcomes_were_verified, serious_effects_are_closed
from closure.closing.sheet import ClosingSheet, cycle_of
from closure.models import MonitoringCheck
from common import clock, dates
from common.compiled import asked_once
from common.refusals import Obstacle, Strength, is_written

State = MonitoringCheck.State
Result = MonitoringCheck.Result
Decision = MonitoringCheck.Decision
ENDED = "monitoring.ended"
EARLY_DAYS = 14  # so long before its day a check is held in its time


def local_day(moment: datetime) -> date:
    """The day of the territory on which something happened."""
    return clock.day_of(moment)


def closed_on(check: MonitoringCheck) -> date:
    """The day of the signature from which the check is counted."""
    return local_day(check.proposal.signed_at)


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def in_monitoring(row, by) -> Iterator[Obstacle]:
    """A check is entered, corrected or answered at «monitoring» alone (S83)."""
    case = case_of(row)
    if case.state != Case.State.MONITORING:
        yield Obstacle(
            _("The case is at “%(now)s”: there is no check to enter.")
            % {"now": case.get_state_display()},
            row="S83",
        )


def not_entered_yet(check: MonitoringCheck, by) -> Iterator[Obstacle]:
    """A check is entered once; what was found is corrected, not entered again (2.4)."""
    if check.state not in (State.DUE, State.NOT_HELD):
        yield Obstacle(
            _("This check is at “%(now)s” already.") % {"now": check.get_state_display()},
            row="2.4",
            todo=_("Correct it if something is wrong.") if check.state == State.HELD else "",
        )


def its_turn_has_come(check: MonitoringCheck, by) -> Iterator[Obstacle]:
    """While the check before this one lies ahead, this one cannot have been held (S83, X15).

    Named is the check whose turn it is: the first that is still to come, or this one where those
    before it were entered early.
    """
    before = one_before(check)
    if before is None or clock.today() >= before.due_on:
        return
    todo = _("Wait for that day, or end monitoring early by a decision.")
    to_come = [one for one in _together(check) if one.due_on > clock.today()]
    turn = min((one for one in to_come if one.state == State.DUE), key=_due, default=check)
    if turn.due_on < check.due_on:
        yield Obstacle(
            _("The check of %(day)s comes before this one.") % {"day": dates.day(turn.due_on)},
            row="S83",
            todo=todo,
        )
    else:
        yield Obstacle(
            _("The check of %(before)s is entered already; this one has its turn after that day.")
            % {"before": dates.day(before.due_on)},
            row="S83",
            todo=todo,
        )


def was_due(check: MonitoringCheck, by) -> Iterator[Obstacle]:
    """A check is marked as not held from its day on, never in advance (2.4)."""
    if check.state != State.DUE:
        yield Obstacle(
            _("This check is at “%(now)s” already.") % {"now": check.get_state_display()},
            row="2.4",
        )
    elif clock.today() < check.due_on:
        yield Obstacle(
            _("This check is due on %(day)s: it can still be held.")
            % {"day": dates.day(check.due_on)},
            row="2.4",
            todo=_("Wait for that day, or end monitoring early by a decision."),
        )


def was_held(check: MonitoringCheck, by) -> Iterator[Obstacle]:
    """Only a check that was held is corrected: nothing was found in another (2.4)."""
    if check.state != State.HELD:
        yield Obstacle(_("Only a check that was held is corrected."), row="2.4")


def waits_for_an_answer(check: MonitoringCheck, by) -> Iterator[Obstacle]:
    """Answered is a held check that proposes to reopen, and once (S78)."""
    if check.state != State.HELD or check.decision != Decision.REOPEN or check.reason:
        yield Obstacle(_("This check waits for no answer."), row="S78")


def one_before(check: MonitoringCheck) -> MonitoringCheck | None:
    """The check of the same closure that is due before this one; dropped ones do not count."""
    return max(
        (one for one in _together(check) if one.due_on < check.due_on), key=_due, default=None
    )


def _together(check: MonitoringCheck) -> list[MonitoringCheck]:
    """The checks of the same closure but those that were dropped."""
    return [
        one for one in checks_of(case_of(check))
        if one.proposal_id == check.proposal_id and one.state != State.DROPPED
    ]  # fmt: skip


def _due(check: MonitoringCheck) -> date:
    return check.due_on


@asked_once
def checks_of(case: Case) -> QuerySet[MonitoringCheck]:
    """The checks of every cycle, latest cycle first, each cycle by its days."""
    rows = MonitoringCheck.objects.filter(case=case).select_related("person", "proposal")
    return rows.order_by("-proposal__cycle", "due_on", "number")


def a_check_remains(case: Case, by) -> Iterator[Obstacle]:
    """Early is before the last check (S83)."""
    if not any(check.state == State.DUE for check in checks_of(case)):
        yield Obstacle(_("Every check is entered: monitoring ends in the ordinary way."), row="S83")


def all_is_done(case: Case, by) -> Iterator[Obstacle]:
    """The ordinary end: each sentence of ``monitoring.ended`` blocks, whatever the reason (S83)."""
    for one in phases.sentences(case, ENDED):
        yield replace(one, strength=Strength.BLOCK)


# --- of what was typed: asked by the decision alone -----------------------------------------
def held_on_a_possible_day(check: MonitoringCheck, held_on: date) -> Iterator[Obstacle]:
    """``held_on`` lies between the closure and today: no check is dated in advance (2.4)."""
    if held_on > clock.today():
        yield Obstacle(
            _("The day on which it was held lies ahead."),
            row="2.4",
            todo=_("Enter it when it has been held."),
        )
    if held_on < closed_on(check):
        yield Obstacle(
            _("The case was closed on %(day)s: a check is held after that.")
            % {"day": dates.day(closed_on(check))},
            row="2.4",
            todo=_("Look at the date."),
        )


def in_its_turn(check: MonitoringCheck, held_on: date) -> Iterator[Obstacle]:
    """``held_on`` is not before the day on which the check before this one was due (S83).

    Named is the check whose turn it was on that day (X15).
    """
    before = one_before(check)
    if before is None or held_on >= before.due_on:
        return
    turn = min((one for one in _together(check) if one.due_on > held_on), key=_due)
    yield Obstacle(
        _("On that day the check of %(day)s was not due yet.") % {"day": dates.day(turn.due_on)},
        row="S83",
        todo=_("Look at the date: that check is entered already.")
        if turn.state == State.HELD
        else _("Enter it for the check that came before."),
    )


def on_its_day_or_for_a_reason(
    check: MonitoringCheck, held_on: date, words: str
) -> Iterator[Obstacle]:
    """A check held late, or long before its day, asks for the reason (2.4, X15)."""
    off = off_its_day(check, held_on)
    if off and not words.strip():
        yield Obstacle(
            late_words(off) if off > 0 else early_words(-off),
            row="2.4",
            strength=Strength.REASON,
            todo=_("Write why it was held late.")
            if off > 0
            else _("Write why it was held so early, or wait for its day."),
        )


def off_its_day(check: MonitoringCheck, held_on: date) -> int:
    """Days late; less than 0 where it was held long before its day; 0 where nobody asks why.

    A fortnight before its day is its time, or half of the time since the closure or the check
    before it where that is less. A day before these is refused for itself.
    """
    off = (held_on - check.due_on).days
    before = one_before(check)
    since = before.due_on if before else closed_on(check)
    early = min(EARLY_DAYS, (check.due_on - since).days // 2)
    return 0 if held_on < since or -early <= off <= 0 else off


def late_words(count: int) -> str:
    """«Held 3 days after it was due.»"""
    return ngettext(
        "Held %(count)d day after it was due.", "Held %(count)d days after it was due.", count
    ) % {"count": count}


def early_words(count: int) -> str:
    """«Held 90 days before it was due.»"""
    return ngettext(
        "Held %(count)d day before it was due.", "Held %(count)d days before it was due.", count
    ) % {"count": count}


def found_in_words(*, sources: str, result: str, words: str) -> Iterator[Obstacle]:
    """``sources`` say who was asked; a concern or «not known» needs ``words`` (S83)."""
    yield from is_written(
        sources, _("Write who was asked."), row="S83", todo=_("Names of services are enough.")
    )
    if result in (Result.CONCERN, Result.UNKNOWN) and not words.strip():
        yield Obstacle(
            _("Write what was found, or why it is not known."),
            row="S83",
            todo=_("A concern without words helps nobody who reads it later."),
        )


def looked_at_again(check: MonitoringCheck, decision: str, again_on) -> Iterator[Obstacle]:
    """The decision «look again sooner» needs a day that lies ahead (S83)."""
    if decision == Decision.WATCH and (again_on is None or again_on <= clock.today()):
        yield Obstacle(
            _("Looking again sooner needs a day that lies ahead."),
            row="S83",
            todo=_("Choose the day of the next check."),
        )


def somebody_of_the_team(case: Case, person) -> Iterator[Obstacle]:
    """Whoever holds a check works on the case today, so that the person knows them (S83)."""
    if not TeamMember.objects.working().filter(case=case, user=person).exists():
        yield Obstacle(
            _("%(who)s is not on the team of this case.") % {"who": person.display},
            row="S83",
            todo=_("Choose somebody on the team, or name this person on the team first."),
        )


# --- the end --------------------------------------------------------------------------------
@guards(ENDED)
def every_check_entered(case: Case) -> Iterator[Obstacle]:
    """Monitoring ends after the last check; earlier only by a written decision (S83)."""
    open_ones = [check for check in checks_of(case) if check.state == State.DUE]
    for check in sorted(open_ones, key=lambda check: check.due_on):
        yield Obstacle(
            _("The check due on %(day)s is not entered.") % {"day": dates.day(check.due_on)},
            row="S83",
            strength=Strength.REASON,
            todo=_("Enter it, say why it was not held, or end early with a reason."),
        )


@guards(ENDED)
def every_concern_answered(case: Case) -> Iterator[Obstacle]:
    """Who proposed to open the file again has an answer before it is put away (S78)."""
    cycle = cycle_of(case)
    unanswered = [
        check for check in checks_of(case)
        if check.state == State.HELD and check.decision == Decision.REOPEN and not check.reason
        and check.proposal.cycle == cycle
    ]  # fmt: skip
    for check in sorted(unanswered, key=lambda check: check.due_on):
        yield Obstacle(
            _("The check of %(day)s proposed to reopen; nobody has answered yet.")
            % {"day": dates.day(check.held_on)},
            row="S78",
            todo=_("The content coordinator reopens the case, or writes why not."),
        )


@guards(ENDED)
def nothing_is_left_open(case: Case) -> Iterator[Obstacle]:
    """What ended is read-only: nothing runs on, and what came of it was looked at (S89, X28)."""
    sheet = ClosingSheet.at_hand(case)
    for row in sheet.running:
        yield Obstacle(
            _("“%(action)s” (%(agency)s) still runs.")
            % {"action": row.action.title, "agency": row.agency.short_name},
            row="S89",
            todo=_(
                "The agency ends it, or the content coordinator stops it, on the page “Carrying"
                " out”."
            ),
        )
    for promise in sheet.promises:
        yield Obstacle(
            _("What was promised to %(who)s on %(day)s is open.")
            % {"who": promise.said_to, "day": dates.day(promise.said_on)},
            row="S59",
            todo=_(
                "Whoever promised, or the content coordinator, settles it on the page “Carrying"
                " out”."
            ),
        )
    for one in (*serious_effects_are_closed(sheet), *outcomes_were_verified(sheet)):
        yield one if one.blocks else replace(one, strength=Strength.REASON)
