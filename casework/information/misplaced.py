"""A note in the wrong file: marked by a coordinator, sealed, and undone with a reason (X26, P8)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.models import User
from casework import journal
from casework.deciding import decides, locked_unseen
from casework.information import rules
from casework.information.decisions import tell
from casework.information.readers import readers_of
from casework.models import Case, Record
from casework.rights import COORDINATORS, Right
from common import clock
from common.folding import sort_key
from common.refusals import Obstacle, is_written, refuse
from common.scope import elevated
from notices import telling

ROW = "P8"


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def coordinates(record: Record, by: User) -> Iterator[Obstacle]:
    """Either coordinator of the case, whoever wrote it and whether they are still there."""
    if not record.case.roles_of(by) & set(COORDINATORS):
        names = sorted(
            {p.user.display for p in record.case.parts() if p.role in COORDINATORS}, key=sort_key
        )
        todo = _("Ask %(who)s.") % {"who": ", ".join(names)} if names else ""
        if record.audience == Record.Audience.OWN:  # no coordinator knows of it
            todo = _("Your agency alone reads this: whoever wrote it corrects or withdraws it.")
        yield Obstacle(_("A coordinator of the case does this."), row=ROW, todo=todo)


def is_misplaced(record: Record, by: User) -> Iterator[Obstacle]:
    """Undone is a mark that stands."""
    if not record.misplaced_at:
        yield Obstacle(_("This is not marked as being about somebody else."), row=ROW)


def is_read_by_others(record: Record, by: User) -> Iterator[Obstacle]:
    """What its author withdrew is read by nobody else already (2.8)."""
    if record.withdrawn_at:
        yield Obstacle(_("This was withdrawn by its author."), row=ROW)


# --- the decisions --------------------------------------------------------------------------
@decides(
    Right.READ_CASE,
    whose=(coordinates,),
    when=(is_read_by_others, rules.not_misplaced),
    lock=locked_unseen,
    at=Case.ON_FILE,
)
def mark_misplaced(record: Record, *, by: User, reason: str) -> Record:
    """Say that a piece of information is not about the person of the case.

    Its words leave the file and stay sealed in its history; who could read them is told to leave
    them out of account (P8). Author and coordinators read that it was marked, and why. Raises
    Refused without a reason.
    """
    refuse(_is_explained(reason, _("Write why it is not about this person.")))
    readers = [user for user in readers_of(record) if user.pk != by.pk]
    record.body = ""
    record.misplaced_at, record.misplaced_by = clock.now(), by
    record.misplaced_reason = reason
    with elevated():  # it is somebody else's, who may be gone
        record.save_changes(reason=reason)
        journal.record(
            "information.misplaced", by=by, case=record.case, record=record, reason=reason
        )
    telling.call_back(key=f"record:{record.pk}")
    key = f"record:{record.pk}:misplaced:v{record.version}"
    telling.queue("information_misplaced", key=key, to=readers, case=record.case)
    return record


@decides(
    Right.READ_CASE,
    whose=(coordinates,),
    when=(is_misplaced,),
    lock=locked_unseen,
    at=Case.ON_FILE,
)
def put_back(record: Record, *, by: User, reason: str) -> Record:
    """Undo the mark: the words are read again by whom they were for, who are told.

    Raises Refused without a reason.
    """
    refuse(_is_explained(reason, _("Write why it is about this person after all.")))
    with elevated():  # the history of what is marked is sealed
        said = record.history.exclude(body="").order_by("-history_date", "-history_id").first()
        record.body = said.body
        record.misplaced_at, record.misplaced_by, record.misplaced_reason = None, None, ""
        record.save_changes(reason=reason)
        journal.record(
            "information.put_back", by=by, case=record.case, record=record, reason=reason
        )
    tell("information_put_back", record, f"record:{record.pk}:back:v{record.version}", by)
    return record


def _is_explained(reason: str, sentence: str) -> Iterator[Obstacle]:
    yield from is_written(
        reason, sentence, row=ROW, todo=_("Its author and the coordinators read the reason.")
    )
