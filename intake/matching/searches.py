"""The list of searches among all persons, for the data protection officer (X41)."""

from __future__ import annotations

from casework import reading_log
from casework.rights import Right
from casework.views.base import RightView
from common import keyset, replica, sealing
from intake.models import MatchSearch


class Searches(RightView):
    """Each search: who, on which signal, the words, and how many persons were shown."""

    right = Right.SEE_AUTHORISATIONS
    template_name = "intake/matching/searches.html"
    nav = "reading_log"

    def get(self, request):
        reading_log.log(request)
        rows = MatchSearch.objects.visible_to(request.user).select_related("by")
        page = replica.read(lambda alias: keyset.page_of(request, rows.using(alias), "at"))
        for row in page.rows:
            try:
                row.asked, row.shown = row.unseal()
            except sealing.CannotOpen:
                row.lost = True
        return self.page(found=page)
