from intake.views.acts import Acknowledge, Correct, OpenCase, PassOn, RevealSource
from intake.views.analysis import StartAnalysis
from intake.views.capture import NewSignal
from intake.views.first_analysis import (
    AssessSource,
    FirstAnalysisPage,
    MinorSection,
    Questions,
    Security,
    SecurityAnswer,
)
from intake.views.matching import AnswerMatch, Matches, NamePerson
from intake.views.outcomes import (
    Decide,
    GiveAdvice,
    NoteAnswer,
    RecordConference,
    SecondReading,
    ToConference,
    UndoOutcome,
    WithdrawProposal,
)
from intake.views.pages import SignalList, SignalPage

__all__ = [
    "Acknowledge",
    "AnswerMatch",
    "AssessSource",
    "Correct",
    "Decide",
    "FirstAnalysisPage",
    "GiveAdvice",
    "Matches",
    "MinorSection",
    "NamePerson",
    "NewSignal",
    "NoteAnswer",
    "OpenCase",
    "PassOn",
    "Questions",
    "RecordConference",
    "RevealSource",
    "SecondReading",
    "Security",
    "SecurityAnswer",
    "SignalList",
    "SignalPage",
    "StartAnalysis",
    "ToConference",
    "UndoOutcome",
    "WithdrawProposal",
]
