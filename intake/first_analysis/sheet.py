"""What rules, decisions and pages read of a first analysis, each part once.

It reads for whoever is bound (common.scope): nobody meets more here than is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.db.models import QuerySet

from casework.calendar import WorkingDays
from casework.models import Conference, Deconfliction, Person
from common.compiled import compiled
from common.guarded import Versioned
from common.scope import Actor, current_actor, elevated
from intake.models import NamedPerson, Outcome, Signal, SourceAssessment, Triage
from intake.signals.desk import is_on_desk_of
from intake.signals.named import rows_of

Status = Outcome.Status


class FirstAnalysis:
    """A signal with its sections, its outcomes (newest first) and its conference.

    Each part is read when it is first asked for, as ``actor``.
    """

    def __init__(self, signal: Signal, actor: Actor):
        self.signal, self.actor = signal, actor

    def _rows(self, build: Callable[..., QuerySet], most: int | None = None) -> list:
        """The rows of one of the questions below, as ``actor``, whoever is bound meanwhile."""
        if current_actor() == self.actor:
            return list(compiled(build, self.signal, most=most))
        return list(build(self.signal).scoped(self.actor)[:most])

    def _first(self, build: Callable[..., QuerySet]):
        return next(iter(self._rows(build, most=1)), None)

    @cached_property
    def source(self) -> SourceAssessment | None:
        """The assessment of the source; None before it and when it was taken back."""
        return self._first(_source)

    @property
    def source_said(self) -> SourceAssessment:
        """The same for a form: a blank one where there is none."""
        return self.source or SourceAssessment(signal=self.signal, version=0)

    @cached_property
    def triage(self) -> Triage:
        """The answers on a minor and the two questions; a blank row before the first."""
        return self._first(_triage) or Triage(signal=self.signal, version=0)

    @cached_property
    def deconflictions(self) -> list[Deconfliction]:
        """Every asking of the security services, newest first."""
        return self._rows(_deconfliction)

    @property
    def deconfliction(self) -> Deconfliction | None:
        """The last asking of the security services."""
        return next(iter(self.deconflictions), None)

    @cached_property
    def conferences(self) -> list[Conference]:
        """Every conference that was recorded, newest first."""
        found = self._rows(_conference)
        for conference in found:
            conference.signal = self.signal
        return found

    @property
    def conference(self) -> Conference | None:
        """The newest conference, which is the one that counts."""
        return next(iter(self.conferences), None)

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Every outcome that was proposed or decided, newest first."""
        found = self._rows(_outcomes)
        for outcome in found:
            outcome.signal = self.signal
            outcome.persons = []
            if outcome.apart:  # said where it is not about all subjects
                outcome.persons = [row for row in self.ever_named if row.pk in outcome.about]
        return found

    @cached_property
    def ever_named(self) -> list[NamedPerson]:
        """Everybody who was named, whoever was taken back among them, in that order (X10)."""
        found = self._rows(rows_of)
        for row in found:
            row.signal = self.signal
        return found

    @property
    def named(self) -> list[NamedPerson]:
        """Who is named on the signal, in whichever role."""
        return [row for row in self.ever_named if row.stands]

    @property
    def subjects(self) -> list[NamedPerson]:
        """Whom the outcome is about (2.8)."""
        return [row for row in self.named if row.is_subject]

    @property
    def undecided(self) -> list[NamedPerson]:
        """The subjects about whom no outcome is in force."""
        return [row for row in self.subjects if row.outcome_id is None]

    @property
    def to_open(self) -> list[NamedPerson]:
        """The subjects whom the conference examines, with neither a file nor a reason for none."""
        return [row for row in self.subjects if row.waits_for_a_file]

    @cached_property
    def proposal(self) -> Outcome | None:
        """The outcome that waits for its second reader."""
        return self._with(Status.PROPOSED)

    @cached_property
    def in_force(self) -> Outcome | None:
        return self._with(Status.IN_FORCE)

    @property
    def holding(self) -> list[Outcome]:
        """The outcomes in force: several where subjects have different ones (X10)."""
        return [one for one in self.outcomes if one.status == Status.IN_FORCE]

    @property
    def stands(self) -> Outcome | None:
        """The outcome in force or proposed, to be shown."""
        return self.in_force or self.proposal

    @property
    def goes_on(self) -> bool:
        """Whether an outcome is in force about some subjects, and others have none yet (X10)."""
        return self.in_force is not None and not self.signal.is_decided

    def _with(self, status) -> Outcome | None:
        return next((one for one in self.outcomes if one.status == status), None)

    @property
    def written(self) -> list[Versioned]:
        """The signal and all that was written in its first analysis."""
        rows = [
            self.signal, self.source, self.triage, *self.named, *self.deconflictions,
            *self.conferences,
        ]  # fmt: skip
        return [row for row in rows if row is not None]

    @property
    def answers_both(self) -> bool:
        return bool(self.triage.radicalised and self.triage.useful)

    @cached_property
    def due_at(self):
        """By when somebody should have decided (setting ``triage_working_days``)."""
        return due_moment(self.signal)


# --- what is asked, of the rows of one signal -----------------------------------------------
def _source(signal: Signal) -> QuerySet[SourceAssessment]:
    rows = SourceAssessment.objects.filter(signal_id=signal.pk).exclude(reliability="")
    return rows.select_related("assessed_by").order_by("pk")


def _triage(signal: Signal) -> QuerySet[Triage]:
    people = ("ideology", "minor_by", "radicalised_by", "useful_by", "unnamed_by")
    return Triage.objects.filter(signal_id=signal.pk).select_related(*people).order_by("pk")


def _deconfliction(signal: Signal) -> QuerySet[Deconfliction]:
    rows = Deconfliction.objects.filter(signal_id=signal.pk).order_by("-stated_at", "-pk")
    return rows.select_related("stated_by", "noted_by")


def _conference(signal: Signal) -> QuerySet[Conference]:
    rows = Conference.objects.filter(signal_id=signal.pk).order_by("-recorded_at", "-pk")
    return rows.select_related("recorded_by")


def _outcomes(signal: Signal) -> QuerySet[Outcome]:
    people = ("proposed_by", "second_reader", "into")
    return Outcome.objects.filter(signal_id=signal.pk).select_related(*people)


def due_moment(signal: Signal, days: WorkingDays | None = None):
    """By when the first analysis of a signal should have its outcome; None unless acknowledged.

    Where it was opened again, it counts from then: it is not late on that day (X24).
    """
    since = signal.open_again_at or signal.acknowledged_at
    if since is None:
        return None
    days = days or WorkingDays()
    return days.due_after(since, days.profile.triage_working_days)


def of(signal: Signal) -> FirstAnalysis:
    """The first analysis of this signal for the bound person, kept with this instance.

    One under lock reads anew.
    """
    kept, actor = signal.__dict__.setdefault("_first_analysis", {}), current_actor()
    if actor not in kept:
        kept[actor] = FirstAnalysis(signal, actor)
    return kept[actor]


def for_decider(signal: Signal, by) -> FirstAnalysis:
    """The first analysis for a decider who is not of its desk, read as the worker.

    For the obstacles that are said to them; no page shows more of it.
    """
    if is_on_desk_of(by, signal):
        return of(signal)
    with elevated():
        found = of(signal)
        for part in (
            "source", "triage", "deconflictions", "conferences", "outcomes", "ever_named",
        ):  # fmt: skip
            getattr(found, part)
    return found


# --- what a decision rests on (X35) ---------------------------------------------------------
def written_on(signal: Signal, by) -> list[Versioned]:
    """For ``rests_on``: the signal and all that this person reads of its first analysis."""
    return of(signal).written


def asked_so_far(signal: Signal, by) -> list[Versioned]:
    """For ``rests_on``: every asking of the security services."""
    return [signal, *of(signal).deconflictions]


def recorded_so_far(signal: Signal, by) -> list[Versioned]:
    """For ``rests_on``: every conference on the signal, for a decider outside its desk too."""
    if is_on_desk_of(by, signal):
        return [signal, *of(signal).conferences]
    with elevated():
        return [signal, *of(signal).conferences]


def priors(signal: Signal) -> QuerySet[Outcome]:
    """Earlier closed signals of any of its subjects that make two coordinators decide (2.1)."""
    subjects = [row.person_id for row in of(signal).subjects]
    if not subjects:
        return Outcome.objects.none()
    heads = Person.unscoped.filter(pk__in=subjects).values("head")
    earlier = NamedPerson.objects.filter(
        person__head__in=heads, role=NamedPerson.Role.SUBJECT, taken_back_at__isnull=True
    )
    rows = Outcome.objects.filter(
        pk__in=earlier.exclude(signal_id=signal.pk).values("outcome"),
        kind__in=Outcome.PRIORS,
        status=Status.IN_FORCE,
    )
    return rows.select_related("signal")
