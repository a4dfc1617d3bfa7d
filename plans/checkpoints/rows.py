"""The rows of the checkpoints: the meetings, each with a page of its own."""

from __future__ import annotations

from django.urls import reverse

from casework.rows import Rows
from plans.models import CheckMeeting

TAB = "plans:checkpoints"
MEETING = Rows(
    CheckMeeting,
    tab=TAB,
    related=("plan", "opened_by", "concluded_by"),
    page=lambda row: reverse("plans:checkpoint_page", args=[row.case_id, row.pk]),
)
