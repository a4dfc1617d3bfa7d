"""The page of carrying out: its start, the actions, effects, commitments."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F

from casework import phases
from casework.acts import Button, buttons
from casework.models import Case
from casework.views.case import CaseView
from common import clock
from plans.carrying import rules
from plans.carrying.acts import ON_ACTION, CorrectReport, Start
from plans.carrying.happenings import (
    ON_COMMITMENT,
    ON_EFFECT,
    AddCommitment,
    AddEffect,
    PauseCase,
    Resume,
)
from plans.carrying.rows import TAB
from plans.models import ActionReport, AdverseEffect, Commitment, FollowUp

State = FollowUp.State
MOST = 200
REPORTS = 400
FIRST = {"unanswered": 0, "late": 1, "declined": 2, "open": 3, "to_verify": 4, "over": 5}


@dataclass
class Row:
    """An action on the page: its state, its reports, the buttons of the reader."""

    follow_up: FollowUp
    stand: str
    late: bool
    reports: list[ActionReport] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


class Carrying(CaseView):
    """Everything on carrying out of one case."""

    template_name = "plans/carrying/carrying.html"
    tab = TAB

    def get(self, request, pk):
        rows = self._rows()
        return self.page(
            **self.frame(),
            **self._start(),
            rows=rows,
            late=sum(row.late for row in rows),
            effects=self._with_buttons(self._effects(), ON_EFFECT),
            commitments=self._with_buttons(self._commitments(), ON_COMMITMENT),
            pause=rules.open_pause(self.subject),
            today=clock.today(),
            steering=self._buttons(PauseCase, Resume),
            add_effect=self._buttons(AddEffect),
            add_commitment=self._buttons(AddCommitment),
        )

    def _buttons(self, *declared) -> list[Button]:
        return buttons(self.request.user, self.subject, declared)

    def _start(self) -> dict:
        """The obstacles before carrying out begins; none once it has begun."""
        if self.subject.state != Case.State.PLANNED:
            return {"before": False}
        standing = phases.obstacles(self.subject, "plan.started")
        return {"before": True, "obstacles": standing, "start": self._buttons(Start)}

    def _with_buttons(self, rows: list, declared) -> list:
        """The rows with the buttons of this reader, and ``case`` set so that none queries it."""
        for row in rows:
            row.case = self.subject
            row.buttons = buttons(self.request.user, row, declared)
        return rows

    def _rows(self) -> list[Row]:
        follow_ups = FollowUp.objects.visible_to(self.request.user).filter(case=self.subject)
        related = ("action", "agency", "owner", "performer", "checked_by", "answered_by")
        found = list(follow_ups.select_related(*related).order_by("ends_on", "pk")[:MOST])
        known = {one.pk: one for one in self._with_buttons(found, ON_ACTION)}
        reports = ActionReport.objects.visible_to(self.request.user).filter(case=self.subject)
        reports = reports.select_related("author", "agency").order_by("-happened_on", "-written_at")
        told: dict = {}
        for report in reports[:REPORTS]:
            if report.follow_up_id in known:
                report.follow_up = known[report.follow_up_id]
                told.setdefault(report.follow_up_id, []).append(report)
        rows = [self._row(one, told.get(one.pk, [])) for one in found]
        return sorted(rows, key=lambda row: FIRST[row.stand])

    def _row(self, one: FollowUp, reports: list) -> Row:
        stand = stand_of(one)
        reports = self._with_buttons(reports, (CorrectReport,))
        return Row(one, stand, stand in ("unanswered", "late"), reports, one.buttons)

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
    """Where an action stands: over, to_verify, declined, unanswered, late or open."""
    today = clock.today()
    if one.state in FollowUp.OVER:
        verifiable = one.state != State.STOPPED and not one.checked_by_id
        return "to_verify" if verifiable else "over"
    if one.state == State.DECLINED:
        return "declined"
    if one.state == State.WAITING and one.answer_due_on < today:
        return "unanswered"
    return "late" if one.ends_on < today else "open"
