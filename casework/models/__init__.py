from casework.models.case import (
    Case,
    CaseUserObjectPermission,
    RecordGroupObjectPermission,
    RoleRight,
)
from casework.models.conference import Conference, ConferenceSeat, TableAnswer
from casework.models.deconfliction import Deconfliction
from casework.models.person import Person
from casework.models.record import Record
from casework.models.relationship import Relationship
from casework.models.statement import AgencyStatement
from casework.models.team import LeftAlone, OwnPart, TeamMember
from casework.models.territory import Code, LocalHoliday, ReferenceCounter, TerritoryProfile
from casework.models.trail import JournalEntry, ReadingLog, SearchedWords

__all__ = [
    "AgencyStatement",
    "Case",
    "CaseUserObjectPermission",
    "Code",
    "Conference",
    "ConferenceSeat",
    "Deconfliction",
    "JournalEntry",
    "LeftAlone",
    "LocalHoliday",
    "OwnPart",
    "Person",
    "ReadingLog",
    "Record",
    "RecordGroupObjectPermission",
    "ReferenceCounter",
    "Relationship",
    "RoleRight",
    "SearchedWords",
    "TableAnswer",
    "TeamMember",
    "TerritoryProfile",
]
