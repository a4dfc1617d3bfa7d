"""The team of a case: who works on it, since when, and who did."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from agencies.requests import PersonRequest
from casework import absent, statements
from casework.acts import Button, buttons
from casework.team.acts import (
    ON_MEMBER,
    TAB,
    AddMember,
    Declare,
    RemindToDeclare,
    StateAgency,
)
from casework.views.case import CaseView

# Of those who left, the last; the page says that there are more.
LEFT_SHOWN = 50


class CaseTeam(CaseView):
    """Who works on the case, since when, and who did."""

    template_name = "casework/case_team.html"
    tab = TAB

    def get(self, request: PersonRequest, pk: UUID) -> HttpResponse:
        case, user = self.subject, request.user
        frame = self.frame()
        for member in frame["members"]:
            member.case = case
            member.buttons = buttons(user, member, ON_MEMBER)
        said = statements.statements(case)
        left = case.members.filter(active=False).select_related("user", "agency")
        return self.page(
            **frame,
            left=[*left.order_by("-left_at", "pk")[: LEFT_SHOWN + 1]],
            left_shown=LEFT_SHOWN,
            statements=said,
            warnings=absent.warnings(case, user, frame["members"], frame["roles"])
            + statements.not_said(frame["members"], said),
            name=self._buttons(AddMember),
            remind=self._buttons(RemindToDeclare),
            declare=self._buttons(Declare),
            state=self._buttons(StateAgency),
        )

    def _buttons(self, *declared: Any) -> list[Button]:
        return buttons(self.request.user, self.subject, declared)
