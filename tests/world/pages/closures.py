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
)  # fmt: skip
AFTER = (
    page(
        "closure:monitoring", "case",
        ("monitoring", "claire", "quiet"),
        ("monitoring-content", "hugo", "quiet"),
        ("monitoring-again", "hugo", "again"),
    ),
)  # fmt: skip
