"""Decisions on people around the person: written down, changed, ended (S30, 2.8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from agencies.models import Agency, User
from casework import journal
from casework.deciding import decides
from casework.information.readers import admitted, people_of
from casework.information.rules import names_the_team
from casework.models import Case, Relationship
from casework.relationships import rules
from casework.rights import Right
from common import clock
from common.refusals import refuse
from notices import telling


@decides(Right.WRITE_INFORMATION, at=Case.IN_HAND, adds=True)
def add_relationship(
    case: Case,
    *,
    by: User,
    name: str,
    kind: str,
    role: str,
    knows_well: str,
    approach: str,
    audience: str,
    agencies: Iterable[Agency] = (),
    only_by: str = "",
    approach_because: str = "",
    told: str = "",
    told_by: str = "",
    since: date | None = None,
) -> Relationship:
    """Write down somebody who knows the person of the case, and whether they may be approached.

    ``agencies`` are read for the audience «named» alone; ``since`` is today where it is not said.
    Those who may read it are told, by reference. Raises Refused: nobody named, no reason why not,
    nobody by whom alone, somebody told by nobody, a day ahead, no agency, one not on the team.
    """
    named = list(agencies) if audience == Relationship.Audience.NAMED else []
    said = {
        "name": name,
        "kind": kind,
        "role": role,
        "knows_well": knows_well,
        "approach": approach,
        "only_by": only_by,
        "approach_because": approach_because,
        "told": told,
        "told_by": told_by,
        "since": since or clock.today(),
    }
    refuse([*rules.is_whole(said), *names_the_team(case, audience, named)])
    row = Relationship(
        case=case,
        author=by,
        agency_id=cast(int, by.agency_id),
        audience=audience,
        shared_with=sorted(agency.pk for agency in named),
        written_at=clock.now(),
        **said,
    )
    row.save(force_insert=True)
    journal.record("relationship.added", by=by, case=case, relationship=row)
    _tell("relationship_added", row, f"relationship:{row.pk}", by)
    return row


@decides(Right.WRITE_INFORMATION, whose=(rules.keeps_it,), at=Case.ON_FILE)
def correct_relationship(
    row: Relationship, *, by: User, changes: dict[str, Any], reason: str
) -> Relationship:
    """Change what is written of somebody; what stood before stays readable, the audience as it was.

    Those who may read it are told. Raises Refused as ``add_relationship``, where nothing is
    changed, and without a reason.
    """
    refuse([*rules.is_whole(changes), *rules.is_changed(row, changes, reason)])
    for name, value in changes.items():
        setattr(row, name, value)
    row.save_changes(reason=reason)
    journal.record("relationship.corrected", by=by, case=row.case, relationship=row, reason=reason)
    _tell("relationship_corrected", row, f"relationship:{row.pk}:v{row.version}", by)
    return row


@decides(
    Right.WRITE_INFORMATION,
    whose=(rules.keeps_it,),
    when=(rules.still_stands,),
    at=Case.IN_HAND,
)
def end_relationship(row: Relationship, *, by: User, reason: str) -> Relationship:
    """Say that it no longer holds, and why: it stays readable, and is heeded no longer.

    Those who may read it are told. Raises Refused without a reason.
    """
    refuse(rules.end_is_explained(reason))
    row.ended_at, row.ended_because = clock.now(), reason
    row.save_changes(reason=reason)
    journal.record("relationship.ended", by=by, case=row.case, relationship=row, reason=reason)
    _tell("relationship_ended", row, f"relationship:{row.pk}:ended", by)
    return row


def _tell(kind: str, row: Relationship, key: str, by: User) -> None:
    """Tell those who may read the row that there is news, never whom it is about."""
    readers = [one for one in people_of(admitted(row, row.shared_with)) if one.pk != by.pk]
    telling.queue(kind, key=key, to=readers, case=row.case)
