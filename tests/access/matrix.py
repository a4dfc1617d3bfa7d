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
            answers = {302 if s in _DONE else s: w for s, w in self.post.items()}
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
    Line("favicon", get=_each(302), post=_each(302)),
)
SIGNALS = (
    Line("intake:list"),
    Line("intake:new", post=_each(302), data="signal"),
    Line("intake:new", post=_each(422), data="nothing"),
    Line("intake:page", "desk", get={200: HOTLINE | REPORTER}),
    Line("intake:page", "taken", get={200: HOTLINE}),
    Line("intake:page", "other", get={200: OTHER_DESK}),
    Line("intake:page", "case_a", get={200: HOTLINE}),
    Line("intake:page", "acked", get={200: HOTLINE}),
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
    _form("intake:open_case", "acked", DECIDES, HOTLINE - DECIDES, data="opening"),
    _form("intake:open_case", "acked", DECIDES, HOTLINE - DECIDES, post=409, data="no_team"),
    _form(
        "intake:open_case", "desk", DECIDES, (HOTLINE | REPORTER) - DECIDES,
        post=409, data="opening",
    ),
    _form("intake:open_case", "case_a", DECIDES, HOTLINE - DECIDES, post=409, data="opening"),
    _form("intake:open_case", "other", DECIDES, OTHER_DESK - DECIDES, post=409, data="opening"),
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
    Line("case_withdraw_information", "b_held_b", get=None, post={409: TEAM_B}),
    _form("case_add_information", "a", TEAM, data="held"),
    _form("case_add_information", "a", TEAM, post=409, data="own_held"),
    Line("case", "a", get={200: TEAM}, query="only=held"),
    Line("case", "a", get={200: TEAM}, query="only=information"),
    Line("case", "b", get={200: TEAM_B}, query="only=decisions"),
    Line("cases", query="order=silent"),
    Line("cases", query="q=case_a"),
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

MATRIX: tuple[Line, ...] = PAGES + SIGNALS + CASES + OWN + PUBLIC + ACCOUNT + ADMIN

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
