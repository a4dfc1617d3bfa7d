"""The page of the plan: one version, what it changes, what stands before its approval."""

from __future__ import annotations

from django.db.models import Q

from casework import access, clock
from casework.calendar import WorkingDays
from casework.models import TerritoryProfile
from casework.rights import Right
from casework.views.case import CaseView
from plans import balance, content, difference, overlap, smart, timeline
from plans.decisions.plan.approve import obstacles, waits_for_a_second
from plans.models import Plan
from plans.rules import plan as rules
from plans.rules.plan_acts import WRITTEN_IN


class PlanPage(CaseView):
    """A version; without ``?version=`` the draft for who writes it, else what applies."""

    template_name = "plans/plan.html"
    tab = "plans:plan"

    def get(self, request, pk):
        self.log_reading()
        case, user = self.subject, request.user
        may = {right.value: access.may(user, right, case) for right in _ACTS}
        versions = list(
            Plan.objects.visible_to(user)
            .filter(case=case)
            .exclude(Q(state=Plan.State.DISCARDED))
            .select_related("approved_by", "started_by", "asked_by", "second_approver")
            .order_by("number")
        )
        plan = _chosen(versions, request.GET.get("version", ""), bool(may["propose_plan"]))
        context = {
            "versions": versions,
            "may": may,
            "profile": TerritoryProfile.load(),
            "can_begin": case.state in WRITTEN_IN,
            "applies": next((v for v in versions if v.state == Plan.State.APPROVED), None),
            "draft": next((v for v in versions if v.is_draft), None),
        }
        if plan is not None:
            context |= self._version(plan, versions)
        return self.page(**self.frame(), **context)

    def _version(self, plan: Plan, versions: list[Plan]) -> dict:
        case, user = self.subject, self.request.user
        shown = content.of(plan)
        before = [v for v in versions if v.number < plan.number and v.approved_at]
        found = {
            "plan": plan,
            "content": shown,
            "goals": [(goal, smart.letters(goal)) for goal in shown.goals],
            "balance": balance.of(shown.actions),
            "changes": difference.between(content.of(before[-1]) if before else None, shown),
            "previous": before[-1] if before else None,
            **_picture(shown),
        }
        for row in shown.removed:
            row.name, row.kind_name = difference.name_of(row), row._meta.model_name
        if plan.is_draft:
            case.__dict__.setdefault("_plan_content", {})[Plan.State.DRAFT] = shown
            found |= {
                "obstacles": obstacles(case),
                "clashes": _clashes(case, shown),
                "second": list(waits_for_a_second(plan, user)),
                "can_propose": access.may(user, Right.PROPOSE_PLAN, case)
                and not access.may(user, Right.APPROVE_PLAN, case),
            }
        return found


_ACTS = (Right.APPROVE_PLAN, Right.PROPOSE_PLAN, Right.PLAN_MEETINGS, Right.SIGN_OFF)


def _chosen(versions: list[Plan], asked: str, writes: bool) -> Plan | None:
    """The version asked for; else the draft for who writes, else what applies, else the newest."""
    by_number = {str(version.number): version for version in versions}
    if asked in by_number:
        return by_number[asked]
    drafts = [version for version in versions if version.is_draft]
    applies = [version for version in versions if version.state == Plan.State.APPROVED]
    order = drafts + applies if writes else applies + drafts
    return (order or versions[-1:] or [None])[0]


def _picture(shown: content.Content) -> dict:
    axis = timeline.axis_of(shown, clock.today())
    rows = [
        {"action": action, "bar": axis.bar(action.starts_on, action.ends_on)}
        for action in shown.actions
    ]
    return {"axis": axis, "rows": rows}


def _clashes(case, shown: content.Content) -> list[dict]:
    """Each clash with its sentence and ready proposals."""
    found = rules.clashes_of(case)
    if not found:
        return []
    days = WorkingDays()
    rule, known = rules.overlap_rule(days.profile), rules.met_already(case)
    return [
        {
            "obstacle": rules.clash_sentence(clash),
            "proposals": overlap.proposals(
                clash, list(shown.meetings), rule, known, days.is_working
            ),
        }
        for clash in found
    ]
