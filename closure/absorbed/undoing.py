"""What was one file by error is two again: asked by one, confirmed by another (X04, S78)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from casework import journal, one_file, phases
from casework.calendar import WorkingDays
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right, Role
from closure.absorbed import rules
from closure.absorbed.decisions import both_sides, holding, sides_of, tell
from closure.absorbed.ending import let_stand_again
from closure.closing.decisions import tell_team
from closure.models import Absorption
from common import clock
from common.refusals import refuse
from common.scope import elevated

State = Absorption.State


@decides(
    Right.READ_CASE,
    whose=(rules.coordinates_content,),
    when=(rules.it_holds,),
    rules=(rules.may_stand_again,),
    lock=both_sides,
    at=Case.ON_FILE,
)
def ask_undoing(row: Absorption, *, by, reason: str) -> Absorption:
    """Ask that two files stand apart again; the other content coordinator is told, or risk owners.

    Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason, _("Why it was an error is not written.")))
    days = WorkingDays()
    due = days.next_working(clock.today() + timedelta(days=days.profile.answer_request_days))
    with elevated():  # the other side is not this person's
        for side in sides_of(row):
            side.state, side.undo_here = State.UNDO_ASKED, side is row
            side.undo_at, side.undo_by, side.undo_because = clock.now(), by, reason
            side.undo_answer_by = due
            side.save_changes(reason=reason)
            journal.record("one_file.undoing_asked", by=by, case=side.case, reason=reason)
            others = () if side is row else (Role.CONTENT_COORDINATOR,)
            told = holding(side.case, Role.RISK_OWNER, *others) - {by.pk}
            tell("one_file_undoing", side, f"undoing:{side.version}", told)
    return row


@decides(
    Right.READ_CASE,
    whose=(rules.confirms_undoing,),
    when=(rules.undoing_is_asked,),
    rules=(rules.may_stand_again,),
    lock=both_sides,
    at=Case.ON_FILE,
)
def confirm_undoing(row: Absorption, *, by, agrees: bool, words: str = "") -> Absorption:
    """Confirm: the persons are two again, and the younger file stands as it stood.

    What ended with it goes on where nobody has written on it since; both teams are told. Raises
    Refused without the tick.
    """
    refuse(rules.ticked(agrees))
    younger, older = sorted(sides_of(row), key=lambda side: not side.is_younger)
    with elevated():  # one of the two files is not this person's
        one_file.relink(younger.case.subject_id, older.case.subject_id, but=younger.case)
        younger.case = phases.move(
            younger.case, rules.STANDS_AGAIN, by=by, reason=row.undo_because,
            back_to=Case.State(younger.was),
        )  # fmt: skip
        let_stand_again(younger.left, reason=row.undo_because)
        journal.record("one_file.undone", by=by, case=older.case, reason=row.undo_because,
                       reference=younger.case.reference)  # fmt: skip
        for side in (younger, older):
            side.state, side.undone_at, side.undone_by = State.UNDONE, clock.now(), by
            side.undone_because = words
            side.save_changes(reason=words)
            tell_team("one_file_undone", f"absorption:{side.pk}:undone", side.case, but=by)
    return row


@decides(
    Right.READ_CASE,
    whose=(rules.stops_undoing,),
    when=(rules.undoing_is_asked,),
    lock=both_sides,
    at=Case.ON_FILE,
)
def decline_undoing(row: Absorption, *, by, reason: str) -> Absorption:
    """Let it stay one file; who asked is told. What was asked stays in the history.

    Raises Refused without a reason.
    """
    refuse(rules.reason_is_written(reason, _("Why it stays one file is not written.")))
    with elevated():
        for side in sides_of(row):
            asked_by, version = side.undo_by_id, side.version
            side.state, side.undo_here, side.undo_at, side.undo_by = State.AGREED, False, None, None
            side.undo_because, side.undo_answer_by = "", None
            side.save_changes(reason=reason)
            journal.record("one_file.undoing_declined", by=by, case=side.case, reason=reason)
            told = holding(side.case, *Role) & {asked_by} - {by.pk}
            tell("one_file_stays", side, f"stays:{version}", told)
    return row
