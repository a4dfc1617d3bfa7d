"""The rows of a signal of which a page says what stood before (casework.before, X30)."""

from __future__ import annotations

from casework.before import Kind, register
from intake.models import MatchAnswer, Outcome, Signal, SourceAssessment, Triage

register(
    Kind("signal", Signal, of=("signal",), corrects=False),
    Kind("source", SourceAssessment, of=("signal",)),
    Kind("checks", Triage, of=("signal",), corrects=False),
    Kind("outcome", Outcome, of=("signal",), corrects=False),
    Kind("match", MatchAnswer, of=("signal",)),
)
