"""Earlier signals about the same person, seen together (2.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casework import one_file
from casework.models import Person
from common.refusals import Obstacle, Strength
from common.windows import months_from
from intake.models import NamedPerson, Signal

# Outcomes by their names (rulings 1): what counts as an earlier signal, what is only shown.
COUNTED = frozenset(
    {"need_more", "no_action", "oriented", "handed_to_security", "to_conference", "joined_to_case"}
)
SHOWN = frozenset({"malicious", "advice_given"})
MANY = 3
MONTHS = 12


@dataclass
class Priors:
    """Earlier signals, newest first: those that count, and those that are shown only."""

    counted: list[Signal] = field(default_factory=list)
    shown: list[Signal] = field(default_factory=list)
    recent: int = 0

    @property
    def proposal(self) -> Obstacle | None:
        """The words that propose a conference from the third signal in twelve months on (2.1)."""
        if self.recent + 1 < MANY:
            return None
        return Obstacle(
            _("This is signal %(count)d about the same person within 12 months.")
            % {"count": self.recent + 1},
            row="2.1",
            strength=Strength.WARNING,
            todo=_("Take it to the conference, so that the signals are seen together."),
        )


def priors(person: Person | None, signal: Signal, *, by) -> Priors:
    """What was signalled earlier about ``person``, as far as ``by`` may see signals.

    The file of Southport: three referrals in fourteen months, each closed for itself (2.1).
    """
    if person is None:
        return Priors()
    earlier = (
        NamedPerson.objects.visible_to(by)
        .filter(
            person__head__in=one_file.head_of(person.pk),
            role=NamedPerson.Role.SUBJECT,
            taken_back_at__isnull=True,
            signal__received_at__lt=signal.received_at,
        )
        .exclude(signal=signal)
        .select_related("signal", "outcome")
        .order_by("-signal__received_at", "-signal")
    )
    since = months_from(signal.received_at, -MONTHS)
    found = Priors()
    for one, kind in {row.signal: _kind(row) for row in earlier}.items():
        if kind in COUNTED:
            found.counted.append(one)
        elif kind in SHOWN:
            found.shown.append(one)
    found.recent = sum(one.received_at > since for one in found.counted)
    return found


def _kind(row: NamedPerson) -> str:
    """What became of that signal for this person: its own outcome where it has one (X10)."""
    return row.outcome.kind if row.outcome else row.signal.state
