"""Phases 2 and 3: analysis, plan, carrying out, checkpoints; their acts are in acts.py."""

from tests.world.pages.row import page

DEPTH = (
    page(
        "plans:analysis", "case",
        ("analysis", "hugo", "tilleul"),
        ("analysis-partner", "bruno", "tilleul", "domain=online"),
        ("analysis-reader", "paul", "tilleul", "all=known"),
    ),
)  # fmt: skip
PLAN = (
    page(
        "plans:plan", "case",
        ("plan", "hugo", "planned"),
        ("plan-partner", "bruno", "planned"),
        ("plan-old", "hugo", "planned", "version=1"),
        ("plan-from-paper", "paul", "papered"),
        ("plan-none", "hugo", "analysed"),
        ("plan-none-partner", "bruno", "analysed"),
        ("plan-sixty", "hugo", "crowded"),
        ("plan-goal-open", "hugo", "crowded", "goal=1"),
        ("plan-goal-open-partner", "bruno", "crowded", "goal=1"),
    ),
    page("plans:print", "case", ("plan-print", "claire", "planned")),
)  # fmt: skip
CARRYING = (
    page(
        "plans:carrying", "case",
        ("carrying", "hugo", "carried"),
        ("carrying-partner", "bruno", "carried"),
    ),
)  # fmt: skip
CHECKPOINTS = (
    page("plans:checkpoints", "case", ("checkpoints", "claire", "checked")),
    page(
        "plans:checkpoint_page", "case row",
        ("checkpoint-open", "claire", "carried/meeting_carried"),
        ("checkpoint-held", "lea", "checked/meeting_checked"),
    ),
)  # fmt: skip
PAPERS = (
    page("papers:list", "", ("papers", "claire"), ("papers-decider", "thomas")),
    page(
        "papers:page", "paper",
        ("paper-typed", "claire", "typed"),
        ("paper-handed", "hector", "handed"),
    ),
)  # fmt: skip
