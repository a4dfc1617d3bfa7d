"""Phases 2 and 3: in-depth analysis, plan, carrying out, checkpoints."""

from tests.world.pages.row import act, page


def _of_tilleul(route: str, name: str, persona: str, row: str):
    return page(f"plans:{route}", "case row", (name, persona, f"tilleul/{row}_tilleul"))


def _new_on_tilleul(route: str, name: str, persona: str, query: str = ""):
    return page(f"plans:{route}", "case", (name, persona, "tilleul", query))


DEPTH = (
    page(
        "plans:analysis", "case",
        ("analysis", "hugo", "tilleul"),
        ("analysis-partner", "bruno", "tilleul", "domain=online"),
        ("analysis-reader", "paul", "tilleul", "all=known"),
    ),
    _new_on_tilleul("gap_add", "gap-add", "bruno", "domain=online"),
    _of_tilleul("gap_ask", "gap-ask", "hugo", "gap"),
    _of_tilleul("gap_answer", "gap-answer", "lea", "gap"),
    page(
        "plans:gap_settle", "case row",
        ("gap-settle", "hugo", "tilleul/gap_tilleul"),
        ("gap-settle-again", "hugo", "tilleul/gap_settled_tilleul"),
    ),
    _of_tilleul("gap_reopen", "gap-reopen", "hugo", "gap_settled"),
    _of_tilleul("gap_correct", "gap-correct", "lea", "gap"),
    _new_on_tilleul("factor_add", "factor-add", "bruno"),
    _of_tilleul("factor_correct", "factor-correct", "bruno", "factor"),
    _of_tilleul("factor_withdraw", "factor-withdraw", "hugo", "factor"),
    act("plans:factor_restore", "case row"),
    _new_on_tilleul("level_rate", "level-rate", "bruno"),
    _new_on_tilleul("level_agree", "level-agree", "hugo"),
    _new_on_tilleul("interpretation_add", "interpretation-add", "hugo"),
    _of_tilleul("interpretation_weigh", "interpretation-weigh", "hugo", "interpretation"),
    _new_on_tilleul("viewpoint_add", "view-add", "lea"),
)  # fmt: skip


def _of_plan(route: str, *row: str, persona: str = "hugo"):
    name = f"plan-{route.replace('_', '-')}"
    return page(
        f"plans:{route}",
        "case row" if row else "case",
        (name, persona, "/".join(("planned", *row))),
    )


PLAN = (
    page(
        "plans:plan", "case",
        ("plan", "hugo", "planned"),
        ("plan-partner", "bruno", "planned"),
        ("plan-old", "hugo", "planned", "version=1"),
        ("plan-none", "hugo", "analysed"),
        ("plan-none-partner", "bruno", "analysed"),
        ("plan-sixty", "hugo", "crowded"),
    ),
    _of_plan("print", persona="claire"),
    act("plans:start", "case"),
    _of_plan("version"),
    _of_plan("texts"),
    _of_plan("goal_add"),
    _of_plan("goal", "goal_planned"),
    _of_plan("action_add"),
    _of_plan("action", "action_planned"),
    act("plans:action_move", "case row"),
    _of_plan("checkpoint_add"),
    _of_plan("checkpoint", "checkpoint_planned"),
    act("plans:line_remove", "case row"),
    act("plans:line_restore", "case row"),
    _of_plan("propose", persona="bruno"),
    act("plans:take_in", "case row"),
    _of_plan("decline", "proposal_planned"),
    _of_plan("discard"),
    _of_plan("approve"),
    _of_plan("confirm", persona="paul"),
)  # fmt: skip


def _carried(route: str, persona: str, *row: str):
    name = f"carry-{route.replace('_', '-')}"
    return page(
        f"plans:{route}",
        "case row" if row else "case",
        (name, persona, "/".join(("carried", *row))),
    )


CARRYING = (
    page(
        "plans:carrying", "case",
        ("carrying", "hugo", "carried"),
        ("carrying-partner", "bruno", "carried"),
    ),
    act("plans:carrying_start", "case"),
    _carried("pause", "hugo"),
    _carried("resume", "hugo"),
    act("plans:action_accept", "case row"),
    _carried("action_decline", "bruno", "followed_carried"),
    _carried("action_absence", "hugo", "followed_carried"),
    _carried("action_report", "bruno", "followed_carried"),
    _carried("action_finish", "bruno", "followed_carried"),
    _carried("action_outcome", "bruno", "followed_carried"),
    _carried("report_correct", "bruno", "report_carried"),
    _carried("action_stop", "hugo", "followed_carried"),
    _carried("action_verify", "claire", "followed_carried"),
    _carried("effect_add", "bruno"),
    _carried("effect_correct", "bruno", "effect_carried"),
    _carried("effect_respond", "bruno", "effect_carried"),
    _carried("effect_close", "claire", "effect_carried"),
    _carried("commitment_add", "bruno"),
    _carried("commitment_correct", "bruno", "promise_carried"),
    _carried("commitment_move", "bruno", "promise_carried"),
    _carried("commitment_settle", "bruno", "promise_carried"),
)  # fmt: skip
CHECKPOINTS = (
    page("plans:checkpoints", "case", ("checkpoints", "claire", "checked")),
    page(
        "plans:checkpoint_page", "case row",
        ("checkpoint-open", "claire", "carried/meeting_carried"),
        ("checkpoint-held", "lea", "checked/meeting_checked"),
    ),
    page("plans:checkpoint_open", "case", ("checkpoint-begin", "claire", "checked")),
    page(
        "plans:checkpoint_section", "case row word",
        *(
            (f"checkpoint-{part}", "claire", f"carried/meeting_carried/{part}")
            for part in ("presence", "actions", "goals", "effects")
        ),
    ),
    *(
        page(
            f"plans:checkpoint_{name}", "case row",
            (f"checkpoint-{name}", persona, "carried/meeting_carried"),
        )
        for name, persona in (("conclude", "hugo"), ("cancel", "claire"), ("day", "claire"))
    ),
)  # fmt: skip
