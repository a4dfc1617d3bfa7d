"""The decisions of the in-depth analysis, by theme."""

from plans.decisions.analysis.factors import (
    add_factor,
    correct_factor,
    restore_factor,
    withdraw_factor,
)
from plans.decisions.analysis.gaps import (
    add_gap,
    answer_gap,
    correct_gap,
    look_for_gap,
    reopen_gap,
    settle_gap,
)
from plans.decisions.analysis.readings import (
    add_interpretation,
    add_viewpoint,
    rate_domain,
    weigh_interpretation,
)

__all__ = [
    "add_factor",
    "add_gap",
    "add_interpretation",
    "add_viewpoint",
    "answer_gap",
    "correct_factor",
    "correct_gap",
    "look_for_gap",
    "rate_domain",
    "reopen_gap",
    "restore_factor",
    "settle_gap",
    "weigh_interpretation",
    "withdraw_factor",
]
