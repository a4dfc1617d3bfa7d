"""Phase 1: signals, their first analysis, who they are about; the acts are in acts.py."""

from tests.world.pages.row import other, page

SIGNALS = (
    page(
        "intake:list", "",
        ("signals", "ines"),
        ("signals-filtered", "ines", "", "state=received"),
        ("signals-empty", "karim"),
    ),
    page("intake:roster", "", ("roster", "claire"), ("roster-reader", "ines")),
    page("intake:before", "signal word kept", ("before-signal", "claire", "acked/signal/acked")),
    page(
        "intake:page", "signal",
        ("signal", "ines", "waits"),
        ("signal-acknowledged", "claire", "acknowledged"),
        ("signal-with-case", "claire", "case_tilleul"),
        ("signal-reporter", "sophie", "partner"),
        ("signal-long-words", "claire", "partner"),
        ("signal-merged", "claire", "twice"),
        ("signal-joined", "claire", "later"),
    ),
)  # fmt: skip
FIRST_ANALYSIS = (
    page(
        "intake:first_analysis", "signal",
        ("first-analysis", "claire", "answered"),
        ("analysis-begun", "claire", "begun"),
        ("analysis-empty", "claire", "acknowledged"),
        ("analysis-asked", "claire", "weapon"),
        ("analysis-proposed", "claire", "quarrel"),
        ("analysis-tabled", "claire", "threat"),
        ("analysis-receiver", "luc", "answered"),
        ("analysis-waits", "claire", "waits"),
        ("analysis-with-case", "claire", "case_tilleul"),
        ("analysis-of-several", "claire", "family"),
        ("analysis-of-two", "claire", "pair"),
    ),
)  # fmt: skip
MATCHING = (
    page(
        "intake:matches", "signal",
        ("signal-matches", "claire", "misspelt"),
        ("signal-matches-asked", "claire", "acknowledged"),
        ("signal-matches-none", "claire", "alone"),
        ("signal-matches-of-several", "claire", "family"),
    ),
    other("intake:former_match", "leads to the possible matches", "signal row"),
    page("intake:searches", "", ("searches", "nadia")),
)  # fmt: skip
