"""The history of authorisations, for the data protection officer: who gave what to whom (X40)."""

from __future__ import annotations

from django.http import HttpResponse

from agencies import authorisations
from agencies.models import Authorisation
from agencies.requests import PersonRequest
from casework import reading_log
from casework.rights import Right
from casework.views.base import RightView
from common import keyset


class Authorisations(RightView):
    """What an administrator gave, changed or ended, newest first; names and days, no file."""

    right = Right.SEE_AUTHORISATIONS
    template_name = "casework/authorisations.html"
    nav = "reading_log"

    def get(self, request: PersonRequest) -> HttpResponse:
        reading_log.log(request)
        page = keyset.page_of(request, Authorisation.objects.select_related("by"), "at")
        for row in page.rows:
            row.sentence = authorisations.sentence(row)
        return self.page(found=page)
