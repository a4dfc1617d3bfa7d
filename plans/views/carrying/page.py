"""Carrying out on one page: what starts it, each action, what it did, what was promised."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F

from casework import access, clock, phases
from casework.models import Case
from casework.rights import Right
from casework.views.case import CaseView
from plans.models import ActionReport, AdverseEffect, Commitment, FollowUp
from plans.rules import carrying as rules
from plans.views.carrying.base import TAB

State = FollowUp.State
MOST = 200
REPORTS = 400
FIRST = {"unanswered": 0, "late": 1, "declined": 2, "open": 3, "to_check": 4, "over": 5}


@dataclass
class Row:
    """One action as the page shows it: where it stands, what was said, what the reader may do."""

    follow_up: FollowUp
    stand: str
    late: bool
    reports: list[ActionReport] = field(default_factory=list)
    acts: set[str] = field(default_factory=set)


class Carrying(CaseView):
    """The page of carrying out."""

    template_name = "plans/carrying.html"
    tab = TAB

    def get(self, request, pk):
        frame = self.frame()
        rights = self._rights(frame["roles"])
        rows = self._rows(rights)
        return self.page(
            **frame,
            **rights,
            **self._start(),
            rows=rows,
            late=sum(row.late for row in rows),
            effects=self._effects(),
            commitments=self._commitments(),
            pause=rules.open_pause(self.subject),
            today=clock.today(),
        )

    def _rights(self, roles) -> dict:
        """What the reader may do here, asked once."""
        case, user = self.subject, self.request.user
        going = case.state in rules.CARRIED
        may_report = going and bool(access.may(user, Right.REPORT_ACTION, case))
        return {
            "may_report": may_report,
            "may_correct_reports": may_report and case.state in rules.BEGUN,
            "may_record": going and bool(access.may(user, Right.RECORD_EFFECT, case)),
            "may_steer": going and bool(access.may(user, Right.RECORD_DECISION, case)),
            "may_start": bool(access.may(user, Right.PLAN_MEETINGS, case)),
            "coordinates": bool(set(roles) & set(rules.COORDINATES)),
        }

    def _start(self) -> dict:
        """What stands before the carrying out begins; nothing of it once it has begun."""
        if self.subject.state != Case.State.PLANNED:
            return {"before": False}
        return {"before": True, "obstacles": phases.obstacles(self.subject, "plan.started")}

    def _rows(self, rights: dict) -> list[Row]:
        follow_ups = FollowUp.objects.visible_to(self.request.user).filter(case=self.subject)
        related = ("action", "agency", "owner", "performer", "checked_by", "answered_by")
        found = list(follow_ups.select_related(*related).order_by("ends_on", "pk")[:MOST])
        reports = ActionReport.objects.visible_to(self.request.user).filter(case=self.subject)
        told: dict = {}
        for report in reports.select_related("author").order_by("-happened_on", "-written_at")[
            :REPORTS
        ]:
            told.setdefault(report.follow_up_id, []).append(report)
        rows = [self._row(one, told.get(one.pk, []), rights) for one in found]
        return sorted(rows, key=lambda row: FIRST[row.stand])

    def _row(self, one: FollowUp, reports: list, rights: dict) -> Row:
        stand = stand_of(one)
        row = Row(one, stand, stand in ("unanswered", "late"), reports)
        row.acts = set(self._acts(one, rights))
        return row

    def _acts(self, one: FollowUp, rights: dict):
        """The acts that stand beside the action, for this reader."""
        own = rights["may_report"] and one.agency_id == self.request.user.agency_id
        begun = self.subject.state in rules.BEGUN
        waits = one.state in (State.WAITING, State.DECLINED)
        ended = one.state in (State.DONE, State.NOT_DONE) and not one.checked_by_id
        if own and waits:
            yield "accept"
        if own and (one.state == State.WAITING or (one.state == State.ACCEPTED and not begun)):
            yield "decline"
        if own and begun and one.state in (State.ACCEPTED, State.RUNNING):
            yield from ("report", "finish")
        if own and begun and ended:
            yield "correct"
        if rights["may_report"] and begun and ended and self._checks(one, rights):
            yield "check"
        if rights["may_steer"] and waits:
            yield "absence"
        if rights["may_steer"] and one.state not in FollowUp.OVER:
            yield "stop"

    def _checks(self, one: FollowUp, rights: dict) -> bool:
        user = self.request.user
        other = rights["coordinates"] or one.agency_id != user.agency_id
        return other and one.performer_id != user.pk

    def _effects(self) -> list[AdverseEffect]:
        rows = AdverseEffect.objects.visible_to(self.request.user).filter(case=self.subject)
        related = ("kind", "author", "agency", "responded_by", "closed_by", "follow_up__action")
        return list(
            rows.select_related(*related).order_by(
                F("closed_at").desc(nulls_first=True), "noticed_on", "pk"
            )[:MOST]
        )

    def _commitments(self) -> list[Commitment]:
        rows = Commitment.objects.visible_to(self.request.user).filter(case=self.subject)
        found = rows.select_related("author", "agency", "settled_by").order_by(
            F("settled_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )
        return list(found[:MOST])


def stand_of(one: FollowUp) -> str:
    """Where an action stands for whoever looks for what needs somebody."""
    today = clock.today()
    if one.state in FollowUp.OVER:
        checkable = one.state != State.STOPPED and not one.checked_by_id
        return "to_check" if checkable else "over"
    if one.state == State.DECLINED:
        return "declined"
    if one.state == State.WAITING and one.answer_due_on < today:
        return "unanswered"
    return "late" if one.ends_on < today else "open"
