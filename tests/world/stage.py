"""The one stage of the access and the browser tests, built by the people who would do it.

Cases a and b, their signals and whatever hangs on them speak in canaries (tests/world/canary.py):
who meets which word is what the access tests ask. Everything else speaks as people do, with the
long names and words that break a page: that is what the browser looks at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from agencies.models import User
from casework.models import AgencyStatement, Case, Record, TeamMember
from intake.models import Signal
from notices import telling
from plans.models import PaperFile
from tests import people as cast
from tests.world import (
    absorbed,
    carrying,
    checkpoints,
    closing,
    depth,
    files,
    first_analysis,
    matches,
    monitoring,
    papers,
    people,
    plan,
    planned,
    roster,
    signals,
    traces,
)


@dataclass
class Stage:
    """The stage: people by key, cases, signals, records, and the ids of rows."""

    people: dict[str, User]
    cases: dict[str, Case] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    papers: dict[str, PaperFile] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    members: dict[str, TeamMember] = field(default_factory=dict)
    statements: dict[str, AgencyStatement] = field(default_factory=dict)
    rows: dict[str, object] = field(default_factory=dict)  # other rows that an address may name
    ids: dict[str, object] = field(default_factory=dict)
    links: dict[str, list] = field(default_factory=dict)  # arguments of the links of mails
    answers: dict = field(default_factory=dict)  # of tests/access/asking.py
    typed: dict = field(default_factory=dict)  # of the same: the day -> what the forms carry

    def persona(self, name: str) -> User | None:
        """The person, read anew, without rights kept from an earlier request."""
        key = people.PERSONAS[name]
        return User.objects.get(pk=self.people[key].pk) if key else None


# In this order: later modules build on the rows of earlier ones.
SCENES = (
    people.come,
    signals.build,
    first_analysis.build,
    files.build,
    matches.build,
    depth.build,
    plan.build,
    planned.build,
    carrying.build,
    checkpoints.build,
    closing.build,
    monitoring.build,
    absorbed.build,
    papers.build,
    roster.build,
    people.leave,
    traces.build,
)


def build() -> Stage:
    """Build the whole stage, committed at once. No mail is sent."""
    enqueue, telling._enqueue = telling._enqueue, lambda: None
    try:
        with transaction.atomic():
            stage = Stage(cast.town())
            for scene in SCENES:
                scene(stage)
        return stage
    finally:
        telling._enqueue = enqueue
