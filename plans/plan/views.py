"""The plan: the version that is read, its warnings, its drawing, what it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from casework import access
from casework.acts import Button, buttons
from casework.rights import Right
from casework.views.case import CaseView
from common.portions import portion
from common.refusals import Obstacle, Strength
from plans.models import Action, Plan
from plans.paper.acts import SignPlan
from plans.paper.rules import paper_of
from plans.plan import line_acts, stand, time_rules
from plans.plan.acts import Approve, Confirm, Discard, StartPlan, StartVersion, WriteTexts
from plans.plan.decisions.approval import standing
from plans.plan.line_acts import RemoveLine, RestoreLine
from plans.plan.page import Content
from plans.plan.rows import TAB
from plans.plan.sheet import Sheet, applies_of, draft_of, versions_of

# So many warnings stand open on the page; the rest, of a large plan, opens on a click.
FEW = 8
# So many sentences and versions stand on the page at a time.
MANY, VERSIONS = 40, 8


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
    related = ("subject", "paper__signed_by")

    def get(self, request, pk):
        versions = versions_of(self.subject)
        plan = self._chosen(versions)
        sheet = Sheet.of(self.subject, plan)
        content = Content(request, sheet)
        return self.page(
            **self.frame(), **content.of_page(), **self._acts(sheet, content),
            profile=sheet.profile, versions=self._versions(versions), user_id=request.user.pk,
            applies=applies_of(self.subject), stands=stand.in_words(self.subject),
            in_force=stand.applies(self.subject),
            paper=paper_of(self.subject),
            may_print=bool(access.may(request.user, Right.PRINT_CASE, self.subject)),
        )  # fmt: skip

    def _versions(self, versions: list[Plan]):
        """The versions to choose from: the newest, with the way to earlier ones."""
        newest_first = versions[::-1]
        number = self.request.GET.get("version", "")
        found = portion(
            self.request, newest_first, "versions", key=lambda plan: plan.number,
            size=VERSIONS, at=number,
        )  # fmt: skip
        found.rows.reverse()
        return found

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

    # --- what this reader may do ---------------------------------------------------------------
    def _acts(self, sheet: Sheet, content: Content) -> dict:
        """The buttons of this reader, and what stands before the approval of a draft."""
        begin = {
            "sign": self._buttons(self.subject, SignPlan),
            "start": self._buttons(self.subject, StartPlan),
            "new_version": self._buttons(self.subject, StartVersion),
        }
        # The acts on the draft stand on its own page, not on the versions before it.
        if sheet.plan is None or not sheet.plan.is_draft:
            return begin
        self._lines(sheet, content)
        return begin | self._approval() | {
            "on_goals": self._buttons(self.subject, line_acts.AddGoal),
            "on_actions": self._buttons(self.subject, line_acts.AddAction)
            or self._buttons(self.subject, line_acts.Propose),
            "on_checkpoints": self._buttons(self.subject, line_acts.AddCheckpoint),
            "on_texts": self._buttons(self.subject, WriteTexts),
            "moves": self._moves(sheet),
        }  # fmt: skip

    def _lines(self, sheet: Sheet, content: Content) -> None:
        """Give each line of the draft that stands on the page its buttons."""
        for lines, change in (
            (content.goals_shown, line_acts.ChangeGoal),
            (content.actions_shown, line_acts.ChangeAction),
            (sheet.checkpoints, line_acts.ChangeCheckpoint),
        ):
            for line in lines:
                line.change = self._buttons(line, change)
                line.take_out = self._buttons(line, RemoveLine)
        for line in content.removed.rows:
            line.put_back = self._buttons(line, RestoreLine)
        for action in content.proposals.rows:
            action.answers = self._buttons(action, *line_acts.ON_PROPOSAL)

    def _approval(self) -> dict:
        found = standing(self.subject)
        if len(found) > MANY:
            return self._approval_acts() | {"points": self._points(found)}
        warnings = [one for one in found if one.strength is Strength.WARNING]
        folded = warnings[FEW:] if len(warnings) > FEW + 1 else []
        shown = [one for one in found if one not in folded]
        return self._approval_acts() | {"obstacles": shown, "folded": folded}

    def _approval_acts(self) -> dict:
        return {
            "approve": self._buttons(self.subject, Approve),
            "confirm": self._buttons(self.subject, Confirm),
            "discard": self._buttons(self.subject, Discard),
        }

    def _points(self, found: list[Obstacle]):
        """The sentences before the approval of a large plan, those that block it first."""
        weight = {Strength.BLOCK: 0, Strength.REASON: 1}
        found = sorted(found, key=lambda one: weight.get(one.strength, 2))
        numbers = {id(one): number for number, one in enumerate(found)}
        return portion(
            self.request, found, "points", key=lambda one: numbers[id(one)], size=MANY,
            place="approval",
        )  # fmt: skip

    def _moves(self, sheet: Sheet) -> list[Move]:
        """The moves that would clear the clashes, for whoever may move an action."""
        if not any(self._buttons(action, line_acts.MoveAction) for action in sheet.actions):
            return []
        return [
            Move(move.action, move.day, self._buttons(move.action, line_acts.MoveAction))
            for move in time_rules.moves_for(sheet)[:FEW]
        ]

    def _buttons(self, row, *declared) -> list[Button]:
        return buttons(self.request.user, row, declared)


class PrintPlan(PlanPage):
    """The same version for paper, whole and in words, without buttons."""

    right = Right.PRINT_CASE
    template_name = "plans/plan/print.html"

    def get(self, request, pk):
        versions = versions_of(self.subject)
        sheet = Sheet.of(self.subject, self._chosen(versions))
        content = Content(request, sheet, in_full=True)
        return self.page(
            **self.frame(), **content.of_page(), profile=sheet.profile, in_full=True,
            stands=stand.in_words(self.subject),
        )  # fmt: skip
