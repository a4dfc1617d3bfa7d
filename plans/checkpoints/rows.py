"""The rows of the checkpoints: the meetings, each with a page of its own."""

from __future__ import annotations

from django.urls import reverse

from casework.rows import Rows
from plans.models import CheckpointMeeting

TAB = "plans:checkpoints"
MEETING = Rows(
    CheckpointMeeting,
    tab=TAB,
    related=("plan", "opened_by", "concluded_by"),
    page=lambda row: reverse("plans:checkpoint_page", args=[row.case_id, row.pk]),
)
