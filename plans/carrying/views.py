"""The page of carrying out: its start, the actions, effects, commitments."""

from __future__ import annotations

from casework import phases
from casework.acts import Button, buttons
from casework.models import Case
from casework.views.case import CaseView
from common import clock
from plans.carrying import rules
from plans.carrying.acts import Start
from plans.carrying.happenings import AddCommitment, AddEffect, PauseCase, Resume
from plans.carrying.page import Content
from plans.carrying.rows import TAB


class Carrying(CaseView):
    """Everything on carrying out of one case."""

    template_name = "plans/carrying/carrying.html"
    tab = TAB

    def get(self, request, pk):
        return self.page(
            **self.frame(),
            **self._start(),
            **vars(Content.read(request, self.subject)),
            pause=rules.open_pause(self.subject),
            today=clock.today(),
            at_work=self.subject.state in Case.WITH_PLAN,
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
