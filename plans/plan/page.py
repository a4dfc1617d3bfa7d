"""What the page of a plan shows of a version: all of a small one, of a large one a part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Field, QuerySet

from agencies.requests import PersonRequest
from casework.models import Case
from casework.relationships.shown import heeded
from common.compiled import Rows, compiled
from common.portions import Portion, portion
from common.together import ask_together
from common.words import Words
from plans.carrying.stand import standing
from plans.checkpoints.sheet import ratings_of_goals
from plans.models import Action, FollowUp, Goal, Plan
from plans.plan import changes, goal_rules, smart, time_rules
from plans.plan.drawing import Drawing, Row, rows_of
from plans.plan.folding import NO_GOAL, Folding, Standing, folding, is_long
from plans.plan.sheet import Sheet

TEXTS = ("why_start", "reach", "why_that")
MORE_TEXTS = ("context", "person_view", "family_view", "best_interest", "evaluation")
# Sentences about actions that are too close together, and proposals, at a time.
FEW = 8


class Content:
    """One version as it is shown; ``in_full`` folds and cuts nothing."""

    def __init__(self, request: PersonRequest, sheet: Sheet, *, in_full: bool = False) -> None:
        self.request, self.sheet, self.in_full = request, sheet, in_full
        self.drawing = Drawing.of(sheet) if sheet.plan else None
        rows = rows_of(sheet, self.drawing) if sheet.plan else []
        self.is_folded = not in_full and is_long(rows, sheet.goals)
        self._ask()
        self.folding = self._fold(rows)
        self.rows: list[Row] = [] if self.folding else rows
        self.removed = self._portion(sheet.removed, "removed", "removed")
        self.proposals = self._portion(sheet.proposals, "proposals", size=FEW)

    def _ask(self) -> None:
        """How far the goals were, who is not to be approached, what becomes of the actions."""
        case, plan = self.sheet.case, self.sheet.plan
        self._rated = compiled(ratings_of_goals, case)
        self._follow_ups: Rows[FollowUp] | tuple = ()
        asked: list[Rows] = [heeded(case, self.request.user)]
        if plan:
            asked.append(self._rated)
        if plan and self.is_folded and plan.state in (Plan.State.DRAFT, Plan.State.APPROVED):
            self._follow_ups = compiled(_follow_ups, self.request.user, case)
            asked.append(self._follow_ups)
        ask_together(*asked)

    @property
    def actions_shown(self) -> list[Action]:
        rows = self.folding.shown if self.folding else self.rows
        return [row.action for row in rows]

    @property
    def goals_shown(self) -> list[Goal]:
        if not self.folding:
            return self.sheet.goals
        opened = self.folding.opened
        return [opened.goal] if opened and opened.goal else []

    def of_page(self) -> dict[str, Any]:
        """The words of the page: nothing but the empty version where there is no plan."""
        sheet, plan = self.sheet, self.sheet.plan
        if plan is None:
            return {"sheet": sheet, "plan": None}
        security, social = goal_rules.balance_of(sheet)
        rated = {row.line: row for row in self._rated}
        clashes = self._portion(time_rules.clashes_of(sheet), "clashes", size=FEW, key=_first_day)
        return {
            "sheet": sheet,
            "plan": plan,
            "texts": _texts(plan, TEXTS, always=True),
            "more_texts": _texts(plan, MORE_TEXTS),
            "goals": [
                (goal, smart.letters(goal), rated.get(goal.line)) for goal in self.goals_shown
            ],
            "goal_count": len(sheet.goals),
            "action_count": len(sheet.actions),
            "folding": self.folding,
            "drawing": self.drawing,
            "rows": self.rows,
            "security": security,
            "social": social,
            "all_actions": security + social,
            "balance": list(goal_rules.balance(sheet)),
            "warnings": [time_rules.clash_words(clash, sheet) for clash in clashes.rows],
            "clashes": clashes,
            "changes": self._changes(),
            "removed": self.removed,
            "declined": self._portion(sheet.declined, "declined", "removed"),
            "proposals": self.proposals,
        }

    def _changes(self) -> Portion[Any]:
        base = self.sheet.plan.base if self.sheet.plan else None
        found = changes.between(Sheet.of(self.sheet.case, base), self.sheet) if base else []
        return self._portion(found, "changes", "changes", key=lambda one: one.number)

    def _portion(
        self, rows: Any, name: str, place: str = "", *, size: int = 25, key: Any = None
    ) -> Portion[Any]:
        size = max(len(rows), 1) if self.in_full else size
        by = key or (lambda line: line.pk)
        return portion(self.request, rows, name, key=by, place=place, size=size)

    # --- a large plan --------------------------------------------------------------------------
    def _fold(self, rows: list[Row]) -> Folding | None:
        if not self.is_folded:
            return None
        return folding(self.request, self._standings(rows), self.sheet.goals)

    def _standings(self, rows: list[Row]) -> list[Standing]:
        user, known = self.request.user, {one.line: one for one in self._follow_ups}
        for one in known.values():
            one.case = self.sheet.case
        return [
            standing(row, str(action.line), known[action.line], _goal_of(action), user)
            if action.line in known
            else Standing(
                row, str(action.line), str(_goal_of(action) or NO_GOAL), action.ends_on,
                own=action.agency_id == user.agency_id,
            )
            for row, action in ((row, row.action) for row in rows)
        ]  # fmt: skip


def _follow_ups(user, case: Case) -> QuerySet[FollowUp]:
    """What becomes of the actions, in few columns; of a version that no longer applies nothing."""
    return FollowUp.objects.visible_to(user).filter(case=case).only(
        "line", "case_id", "state", "answer_due_on", "ends_on", "agency_id", "checked_by_id",
        "absence_answered",
    )  # fmt: skip


def _goal_of(action: Action) -> Any:
    return action.goal.line if action.goal and action.goal.removed_at is None else None


def _first_day(clash: Any) -> str:
    return f"{clash.first.isoformat()}-{clash.same_day}"


def _texts(plan: Plan, names: Iterable[str], always: bool = False) -> list[tuple[Words, str]]:
    """(label, text) of the texts that stand, or of all."""
    fields = [cast("Field[str, str]", plan._meta.get_field(name)) for name in names]
    shown = ((field.verbose_name, str(getattr(plan, field.name))) for field in fields)
    return [(label, text) for label, text in shown if always or text.strip()]
