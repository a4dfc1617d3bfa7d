from intake.views.acts import Acknowledge, Correct, OpenCase, PassOn, RevealSource
from intake.views.analysis import StartAnalysis
from intake.views.capture import NewSignal
from intake.views.matching import AnswerMatch, Matches, NamePerson
from intake.views.pages import SignalList, SignalPage

__all__ = [
    "Acknowledge",
    "AnswerMatch",
    "Correct",
    "Matches",
    "NamePerson",
    "NewSignal",
    "OpenCase",
    "PassOn",
    "RevealSource",
    "SignalList",
    "SignalPage",
    "StartAnalysis",
]
