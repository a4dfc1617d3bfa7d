"""Items of My work of files from paper: to type, to confirm, to sign (X14)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from plans.paper import due
from worklist.item import Item
from worklist.source import Source, Waiting


def _item(paper, waits: Waiting, title: str, act: str) -> Item:
    return Item(
        title=title,
        href=reverse("papers:page", args=[paper.pk]),
        reference=paper.reference,
        due_at=waits.due_at,
        meta=paper.given_back_because[:80],
        kind=waits.kind,
        act=act,
    )


def _to_type(paper, waits: Waiting) -> Item:
    return _item(paper, waits, _("A file from paper waits to be typed"), act=_("Type the file"))


def _to_confirm(paper, waits: Waiting) -> Item:
    title = _("A file from paper waits for your confirmation")
    return _item(paper, waits, title, act=_("Read and decide"))


def _left_alone(paper, waits: Waiting) -> Item:
    return Item(
        title=_("Whose turn it is on a file from paper is no longer there: name somebody else"),
        href=reverse("papers:opening", args=[paper.pk]),
        reference=paper.reference,
        due_at=waits.due_at,
        kind=waits.kind,
        act=_("Name somebody"),
    )


def _to_sign(paper, waits: Waiting) -> Item:
    return Item(
        title=_("The plan in force came from paper and waits for your signature"),
        href=reverse("plans:plan", args=[paper.file_id]),
        reference=paper.reference,
        due_at=waits.due_at,
        kind=waits.kind,
        act=_("Read and decide"),
    )


to_type = Source(due.to_type, _to_type, "plain", "opened_at", due=lambda since: since + due.WITHIN)
to_confirm = Source(
    due.to_confirm, _to_confirm, "decision", "handed_at", due=lambda since: since + due.WITHIN
)
left_alone = Source(due.left_alone, _left_alone, "person", "opened_at", due=lambda since: since)
to_sign = Source(due.to_sign, _to_sign, "decision", "sign_due_on")
