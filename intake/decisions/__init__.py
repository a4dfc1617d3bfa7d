from intake.decisions.analysis import start_analysis
from intake.decisions.conference import correct_conference, record_conference
from intake.decisions.joining import join_to_case, take_off_case
from intake.decisions.matching import answer_match, name_person
from intake.decisions.merging import merge_signal, separate_signal
from intake.decisions.opening import OpeningTeam, open_case
from intake.decisions.outcome import (
    decide_outcome,
    give_advice,
    note_answer,
    read_second,
    take_to_conference,
    undo_outcome,
    withdraw_proposal,
)
from intake.decisions.security import ask_deconfliction, note_security_answer
from intake.decisions.signal import (
    acknowledge,
    capture_signal,
    correct_signal,
    escalate,
    pass_on,
    reveal_source,
    usual_channel,
)
from intake.decisions.source import assess_source
from intake.decisions.take_back import take_back_check
from intake.decisions.triage import answer_minor, answer_questions

__all__ = [
    "OpeningTeam",
    "acknowledge",
    "answer_match",
    "answer_minor",
    "answer_questions",
    "ask_deconfliction",
    "assess_source",
    "capture_signal",
    "correct_conference",
    "correct_signal",
    "decide_outcome",
    "escalate",
    "give_advice",
    "join_to_case",
    "merge_signal",
    "name_person",
    "note_answer",
    "note_security_answer",
    "open_case",
    "pass_on",
    "read_second",
    "record_conference",
    "reveal_source",
    "separate_signal",
    "start_analysis",
    "take_back_check",
    "take_off_case",
    "take_to_conference",
    "undo_outcome",
    "usual_channel",
    "withdraw_proposal",
]
