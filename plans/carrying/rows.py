"""The rows of carrying out: how each is found, what a form shows of it, where it stands."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.rows import Rows
from common.dates import day
from plans.models import ActionReport, AdverseEffect, Commitment, FollowUp

TAB = "plans:carrying"


def page_of(case_id, follow_up_id) -> str:
    """The address at which the page of carrying out shows this action, however many there are."""
    return f"{reverse(TAB, args=[case_id])}?at={follow_up_id}#a-{follow_up_id}"


ACTION = Rows(
    FollowUp,
    tab=TAB,
    related=("agency", "owner", "action", "checked_by"),
    place=lambda row: f"a-{row.pk}",
    page=lambda row: page_of(row.case_id, row.pk),
    words=lambda row: row.action.title,
    about=lambda row: row.action.title,
)
REPORT = Rows(
    ActionReport,
    tab=TAB,
    related=("agency", "author", "follow_up__action", "follow_up__checked_by"),
    place=lambda row: f"a-{row.follow_up_id}",
    page=lambda row: page_of(row.case_id, row.follow_up_id),
    words=lambda row: row.follow_up.action.title,
    about=lambda row: _("report of %(day)s") % {"day": day(row.happened_on)},
)
EFFECT = Rows(
    AdverseEffect,
    tab=TAB,
    related=("agency", "author", "kind", "closed_by"),
    place=lambda row: "effects",
    words=lambda row: row.words,
    about=lambda row: row.kind.label,
)
COMMITMENT = Rows(
    Commitment,
    tab=TAB,
    related=("agency", "author"),
    place=lambda row: "commitments",
    words=lambda row: row.words,
    about=lambda row: row.said_to,
)
