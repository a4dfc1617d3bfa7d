"""What the reader opened lately and may still know of: beside an empty search box (X13).

From the reading log, by one function that tells ids of one's own readings alone; whether one may
still know of them the managers are asked now. Two statements, whatever there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.urls import reverse

from agencies.models import User
from casework.views.case import own_memberships
from common.together import ask_together
from intake.models import Signal
from intake.signals.desk import state_shown
from worklist.searching import words

SHOWN = 8


@dataclass(frozen=True)
class Opened:
    """A case or a signal that was opened lately."""

    reference: str
    url: str
    who: str
    state: str


def opened(user: User) -> list[Opened]:
    """The last ones, the latest first, each once."""
    with connection.cursor() as cursor:
        cursor.execute("select case_id, signal_id from access.opened_lately()")
        ids: list[UUID] = [case or signal for case, signal in cursor.fetchall()]
    parts = own_memberships(user).filter(case_id__in=ids)
    signals = Signal.objects.visible_to(user).filter(pk__in=ids)
    ask_together(parts, signals)
    found = {part.case_id: _case(part) for part in parts}
    found |= {signal.pk: _signal(user, signal) for signal in signals}
    return [found[key] for key in ids if key in found][:SHOWN]


def _case(part) -> Opened:
    case = part.case
    url = reverse("case", args=[case.pk])
    return Opened(
        case.reference, url, words.initials_of(case.subject), str(case.get_state_display())
    )


def _signal(user: User, signal: Signal) -> Opened:
    url = reverse("intake:page", args=[signal.pk])
    return Opened(signal.reference, url, "", str(state_shown(user, signal)))
