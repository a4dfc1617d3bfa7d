"""Lines on the plan, carrying out, checkpoints."""

from tests.access.answers.line import (
    CONTENT,
    NOBODY,
    OVERSEES,
    PROCESS,
    TEAM,
    TEAM_B,
    Line,
    form,
)

PROPOSES = CONTENT | {"partner", "other_partner"}


def _draft_act(route: str, row: str, answer: int, **more):
    """A one-click act on a line of case a's draft; with a line of case b it is 404."""
    refused = TEAM - CONTENT
    return (
        Line(route, f"a/{row}", get=None, post={answer: CONTENT, 403: refused}, **more),
        Line(route, f"a/{row}_b", get=None, post={403: refused}, **more),
        Line(route, f"b/{row}_b", get=None, post={403: TEAM_B}, **more),
    )


def _draft_form(route: str, row: str, answer: int, data: str):
    """A form on a line of case a's draft, on the version that its page carries."""
    refused = TEAM - CONTENT
    return (
        form(route, f"a/{row}", CONTENT, refused, post=answer, data=data),
        form(route, f"a/{row}_b", NOBODY, refused, data=data),
        form(route, f"b/{row}_b", NOBODY, TEAM_B, data=data),
    )


def _new_line(route: str, answer: int, data: str):
    return (
        form(route, "a", CONTENT, TEAM - CONTENT, post=answer, data=data),
        form(route, "b", NOBODY, TEAM_B, data=data),
    )


# The plan: read by the team, written by CO, proposed by CO and PA, printed by PR and CO
# (rulings 2); the second approver is RO or a coordinator (rulings 1).
PLANS = (
    Line("plans:plan", "a", get={200: TEAM}),
    Line("plans:plan", "a", get={200: TEAM}, query="version=1"),
    Line("plans:plan", "a", get={200: TEAM}, query="version=2"),
    Line("plans:plan", "a", get={200: TEAM}, query="version=3"),
    Line("plans:plan", "a", get={200: TEAM}, query="goal=1"),
    Line("plans:plan", "a", get={200: TEAM}, query="changes=1"),
    Line("plans:plan", "b", get={200: TEAM_B}),
    Line("plans:plan", "b", get={200: TEAM_B}, query="goal=1"),
    Line("plans:plan", "b", get={200: TEAM_B}, query="version=2"),
    Line("plans:plan", "b", get={200: TEAM_B}, query="version=3"),
    Line("plans:plan", "unknown", get={}),
    Line("plans:print", "a", get={200: {"process", "content"}, 403: TEAM}),
    Line("plans:print", "b", get={403: TEAM_B}),
    Line("plans:start", "a", get=None, post={409: CONTENT, 403: TEAM - CONTENT}),
    Line("plans:start", "b", get=None, post={403: TEAM_B}),
    *_new_line("plans:version", 409, "plan_version"),
    *_new_line("plans:texts", 302, "nothing"),
    *_new_line("plans:goal_add", 302, "plan_goal"),
    *_draft_form("plans:goal", "goal", 302, "plan_goal"),
    *_new_line("plans:action_add", 302, "plan_action"),
    *_draft_form("plans:action", "action", 302, "plan_action"),
    *_draft_act("plans:action_move", "action", 302, data="plan_day"),
    *_new_line("plans:checkpoint_add", 302, "plan_checkpoint"),
    *_draft_form("plans:checkpoint", "checkpoint", 302, "plan_checkpoint"),
    *_draft_act("plans:line_remove", "goal", 302),
    *_draft_act("plans:line_restore", "goal", 409),
    form("plans:propose", "a", PROPOSES, TEAM - PROPOSES, data="plan_proposal"),
    form("plans:propose", "b", TEAM_B, data="plan_proposal"),
    *_draft_act("plans:take_in", "offered", 302),
    *_draft_form("plans:decline", "offered", 302, "reason"),
    *_new_line("plans:discard", 302, "reason"),
    *_new_line("plans:approve", 409, "reason"),
    form("plans:confirm", "a", OVERSEES, TEAM - OVERSEES, post=409, data="plan_read"),
    form("plans:confirm", "b", NOBODY, TEAM_B, data="plan_read"),
)
# Carrying out: read by the team; an action is its agency's (the content coordinator's on this
# stage), steered by CO; effects and promises PR CO PA (rulings 2). On the stage the case is back
# in analysis: what may be opened is refused by its rule.
WORKING = TEAM - {"risk_owner"}
_COORDINATE = frozenset({"process", "content"})
_AUTHORS = frozenset({"partner", "content"})


def _carried(route: str, row: str, who, data: str, *, in_b=NOBODY, right=WORKING):
    """A form on a row of case a; with a row of case b it is 404, and under b it is known."""
    return (
        form(route, f"a/{row}", who, TEAM - who, post=409, data=data),
        form(route, f"a/{row}_b", NOBODY, TEAM - right, data=data),
        form(route, f"b/{row}_b", in_b, TEAM_B - in_b, post=409, data=data),
    )


CARRYING = (
    Line("plans:carrying", "a", get={200: TEAM}),
    Line("plans:carrying", "a", get={200: TEAM}, query="goal=1"),
    Line("plans:carrying", "a", get={200: TEAM}, query="who=1"),
    Line("plans:carrying", "b", get={200: TEAM_B}),
    Line("plans:carrying", "b", get={200: TEAM_B}, query="goal=1"),
    Line("plans:carrying", "unknown", get={}),
    Line(
        "plans:carrying_start", "a", get=None,
        post={409: PROCESS, 403: TEAM - {"process"}},
    ),
    Line("plans:carrying_start", "b", get=None, post={403: TEAM_B}),
    *_new_line("plans:pause", 409, "carry_pause"),
    *_new_line("plans:resume", 409, "reason"),
    Line(
        "plans:action_accept", "a/followed", get=None,
        post={409: CONTENT, 403: TEAM - CONTENT},
    ),
    Line("plans:action_accept", "a/followed_b", get=None, post={403: TEAM - WORKING}),
    Line("plans:action_accept", "b/followed_b", get=None, post={403: TEAM_B}),
    *_carried("plans:action_decline", "followed", CONTENT, "reason"),
    *_carried("plans:action_report", "followed", CONTENT, "carry_report"),
    *_carried("plans:report_correct", "report", CONTENT, "carry_report"),
    *_carried("plans:action_finish", "followed", CONTENT, "carry_finish"),
    *_carried("plans:action_outcome", "followed", CONTENT, "carry_finish"),
    *_carried("plans:action_absence", "followed", CONTENT, "words", right=CONTENT),
    *_carried("plans:action_stop", "followed", CONTENT, "reason", right=CONTENT),
    *_carried("plans:action_verify", "followed", WORKING, "words", in_b=TEAM_B),
    form("plans:effect_add", "a", WORKING, TEAM - WORKING, post=409, data="carry_effect"),
    form("plans:effect_add", "b", TEAM_B, post=409, data="carry_effect"),
    *_carried("plans:effect_correct", "effect", _AUTHORS, "carry_effect", in_b=TEAM_B),
    *_carried("plans:effect_respond", "effect", WORKING, "carry_response", in_b=TEAM_B),
    *_carried("plans:effect_close", "effect", _COORDINATE, "reason"),
    form("plans:commitment_add", "a", WORKING, TEAM - WORKING, post=409, data="carry_promise"),
    form("plans:commitment_add", "b", TEAM_B, post=409, data="carry_promise"),
    *_carried("plans:commitment_correct", "promise", _AUTHORS, "carry_promise", in_b=TEAM_B),
    *_carried("plans:commitment_move", "promise", _AUTHORS, "example", in_b=TEAM_B),
    *_carried("plans:commitment_settle", "promise", _AUTHORS, "carry_settle", in_b=TEAM_B),
)  # fmt: skip
# Checkpoints: PR holds and writes, CO concludes. The cases stand in the analysis again.
CHECKPOINTS = (
    Line("plans:checkpoints", "a", get={200: TEAM}),
    Line("plans:checkpoints", "b", get={200: TEAM_B}),
    Line("plans:checkpoints", "unknown", get={}),
    Line("plans:checkpoint_page", "a/meeting_a", get={200: TEAM}),
    Line("plans:checkpoint_page", "a/cancelled_a", get={200: TEAM}),
    Line("plans:checkpoint_page", "a/meeting_b", get={}),
    Line("plans:checkpoint_page", "b/meeting_b", get={200: TEAM_B}),
    Line("plans:checkpoint_page", "b/cancelled_b", get={200: TEAM_B}),
    form("plans:checkpoint_open", "a", PROCESS, TEAM - PROCESS, post=409, data="checkpoint"),
    form("plans:checkpoint_open", "b", NOBODY, TEAM_B, data="checkpoint"),
    *(
        line
        for name, part, data, who, post in (
            ("section", "/online", "section", PROCESS, 409),
            ("conclude", "", "checkpoint_end", CONTENT, 409),
            ("cancel", "", "reason", PROCESS, 409),
            ("day", "", "conference_day", PROCESS, 302),
        )
        for line in (
            form(
                f"plans:checkpoint_{name}", f"a/meeting_a{part}", who, TEAM - who, post=post,
                data=data,
            ),
            form(f"plans:checkpoint_{name}", f"b/meeting_b{part}", NOBODY, TEAM_B, data=data),
            form(f"plans:checkpoint_{name}", f"a/meeting_b{part}", NOBODY, TEAM - who, data=data),
        )
    ),
    form(
        "plans:checkpoint_section", "a/meeting_a/weather", NOBODY, TEAM - PROCESS, data="section",
    ),
)  # fmt: skip
