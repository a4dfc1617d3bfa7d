"""Lines on files from paper: the decider opens, one types, another confirms (rulings 7, X14)."""

from tests.access.answers.line import (
    CONTENT,
    EVERYONE,
    NOBODY,
    PROCESS,
    RISK_OWNER,
    TEAM,
    TEAM_B,
    Line,
    form,
)

DECIDERS = frozenset({"decider", "deciding_coordinator"})
OPENER = frozenset({"decider"})
IN_HAND = OPENER | PROCESS | CONTENT
PAPERS = (
    Line("papers:list"),
    form("papers:new", "", DECIDERS, EVERYONE - DECIDERS, data="example"),
    Line("papers:page", "handed", get={200: IN_HAND}),
    Line("papers:page", "typed", get={200: frozenset({"deciding_coordinator"})}),
    Line("papers:page", "secret", get={200: frozenset({"deciding_coordinator"})}),
    Line("papers:page", "unknown", get={}),
    form("papers:opening", "handed", OPENER, IN_HAND - OPENER, data="paper_opening"),
    form("papers:type", "handed", PROCESS, IN_HAND - PROCESS, data="paper_typed"),
    form("papers:type", "unknown", NOBODY, data="paper_typed"),
    form("papers:hand_over", "handed", PROCESS, IN_HAND - PROCESS, post=409, data="nothing"),
    form("papers:give_back", "handed", CONTENT, IN_HAND - CONTENT, data="reason"),
    form("papers:confirm", "handed", CONTENT, IN_HAND - CONTENT, data="paper_read"),
    form("papers:call_off", "handed", IN_HAND, data="paper_sure"),
    # case a came by a signal: there is nothing to sign
    form("plans:paper_sign", "a", RISK_OWNER, TEAM - RISK_OWNER, post=409, data="paper_read"),
    form("plans:paper_sign", "b", NOBODY, TEAM_B, data="paper_read"),
)
