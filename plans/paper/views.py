"""The pages of files from paper: those in hand, and one of them as it was typed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from agencies.requests import PersonRequest
from casework.acts import buttons
from casework.rights import Right
from casework.views.base import RightView, SubjectView
from common import clock
from common.refusals import Obstacle
from plans.models import PaperFile
from plans.paper import rules, shown
from plans.paper.acts import ON_PAPER, PEOPLE, TAB, OpenPaper
from plans.paper.due import in_hand


class Papers(RightView):
    """The files from paper that the reader has in hand; a decider opens one here."""

    right = Right.USE_RELAIS
    template_name = "plans/paper/list.html"
    nav = "cases"

    def get(self, request: PersonRequest) -> HttpResponse:
        return self.page(
            papers=in_hand(request.user), buttons=buttons(request.user, None, [OpenPaper])
        )


class PaperPage(SubjectView):
    """A file from paper before it is a case: what was typed, what is missing, whose turn it is."""

    model = PaperFile
    related = PEOPLE
    right = Right.USE_RELAIS
    template_name = "plans/paper/paper.html"
    nav = "cases"
    tab = TAB

    def get(self, request: PersonRequest, pk: UUID) -> HttpResponse:
        paper = self.subject
        if paper.file_id is not None:
            return HttpResponseRedirect(reverse("case", args=[paper.file_id]))
        return self.page(
            paper=paper,
            **shown.of(rules.content_of(paper)),
            obstacles=self._missing(),
            buttons=buttons(request.user, paper, ON_PAPER),
            standing=paper.person.standing_on(clock.today()),
        )

    def _missing(self) -> list[Obstacle]:
        return list(rules.whole(self.subject, self.request.user))
