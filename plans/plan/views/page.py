"""The plan: the version that is read, its warnings, its drawing, what it changes."""

from __future__ import annotations

from django.http import Http404

from casework import access
from casework.rights import Right
from casework.views.case import CaseView
from common.refusals import Strength
from plans.checkpoints.sheet import last_ratings
from plans.models import Plan
from plans.plan import changes, rules, smart
from plans.plan.decisions.approval import SECONDS, standing
from plans.plan.drawing import Drawing, rows_of
from plans.plan.sheet import Sheet
from plans.plan.views.base import TAB

TEXTS = ("why_start", "reach", "why_that")
MORE_TEXTS = ("context", "person_view", "family_view", "best_interest", "evaluation")


class PlanPage(CaseView):
    """One version of the plan: the draft for whoever writes it, else the one that applies."""

    template_name = "plans/plan.html"
    tab = TAB

    def get(self, request, pk):
        case, user = self.subject, request.user
        versions = self._versions()
        plan = self._chosen(versions)
        sheet = Sheet.of(case, plan)
        return self.page(**self.frame(), **self._content(sheet), **self._acts(sheet, versions),
                         profile=sheet.profile, versions=versions, user_id=user.pk)  # fmt: skip

    def _versions(self) -> list[Plan]:
        rows = Plan.objects.visible_to(self.request.user).filter(case=self.subject)
        return list(
            rows.select_related(
                "base", "started_by", "approved_by", "second_approver", "approval_asked_by",
                "discarded_by",
            ).order_by("number")
        )  # fmt: skip

    def _chosen(self, versions: list[Plan]) -> Plan | None:
        wanted = self.request.GET.get("version", "")
        if wanted:
            found = [plan for plan in versions if str(plan.number) == wanted]
            if not found:
                raise Http404
            return found[0]
        draft = _first(versions, Plan.State.DRAFT)
        applies = _first(versions, Plan.State.APPROVED)
        if draft and (applies is None or self._drafts()):
            return draft
        return applies or (versions[-1] if versions else None)

    def _drafts(self) -> bool:
        return bool(access.may(self.request.user, Right.APPROVE_PLAN, self.subject))

    def _content(self, sheet: Sheet) -> dict:
        if sheet.plan is None:
            return {"sheet": sheet, "plan": None}
        drawing = Drawing.of(sheet)
        security, social = rules.balance_of(sheet)
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
            "balance": list(rules.balance(sheet)),
            "warnings": [rules.clash_words(clash, sheet) for clash in rules.clashes_of(sheet)],
            "changes": changes.between(Sheet.of(self.subject, base), sheet) if base else [],
        }

    def _acts(self, sheet: Sheet, versions: list[Plan]) -> dict:
        """What this reader may do with the version, and what stands before its approval."""
        user, case, plan = self.request.user, self.subject, sheet.plan
        is_draft = plan is not None and plan.is_draft
        may_draft = self._drafts()
        draft = _first(versions, Plan.State.DRAFT)
        applies = _first(versions, Plan.State.APPROVED)
        planning = case.state in rules.PLANNING
        seconds = set(access.roles_on(user, case)) & set(SECONDS)
        asked = is_draft and plan.approval_asked_by_id
        found = standing(case) if is_draft else []
        warnings = [one for one in found if one.strength is Strength.WARNING]
        folded = warnings[FEW:] if len(warnings) > FEW + 1 else []
        return {
            "may_edit": is_draft and may_draft,
            "may_propose": is_draft and bool(access.may(user, Right.PROPOSE_PLAN, case)),
            "may_start": may_draft and planning and draft is None and applies is None,
            "may_version": may_draft and planning and draft is None and applies is not None,
            "may_confirm": bool(asked and seconds and asked != user.pk),
            "may_print": bool(access.may(user, Right.PRINT_CASE, case)),
            "not_yet": list(rules.in_planning(case)) if may_draft and not versions else [],
            "applies": applies,
            "draft": draft,
            "moves": rules.moves_for(sheet) if is_draft and may_draft else [],
            "obstacles": [one for one in found if one not in folded],
            "folded": folded,
        }


# So many warnings stand open on the page; the rest, of a large plan, opens on a click.
FEW = 8


class PrintPlan(PlanPage):
    """The same version on paper: everything in words, nothing to click."""

    right = Right.PRINT_CASE
    template_name = "plans/print.html"


def _first(versions: list[Plan], state: str) -> Plan | None:
    return next((plan for plan in versions if plan.state == state), None)


def _texts(plan: Plan, names, always=False) -> list[tuple[str, str]]:
    """(label, text) of the texts that stand, or of all."""
    shown = ((plan._meta.get_field(name).verbose_name, getattr(plan, name)) for name in names)
    return [(label, text) for label, text in shown if always or text.strip()]
