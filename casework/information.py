"""Writing information on a case, each piece with its audience (S31, S32)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from casework import journal
from casework.models import Case, ReadingLog, Record, RecordGroupObjectPermission, TeamMember
from casework.rights import Role
from common import clock
from common.refusals import Obstacle, Refused
from common.scope import elevated
from notices import telling

Audience = Record.Audience


@transaction.atomic
def write_information(
    case: Case,
    *,
    by,
    kind: str,
    body: str,
    audience: str,
    agencies=(),
    domain=None,
    ask_again_on: date | None = None,
) -> Record:
    """Add one piece of information; ``agencies`` are read for the audience «named» alone.

    Of something held back (S31) ``body`` is its effect for the others' work, ``ask_again_on``
    the day on which to ask again. Those who may read it are told, by reference. Raises Refused:
    nothing written, no agency named, an agency that is not on the team, a need or something held
    back that nobody but oneself could read, a day to ask again that does not fit.
    """
    case = Case.objects.get(pk=case.pk)
    named = list(agencies) if audience == Audience.NAMED else []
    standing = [
        *_in_the_way(case, kind, body, audience, named),
        *_cannot_ask_again(kind, ask_again_on),
    ]
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
        ask_again_on=ask_again_on,
        written_at=clock.now(),
    )
    record.save(force_insert=True)
    share_with(record, named)
    readers = [user for user in readers_of(record) if user.pk != by.pk]
    telling.queue("information_added", key=f"record:{record.pk}", to=readers, case=case)
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
    telling.queue("information_corrected", key=key, to=readers, case=record.case)
    return record


@transaction.atomic
def withdraw_information(record: Record, *, by) -> Record:
    """Take back one's own piece while nobody else can have read it (2.8).

    It stays with its author and is gone for everybody else, its notices too. Raises Refused
    with the agencies of those who may have read it, or when it was withdrawn already.
    """
    record = Record.locked(record.pk)
    standing = list(cannot_withdraw(record, by))
    if standing:
        raise Refused(*standing)
    record.withdrawn_at = clock.now()
    record.save_changes()
    journal.record("information.withdrawn", by=by, case=record.case, record=record)
    telling.call_back(key=f"record:{record.pk}")
    return record


@transaction.atomic
def end_held(record: Record, *, by, reason: str) -> Record:
    """The agency that holds something back says that it does no longer, and why (S31).

    The mark stays readable with its end; what others did while it stood is explained by it. Those
    who may read it are told. Raises Refused: no mark, another agency's, ended, without a reason.
    """
    with elevated():  # a colleague of the agency ends it too: its author may be away
        record = Record.locked(record.pk)
        standing = list(cannot_end(record, by))
        if not reason.strip():
            standing.append(
                Obstacle(
                    _("Write why it is no longer held back."),
                    row="S31",
                    todo=_("Shared meanwhile, no longer true, or written by mistake: one line."),
                )
            )
        if standing:
            raise Refused(*standing)
        record.ended_at, record.ended_reason = clock.now(), reason
        record.save_changes(reason=reason)
        case = record.case
    journal.record("information.held_ended", by=by, case=case, record=record, reason=reason)
    readers = [user for user in readers_of(record) if user.pk != by.pk]
    telling.queue("held_ended", key=f"record:{record.pk}:ended", to=readers, case=case)
    return record


def cannot_end(record: Record, by):
    """The sentences against ending a mark: whoever holds it ends it, once (S31)."""
    if record.kind != Record.Kind.HELD:
        yield Obstacle(_("Only what is held back comes to an end."), row="S31")
    elif record.agency_id != by.agency_id:
        yield Obstacle(
            _("%(agency)s holds this back.") % {"agency": record.agency.name},
            row="S31",
            todo=_("Ask them."),
        )
    elif record.withdrawn_at or record.ended_at:
        yield Obstacle(_("This is not held back any more."), row="S31")


def cannot_withdraw(record: Record, by):
    """The sentences against taking a piece back: what was read cannot be unread (2.8)."""
    if record.author_id != by.pk:
        yield Obstacle(_("%(who)s wrote this.") % {"who": record.author.display}, row="2.8")
        return
    if record.withdrawn_at:
        yield Obstacle(_("You have withdrawn this already."), row="2.8")
        return
    readers = agencies_that_looked(record)
    if readers:
        yield Obstacle(
            _("The case was opened since by %(agencies)s: it may have been read.")
            % {"agencies": get_text_list(readers, _("and"))},
            row="2.8",
            todo=_("Correct it instead, and write why: what stood before stays on file."),
        )


def agencies_that_looked(record: Record) -> list[str]:
    """Whose people opened the case since, among those entitled to the record then.

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
        return sorted(set(rows.values_list("agency__short_name", flat=True)))


def _cannot_ask_again(kind: str, day: date | None):
    if day is None:
        return
    if kind != Record.Kind.HELD:
        yield Obstacle(
            _("A day to ask again goes with something that you cannot share."),
            row="S31",
            todo=_("Choose “Something that I cannot share”, or take the day out."),
        )
    elif day < clock.today():
        yield Obstacle(
            _("The day to ask again has passed already."),
            row="S31",
            todo=_("Choose a day to come, or leave it open."),
        )


def _cannot_correct(record: Record, by, body: str, reason: str):
    if record.withdrawn_at:
        yield Obstacle(
            _("You have withdrawn this already."),
            row="2.8",
            todo=_("Write it anew if it is to be read."),
        )
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
    if kind == Record.Kind.HELD and audience == Audience.OWN:
        yield Obstacle(
            _("What only your own agency can read tells nobody that something is held back."),
            row="S31",
            todo=_("Share its effect with the team or with named agencies."),
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
