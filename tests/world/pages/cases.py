"""The case file: its front, its team, who read it; its acts are in acts.py."""

from tests.world.pages.row import page

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
        ("case-from-paper", "claire", "papered"),
        ("partner-carried", "bruno", "carried"),
        ("monitoring-overview", "claire", "quiet"),
        ("not-found", "karim", "tilleul", "", 404),
    ),
    page(
        "case_before", "case word kept",
        ("before-part", "claire", "tilleul/part/member_tilleul"),
        ("before-check", "claire", "quiet/check/check_held"),
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
)  # fmt: skip
