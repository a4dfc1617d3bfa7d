"""Lines on the in-depth analysis: CO and PA contribute, the joint part is CO’s."""

from tests.access.answers.line import (
    CONTENT,
    NOBODY,
    TEAM,
    TEAM_B,
    Line,
    form,
)

CONTRIBUTES = frozenset({"content", "partner", "other_partner"})
OWN_FACTOR = frozenset({"content", "partner"})


def _contributed(route: str, on: str, data: str, who=CONTRIBUTES, **more) -> Line:
    """A form of the analysis on case A: ``who`` may send it, others of its team get 403."""
    return form(route, on, who, TEAM - who, data=data, **more)


DEPTH = (
    Line("plans:analysis", "a", get={200: TEAM}),
    Line("plans:analysis", "b", get={200: TEAM_B}),
    Line("plans:analysis", "a", get={200: TEAM}, query="all=known"),
    Line("plans:analysis", "a", get={200: TEAM}, query="domain=online"),
    Line("plans:analysis", "unknown", get={}),
    # what is not known: CO and PA contribute; whoever writes information may answer
    _contributed("plans:gap_add", "a", "gap"),
    _contributed("plans:gap_add", "a", "nothing", post=422),
    form("plans:gap_add", "b", TEAM_B, data="gap"),
    _contributed("plans:gap_ask", "a/gap_a", "ask"),
    _contributed("plans:gap_ask", "a/gap_settled_a", "ask", post=409),
    form("plans:gap_ask", "a/gap_b", NOBODY, TEAM - CONTRIBUTES, data="ask"),
    form("plans:gap_ask", "b/gap_b", TEAM_B, data="ask", post=422),  # Léa is not on that team
    form("plans:gap_answer", "a/gap_asked_a", TEAM, data="information"),
    form("plans:gap_answer", "a/gap_asked_a", TEAM, data="own_need", post=422),
    form("plans:gap_answer", "b/gap_b", TEAM_B, data="information"),
    _contributed("plans:gap_settle", "a/gap_a", "settle"),
    _contributed("plans:gap_settle", "a/gap_settled_a", "settle", post=409),
    form("plans:gap_settle", "b/gap_b", TEAM_B, data="settle"),
    _contributed("plans:gap_reopen", "a/gap_settled_a", "reason"),
    _contributed("plans:gap_reopen", "a/gap_a", "reason", post=409),
    form("plans:gap_reopen", "b/gap_settled_b", TEAM_B, data="reason"),
    _contributed("plans:gap_correct", "a/gap_a", "gap"),
    form("plans:gap_correct", "b/gap_b", TEAM_B, data="gap"),
    # factors: the own agency's, and any for the content coordinator
    _contributed("plans:factor_add", "a", "factor"),
    form("plans:factor_add", "b", TEAM_B, data="factor"),
    _contributed("plans:factor_correct", "a/factor_a", "factor", OWN_FACTOR),
    form("plans:factor_correct", "a/factor_b", NOBODY, TEAM - CONTRIBUTES, data="factor"),
    form("plans:factor_correct", "b/factor_b", TEAM_B, data="factor"),
    _contributed("plans:factor_withdraw", "a/factor_a", "reason", OWN_FACTOR),
    _contributed("plans:factor_withdraw", "a/factor_a", "nothing", OWN_FACTOR, post=409),
    form("plans:factor_withdraw", "b/factor_b", TEAM_B, data="reason"),
    Line(
        "plans:factor_restore", "a/withdrawn_a", get=None,
        post={302: frozenset({"content", "other_partner"}), 403: TEAM},
    ),
    Line("plans:factor_restore", "a/factor_a", get=None, post={409: OWN_FACTOR, 403: TEAM}),
    Line("plans:factor_restore", "b/withdrawn_b", get=None, post={302: TEAM_B}),
    # an agency's own level; the joint one and the interpretations are the content coordinator's
    _contributed("plans:level_rate", "a", "level"),
    _contributed("plans:level_agree", "a", "level", CONTENT),
    form("plans:level_rate", "b", TEAM_B, data="level"),
    form("plans:level_agree", "b", NOBODY, TEAM_B, data="level"),
    _contributed("plans:interpretation_add", "a", "interpretation", CONTENT),
    form("plans:interpretation_add", "b", NOBODY, TEAM_B, data="interpretation"),
    _contributed("plans:interpretation_weigh", "a/interpretation_a", "interpretation", CONTENT),
    form("plans:interpretation_weigh", "b/interpretation_b", NOBODY, TEAM_B, data="interpretation"),
    form(
        "plans:interpretation_weigh", "a/interpretation_b", NOBODY, TEAM - CONTENT,
        data="interpretation",
    ),
    _contributed("plans:viewpoint_add", "a", "view"),
    form("plans:viewpoint_add", "b", TEAM_B, data="view"),
)  # fmt: skip
