"""Lines on closing, monitoring, reopening."""

from tests.access.answers.line import (
    CONTENT,
    NOBODY,
    OVERSEES,
    PROCESS,
    RISK_OWNER,
    TEAM,
    TEAM_B,
    Line,
    form,
)

# After closure: its named person (a partner) and PR enter a check, PR names and ends, CO reopens.
# The cases stand in the analysis again, so that most come too late.
HOLDS = frozenset({"process", "partner"})
_AFTER = {"check": "check", "not_held": "reason", "person": "check_person", "answer": "reason"}
_MAY_AFTER = {"check": HOLDS, "not_held": HOLDS, "person": PROCESS, "answer": CONTENT}


def _after(name: str, data: str, who) -> tuple[Line, ...]:
    """A decision on a check: of case A, of case B, and of B under A’s address."""
    there = TEAM_B & (TEAM_B if who is HOLDS else NOBODY)
    route = f"closure:{name}"
    return (
        form(route, "a/check_a", who, TEAM - who, post=409, data=data),
        form(route, "b/check_b", there, TEAM_B - there, post=409, data=data),
        Line(route, "a/check_b", get={}, post={}, data=data),
    )


AFTER = (
    Line("closure:monitoring", "a", get={200: TEAM}),
    Line("closure:monitoring", "b", get={200: TEAM_B}),
    Line("closure:monitoring", "unknown", get={}),
    *(
        line
        for name, data in _AFTER.items()
        for line in _after(name, data, _MAY_AFTER[name])
    ),
    form("closure:correct", "a/check_a", HOLDS, TEAM - HOLDS, data="check_corrected"),
    form("closure:correct", "b/check_b", TEAM_B, data="check_corrected"),
    Line("closure:correct", "a/check_b", get={}, post={}, data="check_corrected"),
    *(
        line
        for name, data, who in (
            ("end", "reason", PROCESS),
            ("end_early", "reason", PROCESS),
            ("reopen", "reopening", CONTENT),
        )
        for line in (
            form(f"closure:{name}", "a", who, TEAM - who, post=409, data=data),
            form(f"closure:{name}", "b", NOBODY, TEAM_B, data=data),
        )
    ),
    form("closure:told_again", "a/told_a", CONTENT, TEAM - CONTENT, data="told_again"),
    form("closure:told_again", "b/told_b", NOBODY, TEAM_B, data="told_again"),
    Line("closure:told_again", "a/told_b", get={}, post={}, data="told_again"),
)  # fmt: skip
# Closing: the proposals of both cases are signed and the cases stand in the analysis again, so that
# whoever may is late. CO proposes and writes, one of each agency gives its opinion, RO signs.
_CLOSING = (
    ("propose", "closing", CONTENT), ("texts", "closing", CONTENT), ("withdraw", "reason", CONTENT),
    ("opinion", "opinion", TEAM - RISK_OWNER), ("handover", "handover", CONTENT),
    ("inform", "inform", CONTENT), ("sign", "signature", RISK_OWNER),
    # X28: coordinators and RO ask a silent agency once more, RO signs without it.
    ("ask_again", "ask_again", OVERSEES), ("without_opinion", "without_opinion", RISK_OWNER),
)  # fmt: skip
_IN_B = {"opinion": TEAM_B}
# Nobody is silent on a proposal that was signed: none can be chosen.
_NO_CHOICE = ("ask_again", "without_opinion")


def _of_closing(name: str, row: str, data: str) -> tuple[Line, ...]:
    """A decision on a row of the proposal of case A, of case B, of B under A's address."""
    route = f"closure:{name}"
    return (
        form(route, f"a/{row}_a", CONTENT, TEAM - CONTENT, post=409, data=data),
        form(route, f"b/{row}_b", NOBODY, TEAM_B, data=data),
        form(route, f"a/{row}_b", NOBODY, TEAM - CONTENT, data=data),
    )


CLOSING = (
    Line("closure:closing", "a", get={200: TEAM}),
    Line("closure:closing", "b", get={200: TEAM_B}),
    Line("closure:closing", "unknown", get={}),
    Line(
        "closure:print", "a",
        get={200: {"process", "content", "risk_owner"}, 403: TEAM},
    ),
    *(
        line
        for name, data, who in _CLOSING
        for line in (
            form(
                f"closure:{name}", "a", who, TEAM - who,
                post=422 if name in _NO_CHOICE else 409, data=data,
            ),
            form(
                f"closure:{name}", "b", _IN_B.get(name, NOBODY),
                TEAM_B - _IN_B.get(name, NOBODY), post=409, data=data,
            ),
        )
    ),
    # S89: CO says that an action goes on; here it has ended.
    form("closure:goes_on", "a/followed", CONTENT, TEAM - CONTENT, post=409, data="goes_on"),
    form("closure:goes_on", "b/followed_b", NOBODY, TEAM_B, data="goes_on"),
    Line("closure:goes_on", "a/followed_b", get={403: TEAM - CONTENT, 404: CONTENT},
         post={403: TEAM - CONTENT, 404: CONTENT}, data="goes_on"),
    # S59, X28: CO says what becomes of a promise.
    form("closure:promise", "a/promise", CONTENT, TEAM - CONTENT, post=409, data="promise_becomes"),
    form("closure:promise", "b/promise_b", NOBODY, TEAM_B, data="promise_becomes"),
    Line("closure:promise", "a/promise_b", get={403: TEAM - CONTENT, 404: CONTENT},
         post={403: TEAM - CONTENT, 404: CONTENT}, data="promise_becomes"),
    form("closure:result", "a/goal", NOBODY, TEAM - CONTENT, data="goal_result"),
    Line("closure:without_year", "a", get={200: TEAM}),
    Line("closure:without_year", "b", get={200: TEAM_B}),
    Line("closure:without_year", "unknown", get={}),
    # X25: from any open state; the proposals of both cases were taken back.
    form(
        "closure:without_year_propose", "a", CONTENT, TEAM - CONTENT, data="without_year"
    ),
    form("closure:without_year_propose", "b", NOBODY, TEAM_B, data="without_year"),
    *(
        line
        for name, data, who in (
            ("withdraw", "reason", CONTENT), ("sign", "signature", RISK_OWNER),
        )
        for line in (
            form(f"closure:without_year_{name}", "a", who, TEAM - who, post=409, data=data),
            form(f"closure:without_year_{name}", "b", NOBODY, TEAM_B, data=data),
        )
    ),
    # X25: CO asks and calls off, a coordinator notes the answer, RO signs or declines; on both
    # cases the last one was called off.
    Line("closure:transfer", "a", get={200: TEAM}),
    Line("closure:transfer", "b", get={200: TEAM_B}),
    Line("closure:transfer", "unknown", get={}),
    form("closure:transfer_ask", "a", CONTENT, TEAM - CONTENT, data="transfer"),
    form("closure:transfer_ask", "b", NOBODY, TEAM_B, data="transfer"),
    *(
        line
        for name, data, who in (
            ("accepted", "acceptance", CONTENT | PROCESS), ("call_off", "reason", CONTENT),
            ("decline", "reason", RISK_OWNER), ("sign", "signature", RISK_OWNER),
        )
        for line in (
            form(f"closure:transfer_{name}", "a", who, TEAM - who, post=409, data=data),
            form(f"closure:transfer_{name}", "b", NOBODY, TEAM_B, data=data),
        )
    ),
    # X04: CO asks about another file; CO of the other answers; CO of either asks to undo it, the
    # other or RO confirms; who oversees knows of a question, the team of what was agreed.
    Line("closure:one_file", "a", get={200: TEAM}),
    Line("closure:one_file", "b", get={200: TEAM_B}),
    Line("closure:one_file", "unknown", get={}),
    form("closure:one_file_ask", "a", CONTENT, TEAM - CONTENT, data="one_file"),
    form("closure:one_file_ask", "b", NOBODY, TEAM_B, data="one_file"),
    *(
        line
        for name, row, who, refused, data in (
            ("take_back", "question", NOBODY, OVERSEES, "reason"),
            ("take_back", "asks", CONTENT, OVERSEES - CONTENT, "reason"),
            ("agree", "question", CONTENT, OVERSEES - CONTENT, "agrees"),
            ("decline", "question", CONTENT, OVERSEES - CONTENT, "reason"),
            ("undo_confirm", "undone", CONTENT | RISK_OWNER, TEAM - CONTENT - RISK_OWNER, "agrees"),
            ("undo_decline", "undone", CONTENT | RISK_OWNER, TEAM - CONTENT - RISK_OWNER, "reason"),
        )
        for line in (
            form(f"closure:one_file_{name}", f"a/{row}_a", who, refused, post=409, data=data),
            form(
                f"closure:one_file_{name}", f"b/{row}_b", NOBODY,
                NOBODY if row in ("question", "asks") else TEAM_B, data=data,
            ),
            form(
                f"closure:one_file_{name}", f"a/{row}_b", NOBODY, NOBODY, data=data,
            ),
        )
    ),
    form("closure:one_file_undo", "a/holds_a", CONTENT, TEAM - CONTENT, data="reason"),
    form("closure:one_file_undo", "b/holds_b", NOBODY, TEAM_B, data="reason"),
    form("closure:one_file_undo", "a/holds_b", NOBODY, NOBODY, data="reason"),
    form(
        "closure:one_file_stays_out", "a/part_a", CONTENT, OVERSEES - CONTENT, post=409,
        data="reason",
    ),
    form("closure:one_file_stays_out", "b/part_b", NOBODY, NOBODY, data="reason"),
    form("closure:one_file_stays_out", "a/part_b", NOBODY, NOBODY, data="reason"),
    Line("closure:closing", "a", get={200: TEAM}, query="cycle=1"),
    Line("closure:closing", "b", get={200: TEAM_B}, query="cycle=1"),
    *_of_closing("handover_answer", "handover", "handover_answer"),
    *_of_closing("informed", "told", "inform"),
)  # fmt: skip
