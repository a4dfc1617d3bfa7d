"""What stands before a decider's button: a decider may stand outside the desk of the signal."""

from __future__ import annotations

from django.db.models import Max

from casework.models import Conference, ReadingLog
from common.scope import elevated
from intake.first_analysis import rules, sheet
from intake.models import Outcome, Signal


def before_the_table(signal: Signal) -> list:
    """The sentences in the way of taking the signal to the table."""
    with elevated():
        return rules.before(sheet.of(signal), Outcome.Kind.TO_CONFERENCE)


def before_the_record(signal: Signal) -> list:
    """The sentences in the way of recording a conference on the signal."""
    with elevated():
        return list(rules.goes_to_the_table(sheet.of(signal)))


def last_conference(signal: Signal) -> Conference | None:
    """The newest conference on the signal, which counts."""
    with elevated():
        rows = Conference.objects.filter(signal_id=signal.pk).order_by("-recorded_at", "-pk")
        return rows.first()


def last_read_by_others(signal: Signal, user):
    """When somebody else than this person last read the signal; None: never."""
    with elevated():
        rows = ReadingLog.objects.filter(signal_id=signal.pk).exclude(reader=user)
        return rows.aggregate(last=Max("at"))["last"]
