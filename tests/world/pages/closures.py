"""Phase 4: closing, and what follows."""

from tests.world.pages.row import page


def _closing(route: str, name: str, persona: str, row: str = "", case: str = "closing"):
    names = {"": "case", "goal": "case line"}.get(row, "case row")
    on = f"{case}/{row}_{case}" if row else case
    return page(f"closure:{route}", names, (f"closing-{name}", persona, on))


CLOSING = (
    page(
        "closure:closing", "case",
        ("closing-before", "hugo", "carried"),
        ("closing", "hugo", "closing"),
        ("closing-partner", "bruno", "closing"),
    ),
    _closing("sign", "sign", "paul"),
    _closing("print", "print", "claire"),
    _closing("propose", "propose", "hugo", case="carried"),
    _closing("texts", "texts", "hugo"),
    _closing("withdraw", "withdraw", "hugo"),
    _closing("opinion", "opinion", "bruno"),
    _closing("result", "result", "hugo", "goal"),
    _closing("handover", "handover", "hugo"),
    _closing("handover_answer", "handover-answer", "hugo", "handover"),
    _closing("inform", "inform", "hugo"),
    _closing("informed", "informed", "hugo", "informed"),
)  # fmt: skip
AFTER = (
    page(
        "closure:monitoring", "case",
        ("monitoring", "claire", "quiet"),
        ("monitoring-content", "hugo", "quiet"),
        ("monitoring-again", "hugo", "again"),
    ),
    page("closure:check", "case row", ("check", "claire", "quiet/check_open")),
    page("closure:not_held", "case row", ("check-not-held", "claire", "quiet/check_open")),
    page("closure:correct", "case row", ("check-correct", "lea", "quiet/check_held")),
    page("closure:person", "case row", ("check-person", "claire", "quiet/check_open")),
    page("closure:answer", "case row", ("check-answer", "hugo", "quiet/check_held")),
    page("closure:end", "case", ("monitoring-end", "claire", "quiet")),
    page("closure:end_early", "case", ("monitoring-end-early", "claire", "quiet")),
    page("closure:reopen", "case", ("reopen", "hugo", "quiet")),
    page("closure:told_again", "case row", ("told-again", "hugo", "again/told_again")),
)  # fmt: skip
