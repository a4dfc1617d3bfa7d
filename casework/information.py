"""Writing information on a case, each piece with its audience (S31, S32)."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from casework import clock, journal, notices
from casework.models import Case, Record, RecordGroupObjectPermission, TeamMember
from casework.refusals import Obstacle, Refused
from casework.rights import Role

Audience = Record.Audience


@transaction.atomic
def write_information(
    case: Case, *, by, kind: str, body: str, audience: str, agencies=(), domain=None
) -> Record:
    """Add one piece of information; ``agencies`` are read for the audience «named» alone.

    Those who may read it are told, by reference. Raises Refused: nothing written, no agency
    named, an agency that is not on the team, a need that nobody but oneself could read.
    """
    case = Case.objects.get(pk=case.pk)
    named = list(agencies) if audience == Audience.NAMED else []
    standing = list(_in_the_way(case, kind, body, audience, named))
    if standing:
        raise Refused(*standing)
    record = Record(
        case=case,
        author=by,
        agency_id=by.agency_id,
        kind=kind,
        domain=domain,
        body=body,
        audience=audience,
        written_at=clock.now(),
    )
    record.save(force_insert=True)
    share_with(record, named)
    readers = [user for user in readers_of(record) if user.pk != by.pk]
    notices.queue("information_added", key=f"record:{record.pk}", to=readers, case=case)
    return record


@transaction.atomic
def correct_information(record: Record, *, by, expected: int, body: str, reason: str) -> Record:
    """Correct one's own words; what stood before stays in the history, the audience as it was.

    Those who may read it are told. Raises Conflict when it was corrected meanwhile, Refused when
    nothing would be left, nothing changed, or no reason is written.
    """
    record = Record.locked(record.pk)
    standing = list(_cannot_correct(record, by, body, reason))
    if standing:
        raise Refused(*standing)
    record.body = body
    record.corrected_at = clock.now()
    record.save_changes(expected=expected, reason=reason)
    journal.record("information.corrected", by=by, case=record.case, record=record, reason=reason)
    readers = [user for user in readers_of(record) if user.pk != by.pk]
    key = f"record:{record.pk}:v{record.version}"
    notices.queue("information_corrected", key=key, to=readers, case=record.case)
    return record


def _cannot_correct(record: Record, by, body: str, reason: str):
    if record.author_id != by.pk:
        yield Obstacle(
            _("%(who)s wrote this.") % {"who": record.author.display},
            row="2.8",
            todo=_("Ask them to correct it, or add what you know as information of your own."),
        )
    if not body.strip():
        yield Obstacle(_("Write the information itself."), row="S31")
    elif body == record.body:
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")
    if not reason.strip():
        yield Obstacle(
            _("Write why it is corrected."),
            row="2.3",
            todo=_("The reason and what stood before stay on file."),
        )


def _in_the_way(case, kind, body, audience, named):
    if not body.strip():
        yield Obstacle(_("Write the information itself."), row="S31")
    if audience == Audience.NAMED and not named:
        yield Obstacle(
            _("No agency is chosen yet."),
            row="S31",
            todo=_("Choose at least one agency, or share it with the whole team."),
        )
    on_team = set(case.members.filter(active=True).values_list("agency_id", flat=True))
    for agency in named:
        if agency.pk not in on_team:
            yield Obstacle(
                _("%(agency)s is not on this team.") % {"agency": agency.name},
                row="2.5",
                todo=_("Ask the process coordinator to name somebody of this agency first."),
            )
    if kind == Record.Kind.NEED and audience == Audience.OWN:
        yield Obstacle(
            _("A need that only your own agency can read does not reach anybody."),
            row="S32",
            todo=_(
                "Share the need with the team or with named agencies; keep the cause to yourselves."
            ),
        )


def share_with(record: Record, agencies) -> None:
    """Add agencies to the record's «shared with» rows (guardian, one per agency's group)."""
    view = Permission.objects.get(content_type__app_label="casework", codename="view_record")
    RecordGroupObjectPermission.objects.bulk_create(
        RecordGroupObjectPermission(
            content_object=record, group_id=agency.group_id, permission=view
        )
        for agency in agencies
    )


def readers_of(record: Record) -> list[User]:
    """Everybody on the team who may read the record today."""
    members = TeamMember.objects.filter(case_id=record.case_id, active=True).exclude(
        role=Role.EVALUATOR
    )
    people = {}
    named = set(agencies_named(record).values_list("pk", flat=True))
    for member in members.select_related("user"):
        if _may_read(record, member, named):
            people[member.user_id] = member.user
    return list(people.values())


def _may_read(record: Record, member: TeamMember, named: set[int]) -> bool:
    if member.agency_id != member.user.agency_id:
        return False
    if record.audience == Audience.TEAM or member.agency_id == record.agency_id:
        return True
    if record.audience == Audience.OWN:
        return False
    coordinates = member.role in (Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR)
    return coordinates or member.agency_id in named


def agencies_named(record: Record):
    """The agencies with which the record is shared by name."""
    groups = RecordGroupObjectPermission.objects.filter(content_object=record)
    return Agency.objects.filter(group_id__in=groups.values("group_id"))
