"""What the pages of a conference share: the first analysis beside the form."""

from __future__ import annotations

from django.urls import reverse

from casework.views.base import SubjectView
from intake.first_analysis.views import analysis_frame
from intake.models import Signal
from intake.signals.desk import is_on_desk_of

CONFERENCE_ACT = "intake/conference/conference_act.html"


def conference_frame(view: SubjectView) -> dict:
    """What the page shows: the first analysis to its desk, to another decider the report alone."""
    on_desk = is_on_desk_of(view.request.user, view.subject)
    return (analysis_frame(view) if on_desk else {}) | {"on_desk": on_desk}


def onward(user, signal: Signal) -> str:
    """The address after the act: the first analysis for its desk, else the signal."""
    name = "intake:first_analysis" if is_on_desk_of(user, signal) else "intake:page"
    return reverse(name, args=[signal.pk])
