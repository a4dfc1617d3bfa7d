"""The rows of monitoring: how each is found, what a form shows of it."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from casework.rows import Rows
from closure.models import InformedParty, MonitoringCheck
from common import dates

TAB = "closure:monitoring"


class Known(Rows):
    """Rows that are 404 where they are missing: without the row nobody can say whose the act is."""

    def find(self, user, subject, **kwargs):
        row = super().find(user, subject, **kwargs)
        if row is None:
            raise Http404
        return row


CHECK = Known(
    MonitoringCheck,
    tab=TAB,
    related=("person", "proposal"),
    words=lambda row: _("Check due on %(day)s") % {"day": dates.long_day(row.due_on)},
    about=lambda row: dates.day(row.due_on),
)
PARTY = Known(
    InformedParty,
    tab=TAB,
    words=lambda row: f"{row.who}, {row.tie}" if row.tie else "",
    about=lambda row: row.who,
)
