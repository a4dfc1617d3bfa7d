"""The plan: the version that is read, its warnings, its drawing, what it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from casework import access
from casework.acts import Button, buttons
from casework.rights import Right
from casework.views.case import CaseView
from common.refusals import Strength
from plans.checkpoints.sheet import last_ratings
from plans.models import Action, Plan
from plans.plan import changes, goal_rules, line_acts, smart, time_rules
from plans.plan.acts import Approve, Confirm, Discard, StartPlan, StartVersion, WriteTexts
from plans.plan.decisions.approval import standing
from plans.plan.drawing import Drawing, rows_of
from plans.plan.line_acts import RemoveLine, RestoreLine
from plans.plan.rows import TAB
from plans.plan.sheet import Sheet, applies_of, draft_of, versions_of

TEXTS = ("why_start", "reach", "why_that")
MORE_TEXTS = ("context", "person_view", "family_view", "best_interest", "evaluation")
# So many warnings stand open on the page; the rest, of a large plan, opens on a click.
FEW = 8


@dataclass(frozen=True)
class Move:
    """A proposed move of an action, with the address of its button."""

    action: Action
    day: date
    buttons: list[Button]


class PlanPage(CaseView):
    """One version of the plan: the draft for whoever writes it, else the one that applies."""

    template_name = "plans/plan/plan.html"
    tab = TAB

    def get(self, request, pk):
        versions = versions_of(self.subject)
        plan = self._chosen(versions)
        sheet = Sheet.of(self.subject, plan)
        content = self._content(sheet)
        return self.page(
            **self.frame(), **content, **self._acts(sheet), profile=sheet.profile,
            versions=versions, applies=applies_of(self.subject), user_id=request.user.pk,
            may_print=bool(access.may(request.user, Right.PRINT_CASE, self.subject)),
        )  # fmt: skip

    def _chosen(self, versions: list[Plan]) -> Plan | None:
        wanted = self.request.GET.get("version", "")
        if wanted:
            found = [plan for plan in versions if str(plan.number) == wanted]
            if not found:
                raise Http404
            return found[0]
        draft, applies = draft_of(self.subject), applies_of(self.subject)
        drafts = access.may(self.request.user, Right.APPROVE_PLAN, self.subject)
        if draft and (applies is None or drafts):
            return draft
        return applies or (versions[-1] if versions else None)

    def _content(self, sheet: Sheet) -> dict:
        if sheet.plan is None:
            return {"sheet": sheet, "plan": None}
        drawing = Drawing.of(sheet)
        security, social = goal_rules.balance_of(sheet)
        base = sheet.plan.base
        rated = last_ratings(self.subject)
        return {
            "sheet": sheet,
            "plan": sheet.plan,
            "texts": _texts(sheet.plan, TEXTS, always=True),
            "more_texts": _texts(sheet.plan, MORE_TEXTS),
            "goals": [(goal, smart.letters(goal), rated.get(goal.line)) for goal in sheet.goals],
            "drawing": drawing,
            "rows": rows_of(sheet, drawing),
            "security": security,
            "social": social,
            "balance": list(goal_rules.balance(sheet)),
            "warnings": [
                time_rules.clash_words(clash, sheet) for clash in time_rules.clashes_of(sheet)
            ],
            "changes": changes.between(Sheet.of(self.subject, base), sheet) if base else [],
        }

    # --- what this reader may do ---------------------------------------------------------------
    def _acts(self, sheet: Sheet) -> dict:
        """The buttons of this reader, and what stands before the approval of a draft."""
        begin = {
            "start": self._buttons(self.subject, StartPlan),
            "new_version": self._buttons(self.subject, StartVersion),
        }
        # The acts on the draft stand on its own page, not on the versions before it.
        if sheet.plan is None or not sheet.plan.is_draft:
            return begin
        self._lines(sheet)
        return begin | self._approval() | {
            "on_goals": self._buttons(self.subject, line_acts.AddGoal),
            "on_actions": self._buttons(self.subject, line_acts.AddAction)
            or self._buttons(self.subject, line_acts.Propose),
            "on_checkpoints": self._buttons(self.subject, line_acts.AddCheckpoint),
            "on_texts": self._buttons(self.subject, WriteTexts),
            "moves": self._moves(sheet),
        }  # fmt: skip

    def _lines(self, sheet: Sheet) -> None:
        """Give each line of the draft its buttons."""
        for lines, change in (
            (sheet.goals, line_acts.ChangeGoal),
            (sheet.actions, line_acts.ChangeAction),
            (sheet.checkpoints, line_acts.ChangeCheckpoint),
        ):
            for line in lines:
                line.change = self._buttons(line, change)
                line.take_out = self._buttons(line, RemoveLine)
        for line in sheet.removed:
            line.put_back = self._buttons(line, RestoreLine)
        for action in sheet.proposals:
            action.answers = self._buttons(action, *line_acts.ON_PROPOSAL)

    def _approval(self) -> dict:
        found = standing(self.subject)
        warnings = [one for one in found if one.strength is Strength.WARNING]
        folded = warnings[FEW:] if len(warnings) > FEW + 1 else []
        return {
            "approve": self._buttons(self.subject, Approve),
            "confirm": self._buttons(self.subject, Confirm),
            "discard": self._buttons(self.subject, Discard),
            "obstacles": [one for one in found if one not in folded],
            "folded": folded,
        }

    def _moves(self, sheet: Sheet) -> list[Move]:
        """The moves that would clear the clashes, for whoever may move an action."""
        if not any(self._buttons(action, line_acts.MoveAction) for action in sheet.actions):
            return []
        return [
            Move(move.action, move.day, self._buttons(move.action, line_acts.MoveAction))
            for move in time_rules.moves_for(sheet)
        ]

    def _buttons(self, row, *declared) -> list[Button]:
        return buttons(self.request.user, row, declared)


class PrintPlan(PlanPage):
    """The same version for paper, in words, without buttons."""

    right = Right.PRINT_CASE
    template_name = "plans/plan/print.html"

    def _acts(self, sheet: Sheet) -> dict:
        return {}


def _texts(plan: Plan, names, always=False) -> list[tuple[str, str]]:
    """(label, text) of the texts that stand, or of all."""
    shown = ((plan._meta.get_field(name).verbose_name, getattr(plan, name)) for name in names)
    return [(label, text) for label, text in shown if always or text.strip()]
