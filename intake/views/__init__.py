from intake.views.acts import Acknowledge, Correct, OpenCase, PassOn, RevealSource
from intake.views.analysis import StartAnalysis
from intake.views.capture import NewSignal
from intake.views.pages import SignalList, SignalPage

__all__ = [
    "Acknowledge",
    "Correct",
    "NewSignal",
    "OpenCase",
    "PassOn",
    "RevealSource",
    "SignalList",
    "SignalPage",
    "StartAnalysis",
]
