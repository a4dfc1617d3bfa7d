"""The rows of a case file of which a page says what stood before (casework.before, X30)."""

from __future__ import annotations

from typing import Any

from agencies.models import User
from casework.before import Kind, register
from casework.models import (
    AgencyStatement,
    Conference,
    Deconfliction,
    Person,
    Record,
    Relationship,
    TeamMember,
)
from casework.rights import Role

Audience = Record.Audience
_COORDINATES = {Role.PROCESS_COORDINATOR.value, Role.CONTENT_COORDINATOR.value}


def could_read(user: User, record: Record, state: Any) -> bool:
    """For ``admits``: the audience that the words had when they stood admits this reader.

    An audience that is narrower today hides the record as a whole. Of one that was shared with
    named agencies, and with more today, the names of then are not kept: its own agency reads it,
    and the coordinators.
    """
    if state.audience in (record.audience, Audience.TEAM) or record.agency_id == user.agency_id:
        return True
    coordinates = bool(_COORDINATES & record.case.roles_of(user))
    return state.audience == Audience.NAMED and coordinates


register(
    Kind("information", Record, admits=could_read),
    Kind("around", Relationship, corrects=False),
    Kind("statement", AgencyStatement),
    Kind("person", Person, of=("cases", "signals"), corrects=False),
    Kind("part", TeamMember, corrects=False),
    Kind("conference", Conference, of=("case", "signal")),
    Kind("security", Deconfliction, of=("case", "signal"), corrects=False),
)
