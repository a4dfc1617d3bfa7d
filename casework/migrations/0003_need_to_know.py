"""Who reads and writes the case file. Needs the roles that `manage.py database_roles` makes."""

from pathlib import Path

from django.db import migrations

from casework.need_to_know import (
    COORDINATORS,
    DESK,
    MINE,
    OF_FILE,
    OFFICER,
    OUR_AGENCY,
    OVERSEERS,
    WRITTEN_ON_FILE,
    leads,
    on_team,
    receives,
)
from common.need_to_know import Functions, NeedToKnow

CASE, TEAM = on_team("[self].id"), on_team()
OUR_STATEMENT = f"agency_id = {OUR_AGENCY} and {TEAM}"
BY_AUDIENCE = (
    f"{TEAM} and (audience = 'team' or agency_id = {OUR_AGENCY}"
    f" or (audience = 'named' and ({leads(COORDINATORS)} or access.shared_with_us(id))))"
    f" and (withdrawn_at is null or author_id = {MINE})"
)
OWN_WORDS = f"author_id = {MINE} and agency_id = {OUR_AGENCY} and {TEAM}"
# A person of a case of one's own, or of a signal that one answers for.
KNOWN = (
    "(exists (select 1 from [casework.Case] c where c.subject_id = [self].id"
    f" and {on_team('c.id')})"
    " or exists (select 1 from [intake.Signal] s where s.person_id = [self].id"
    f" and {receives('s.channel_id')}))"
)
# An entry is about a file that one works on, or about a signal that one answers for or reported.
ABOUT = (
    "(case_id is null or access.mine(case_id){of_officer})"
    f" and (signal_id is null or {DESK} or access.reported(signal_id){{of_officer}})"
)
ENTRY = f"by_id = {MINE} and {ABOUT.format(of_officer='')}"
READING = f"reader_id = {MINE} and {ABOUT.format(of_officer=f' or {OFFICER}')}"


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_initial"),
        ("notices", "0001_initial"),
        ("casework", "0002_signals"),
    ]

    operations = [
        Functions(Path(__file__).with_name("functions.sql")),
        NeedToKnow(
            "Case",
            reads=CASE,
            changes=CASE,
            stands=("reference", "subject", "state", "state_since", "opened_at", "opened_by"),
        ),
        # Whoever leads locks a colleague's row; what is written in it but by the worker is one's own.
        NeedToKnow(
            "TeamMember",
            reads=TEAM,
            changes="access.mine(case_id)",
            becomes=f"user_id = {MINE} and access.mine(case_id)",
            stands=(
                *("case", "user", "agency", "role", "active", "joined_at", "left_at"),
                *("opened_at", "double_role_reason"),
            ),
            triggers=(
                (
                    "sync_member",
                    "after insert or delete or update of active, role, user_id, case_id",
                ),
            ),
        ),
        NeedToKnow(
            "Record",
            reads=BY_AUDIENCE,
            adds=OWN_WORDS,
            changes=f"author_id = {MINE} and {BY_AUDIENCE}",
            stands=("case", "author", "agency", "written_at", "audience"),
        ),
        NeedToKnow(
            "AgencyStatement",
            reads=TEAM,
            adds=OUR_STATEMENT,
            changes=OUR_STATEMENT,
            stands=("case", "agency"),
        ),
        NeedToKnow("Person", reads="access.knows(id)", changes=KNOWN, stands=("created_at",)),
        NeedToKnow(
            "Deconfliction",
            reads=OF_FILE,
            adds=WRITTEN_ON_FILE,
            changes=WRITTEN_ON_FILE,
            stands=("case", "signal"),
        ),
        # A decider may stand outside the desk: the decision writes the record as the worker.
        NeedToKnow("Conference", reads=OF_FILE),
        NeedToKnow(
            "ConferenceSeat",
            reads="exists (select 1 from [casework.Conference] c where c.id = [self].conference_id)",
            once=True,
        ),
        NeedToKnow("CaseUserObjectPermission", reads=f"user_id = {MINE}", deletes=True),
        NeedToKnow(
            "RecordGroupObjectPermission",
            reads="access.may_read(content_object_id)",
            adds="exists (select 1 from [casework.Record] r"
            f" where r.id = [self].content_object_id and r.author_id = {MINE})",
        ),
        NeedToKnow(
            "JournalEntry",
            reads="((access.mine(case_id) and (record_id is null or access.may_read(record_id)))"
            f" or (case_id is null and {DESK}))",
            adds=ENTRY,
            once=True,
        ),
        NeedToKnow(
            "ReadingLog", reads=f"({OFFICER} or {leads(OVERSEERS)})", adds=READING, once=True
        ),
        NeedToKnow(
            "notices.Notice",
            reads=f"recipient_id = {MINE}",
            changes=f"recipient_id = {MINE}",
            columns=("read_at",),
            deletes=True,
        ),
        NeedToKnow("notices.Delivery", worker_alone=True, deletes=True),
        NeedToKnow(
            "common.Draft",
            reads=f"user_id = {MINE}",
            adds=f"user_id = {MINE}",
            changes=f"user_id = {MINE}",
            stands=("user",),
        ),
        NeedToKnow("RoleRight", is_open="the table of rights, as documented", only_read=True),
        # What opens files to a person (X46).
        NeedToKnow("agencies.Duty", is_open="who answers for what is told to all", given_to="user"),
        NeedToKnow(
            "agencies.ChannelPost", is_open="who answers for what is told to all", given_to="user"
        ),
        NeedToKnow(
            "agencies.User",
            is_open="names and agencies are told to all",
            given_to="id",
            powers=("email", "agency", "is_active", "is_superuser"),
        ),
    ]
