"""The journal: one row per decision, in the decision's transaction, shown as one sentence.

``EVENTS`` is its table of contents. A phase app registers its own events on import.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.models import Case, JournalEntry, Record, Relationship, TeamMember
from casework.rights import Role
from common import clock
from common.words import Words

# event -> the sentence, with the facts' names as its places.
EVENTS: dict[str, Words] = {
    "case.opened": _("opened the case"),
    "team.joined": _("named %(name)s (%(agency)s), %(role)s"),
    "team.left": _("ended the part of %(name)s (%(agency)s), %(role)s"),
    "team.replaced": _(
        "handed the part of %(name)s (%(agency)s), %(role)s, over to %(to)s (%(to_agency)s)"
    ),
    "team.reminded": _("reminded those who have not declared an interest"),
    "team.declared": _("declared: %(interest)s"),
    "person.corrected": _("corrected who the person is"),
    "agency.stated": _("said what %(agency)s aims at in this case, and its limits"),
    "information.corrected": _("corrected a piece of information"),
    "information.held_ended": _("ended a mark of something held back"),
    "information.misplaced": _("marked a piece of information as not about this person"),
    "information.put_back": _("undid that a piece of information is not about this person"),
    "information.withdrawn": _("withdrew a piece of information that nobody had read"),
    "relationship.added": _("wrote down somebody around the person"),
    "relationship.corrected": _("changed what is written of somebody around the person"),
    "relationship.ended": _("ended what is written of somebody around the person"),
}

# By event the heading of the panel with the obstacles before that step.
STEP_TITLES: dict[str, Words] = {}

# Codes that facts may hold, with their words: roles here, an app's own choices by ``register``.
LABELS: dict[str, Words] = {**dict(Role.choices), **dict(TeamMember.Interest.choices)}


# The fact that holds the day of an event that was entered later (X14).
HAPPENED_ON = "happened_on"


def register(**events: Words) -> None:
    """Add an app's events: dots written as double underscores. Raises on a name taken."""
    for key, sentence in events.items():
        event = key.replace("__", ".")
        if event in EVENTS:
            raise ValueError(f"The journal knows {event} already.")
        EVENTS[event] = sentence


def record(
    event: str,
    *,
    by: User | None,
    case: Case | None = None,
    signal: Any = None,
    record: Record | None = None,
    relationship: Relationship | None = None,
    reason: str = "",
    happened_on: date | None = None,
    **facts: Any,
) -> JournalEntry:
    """Write one entry. ``facts`` are short names for the sentence: never words of a file.

    An entry about a ``record`` or a ``relationship`` is read by whoever reads that row.

    ``happened_on``: the day of the event, kept beside the day of the entry where they differ (X14).
    Raises LookupError on an event that nobody registered.
    """
    if event not in EVENTS:
        raise LookupError(f"The journal has no sentence for {event}.")
    if happened_on is not None and happened_on != clock.today():
        facts[HAPPENED_ON] = happened_on.isoformat()
    return JournalEntry.unscoped.create(
        at=clock.now(),
        event=event,
        by=by,
        agency_id=by.agency_id if by else None,
        case=case,
        signal_id=signal.pk if signal else None,
        record=record,
        relationship=relationship,
        reason=reason,
        facts=facts,
    )


def sentence(entry: JournalEntry) -> str:
    """The entry in the reader's language, without its author."""
    text = EVENTS.get(entry.event, entry.event)
    return str(text) % {key: _label(value) for key, value in entry.facts.items()}


def happened_on(entry: JournalEntry) -> date | None:
    """The day of the event, where it was entered on another day (X14)."""
    return entry.happened_on


def moment_of(entry: JournalEntry) -> date | datetime:
    """When it happened: the day of the event, else the moment of the entry."""
    return happened_on(entry) or entry.at


def _label(value: Any) -> str:
    return str(LABELS.get(value, value))
