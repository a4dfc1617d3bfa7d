"""What a sweep looks at: everything once a day, and later what has changed (X21).

A step comes with its day, so on the first sweep of a day everything is looked at, and again when a
setting has changed or the clock went back. Until the next day it is changes alone that give a sweep
something to do; triggers write them down in the transaction that makes them (``Pending``). What a
sweep has not looked through to its end, it looks at again.
"""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from casework.calendar import WorkingDays
from casework.models import TeamMember
from casework.reminders import EVERYTHING, Look, Reminder
from common import clock
from common.scope import WORKER, bound
from notices.models import Pending, Sweep

# Where more has changed than this, everything is looked at instead.
MANY = 10_000
# So many cases or signals are looked at together.
AT_ONCE = 500


class Looking:
    """What one sweep looks at, and what it writes down when it has looked."""

    def __init__(self, reminder: Reminder, days: WorkingDays) -> None:
        self.reminder, self.day = reminder, clock.today()
        self.by = _by(reminder, days)
        self._owed = ""
        self._seen: list[int] = []

    def looks(self) -> Iterator[Look]:
        """Everything, if it is its turn, or portions of what has changed since."""
        with bound(WORKER):
            changed = self._changed()
        if changed is None:
            yield EVERYTHING
            return
        for start in range(0, len(changed), AT_ONCE):
            yield Look(tuple(changed[start : start + AT_ONCE]))

    def done(self, again: Iterable[uuid.UUID]) -> None:
        """All of it was looked at; these cases or signals the next sweep looks at once more."""
        if not (self._owed or self._seen):
            return
        name = self.reminder.name
        with bound(WORKER):
            Pending.objects.filter(pk__in=self._seen).delete()
            Pending.objects.bulk_create(Pending(duty=name, subject=one) for one in again)
            if self._owed:
                # Not where another sweep owes it since: something came that this one has not seen.
                owed = Sweep.objects.filter(name=name, looked_by=self._owed)
                owed.update(looked_on=self.day, looked_by=self.by)

    def _changed(self) -> list[uuid.UUID] | None:
        """The cases or signals that have changed; None where everything is to be looked at."""
        name = self.reminder.name
        rows = Pending.objects.filter(duty=name).order_by("pk")
        found = list(rows.values_list("pk", "subject", "person")[: MANY + 1])
        looked = Sweep.objects.filter(name=name, looked_on=self.day, looked_by=self.by).exists()
        subjects = self._subjects(found) if looked else None
        if subjects is None or len(subjects) > MANY:
            self._owe()
            return None
        self._seen = [pk for pk, _subject, _person in found]
        return sorted(subjects)

    def _subjects(self, found: list[tuple[int, Any, Any]]) -> set[uuid.UUID] | None:
        """The cases or signals of these rows, of their people too; None for everything."""
        people = {person for _pk, _subject, person in found if person is not None}
        subjects = {subject for _pk, subject, _person in found}
        if len(found) > MANY or any(one is two is None for _pk, one, two in found):
            return None
        subjects.discard(None)
        if not people:
            return subjects
        team = self.reminder.team
        if team.subject:
            parts = TeamMember.objects.filter(user__in=people, active=True)
            cases = parts.values_list("case_id", flat=True).distinct()
            return subjects | set(cases[: MANY + 1])
        return None if team.rows().filter(user__in=people).exists() else subjects

    def _owe(self) -> None:
        """From now on everything is owed, until this look is done; it sees what changed so far."""
        self._owed = uuid.uuid4().hex
        Sweep.objects.filter(name=self.reminder.name).update(looked_by=self._owed)
        Pending.objects.filter(duty=self.reminder.name).delete()


def _by(reminder: Reminder, days: WorkingDays) -> str:
    """What a look depends on beside rows: the settings, the days off, and the reminder itself."""
    said = days.settings() + _shape(reminder)
    return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


@functools.lru_cache(maxsize=64)
def _shape(reminder: Reminder) -> str:
    """The reminder as text: what it asks, of whom, and when."""
    with bound(WORKER):
        asked = [
            (each.rows().query.sql_with_params()[0], each.key, each.person, each.agency, each.roles)
            for each in reminder.found
        ]
        team = reminder.team.rows().query.sql_with_params()[0]
    return repr((asked, team, reminder.before, reminder.patience, reminder.escalates_to))
