"""Lines on pages of no file: My work, the reader’s own, public ones, the administration."""

from tests.access.answers.line import (
    ADMINISTRATOR,
    ALL,
    COORDINATES,
    DPO,
    HOTLINE,
    OTHER_DESK,
    OUTSIDE,
    TEAM,
    TEAM_B,
    Line,
    act,
    each,
    form,
)

# Receivers, signal coordinators and deciders (rulings 7).
ASKS_WHOM = HOTLINE | OTHER_DESK | frozenset({"decider"})


def admin(model: str, page: str, *, get: int = 200, post: int = 200) -> Line:
    on = model.rpartition("_")[2] if page in ("change", "delete") else ""
    route = f"admin:{model}_{page}"
    return Line(route, on, get=each(get, ADMINISTRATOR), post=each(post, ADMINISTRATOR), rest=403)


PAGES = (
    Line("home"),
    Line("jump", get=each(302), post=each(405)),
    Line("jump", query="q=nothing-of-this-name"),
    Line("jump", query="q=case_a", get={302: TEAM}, post=each(405), rest=200),
    Line("jump", query="q=signal_taken", get={302: HOTLINE}, post=each(405), rest=200),
    Line("search", post=each(422), data="nothing"),
    Line("search", post=each(302), data="searched"),
    form("search_whom", "", ASKS_WHOM, data="reason", rest=403),
    form("search_whom", "", ASKS_WHOM, post=422, data="no_reason", rest=403),
    Line("search_log", get=each(200, DPO), rest=403),
    form("search_words", "searched", DPO, post=200, data="reason", rest=403),
    form("search_words", "searched", DPO, post=422, data="no_reason", rest=403),
    Line("left_alone", get=each(200, COORDINATES | DPO), rest=403),
    Line("left_alone_name", "unknown", get=each(404, COORDINATES | DPO), rest=403),
    Line("notices"),
    Line("help"),
    Line("glossary"),
    Line("showroom"),
    Line("cases"),
    Line("reading_log", get=each(200, DPO), rest=403),
    Line("intake:searches", get=each(200, DPO), rest=403),
    Line("authorisations", get=each(200, DPO), rest=403),
    Line("favicon", get=each(302), post=each(302)),
)
OWN = (
    act("notice_read", "notice_own", {302: frozenset({"partner"})}),
    act("notice_read", "notice_foreign", {302: TEAM_B}),
    act("notices_read_all", "", each(302)),
    act("draft_save", "", {}, data="nothing"),
    act("draft_save", "", each(200), data="own_draft"),
    act("draft_save", "", {200: frozenset({"partner"})}, data="draft_of_partner"),
    act("draft_discard", "", {}, data="nothing"),
    act("draft_discard", "", each(302), data="own_draft"),
    act("draft_discard", "", {302: frozenset({"partner"})}, data="draft_of_partner"),
    act("stay_signed_in", "", each(200)),
)
PUBLIC = (
    Line("privacy", get=each(200, ALL), public=True),
    Line("accessibility", get=each(200, ALL), public=True),
    Line("health", get=each(200, ALL), public=True),
    act("set_language", "", each(302, ALL), data="language", public=True),
    act("set_theme", "", each(302, ALL), data="theme", public=True),
    Line(
        "account_login", get={200: OUTSIDE}, post={422: OUTSIDE}, rest=302,
        data="nothing", public=True,
    ),
    Line("account_logout", post=each(302), rest=302, public=True),
    Line("account_reset_password", get=each(200, ALL), post=each(422, ALL), public=True),
    Line("account_reset_password_done", get=each(200, ALL), public=True),
    Line(
        "account_reset_password_from_key", "unknown", get={}, post={}, public=True,
    ),
    Line("account_reset_password_from_key_done", get=each(200, ALL), public=True),
    Line("agencies:invitation", "unknown", get={}, post={}, public=True),
)  # fmt: skip
ACCOUNT = (
    # the personas have no passphrase, so there is nothing to confirm with
    Line("account_reauthenticate", get=each(403), post=each(403), data="nothing"),
    Line("agencies:profile", post=each(422), data="nothing"),
    Line("agencies:passphrase", post=each(422), data="nothing"),
    Line("agencies:sessions"),
    act("agencies:session_end", "", {}, data="foreign_session"),
    act("agencies:sessions_end_others", "", each(302)),
    Line("agencies:absence_add", post=each(422), data="nothing"),
    act("agencies:absence_end", "", {302: frozenset({"partner"})}, data="absence_of_partner"),
)
ADMIN = (
    Line("admin:index", get=each(200, ADMINISTRATOR), post=each(200, ADMINISTRATOR), rest=403),
    Line("admin:health", get=each(200, ADMINISTRATOR), post=each(200, ADMINISTRATOR), rest=403),
    Line("admin:jsi18n", get=each(200, ADMINISTRATOR), post=each(405, ADMINISTRATOR), rest=403),
    Line(
        "admin:app_list", "app", get=each(200, ADMINISTRATOR),
        post=each(200, ADMINISTRATOR), rest=403,
    ),
    Line("admin:logout", post=each(302), rest=302, public=True),
    Line("admin:password_change", get=each(302), post=each(302)),
    *(
        admin(model, page)
        for model in ("agencies_agency", "agencies_user", "agencies_duty", "agencies_channel")
        for page in ("changelist", "add", "change")
    ),
    *(
        admin(model, page)
        for model in ("casework_code", "casework_localholiday")
        for page in ("changelist", "add", "change")
    ),
    admin("casework_localholiday", "delete"),
    # absences are looked at: people declare their own
    admin("agencies_absence", "changelist"),
    admin("agencies_absence", "change", post=403),
    admin("agencies_absence", "add", get=403, post=403),
    # one row: its list is its form
    admin("casework_territoryprofile", "changelist", get=302, post=302),
    admin("casework_territoryprofile", "change"),
    admin("casework_territoryprofile", "add", get=403, post=403),
)  # fmt: skip

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
