"""Every address x method x persona -> the answer: one table, the same that an auditor would read.

A line names a route and the object it is asked with. ``get`` and ``post`` say who gets which
status; ``rest`` is everybody else who is signed in. Whoever is not signed in (nobody, or an
account that was closed) is sent to the sign-in page, unless the line is public. Written from
the rulings (who may what), not from the code: a change here is a change of policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.stage import PERSONAS

OUTSIDE = frozenset({"anonymous", "deactivated"})
EVERYONE = frozenset(PERSONAS) - OUTSIDE
COORDINATES = frozenset({"coordinator", "deciding_coordinator"})
HOTLINE = frozenset({"receiver", "deputy"}) | COORDINATES
OTHER_DESK = frozenset({"other_receiver"}) | COORDINATES
TEAM = frozenset({"process", "content", "partner", "other_partner", "risk_owner"})
OVERSEES = frozenset({"process", "content", "risk_owner"})
TEAM_B = frozenset({"foreign"})
REPORTER = frozenset({"reporter"})
ADMINISTRATOR = frozenset({"administrator"})
DPO = frozenset({"dpo"})
DECIDES = frozenset({"deciding_coordinator"})
TAKER = frozenset({"receiver"})
Answers = dict[int, frozenset[str]]


@dataclass(frozen=True)
class Line:
    """One route with one object. ``post=None``: reading only, so a POST is 405 for who may read.

    ``get=None``: an act on an object; whoever comes back to it is led to the object's page.

    ``data`` is what the POST carries (a name in tests/access/typed.py), ``why`` the row.
    """

    route: str
    on: str = ""
    get: Answers | None = field(default_factory=lambda: {200: EVERYONE})
    post: Answers | None = None
    rest: int = 404
    data: str = ""
    public: bool = False
    query: str = ""

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.route, self.on, self.data, self.query) if part)

    def expected(self, method: str, persona: str) -> int:
        """The status this persona gets."""
        if persona in OUTSIDE and not self.public:
            return 302
        answers = self.get if method in ("GET", "HEAD") else self.post
        if method == "POST" and self.post is None:
            answers = {405 if status == 200 else status: w for status, w in self.get.items()}
        if method in ("GET", "HEAD") and self.get is None:
            answers = {}
            for status, who in self.post.items():
                status = 302 if status in _DONE else status
                answers[status] = answers.get(status, frozenset()) | who
        for status, who in answers.items():
            if persona in who:
                return status
        return self.rest


_DONE = (302, 409)
ALL = frozenset(PERSONAS)


def _each(status: int, who=EVERYONE) -> Answers:
    return {status: who}


def _act(route: str, on: str, post: Answers, **more) -> Line:
    """A POST without a page of its own: to read it is 405."""
    return Line(route, on, get=_each(405, ALL), post=post, **more)


def _form(route: str, on: str, who, refused=frozenset(), *, post: int = 302, data="", **more):
    """A form that ``who`` may open and send; ``refused`` may know of the object, no more."""
    sent = more.pop("sent", {post: who, 403: refused})
    return Line(route, on, get={200: who, 403: refused}, post=sent, data=data, **more)


def _admin(model: str, page: str, *, get: int = 200, post: int = 200) -> Line:
    on = model.rpartition("_")[2] if page in ("change", "delete") else ""
    route = f"admin:{model}_{page}"
    return Line(route, on, get=_each(get, ADMINISTRATOR), post=_each(post, ADMINISTRATOR), rest=403)


PAGES = (
    Line("home"),
    Line("jump", get=_each(302), post=_each(405)),
    Line("jump", query="q=nothing-of-this-name"),
    Line("jump", query="q=case_a", get={302: TEAM}, post=_each(405), rest=200),
    Line("jump", query="q=signal_taken", get={302: HOTLINE}, post=_each(405), rest=200),
    Line("notices"),
    Line("help"),
    Line("glossary"),
    Line("showroom"),
    Line("cases"),
    Line("readings", get=_each(200, DPO), rest=403),
    Line("intake:searches", get=_each(200, DPO), rest=403),
    Line("authorisations", get=_each(200, DPO), rest=403),
    Line("favicon", get=_each(302), post=_each(302)),
)
# Is this person known already? SC alone, from the first analysis of a signal (rulings 2, 3).
_RECEIVES = HOTLINE - COORDINATES
_RECEIVES_THERE = OTHER_DESK - COORDINATES
_MATCHING = (
    Line("intake:page", "named", get={200: HOTLINE}),
    Line("intake:page", "joined", get={200: OTHER_DESK}),
    Line("intake:page", "attached", get={200: OTHER_DESK}),
    Line("intake:matches", "named", get={200: COORDINATES, 403: _RECEIVES}),
    Line("intake:matches", "acked", get={200: COORDINATES, 403: _RECEIVES}),
    Line("intake:matches", "desk", get={200: COORDINATES, 403: _RECEIVES | REPORTER}),
    Line("intake:matches", "case_a", get={200: COORDINATES, 403: _RECEIVES}),
    Line("intake:matches", "joined", get={200: COORDINATES, 403: _RECEIVES_THERE}),
    Line("intake:matches", "unknown", get={}),
    _form("intake:name_person", "named", COORDINATES, _RECEIVES, data="person"),
    _form("intake:name_person", "acked", COORDINATES, _RECEIVES, data="person"),
    _form("intake:name_person", "acked", COORDINATES, _RECEIVES, post=409, data="nothing"),
    _form("intake:name_person", "desk", COORDINATES, _RECEIVES | REPORTER, post=409, data="person"),
    _form("intake:name_person", "case_a", COORDINATES, _RECEIVES, post=409, data="person"),
    _form("intake:name_person", "joined", COORDINATES, _RECEIVES_THERE, post=409, data="person"),
    _form("intake:answer_match", "named/known_b", COORDINATES, _RECEIVES, data="same"),
    _form("intake:answer_match", "named/known_b", COORDINATES, _RECEIVES, post=422, data="nothing"),
    _form(
        "intake:answer_match", "desk/known_b", COORDINATES, _RECEIVES | REPORTER,
        post=409, data="same",
    ),
    _form(
        "intake:answer_match", "joined/known_a", COORDINATES, _RECEIVES_THERE, post=409, data="same"
    ),
    # before somebody says who it is about, nobody is a possible match
    _form("intake:answer_match", "acked/known_b", frozenset(), _RECEIVES, data="same"),
)  # fmt: skip
SIGNALS = (
    Line("intake:list"),
    Line("intake:new", post=_each(302), data="signal"),
    Line("intake:new", post=_each(422), data="nothing"),
    Line("intake:page", "desk", get={200: HOTLINE | REPORTER}),
    Line("intake:page", "taken", get={200: HOTLINE}),
    Line("intake:page", "other", get={200: OTHER_DESK}),
    Line("intake:page", "case_a", get={200: HOTLINE}),
    Line("intake:page", "acked", get={200: HOTLINE}),
    Line("intake:page", "plain", get={200: HOTLINE}),
    Line("intake:page", "case_b", get={200: OTHER_DESK}),
    Line("intake:page", "unknown", get={}),
    # acknowledge: RC, SC; the reporter knows of it and may not; a second time is too late
    Line("intake:acknowledge", "desk", get=None, post={302: HOTLINE, 403: REPORTER}),
    Line("intake:acknowledge", "acked", get=None, post={409: HOTLINE}),
    Line("intake:acknowledge", "case_a", get=None, post={409: HOTLINE}),
    Line("intake:acknowledge", "other", get=None, post={302: OTHER_DESK}),
    Line("intake:acknowledge", "unknown", get=None, post={}),
    _form("intake:pass_on", "desk", HOTLINE, REPORTER, data="to_luc"),
    _form("intake:pass_on", "acked", HOTLINE, post=409, data="to_luc"),
    _form("intake:pass_on", "desk", HOTLINE, REPORTER, post=422, data="to_stranger"),
    _form("intake:pass_on", "other", OTHER_DESK, post=422, data="to_luc"),
    _form("intake:correct", "desk", HOTLINE, REPORTER, data="signal"),
    _form("intake:correct", "case_a", HOTLINE, post=409, data="signal"),
    _form("intake:correct", "other", OTHER_DESK, data="signal"),
    # the source: the receiver who took the call, and SC
    _form(
        "intake:reveal_source", "taken", TAKER | COORDINATES, frozenset({"deputy"}),
        post=200, data="reason",
    ),
    _form(
        "intake:reveal_source", "taken", TAKER | COORDINATES, frozenset({"deputy"}),
        post=422, data="nothing",
    ),
    _form(
        "intake:reveal_source", "desk", COORDINATES, REPORTER | {"receiver", "deputy"},
        post=200, data="reason",
    ),
    _form("intake:reveal_source", "other", OTHER_DESK, post=200, data="reason"),
    # open a case: DE who may read the signal
    _form("intake:open_case", "tabled", DECIDES, HOTLINE - DECIDES, data="opening"),
    _form("intake:open_case", "tabled", DECIDES, HOTLINE - DECIDES, post=409, data="no_team"),
    _form("intake:open_case", "acked", DECIDES, HOTLINE - DECIDES, post=409, data="opening"),
    _form(
        "intake:open_case", "desk", DECIDES, (HOTLINE | REPORTER) - DECIDES,
        post=409, data="opening",
    ),
    _form("intake:open_case", "case_a", DECIDES, HOTLINE - DECIDES, post=409, data="opening"),
    _form("intake:open_case", "other", DECIDES, OTHER_DESK - DECIDES, post=409, data="opening"),
    *_MATCHING,
)  # fmt: skip
# The first analysis: SC alone; the desk reads it; the named second reader reads it twice.
NOBODY: frozenset[str] = frozenset()
SOLE = HOTLINE - COORDINATES  # receiver and deputy
_CHECKS = (
    ("assess_source", "source_said"), ("security", "danger_said"), ("minor", "minor_said"),
    ("questions", "questions_said"),
)  # fmt: skip
_DECIDED = ("need_more", "oriented", "handed_to_security", "no_action", "malicious")
ANALYSIS = (
    Line("intake:first_analysis", "desk", get={200: HOTLINE, 403: REPORTER}),
    *(
        Line("intake:first_analysis", on, get={200: HOTLINE})
        for on in (
            "acked", "ready", "proposed", "asked", "oriented", "handed", "tabled", "security",
            "advised", "case_a", "doubled",
        )
    ),
    *(
        Line("intake:first_analysis", on, get={200: OTHER_DESK})
        for on in ("other", "foreign", "case_b", "attached")
    ),
    *(
        _form(f"intake:{route}", "acked", COORDINATES, SOLE, data=data) for route, data in _CHECKS
    ),
    *(
        _form(
            f"intake:{route}", "desk", COORDINATES, SOLE | REPORTER, post=409, data=data
        )
        for route, data in _CHECKS
    ),
    *(
        _form(
            f"intake:{route}", "other", COORDINATES, OTHER_DESK - COORDINATES, post=409, data=data
        )
        for route, data in _CHECKS
    ),
    _form("intake:security_answer", "security", COORDINATES, SOLE, data="security_answer"),
    _form("intake:security_answer", "acked", COORDINATES, SOLE, post=409, data="security_answer"),
    *(
        _form("intake:decide", f"ready:{kind}", COORDINATES, SOLE, data=kind)
        for kind in (*_DECIDED, "merged") if kind != "malicious"
    ),
    _form("intake:decide", "desk:merged", COORDINATES, SOLE | REPORTER, post=409, data="merged"),
    _form("intake:decide", "ready:merged", COORDINATES, SOLE, post=422, data="merged_unknown"),
    # joined to the file: SC alone; the team of the file knows of no such signal
    _form(
        "intake:decide", "joined:joined_to_case", COORDINATES, _RECEIVES_THERE, data="grounds"
    ),
    _form("intake:decide", "ready:joined_to_case", COORDINATES, SOLE, post=409, data="grounds"),
    _form(
        "intake:decide", "desk:joined_to_case", COORDINATES, SOLE | REPORTER,
        post=409, data="grounds",
    ),
    _form("intake:take_off", "attached/attachment", COORDINATES, _RECEIVES_THERE, data="grounds"),
    _form("intake:take_off", "doubled/merged", NOBODY, SOLE, data="grounds"),
    _form("intake:separate", "doubled/merged", COORDINATES, SOLE, data="grounds"),
    _form("intake:separate", "ready/merged", NOBODY, SOLE, data="grounds"),
    Line(
        "intake:take_back", "ready:minor", get=None,
        post={
            302: frozenset({"coordinator"}), 409: COORDINATES - {"coordinator"}, 403: SOLE,
        },
    ),
    Line("intake:take_back", "acked:source", get=None, post={409: COORDINATES, 403: SOLE}),
    Line("intake:take_back", "ready:weather", get=None, post={403: SOLE}),
    _form(
        "intake:correct_conference", "tabled", DECIDES, HOTLINE - DECIDES, post=409,
        data="conference_day",
    ),
    _form(
        "intake:correct_conference", "case_a", DECIDES, HOTLINE - DECIDES, post=409,
        data="conference_day",
    ),
    Line(
        "intake:correct_conference", "acked",
        get={403: HOTLINE - DECIDES}, post={403: HOTLINE - DECIDES},
    ),
    _form("intake:decide", "ready:malicious", COORDINATES, SOLE, data="malicious"),
    *(
        _form("intake:decide", f"acked:{kind}", COORDINATES, SOLE, post=409, data=kind)
        for kind in _DECIDED
    ),
    _form("intake:decide", "security:oriented", COORDINATES, SOLE, post=409, data="oriented"),
    _form(
        "intake:decide", "foreign:oriented", COORDINATES, OTHER_DESK - COORDINATES, data="oriented",
    ),
    Line("intake:decide", "ready:weather", get={}, post={}),
    _form("intake:advice", "plain", SOLE, COORDINATES, data="grounds"),
    _form("intake:advice", "acked", SOLE, COORDINATES, post=409, data="grounds"),
    _form("intake:advice", "desk", SOLE, COORDINATES | REPORTER, post=409, data="grounds"),
    _form("intake:to_conference", "ready", DECIDES, HOTLINE - DECIDES, data="grounds"),
    _form("intake:to_conference", "acked", DECIDES, HOTLINE - DECIDES, post=409, data="grounds"),
    _form("intake:conference", "tabled", DECIDES, HOTLINE - DECIDES, data="conference"),
    _form("intake:conference", "ready", DECIDES, HOTLINE - DECIDES, post=409, data="conference"),
    _form(
        "intake:second_reading", "proposed/proposal", TAKER, HOTLINE - TAKER, data="agrees",
    ),
    _form("intake:second_reading", "ready/proposal", frozenset(), rest=404, data="agrees"),
    Line("intake:withdraw", "proposed/proposal", get=None, post={302: COORDINATES, 403: SOLE}),
    Line(
        "intake:undo", "asked/question", get=None,
        post={302: frozenset({"coordinator"}), 403: HOTLINE - {"coordinator"}},
    ),
    _form("intake:answer", "asked/question", COORDINATES, SOLE, data="answer"),
)  # fmt: skip
CONTENT = frozenset({"content"})
PROPOSES = CONTENT | {"partner", "other_partner"}


def _draft_act(route: str, row: str, answer: int, **more):
    """An act on a line of the draft of case a; a line of case b is nobody's there."""
    refused = TEAM - CONTENT
    return (
        Line(route, f"a/{row}", get=None, post={answer: CONTENT, 403: refused}, **more),
        Line(route, f"a/{row}_b", get=None, post={403: refused}, **more),
        Line(route, f"b/{row}_b", get=None, post={403: TEAM_B}, **more),
    )


def _draft_form(route: str, row: str, answer: int, data: str):
    """A form on a line of the draft of case a; 409 where what was read is an old version."""
    refused = TEAM - CONTENT
    return (
        _form(route, f"a/{row}", CONTENT, refused, post=answer, data=data),
        _form(route, f"a/{row}_b", NOBODY, refused, data=data),
        _form(route, f"b/{row}_b", NOBODY, TEAM_B, data=data),
    )


def _new_line(route: str, answer: int, data: str):
    return (
        _form(route, "a", CONTENT, TEAM - CONTENT, post=answer, data=data),
        _form(route, "b", NOBODY, TEAM_B, data=data),
    )


# The plan: read by the team, written by CO, proposed by CO and PA, printed by PR and CO
# (rulings 2); the second approver is RO or a coordinator (rulings 1).
PLANS = (
    Line("plans:plan", "a", get={200: TEAM}),
    Line("plans:plan", "a", get={200: TEAM}, query="version=1"),
    Line("plans:plan", "a", get={200: TEAM}, query="version=2"),
    Line("plans:plan", "a", get={200: TEAM}, query="version=3"),
    Line("plans:plan", "b", get={200: TEAM_B}),
    Line("plans:plan", "b", get={200: TEAM_B}, query="version=2"),
    Line("plans:plan", "b", get={200: TEAM_B}, query="version=3"),
    Line("plans:plan", "unknown", get={}),
    Line("plans:print", "a", get={200: {"process", "content"}, 403: TEAM}),
    Line("plans:print", "b", get={403: TEAM_B}),
    Line("plans:start", "a", get=None, post={409: CONTENT, 403: TEAM - CONTENT}),
    Line("plans:start", "b", get=None, post={403: TEAM_B}),
    *_new_line("plans:version", 409, "plan_version"),
    *_new_line("plans:texts", 409, "nothing"),
    *_new_line("plans:goal_add", 302, "plan_goal"),
    *_draft_form("plans:goal", "goal", 409, "plan_goal"),
    *_new_line("plans:action_add", 302, "plan_action"),
    *_draft_form("plans:action", "action", 409, "plan_action"),
    *_draft_act("plans:action_move", "action", 302, data="plan_day"),
    *_new_line("plans:checkpoint_add", 302, "plan_checkpoint"),
    *_draft_form("plans:checkpoint", "checkpoint", 409, "plan_checkpoint"),
    *_draft_act("plans:line_remove", "goal", 302),
    *_draft_act("plans:line_restore", "goal", 409),
    _form("plans:propose", "a", PROPOSES, TEAM - PROPOSES, data="plan_proposal"),
    _form("plans:propose", "b", TEAM_B, data="plan_proposal"),
    *_draft_act("plans:take_in", "offered", 302),
    *_draft_form("plans:decline", "offered", 302, "reason"),
    *_new_line("plans:discard", 302, "reason"),
    *_new_line("plans:approve", 409, "reason"),
    _form("plans:confirm", "a", OVERSEES, TEAM - OVERSEES, post=409, data="plan_read"),
    _form("plans:confirm", "b", NOBODY, TEAM_B, data="plan_read"),
)
# Carrying out: read by the team; an action is its agency's (the content coordinator's on this
# stage), steered by CO; effects and promises PR CO PA (rulings 2). On the stage the case is back
# in analysis: what may be opened is refused by its rule.
WORKING = TEAM - {"risk_owner"}
_COORDINATE = frozenset({"process", "content"})
_AUTHORS = frozenset({"partner", "content"})


def _carried(route: str, row: str, who, data: str, *, in_b=NOBODY, right=WORKING):
    """A form on a line of case a; the line of case b is unknown there, known in its own."""
    return (
        _form(route, f"a/{row}", who, TEAM - who, post=409, data=data),
        _form(route, f"a/{row}_b", NOBODY, TEAM - right, data=data),
        _form(route, f"b/{row}_b", in_b, TEAM_B - in_b, post=409, data=data),
    )


CARRYING = (
    Line("plans:carrying", "a", get={200: TEAM}),
    Line("plans:carrying", "b", get={200: TEAM_B}),
    Line("plans:carrying", "unknown", get={}),
    Line(
        "plans:carrying_start", "a", get=None,
        post={409: frozenset({"process"}), 403: TEAM - {"process"}},
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
    *_carried("plans:action_check", "followed", WORKING, "words", in_b=TEAM_B),
    _form("plans:effect_add", "a", WORKING, TEAM - WORKING, post=409, data="carry_effect"),
    _form("plans:effect_add", "b", TEAM_B, post=409, data="carry_effect"),
    *_carried("plans:effect_correct", "effect", _AUTHORS, "carry_effect", in_b=TEAM_B),
    *_carried("plans:effect_respond", "effect", WORKING, "carry_response", in_b=TEAM_B),
    *_carried("plans:effect_close", "effect", _COORDINATE, "reason"),
    _form("plans:commitment_add", "a", WORKING, TEAM - WORKING, post=409, data="carry_promise"),
    _form("plans:commitment_add", "b", TEAM_B, post=409, data="carry_promise"),
    *_carried("plans:commitment_correct", "promise", _AUTHORS, "carry_promise", in_b=TEAM_B),
    *_carried("plans:commitment_settle", "promise", _AUTHORS, "carry_settle", in_b=TEAM_B),
)  # fmt: skip
CASES = (
    Line("case", "a", get={200: TEAM}),
    Line("case", "a", get={200: TEAM}, query="name=1"),
    Line("case", "b", get={200: TEAM_B}),
    Line("case", "b", get={200: TEAM_B}, query="name=1"),
    Line("case", "unknown", get={}),
    Line("case_team", "a", get={200: TEAM}),
    Line("case_team", "b", get={200: TEAM_B}),
    Line("case_readings", "a", get={200: OVERSEES, 403: TEAM}),
    Line("case_readings", "b", get={403: TEAM_B}),
    _form("case_add_information", "a", TEAM, data="information"),
    _form("case_add_information", "a", TEAM, post=409, data="own_need"),
    _form("case_add_information", "a", TEAM, post=422, data="nothing"),
    _form("case_add_information", "b", TEAM_B, data="information"),
    # an author corrects their own words; who may not read them gets 404, team or not
    _form(
        "case_correct_information", "a_team_a", frozenset({"partner"}), TEAM - {"partner"},
        data="correction",
    ),
    _form("case_correct_information", "a_own_a", frozenset({"partner"}), data="correction"),
    _form(
        "case_correct_information", "a_named_a", frozenset({"partner"}),
        frozenset({"other_partner", "process", "content"}), post=409, data="no_reason",
    ),
    _form("case_correct_information", "a_team_b", frozenset(), data="correction"),
    _form(
        "case_correct_person", "a", frozenset({"content"}), TEAM - {"content"}, data="person",
    ),
    _form("case_correct_person", "b", frozenset(), TEAM_B, data="person"),
    _form("case_statement", "a", TEAM, data="statement"),
    _form("case_statement", "b", TEAM_B, data="statement"),
    _form("case_declare", "a", TEAM, data="declaration"),
    _form("case_declare", "b", TEAM_B, data="declaration"),
    _form(
        "case_start_analysis", "a", frozenset({"content"}), TEAM - {"content"}, post=409,
        data="enough",
    ),
    _form("case_start_analysis", "b", frozenset(), TEAM_B, data="enough"),
    # PR names members; RO names the coordinators; a role that is not one's to give is no choice
    _form(
        "case_member_add", "a", frozenset({"process", "risk_owner"}),
        TEAM - {"process", "risk_owner"}, data="as_partner",
        sent={302: frozenset({"process"}), 422: frozenset({"risk_owner"}), 403: TEAM},
    ),
    _form(
        "case_member_add", "a", frozenset({"process", "risk_owner"}),
        TEAM - {"process", "risk_owner"}, data="as_coordinator",
        sent={302: frozenset({"risk_owner"}), 422: frozenset({"process"}), 403: TEAM},
    ),
    _form(
        "case_member_add", "a", frozenset({"process", "risk_owner"}),
        TEAM - {"process", "risk_owner"}, data="member_again",
        sent={409: frozenset({"process"}), 422: frozenset({"risk_owner"}), 403: TEAM},
    ),
    _form("case_member_add", "b", frozenset(), TEAM_B, data="as_partner"),
    _form(
        "case_member_end", "a_partner", frozenset({"process"}), TEAM - {"process"}, data="reason",
    ),
    _form(
        "case_member_end", "a_partner", frozenset({"process"}), TEAM - {"process"},
        post=409, data="nothing",
    ),
    _form(
        "case_member_end", "a_process", frozenset({"risk_owner"}), TEAM - {"risk_owner"},
        post=409, data="reason",
    ),
    _form("case_member_end", "a_member_of_b", frozenset(), data="reason"),
    _form("case_member_end", "b_partner", frozenset(), TEAM_B, data="reason"),
    # hand over: PR for partners, RO for the coordinators; ask to declare: PR
    _form(
        "case_member_replace", "a_partner", frozenset({"process"}), TEAM - {"process"},
        data="to_odile",
    ),
    _form(
        "case_member_replace", "a_partner", frozenset({"process"}), TEAM - {"process"},
        post=409, data="to_odile_why",
    ),
    _form(
        "case_member_replace", "a_process", frozenset({"risk_owner"}), TEAM - {"risk_owner"},
        data="to_odile",
    ),
    _form("case_member_replace", "a_member_of_b", frozenset(), data="to_odile"),
    _form("case_member_replace", "b_partner", frozenset(), TEAM_B, data="to_odile"),
    Line(
        "case_remind", "a", get=None,
        post={302: frozenset({"process"}), 403: TEAM - {"process"}},
    ),
    Line("case_remind", "b", get=None, post={403: TEAM_B}),
    # withdraw: the author, while nobody entitled has looked (Hugo has)
    Line(
        "case_withdraw_information", "a_team_a", get=None,
        post={409: frozenset({"partner"}), 403: TEAM - {"partner"}},
    ),
    Line(
        "case_withdraw_information", "a_own_a", get=None, post={302: frozenset({"partner"})},
    ),
    Line(
        "case_withdraw_information", "a_withdrawn_a", get=None,
        post={409: frozenset({"partner"})},
    ),
    Line("case_withdraw_information", "a_team_b", get=None, post={}),
    _form("case_end_held", "b_held_b", TEAM_B, data="grounds"),
    _form("case_end_held", "b_ended_b", TEAM_B, post=409, data="grounds"),
    _form(
        "case_end_held", "a_ended_a", frozenset({"partner"}), TEAM - {"partner"}, post=409,
        data="grounds",
    ),
    _form("case_end_held", "a_team_a", frozenset(), rest=404, data="grounds"),
    Line("case_withdraw_information", "b_held_b", get=None, post={302: TEAM_B}),
    _form("case_add_information", "a", TEAM, data="held"),
    _form("case_add_information", "a", TEAM, post=409, data="own_held"),
    Line("case", "a", get={200: TEAM}, query="only=held"),
    Line("case", "a", get={200: TEAM}, query="only=information"),
    Line("case", "b", get={200: TEAM_B}, query="only=decisions"),
    Line("cases", query="order=silent"),
    Line("cases", query="q=case_a"),
)  # fmt: skip
CONTRIBUTES = frozenset({"content", "partner", "other_partner"})
CONTENT = frozenset({"content"})
OWN_FACTOR = frozenset({"content", "partner"})


def _contributed(route: str, on: str, data: str, who=CONTRIBUTES, **more) -> Line:
    """A form of the analysis on case A: ``who`` of its team, the others 403."""
    return _form(route, on, who, TEAM - who, data=data, **more)


DEPTH = (
    Line("plans:analysis", "a", get={200: TEAM}),
    Line("plans:analysis", "b", get={200: TEAM_B}),
    Line("plans:analysis", "a", get={200: TEAM}, query="all=known"),
    Line("plans:analysis", "a", get={200: TEAM}, query="domain=online"),
    Line("plans:analysis", "unknown", get={}),
    # what is not known: CO and PA contribute; whoever writes information may answer
    _contributed("plans:gap_add", "a", "gap"),
    _contributed("plans:gap_add", "a", "nothing", post=422),
    _form("plans:gap_add", "b", TEAM_B, data="gap"),
    _contributed("plans:gap_ask", "a/gap_a", "ask"),
    _contributed("plans:gap_ask", "a/gap_settled_a", "ask", post=409),
    _form("plans:gap_ask", "a/gap_b", frozenset(), TEAM - CONTRIBUTES, data="ask"),
    _form("plans:gap_ask", "b/gap_b", TEAM_B, data="ask", post=422),  # Léa is not on that team
    _form("plans:gap_answer", "a/gap_asked_a", TEAM, data="information"),
    _form("plans:gap_answer", "a/gap_asked_a", TEAM, data="own_need", post=422),
    _form("plans:gap_answer", "b/gap_b", TEAM_B, data="information"),
    _contributed("plans:gap_settle", "a/gap_a", "settle"),
    _contributed("plans:gap_settle", "a/gap_settled_a", "settle", post=409),
    _form("plans:gap_settle", "b/gap_b", TEAM_B, data="settle"),
    _contributed("plans:gap_reopen", "a/gap_settled_a", "reason"),
    _contributed("plans:gap_reopen", "a/gap_a", "reason", post=409),
    _form("plans:gap_reopen", "b/gap_settled_b", TEAM_B, data="reason"),
    _contributed("plans:gap_correct", "a/gap_a", "gap"),
    _form("plans:gap_correct", "b/gap_b", TEAM_B, data="gap"),
    # factors: the own agency's, and any for the content coordinator
    _contributed("plans:factor_add", "a", "factor"),
    _form("plans:factor_add", "b", TEAM_B, data="factor"),
    _contributed("plans:factor_correct", "a/factor_a", "factor", OWN_FACTOR),
    _form("plans:factor_correct", "a/factor_b", frozenset(), TEAM - CONTRIBUTES, data="factor"),
    _form("plans:factor_correct", "b/factor_b", TEAM_B, data="factor"),
    _contributed("plans:factor_withdraw", "a/factor_a", "reason", OWN_FACTOR),
    _contributed("plans:factor_withdraw", "a/factor_a", "nothing", OWN_FACTOR, post=409),
    _form("plans:factor_withdraw", "b/factor_b", TEAM_B, data="reason"),
    Line(
        "plans:factor_restore", "a/withdrawn_a", get=None,
        post={302: frozenset({"content", "other_partner"}), 403: TEAM},
    ),
    Line("plans:factor_restore", "a/factor_a", get=None, post={409: OWN_FACTOR, 403: TEAM}),
    Line("plans:factor_restore", "b/withdrawn_b", get=None, post={302: TEAM_B}),
    # an agency's own level; the joint one and the readings are the content coordinator's
    _contributed("plans:level_rate", "a", "level"),
    _contributed("plans:level_agree", "a", "level", CONTENT),
    _form("plans:level_rate", "b", TEAM_B, data="level"),
    _form("plans:level_agree", "b", frozenset(), TEAM_B, data="level"),
    _contributed("plans:interpretation_add", "a", "reading", CONTENT),
    _form("plans:interpretation_add", "b", frozenset(), TEAM_B, data="reading"),
    _contributed("plans:interpretation_weigh", "a/reading_a", "reading", CONTENT),
    _form("plans:interpretation_weigh", "b/reading_b", frozenset(), TEAM_B, data="reading"),
    _form("plans:interpretation_weigh", "a/reading_b", frozenset(), TEAM - CONTENT, data="reading"),
    _contributed("plans:viewpoint_add", "a", "view"),
    _form("plans:viewpoint_add", "b", TEAM_B, data="view"),
)  # fmt: skip
# After closure: its named person (a partner) and PR enter a check, PR names and ends, CO reopens.
# The cases stand in the analysis again, so that most come too late.
PROCESS = frozenset({"process"})
HOLDS = frozenset({"process", "partner"})
_AFTER = {"check": "check", "not_held": "reason", "person": "check_person", "answer": "reason"}
_MAY_AFTER = {"check": HOLDS, "not_held": HOLDS, "person": PROCESS, "answer": CONTENT}


def _after(name: str, data: str, who) -> tuple[Line, ...]:
    """One decision on a check: of case A, of case B, and of B under A’s address."""
    there = TEAM_B & (TEAM_B if who is HOLDS else frozenset())
    route = f"closure:{name}"
    return (
        _form(route, "a/check_a", who, TEAM - who, post=409, data=data),
        _form(route, "b/check_b", there, TEAM_B - there, post=409, data=data),
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
    _form("closure:correct", "a/check_a", HOLDS, TEAM - HOLDS, data="check_corrected"),
    _form("closure:correct", "b/check_b", TEAM_B, data="check_corrected"),
    Line("closure:correct", "a/check_b", get={}, post={}, data="check_corrected"),
    *(
        line
        for name, data, who in (
            ("end", "reason", PROCESS),
            ("end_early", "reason", PROCESS),
            ("reopen", "reopening", CONTENT),
        )
        for line in (
            _form(f"closure:{name}", "a", who, TEAM - who, post=409, data=data),
            _form(f"closure:{name}", "b", frozenset(), TEAM_B, data=data),
        )
    ),
    _form("closure:told_again", "a/told_a", CONTENT, TEAM - CONTENT, data="told_again"),
    _form("closure:told_again", "b/told_b", frozenset(), TEAM_B, data="told_again"),
    Line("closure:told_again", "a/told_b", get={}, post={}, data="told_again"),
)  # fmt: skip
# Closing: the proposals of both cases are signed and the cases stand in the analysis again, so that
# whoever may is late. CO proposes and writes, one of each agency gives its opinion, RO signs.
RISK_OWNER = frozenset({"risk_owner"})
_CLOSING = (
    ("propose", "closing", CONTENT), ("texts", "closing", CONTENT), ("withdraw", "reason", CONTENT),
    ("opinion", "opinion", TEAM - RISK_OWNER), ("handover", "handover", CONTENT),
    ("inform", "inform", CONTENT), ("sign", "signature", RISK_OWNER),
)  # fmt: skip
_IN_B = {"opinion": TEAM_B}


def _of_closing(name: str, row: str, data: str) -> tuple[Line, ...]:
    """A decision on a row of the proposal of case A, of case B, of B under A's address."""
    route = f"closure:{name}"
    return (
        _form(route, f"a/{row}_a", CONTENT, TEAM - CONTENT, post=409, data=data),
        _form(route, f"b/{row}_b", frozenset(), TEAM_B, data=data),
        _form(route, f"a/{row}_b", frozenset(), TEAM - CONTENT, data=data),
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
            _form(f"closure:{name}", "a", who, TEAM - who, post=409, data=data),
            _form(
                f"closure:{name}", "b", _IN_B.get(name, frozenset()),
                TEAM_B - _IN_B.get(name, frozenset()), post=409, data=data,
            ),
        )
    ),
    _form("closure:result", "a/goal", frozenset(), TEAM - CONTENT, data="goal_result"),
    *_of_closing("handover_answer", "handover", "handover_answer"),
    *_of_closing("informed", "told", "inform"),
)  # fmt: skip
# Checkpoints: PR holds and writes, CO concludes. The cases stand in the analysis again.
CHECKING = (
    Line("plans:checkpoints", "a", get={200: TEAM}),
    Line("plans:checkpoints", "b", get={200: TEAM_B}),
    Line("plans:checkpoints", "unknown", get={}),
    Line("plans:checking", "a/meeting_a", get={200: TEAM}),
    Line("plans:checking", "a/cancelled_a", get={200: TEAM}),
    Line("plans:checking", "a/meeting_b", get={}),
    Line("plans:checking", "b/meeting_b", get={200: TEAM_B}),
    Line("plans:checking", "b/cancelled_b", get={200: TEAM_B}),
    _form("plans:checkpoint_open", "a", PROCESS, TEAM - PROCESS, post=409, data="checkpoint"),
    _form("plans:checkpoint_open", "b", frozenset(), TEAM_B, data="checkpoint"),
    *(
        line
        for name, part, data, who in (
            ("section", ":online", "section", PROCESS),
            ("conclude", "", "checkpoint_end", CONTENT),
            ("cancel", "", "reason", PROCESS),
            ("day", "", "conference_day", PROCESS),
        )
        for line in (
            _form(
                f"plans:checkpoint_{name}", f"a/meeting_a{part}", who, TEAM - who, post=409,
                data=data,
            ),
            _form(f"plans:checkpoint_{name}", f"b/meeting_b{part}", NOBODY, TEAM_B, data=data),
            _form(f"plans:checkpoint_{name}", f"a/meeting_b{part}", NOBODY, TEAM - who, data=data),
        )
    ),
    _form(
        "plans:checkpoint_section", "a/meeting_a:weather", NOBODY, TEAM - PROCESS, data="section",
    ),
)  # fmt: skip
OWN = (
    _act("notice_read", "own", {302: frozenset({"partner"})}),
    _act("notice_read", "foreign", {302: TEAM_B}),
    _act("notices_read_all", "", _each(302)),
    _act("draft_save", "", {}, data="nothing"),
    _act("draft_save", "", _each(200), data="own_draft"),
    _act("draft_save", "", {200: frozenset({"partner"})}, data="draft_of_partner"),
    _act("draft_discard", "", {}, data="nothing"),
    _act("draft_discard", "", _each(302), data="own_draft"),
    _act("draft_discard", "", {302: frozenset({"partner"})}, data="draft_of_partner"),
    _act("stay_signed_in", "", _each(200)),
)
PUBLIC = (
    Line("privacy", get=_each(200, ALL), public=True),
    Line("accessibility", get=_each(200, ALL), public=True),
    Line("health", get=_each(200, ALL), public=True),
    _act("set_language", "", _each(302, ALL), data="language", public=True),
    _act("set_theme", "", _each(302, ALL), data="theme", public=True),
    Line(
        "account_login", get={200: OUTSIDE}, post={422: OUTSIDE}, rest=302,
        data="nothing", public=True,
    ),
    Line("account_logout", post=_each(302), rest=302, public=True),
    Line("account_reset_password", get=_each(200, ALL), post=_each(422, ALL), public=True),
    Line("account_reset_password_done", get=_each(200, ALL), public=True),
    Line(
        "account_reset_password_from_key", "unknown", get={}, post={}, public=True,
    ),
    Line("account_reset_password_from_key_done", get=_each(200, ALL), public=True),
    Line("agencies:invitation", "unknown", get={}, post={}, public=True),
)  # fmt: skip
ACCOUNT = (
    # the personas have no passphrase, so there is nothing to confirm with
    Line("account_reauthenticate", get=_each(403), post=_each(403), data="nothing"),
    Line("agencies:profile", post=_each(422), data="nothing"),
    Line("agencies:passphrase", post=_each(422), data="nothing"),
    Line("agencies:sessions"),
    _act("agencies:session_end", "", {}, data="foreign_session"),
    _act("agencies:sessions_end_others", "", _each(302)),
    Line("agencies:absence_add", post=_each(422), data="nothing"),
    _act("agencies:absence_end", "", {302: frozenset({"partner"})}, data="absence_of_partner"),
)
ADMIN = (
    Line("admin:index", get=_each(200, ADMINISTRATOR), post=_each(200, ADMINISTRATOR), rest=403),
    Line("admin:health", get=_each(200, ADMINISTRATOR), post=_each(200, ADMINISTRATOR), rest=403),
    Line("admin:jsi18n", get=_each(200, ADMINISTRATOR), post=_each(405, ADMINISTRATOR), rest=403),
    Line(
        "admin:app_list", "app", get=_each(200, ADMINISTRATOR),
        post=_each(200, ADMINISTRATOR), rest=403,
    ),
    Line("admin:logout", post=_each(302), rest=302, public=True),
    Line("admin:password_change", get=_each(302), post=_each(302)),
    *(
        _admin(model, page)
        for model in ("agencies_agency", "agencies_user", "agencies_duty", "agencies_channel")
        for page in ("changelist", "add", "change")
    ),
    *(
        _admin(model, page)
        for model in ("casework_code", "casework_localholiday")
        for page in ("changelist", "add", "change")
    ),
    _admin("casework_localholiday", "delete"),
    # absences are looked at: people declare their own
    _admin("agencies_absence", "changelist"),
    _admin("agencies_absence", "change", post=403),
    _admin("agencies_absence", "add", get=403, post=403),
    # one row: its list is its form
    _admin("casework_territoryprofile", "changelist", get=302, post=302),
    _admin("casework_territoryprofile", "change"),
    _admin("casework_territoryprofile", "add", get=403, post=403),
)  # fmt: skip

MATRIX: tuple[Line, ...] = (
    PAGES
    + SIGNALS
    + ANALYSIS
    + CASES
    + CARRYING
    + DEPTH
    + PLANS
    + CHECKING
    + AFTER
    + CLOSING
    + OWN
    + PUBLIC
    + ACCOUNT
    + ADMIN
)

# Open to anybody. An addition is a decision: it is written here as well as in the code (B1).
PUBLIC_ROUTES = frozenset(
    {
        "privacy", "accessibility", "health", "set_language", "set_theme",
        "account_login", "account_logout", "admin:logout",
        "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
        "agencies:invitation",
    }
)  # fmt: skip
