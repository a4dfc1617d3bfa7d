"""What stands before a correction: signals brought together, answers taken back, a wrong day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle
from intake.first_analysis import rules
from intake.models import Outcome, Signal

Kind = Outcome.Kind


def may_be_joined(signal: Signal, into: Signal) -> Iterator[Obstacle]:
    """One of two signals goes on, and everybody finds the way to it (rulings 1)."""
    if signal.pk == into.pk:
        yield Obstacle(
            _("A signal cannot be brought together with itself."),
            row="2.1",
            todo=_("Write the reference of the other signal."),
        )
        return
    onward = Outcome.objects.filter(
        signal=into, kind=Kind.MERGED, status=Outcome.Status.IN_FORCE
    ).first()
    if onward:
        yield Obstacle(
            _("%(reference)s was itself brought together with %(other)s.")
            % {"reference": into.reference, "other": onward.into.reference},
            row="2.1",
            todo=_("Choose %(other)s.") % {"other": onward.into.reference},
        )
    behind = _joined_to(signal)
    if behind:
        yield Obstacle(
            _("%(references)s was brought together with this signal.")
            % {"references": ", ".join(behind)},
            row="2.1",
            todo=_(
                "Bring the other signal together with this one instead, or separate them first."
            ),
        )


def _joined_to(signal: Signal) -> list[str]:
    """References of the signals that were brought together with this one."""
    rows = Outcome.objects.filter(
        into=signal, kind=Kind.MERGED, status=Outcome.Status.IN_FORCE
    ).select_related("signal")
    return sorted(row.signal.reference for row in rows)


def is_joined(outcome: Outcome) -> Iterator[Obstacle]:
    """What is apart already is not taken apart (2.3)."""
    if outcome.kind != Kind.MERGED or outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("This signal is not brought together with another any more."), row="2.3")


def nothing_leans_on_both(outcome: Outcome, into: Signal) -> Iterator[Obstacle]:
    """A decision that was taken on the words of both is not left with half of them (2.3)."""
    later = Outcome.objects.filter(
        signal=into, status=Outcome.Status.IN_FORCE, in_force_at__gte=outcome.in_force_at
    ).first()
    if later or into.case_id:
        yield Obstacle(
            _("%(reference)s was decided on meanwhile, with the words of both.")
            % {"reference": into.reference},
            row="2.3",
            todo=_("Speak to whoever decided; a new signal can be written for what is apart."),
        )


def was_answered(act) -> Iterator[Obstacle]:
    """What nobody has answered cannot be taken back (2.3)."""
    if act is None:
        yield Obstacle(_("This check has no answer."), row="2.3")


def answer_is_unseen(act, read_by: Iterable[str], *, by) -> Iterator[Obstacle]:
    """Taken back at once, by whoever answered, before anybody relied on it (2.3)."""
    todo = _("Change the answer instead; what stood before stays in the history.")
    if act.history_user_id != by.pk:
        yield Obstacle(
            _("%(name)s answered this.") % {"name": act.history_user.display},
            row="2.3",
            todo=todo,
        )
    names = sorted(set(read_by))
    if names:
        yield Obstacle(rules.read_since(names), row="2.3", todo=todo)


def day_of_the_table(signal: Signal, held_on) -> Iterator[Obstacle]:
    """A table looks at what was reported before it, on a day that is past or today (S22)."""
    received = clock.day_of(signal.received_at)
    if held_on > clock.today():
        yield rules.day_to_come()
    elif held_on < received:
        yield Obstacle(
            _("The signal was received on %(day)s: the table came after it.")
            % {"day": day_words(received)},
            row="S22",
            todo=_("Write the day it was."),
        )


def before_its_case(held_on, opened_on) -> Iterator[Obstacle]:
    """A case is opened on what the table answered, not before it (S22)."""
    if opened_on and held_on > opened_on:
        yield Obstacle(
            _("The case was opened on %(day)s: the table came before it.")
            % {"day": day_words(opened_on)},
            row="S22",
            todo=_("Write the day it was."),
        )


def something_is_corrected(before, after, reason: str) -> Iterator[Obstacle]:
    """A correction changes something, and says why (2.3)."""
    if before == after:
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")
    if not reason.strip():
        yield Obstacle(
            _("Write why it is corrected."),
            row="2.3",
            todo=_("The reason and what stood before stay on file."),
        )
