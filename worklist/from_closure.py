"""Items of My work of closing and monitoring (phase 4)."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from closure.absorbed import due as absorbed_due
from closure.closing import due
from closure.monitoring import due as monitoring_due
from closure.transfer import due as transfer_due
from closure.without_year import due as without_year_due
from common import clock
from worklist.item import Item, case_item
from worklist.source import Source, Waiting

# How far ahead a check after closure is shown.
AHEAD = timedelta(days=30)


def _opinion(proposal, waits: Waiting) -> Item:
    return case_item(
        proposal, _("Your agency’s opinion on closing is asked"), "closure:opinion", waits.due_at,
        kind=waits.kind, act=_("Give an opinion"),
    )  # fmt: skip


def _signature(proposal, waits: Waiting) -> Item:
    """An item for a closure to sign; to be signed by another where the reader may not (X42)."""
    if proposal.not_mine:
        title = _("A closure waits for the signature of somebody else than you")
        return case_item(
            proposal, title, "closure:closing", waits.due_at, kind=waits.kind,
            act=_("See whom to ask"),
        )  # fmt: skip
    return case_item(
        proposal, _("A closure waits for your signature"), "closure:sign", waits.due_at,
        kind=waits.kind, act=_("Read and decide"),
        meta=_("what it rests on, what is uncertain, who disagrees"),
    )  # fmt: skip


def _without_year(proposal, waits: Waiting) -> Item:
    if proposal.not_mine:
        title = _("A closure waits for the signature of somebody else than you")
        return case_item(
            proposal, title, "closure:without_year", waits.due_at, kind=waits.kind,
            act=_("See whom to ask"),
        )  # fmt: skip
    return case_item(
        proposal, _("A closure without a year of checks waits for your signature"),
        "closure:without_year_sign", waits.due_at, kind=waits.kind, act=_("Read and decide"),
    )  # fmt: skip


def _transfer_awaited(transfer, waits: Waiting) -> Item:
    return case_item(
        transfer, _("The other authority’s answer is awaited"), "closure:transfer", waits.due_at,
        kind=waits.kind, act=_("Note it, or ask again"), meta=transfer.authority,
    )  # fmt: skip


def _transfer_to_sign(transfer, waits: Waiting) -> Item:
    return case_item(
        transfer, _("A transfer to another authority waits for your signature"),
        "closure:transfer_sign", waits.due_at, kind=waits.kind, act=_("Read and decide"),
    )  # fmt: skip


def _one_file_asked(question, waits: Waiting) -> Item:
    return case_item(
        question, _("Is another file about the same person? Your answer is asked"),
        "closure:one_file_agree", waits.due_at, question.pk, kind=waits.kind,
        act=_("Read and decide"), meta=question.other_reference,
    )  # fmt: skip


def _one_file_awaited(question, waits: Waiting) -> Item:
    return case_item(
        question, _("The answer about another file is awaited"), "closure:one_file",
        waits.due_at, kind=waits.kind, act=_("Ask again, or take it back"),
        meta=question.other_reference,
    )  # fmt: skip


def _who_joins(question, waits: Waiting) -> Item:
    return case_item(
        question, _("Ask the absorbed file’s team who joins"), "closure:one_file", waits.due_at,
        kind=waits.kind, act=_("See who is asked"), meta=question.other_reference, at="#who-joins",
    )  # fmt: skip


def _undoing(question, waits: Waiting) -> Item:
    return case_item(
        question, _("It is asked that two files stand apart again"),
        "closure:one_file_undo_confirm", waits.due_at, question.pk, kind=waits.kind,
        act=_("Read and decide"), meta=question.other_reference,
    )  # fmt: skip


def _check(check, waits: Waiting) -> Item:
    return case_item(
        check, _("Check after closure"), "closure:check", waits.due_at, check.pk, kind=waits.kind,
        act=_("Enter it"),
    )  # fmt: skip


def _reopening(check, waits: Waiting) -> Item:
    return case_item(
        check, _("A check proposes to open the file again: answer it"), "closure:monitoring",
        waits.due_at, kind=waits.kind, act=_("Read and decide"),
    )  # fmt: skip


def _end(case, waits: Waiting) -> Item:
    return Item(
        title=_("The last check is entered: monitoring may end"),
        href=reverse("closure:monitoring", args=[case.pk]),
        reference=case.reference,
        due_at=None,
        kind=waits.kind,
        act=_("Read and decide"),
    )


def _until() -> tuple:
    return (clock.today() + AHEAD,)


# An opinion that is asked of the reader's agency (S80).
opinions = Source(due.opinions_asked_of, _opinion, "question", "opinions_due_on")
# A signature that is waited for (S81).
signatures = Source(due.to_sign, _signature, "decision", "opinions_due_on")
# A signature under a closing without a year of checks (X25).
without_year = Source(without_year_due.to_sign, _without_year, "decision", "opinions_due_on")
# What another authority has to answer, and what it has accepted (X25).
transfers_awaited = Source(transfer_due.awaited, _transfer_awaited, "asked", "answer_by")
transfers = Source(transfer_due.to_sign, _transfer_to_sign, "decision", "sign_by")
# Whether another file is about the same person: to answer, awaited; who joins the older one (X04).
absorptions = Source(absorbed_due.to_answer, _one_file_asked, "decision", "answer_by")
absorptions_awaited = Source(absorbed_due.awaited, _one_file_awaited, "asked", "answer_by")
undoings = Source(absorbed_due.undoing_to_confirm, _undoing, "decision", "undo_answer_by")
who_joins = Source(absorbed_due.who_joins, _who_joins, "question", "join_by")
# Checks after closure that the reader holds (S83).
checks = Source(monitoring_due.checks_until, _check, "meeting", "due_on", more=_until)
# Checks that propose to open the file again (S78, X23).
reopenings = Source(monitoring_due.reopenings_proposed_to, _reopening, "decision", "held_on")
# Quiet years that may end (S83).
ends = Source(monitoring_due.ends_waiting, _end, "decision")
