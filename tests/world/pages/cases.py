"""The case file: its front, its team, its information, who read it."""

from tests.world.pages.row import act, page

CASES = (
    page(
        "cases", "",
        ("cases", "claire"),
        ("cases-empty", "karim"),
        ("cases-filtered-empty", "claire", "", "q=zzz&phase=4"),
        ("cases-silent", "claire", "", "order=silent&minors=on"),
    ),
    page(
        "case", "case",
        ("case", "claire", "tilleul"),
        ("case-partner", "bruno", "tilleul"),
        ("case-name", "claire", "tilleul", "name=1"),
        ("case-content", "hugo", "tilleul"),
        ("case-held", "claire", "tilleul", "only=held"),
        ("partner-carried", "bruno", "carried"),
        ("monitoring-overview", "claire", "quiet"),
        ("not-found", "karim", "tilleul", "", 404),
    ),
    page("case_reading_log", "case", ("case-reading-log", "claire", "tilleul")),
    page("reading_log", "", ("reading-log", "nadia"), ("forbidden", "marc", "", "", 403)),
    page("authorisations", "", ("authorisations", "nadia")),
)  # fmt: skip
TEAM = (
    page(
        "case_team", "case",
        ("case-team", "claire", "tilleul"),
        ("case-team-partner", "bruno", "tilleul"),
        ("case-team-risk-owner", "paul", "tilleul"),
    ),
    page("case_member_add", "case", ("case-member-add", "claire", "tilleul")),
    page("case_member_end", "case row", ("case-member-end", "claire", "tilleul/member_tilleul")),
    page(
        "case_member_replace", "case row",
        ("case-member-replace", "claire", "tilleul/member_tilleul"),
    ),
    act("case_remind", "case"),
    page("case_statement", "case", ("case-our-part", "bruno", "tilleul")),
    page("case_declare", "case", ("case-declare", "bruno", "tilleul")),
)  # fmt: skip
INFORMATION = (
    page("case_add_information", "case", ("case-information", "bruno", "tilleul")),
    page(
        "case_correct_information", "case record",
        ("case-information-correct", "bruno", "tilleul/own_tilleul"),
    ),
    act("case_withdraw_information", "case record"),
    page("case_end_held", "case record", ("case-held-end", "lea", "tilleul/held_tilleul")),
    page("case_correct_person", "case", ("case-person", "hugo", "tilleul")),
    page("case_start_analysis", "case", ("case-start-analysis", "hugo", "tilleul")),
)  # fmt: skip
