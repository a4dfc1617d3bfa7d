"""Everything that the first analysis of a signal holds, read once: rules, decisions and pages ask.

It reads for whoever is bound (common.scope): nobody meets more here than is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from casework.calendar import WorkingDays
from casework.models import Conference, Deconfliction
from intake.models import Outcome, Signal, SourceAssessment, Triage

Status = Outcome.Status
CLOSED = frozenset(Outcome.Kind.values) - {Outcome.Kind.NEED_MORE}


@dataclass
class FirstAnalysis:
    """The signal, its sections, its outcomes (newest first) and the conference's record."""

    signal: Signal
    source: SourceAssessment | None = None
    triage: Triage = field(default_factory=Triage)
    deconfliction: Deconfliction | None = None
    conference: Conference | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    @cached_property
    def proposal(self) -> Outcome | None:
        """What waits for its second reader."""
        return self._with(Status.PROPOSED)

    @cached_property
    def in_force(self) -> Outcome | None:
        """The outcome that holds now."""
        return self._with(Status.IN_FORCE)

    def _with(self, status) -> Outcome | None:
        return next((one for one in self.outcomes if one.status == status), None)

    @property
    def is_closed(self) -> bool:
        """An outcome holds that ends the first analysis."""
        return self.signal.state in CLOSED

    @property
    def due_at(self):
        """By when somebody should have decided (setting ``triage_working_days``)."""
        return due_moment(self.signal)


def due_moment(signal: Signal, days: WorkingDays | None = None):
    """When the first analysis of an acknowledged signal should have its outcome; else None."""
    if signal.acknowledged_at is None:
        return None
    days = days or WorkingDays()
    return days.due_after(signal.acknowledged_at, days.profile.triage_working_days)


def of(signal: Signal) -> FirstAnalysis:
    """The first analysis of ``signal`` as the bound person may read it: five queries."""
    people = ("proposed_by", "second_reader", "into")
    about = {"signal_id": signal.pk}
    return FirstAnalysis(
        signal=signal,
        source=SourceAssessment.objects.filter(**about)
        .exclude(reliability="")
        .select_related("assessed_by")
        .first(),
        triage=Triage.objects.filter(**about)
        .select_related("ideology", "minor_by", "radicalised_by", "useful_by")
        .first()
        or Triage(signal=signal),
        deconfliction=Deconfliction.objects.filter(**about)
        .select_related("stated_by", "noted_by")
        .order_by("-stated_at", "-pk")
        .first(),
        conference=Conference.objects.filter(**about)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-pk")
        .first(),
        outcomes=list(Outcome.objects.filter(**about).select_related(*people)),
    )


def priors(signal: Signal):
    """Earlier closed signals of the same person that count when they are reported again (2.1)."""
    if signal.person_id is None:
        return Outcome.objects.none()
    return (
        Outcome.objects.filter(
            signal__person_id=signal.person_id,
            kind__in=Outcome.PRIORS,
            status=Status.IN_FORCE,
        )
        .exclude(signal_id=signal.pk)
        .select_related("signal")
    )
