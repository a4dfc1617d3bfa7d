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
    TakeBack,
)
from intake.views.matching import AnswerMatch, Matches, NamePerson
from intake.views.outcomes import (
    CorrectConference,
    Decide,
    GiveAdvice,
    NoteAnswer,
    RecordConference,
    SecondReading,
    Separate,
    TakeOff,
    ToConference,
    UndoOutcome,
    WithdrawProposal,
)
from intake.views.pages import SignalList, SignalPage
from intake.views.searches import Searches

__all__ = [
    "Acknowledge",
    "AnswerMatch",
    "AssessSource",
    "Correct",
    "CorrectConference",
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
    "Searches",
    "SecondReading",
    "Security",
    "SecurityAnswer",
    "Separate",
    "SignalList",
    "SignalPage",
    "StartAnalysis",
    "TakeBack",
    "TakeOff",
    "ToConference",
    "UndoOutcome",
    "WithdrawProposal",
]
