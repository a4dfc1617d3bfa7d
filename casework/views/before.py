"""The page of what stood before in one row, for all kinds of rows (X30)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from agencies.requests import PersonRequest
from casework import before
from casework.rights import Right
from casework.views.base import SubjectView
from casework.views.case import frame
from common.portions import portion

# So many saved states stand on a page.
SIZE = 10


class CaseBefore(SubjectView):
    """The saved states of a row of a case, newest first: who wrote each, when, why, and what.

    Whoever may read the row reads it (2.5); a row that is nobody’s any more is 404.
    """

    right = Right.READ_CASE
    related: ClassVar[tuple[str, ...]] = ("subject",)
    nav = "cases"
    template_name = "casework/before.html"
    layout: ClassVar[str] = "casework/case_base.html"
    tab: ClassVar[str] = "case"

    def prepare(self, **kwargs: Any) -> None:
        """Load the row, too. Raises Http404 where this person may not know of it."""
        super().prepare(**kwargs)
        known = before.KINDS.get(kwargs["kind"])
        found = known.find(self.request.user, self.subject, kwargs["row"]) if known else None
        if known is None or found is None:
            raise Http404
        self.known, self.row = known, found

    def get(self, request: PersonRequest, pk: UUID, kind: str, row: UUID) -> HttpResponse:
        steps = before.steps([self.row], request.user)
        return self.page(
            named=self.known.named,
            part=portion(request, steps, "from", key=lambda step: step.key, size=SIZE),
            layout=self.layout,
            back=reverse(self.tab, args=[self.subject.pk]),
            subject=self.subject,
            **self.frame(),
        )

    def frame(self) -> dict[str, Any]:
        """What the page shows around it."""
        return frame(self.subject, self.request.user, self.tab)
