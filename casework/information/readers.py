"""Who may read a piece of information, and who may have read it (S31, 2.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from agencies.models import Agency, User
from casework.models import (
    ReadingLog,
    Record,
    RecordGroupObjectPermission,
    Relationship,
    TeamMember,
)
from casework.rights import COORDINATORS
from common.compiled import compiled
from common.folding import sort_key
from common.scope import elevated

Audience = Record.Audience


def share_with(record: Record, agencies: Collection[Agency]) -> None:
    """Add agencies to the record's «shared with» rows (guardian, one per agency's group)."""
    if not agencies:
        return
    view = Permission.objects.get(content_type__app_label="casework", codename="view_record")
    RecordGroupObjectPermission.objects.bulk_create(
        RecordGroupObjectPermission(
            content_object=record, group_id=agency.group_id, permission=view
        )
        for agency in agencies
    )


def readers_of(record: Record) -> list[User]:
    """Everybody on the team who may read the record today."""
    named: set[int] = set()
    if record.audience == Audience.NAMED:
        named = set(agencies_named(record).values_list("pk", flat=True))
    members = admitted(record, named)
    if record.misplaced_at:
        own = record.author_id
        members = [m for m in members if m.user_id == own or m.role in COORDINATORS]
    return people_of(members)


def admitted(row: Record | Relationship, named: Collection[int]) -> list[TeamMember]:
    """Whom on the team the audience of a row admits; ``named`` are the agencies it names."""
    return [one for one in compiled(_team, row.case_id) if _is_admitted(row, one, named)]


def people_of(members: Iterable[TeamMember]) -> list[User]:
    """The people of these parts, each once."""
    return list({member.user_id: member.user for member in members}.values())


def _team(case: UUID) -> QuerySet[TeamMember]:
    return TeamMember.objects.running().filter(case_id=case).select_related("user")


def _is_admitted(row: Record | Relationship, member: TeamMember, named: Collection[int]) -> bool:
    if member.agency_id != member.user.agency_id:
        return False
    if row.audience == Audience.TEAM or member.agency_id == row.agency_id:
        return True
    if row.audience == Audience.OWN:
        return False
    coordinates = member.role in COORDINATORS
    return coordinates or member.agency_id in named


def agencies_named(record: Record) -> QuerySet[Agency]:
    """The agencies with which the record is shared by name."""
    groups = RecordGroupObjectPermission.objects.filter(content_object=record)
    return Agency.objects.filter(group_id__in=groups.values("group_id"))


def agencies_that_looked(record: Record) -> list[str]:
    """Agencies entitled to the record whose people have opened the case since.

    Agencies, not persons: who read a file is for its coordinators to see.
    """
    entitled = Q(agency_id=record.agency_id)
    if record.audience == Audience.TEAM:
        entitled = Q()
    elif record.audience == Audience.NAMED:
        entitled |= Q(agency__in=agencies_named(record)) | Q(role__contains="coordinator")
    with elevated():
        rows = ReadingLog.objects.filter(case_id=record.case_id, at__gte=record.written_at)
        rows = rows.exclude(reader_id=record.author_id).filter(entitled)
        return sorted(set(rows.values_list("agency__short_name", flat=True)), key=sort_key)
