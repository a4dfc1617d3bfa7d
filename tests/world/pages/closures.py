"""Phase 4: closing, and what follows; its acts are in acts.py."""

from tests.world.pages.row import page

CLOSING = (
    page(
        "closure:closing", "case",
        ("closing-before", "hugo", "carried"),
        ("closing", "hugo", "closing"),
        ("closing-partner", "bruno", "closing"),
    ),
    page("closure:print", "case", ("closing-print", "claire", "closing")),
    page(
        "closure:without_year", "case",
        ("without-year-before", "hugo", "carried"),
        ("without-year", "paul", "again"),
    ),
    page(
        "closure:transfer", "case",
        ("transfer-before", "hugo", "carried"),
        ("transfer", "paul", "checked"),
    ),
    page(
        "closure:one_file", "case",
        ("one-file-before", "hugo", "carried"),
        ("one-file-asked", "hugo", "quiet"),
        ("one-file-asks", "julie", "asks"),
        ("one-file-who-joins", "hugo", "twin"),
        ("one-file-absorbed", "julie", "twice"),
        ("one-file-undoing", "hugo", "error"),
    ),
)  # fmt: skip
AFTER = (
    page(
        "closure:monitoring", "case",
        ("monitoring", "claire", "quiet"),
        ("monitoring-content", "hugo", "quiet"),
        ("monitoring-again", "hugo", "again"),
    ),
)  # fmt: skip
