"""Decisions on information, each piece with its audience (S31, S32)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from agencies.models import Agency, User
from casework import journal
from casework.deciding import decides, locked_unseen
from casework.information import rules
from casework.information.readers import readers_of, share_with
from casework.models import Case, Code, Record
from casework.rights import Right
from common import clock
from common.refusals import refuse
from common.scope import elevated
from notices import telling


@decides(Right.WRITE_INFORMATION, at=Case.IN_HAND, adds=True)
def write_information(
    case: Case,
    *,
    by: User,
    kind: str,
    body: str,
    audience: str,
    agencies: Iterable[Agency] = (),
    domain: Code | None = None,
    ask_again_on: date | None = None,
) -> Record:
    """Add one piece of information; ``agencies`` are read for the audience «named» alone.

    Of something held back (S31) ``body`` is its effect for the others' work, ``ask_again_on``
    the day on which to ask again. Those who may read it are told, by reference. Raises Refused:
    nothing written, no agency named, an agency that is not on the team, a need or something held
    back that nobody but oneself could read, a day to ask again that does not fit.
    """
    named = list(agencies) if audience == Record.Audience.NAMED else []
    refuse(
        [
            *rules.reaches_somebody(case, kind, body, audience, named),
            *rules.is_asked_again(kind, ask_again_on),
        ]
    )
    record = Record(
        case=case,
        author=by,
        agency_id=cast(int, by.agency_id),
        kind=kind,
        domain=domain,
        body=body,
        audience=audience,
        ask_again_on=ask_again_on,
        written_at=clock.now(),
    )
    record.save(force_insert=True)
    share_with(record, named)
    tell("information_added", record, f"record:{record.pk}", by)
    return record


@decides(
    Right.WRITE_INFORMATION,
    whose=(rules.own_words,),
    when=(rules.not_withdrawn, rules.not_misplaced),
    lock=locked_unseen,  # what is sealed is told to its author, and written by nobody
    at=Case.ON_FILE,
)
def correct_information(record: Record, *, by: User, body: str, reason: str) -> Record:
    """Correct one's own words; what stood before stays in the history, the audience as it was.

    Those who may read it are told. Raises Refused when nothing would be left, nothing changed, or
    no reason is written.
    """
    refuse(rules.is_corrected(record, body, reason))
    record.body = body
    record.corrected_at = clock.now()
    record.save_changes(reason=reason)
    journal.record("information.corrected", by=by, case=record.case, record=record, reason=reason)
    tell("information_corrected", record, f"record:{record.pk}:v{record.version}", by)
    return record


@decides(
    Right.WRITE_INFORMATION,
    whose=(rules.own_words,),
    when=(rules.not_withdrawn, rules.not_misplaced),
    rules=(rules.nobody_looked,),
    lock=locked_unseen,
    at=Case.ON_FILE,
)
def withdraw_information(record: Record, *, by: User) -> Record:
    """Withdraw one's own piece while nobody else can have read it (2.8).

    It stays readable for its author alone; its notices are called back.
    """
    record.withdrawn_at = clock.now()
    record.save_changes()
    journal.record("information.withdrawn", by=by, case=record.case, record=record)
    telling.call_back(key=f"record:{record.pk}")
    return record


@decides(
    Right.WRITE_INFORMATION,
    whose=(rules.own_agency_holds,),
    when=(rules.is_held_back,),
    lock=locked_unseen,
    at=Case.IN_HAND,
)
def end_held(record: Record, *, by: User, reason: str) -> Record:
    """End the mark that the own agency holds something back, and say why (S31).

    The mark stays readable with its end, so that what others did meanwhile can be explained. Those
    who may read it are told. Raises Refused without a reason.
    """
    refuse(rules.end_is_explained(reason))
    record.ended_at, record.ended_reason = clock.now(), reason
    with elevated():  # a colleague of the agency ends it too: its author may be away
        record.save_changes(reason=reason)
    journal.record("information.held_ended", by=by, case=record.case, record=record, reason=reason)
    tell("held_ended", record, f"record:{record.pk}:ended", by)
    return record


def tell(kind: str, record: Record, key: str, by: User) -> None:
    """Tell those who may read the record that there is news, never what it says."""
    readers = [user for user in readers_of(record) if user.pk != by.pk]
    telling.queue(kind, key=key, to=readers, case=record.case)
