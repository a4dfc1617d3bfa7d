"""What is of no file: My work, the reader's own, words, signing in, the administration."""

from tests.world.pages.row import VISITOR, act, other, page

WORK = (
    page(
        "home", "",
        ("my-work", "claire"),
        ("my-work-risk-owner", "paul"),
        ("my-work-content", "hugo"),
        ("my-work-partner", "bruno"),
        ("my-work-one-kind", "claire", "", "only=decision"),
        ("my-work-receiver", "ines"),
        ("my-work-long-agency", "elise"),
        ("my-work-empty", "karim"),
    ),
    page("jump", "", ("jump-nothing", "claire", "", "q=SA-1999-001")),
    page("search", "", ("search", "claire")),
    page("search_whom", "", ("search-whom", "ines")),
    page("search_log", "", ("search-log", "nadia")),
    page("search_words", "id", ("search-words", "nadia", "searched")),
    page("left_alone", "", ("left-alone-none", "claire")),
    page("left_alone_name", "case", ("left-alone-unknown", "claire", "unknown", "", 404)),
    page("notices", "", ("notices", "hugo"), ("notices-empty", "karim")),
    act("notices_read_all"),
    act("notice_read", "id"),
    act("draft_save"),
    act("draft_discard"),
)  # fmt: skip
ACCOUNT = (
    page("agencies:profile", "", ("profile", "claire")),
    page("agencies:passphrase", "", ("passphrase", "claire")),
    page("agencies:sessions", "", ("sessions", "claire")),
    act("agencies:session_end"),
    act("agencies:sessions_end_others"),
    page("agencies:absence_add", "", ("absences", "claire")),
    act("agencies:absence_end"),
    page("account_logout", "", ("sign-out", "claire")),
    page("account_reauthenticate", "", ("confirm", "claire")),
    act("stay_signed_in"),
    act("set_language"),
    act("set_theme"),
)
WORDS = (
    page("help", "", ("help", "claire")),
    page("glossary", "", ("glossary", "claire")),
    page("showroom", "", ("showroom", "claire")),
    page("privacy", "", ("privacy", VISITOR)),
    page("accessibility", "", ("accessibility", VISITOR)),
    other("favicon", "a picture"),
    other("health", "a figure for machines"),
)
SIGNING_IN = (
    page("account_login", "", ("sign-in", VISITOR)),
    page("account_reset_password", "", ("reset", VISITOR)),
    page("account_reset_password_done", "", ("reset-asked", VISITOR)),
    page("account_reset_password_from_key_done", "", ("reset-done", VISITOR)),
    page(
        "account_reset_password_from_key", "link",
        ("reset-link", VISITOR, "forgot"),
        ("reset-link-over", VISITOR, "unknown", "", 404),
    ),
    page(
        "agencies:invitation", "link",
        ("invitation", VISITOR, "invited"),
        ("invitation-over", VISITOR, "unknown", "", 404),
    ),
)  # fmt: skip


def _listed(model: str, last: str = "changelist"):
    """The administration's list of the rows of a model, or its form for a new one."""
    name = f"admin-{model.replace('_', '-')}-{last.removeprefix('change')}"
    return page(f"admin:{model}_{last}", "", (name, "samuel"))


def _changed(model: str):
    on = model.rpartition("_")[2]
    return page(f"admin:{model}_change", "id", (f"admin-{model.replace('_', '-')}", "samuel", on))


ADMINISTRATION = (
    page("admin:health", "", ("admin-health", "samuel")),
    page("admin:index", "", ("admin", "samuel")),
    page("admin:app_list", "id", ("admin-people", "samuel", "app")),
    page("admin:logout", "", ("admin-sign-out", "samuel")),
    other("admin:jsi18n", "a script"),
    other("admin:password_change", "leads to one’s own passphrase"),
    *(
        row
        for model in (
            "agencies_agency", "agencies_user", "agencies_duty", "agencies_channel",
            "casework_code", "casework_localholiday",
        )
        for row in (_listed(model), _listed(model, "add"), _changed(model))
    ),
    page(
        "admin:casework_localholiday_delete", "id",
        ("admin-holiday-delete", "samuel", "localholiday"),
    ),
    _listed("agencies_absence"),
    _changed("agencies_absence"),
    other("admin:agencies_absence_add", "refused: people declare their absences themselves"),
    _changed("casework_territoryprofile"),
    other("admin:casework_territoryprofile_changelist", "leads to the one row"),
    other("admin:casework_territoryprofile_add", "refused: the row stands"),
)  # fmt: skip
