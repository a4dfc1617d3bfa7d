"""The case file: every table, with its keys, indexes and constraints. Written by a program, not formatted."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.tables import Tables

GUARDED = [("objects", django.db.models.manager.Manager()), ("unscoped", django.db.models.manager.Manager())]
BASES = (simple_history.models.HistoricalChanges, models.Model)
PAST = {"ordering": ("-history_date", "-history_id"), "get_latest_by": ("history_date", "history_id")}


def kept():
    """What each history says of a change."""
    return [
        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
        ("history_date", models.DateTimeField()),
        ("history_change_reason", models.TextField(null=True)),
        ("history_type", models.CharField(max_length=1)),
        ("history_user", models.ForeignKey(db_index=False, null=True, on_delete=models.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
    ]


def was(to):
    """What a history keeps of a relation."""
    return models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to=to)


TABLES = [
    migrations.CreateModel(
        "HistoricalCase",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("reference", models.CharField(editable=False, max_length=30)),
            ("state", models.CharField(editable=False, max_length=20)),
            ("entry_route", models.CharField(max_length=20)),
            ("prevention_level", models.CharField(default="individual", max_length=20)),
            ("grounds", models.TextField()),
            ("opened_at", models.DateTimeField()),
            ("state_since", models.DateTimeField()),
            ("subject", was("casework.person")),
            ("opened_by", was(settings.AUTH_USER_MODEL)),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "Case",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("reference", models.CharField(editable=False, max_length=30, unique=True, verbose_name="reference")),
            ("subject", models.ForeignKey(on_delete=models.PROTECT, related_name="cases", to="casework.person")),
            ("state", models.CharField(choices=[("gathering", "gathering information"), ("analysis", "in-depth analysis"), ("planned", "plan approved"), ("active", "being carried out"), ("paused", "paused"), ("closing", "closure proposed"), ("monitoring", "monitoring after closure"), ("ended", "ended"), ("transferred", "transferred")], editable=False, max_length=20)),
            ("entry_route", models.CharField(choices=[("signal", "signal"), ("returnee", "return from a zone"), ("prison_release", "release from prison"), ("transfer_in", "transfer from another authority")], max_length=20, verbose_name="route of entry")),
            ("prevention_level", models.CharField(choices=[("specific", "Specific prevention"), ("individual", "Individual prevention")], default="individual", max_length=20, verbose_name="level of prevention")),
            ("grounds", models.TextField(verbose_name="grounds for opening")),
            ("opened_at", models.DateTimeField(verbose_name="opened on")),
            ("opened_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("state_since", models.DateTimeField()),
        ],
        {
            "verbose_name": "case",
            "verbose_name_plural": "cases",
            "permissions": [
                ("read_case", "read the case’s front, team, plan and opinions"),
                ("manage_team", "name or end team members"),
                ("replace_coordinator", "name or end the coordinators’ own posts"),
                ("declare_interest", "declare own interest, accept the common aim"),
                ("write_information", "write information, reply to a request"),
                ("ask_information", "ask for information"),
                ("contribute_analysis", "contribute ratings, gaps and factors"),
                ("approve_plan", "read jointly, draft and approve the plan"),
                ("propose_plan", "propose a part of the plan"),
                ("report_action", "accept and report on an action of the own agency"),
                ("plan_meetings", "plan meetings and checkpoints, issue minutes"),
                ("record_decision", "record a content decision, adjust the plan"),
                ("record_effect", "record a negative effect, external event, commitment"),
                ("propose_closure", "propose closure, reopen"),
                ("give_opinion", "give the agency’s opinion"),
                ("sign_off", "sign off"),
                ("enter_check", "enter a monitoring check"),
                ("see_sensitive_note", "read the sensitive note"),
                ("see_readings", "see who saw this file"),
                ("print_case", "print, take out"),
                ("print_decision", "print the decision sheet"),
                ("pseudonymised", "read the pseudonymised set"),
            ],
            "default_permissions": (),
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("grounds", ""), _negated=True), name="case_has_grounds"),
                models.UniqueConstraint(condition=models.Q(("state", "transferred"), _negated=True), fields=("subject",), name="case_one_file_a_person"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "CaseUserObjectPermission",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("user", models.ForeignKey(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL)),
            ("content_object", models.ForeignKey(on_delete=models.CASCADE, to="casework.case")),
            ("permission", models.ForeignKey(on_delete=models.CASCADE, to="auth.permission")),
        ],
        {
            "unique_together": {("user", "permission", "content_object")},
        },
    ),
    migrations.CreateModel(
        "RecordGroupObjectPermission",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("permission", models.ForeignKey(on_delete=models.CASCADE, to="auth.permission")),
            ("group", models.ForeignKey(on_delete=models.CASCADE, to="auth.group")),
            ("content_object", models.ForeignKey(on_delete=models.CASCADE, to="casework.record")),
        ],
        {
            "unique_together": {("group", "permission", "content_object")},
        },
    ),
    migrations.CreateModel(
        "RoleRight",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("role", models.CharField(max_length=30)),
            ("permission", models.ForeignKey(on_delete=models.CASCADE, to="auth.permission")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("role", "permission"), name="role_right_once"),
            ],
        },
    ),
    migrations.CreateModel(
        "HistoricalConference",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("held_on", models.DateField()),
            ("radicalised", models.CharField(max_length=10)),
            ("radicalised_grounds", models.TextField()),
            ("useful", models.CharField(max_length=10)),
            ("useful_grounds", models.TextField()),
            ("statement", models.TextField(blank=True)),
            ("composition_reason", models.TextField(blank=True)),
            ("recorded_at", models.DateTimeField()),
            ("case", was("casework.case")),
            ("recorded_by", was(settings.AUTH_USER_MODEL)),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "Conference",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("case", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="conferences", to="casework.case")),
            ("held_on", models.DateField(verbose_name="held on")),
            ("radicalised", models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("unclear", "Unclear")], max_length=10)),
            ("radicalised_grounds", models.TextField()),
            ("useful", models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("unclear", "Unclear")], max_length=10)),
            ("useful_grounds", models.TextField()),
            ("statement", models.TextField(blank=True)),
            ("composition_reason", models.TextField(blank=True)),
            ("recorded_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("recorded_at", models.DateTimeField()),
        ],
        {
            "verbose_name": "conference",
            "verbose_name_plural": "conferences",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["case", "-held_on"], name="conference_of_case"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(models.Q(("radicalised_grounds", ""), _negated=True), models.Q(("useful_grounds", ""), _negated=True)), name="conference_has_grounds"),
                models.CheckConstraint(condition=models.Q(("held_on__gte", datetime.date(1900, 1, 1)), ("held_on__lt", datetime.date(2200, 1, 1))), name="casework_conference_held_on_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "ConferenceSeat",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("conference", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="seats", to="casework.conference")),
            ("agency", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
            ("presence", models.CharField(choices=[("present", "present"), ("written", "consulted in writing")], max_length=10)),
        ],
        {
            "verbose_name": "seat",
            "verbose_name_plural": "seats",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "constraints": [
                models.UniqueConstraint(fields=("conference", "agency"), name="seat_once"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "HistoricalDeconfliction",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("concern", models.CharField(max_length=10)),
            ("grounds", models.TextField()),
            ("stated_at", models.DateTimeField()),
            ("asked_of", models.CharField(blank=True, max_length=200)),
            ("due_at", models.DateTimeField(null=True)),
            ("answer", models.CharField(blank=True, max_length=20)),
            ("answered_at", models.DateTimeField(null=True)),
            ("wording", models.TextField(blank=True)),
            ("case", was("casework.case")),
            ("stated_by", was(settings.AUTH_USER_MODEL)),
            ("noted_by", was(settings.AUTH_USER_MODEL)),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "Deconfliction",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("case", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="deconflictions", to="casework.case")),
            ("concern", models.CharField(choices=[("none", "Not on what we know"), ("possible", "Possibly"), ("imminent", "Danger may be imminent")], max_length=10, verbose_name="security matter")),
            ("grounds", models.TextField(verbose_name="what it rests on")),
            ("stated_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("stated_at", models.DateTimeField()),
            ("asked_of", models.CharField(blank=True, max_length=200, verbose_name="whom we ask")),
            ("due_at", models.DateTimeField(null=True)),
            ("answer", models.CharField(blank=True, choices=[("may_continue", "Local work may go on"), ("with_limits", "It may go on, within limits"), ("wait", "Wait"), ("taken_over", "They take it over")], max_length=20, verbose_name="answer")),
            ("answered_at", models.DateTimeField(null=True)),
            ("noted_by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("wording", models.TextField(blank=True, verbose_name="what may be said, and the limits")),
        ],
        {
            "verbose_name": "deconfliction",
            "verbose_name_plural": "deconflictions",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["case", "-stated_at"], name="deconfliction_of_case"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("grounds", ""), _negated=True), name="deconfliction_has_grounds"),
                models.CheckConstraint(condition=models.Q(("concern", "none"), models.Q(("asked_of", ""), _negated=True), _connector="OR"), name="deconfliction_asked_when_of_concern"),
                models.CheckConstraint(condition=models.Q(models.Q(("asked_of", ""), ("due_at__isnull", True)), models.Q(models.Q(("asked_of", ""), _negated=True), ("due_at__isnull", False)), _connector="OR"), name="deconfliction_asked_has_a_date"),
                models.CheckConstraint(condition=models.Q(models.Q(("answer", ""), ("answered_at__isnull", True), ("noted_by__isnull", True)), models.Q(models.Q(("answer", ""), _negated=True), models.Q(("asked_of", ""), _negated=True), ("answered_at__isnull", False), ("noted_by__isnull", False)), _connector="OR"), name="deconfliction_answered_iff"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "HistoricalPerson",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("family_name", models.CharField(blank=True, max_length=150)),
            ("given_name", models.CharField(blank=True, max_length=150)),
            ("birth_date", models.DateField(blank=True, null=True)),
            ("age_text", models.CharField(blank=True, max_length=60)),
            ("alias", models.CharField(blank=True, max_length=200)),
            ("created_at", models.DateTimeField()),
            ("merged_into", models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=models.DO_NOTHING, related_name="+", to="casework.person")),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "Person",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("family_name", models.CharField(blank=True, max_length=150, verbose_name="family name")),
            ("given_name", models.CharField(blank=True, max_length=150, verbose_name="given name")),
            ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
            ("age_text", models.CharField(blank=True, max_length=60, verbose_name="age, as told")),
            ("alias", models.CharField(blank=True, max_length=200, verbose_name="also known as")),
            ("merged_into", models.ForeignKey(editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="casework.person")),
            ("match_tokens", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None)),
            ("match_keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None)),
            ("created_at", models.DateTimeField()),
        ],
        {
            "verbose_name": "person",
            "verbose_name_plural": "persons",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(fields=["match_keys"], name="person_match_keys"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("birth_date__gte", datetime.date(1880, 1, 1)), ("birth_date__lt", datetime.date(2200, 1, 1))), name="casework_person_birth_date_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "HistoricalRecord",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("kind", models.CharField(max_length=20)),
            ("body", models.TextField()),
            ("audience", models.CharField(max_length=10)),
            ("written_at", models.DateTimeField()),
            ("corrected_at", models.DateTimeField(blank=True, null=True)),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ("ended_at", models.DateTimeField(blank=True, null=True)),
            ("ended_reason", models.TextField(blank=True)),
            ("ask_again_on", models.DateField(blank=True, null=True)),
            ("case", was("casework.case")),
            ("author", was(settings.AUTH_USER_MODEL)),
            ("agency", was("agencies.agency")),
            ("domain", was("casework.code")),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "Record",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("case", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="records", to="casework.case")),
            ("author", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("agency", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
            ("kind", models.CharField(choices=[("fact", "A fact: seen, heard or read"), ("assessment", "A judgement: what we make of it"), ("need", "A need, without its cause"), ("held", "Something that I cannot share")], max_length=20, verbose_name="kind")),
            ("domain", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="casework.code")),
            ("body", models.TextField(verbose_name="information")),
            ("audience", models.CharField(choices=[("team", "The whole team"), ("named", "Named agencies and both coordinators"), ("own", "Our own agency only")], max_length=10, verbose_name="audience")),
            ("written_at", models.DateTimeField()),
            ("corrected_at", models.DateTimeField(blank=True, null=True)),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ("ended_at", models.DateTimeField(blank=True, null=True)),
            ("ended_reason", models.TextField(blank=True)),
            ("ask_again_on", models.DateField(blank=True, null=True, verbose_name="asked again on")),
        ],
        {
            "verbose_name": "information",
            "verbose_name_plural": "information",
            "default_permissions": ("view",),
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["case", "-written_at", "-id"], name="record_feed"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(models.Q(("kind", "need"), _negated=True), models.Q(("audience", "own"), _negated=True), _connector="OR"), name="record_need_is_shared"),
                models.CheckConstraint(condition=models.Q(("body", ""), _negated=True), name="record_has_body"),
                models.CheckConstraint(condition=models.Q(models.Q(("kind", "held"), _negated=True), models.Q(("audience", "own"), _negated=True), _connector="OR"), name="record_held_is_shared"),
                models.CheckConstraint(condition=models.Q(models.Q(("ended_at__isnull", True), ("ended_reason", "")), models.Q(("ended_at__isnull", False), ("kind", "held"), models.Q(("ended_reason", ""), _negated=True)), _connector="OR"), name="record_only_held_ends_for_a_reason"),
                models.CheckConstraint(condition=models.Q(("ask_again_on__isnull", True), ("kind", "held"), _connector="OR"), name="record_only_held_is_asked_again"),
                models.CheckConstraint(condition=models.Q(("ask_again_on__gte", datetime.date(1900, 1, 1)), ("ask_again_on__lt", datetime.date(2200, 1, 1))), name="casework_record_ask_again_on_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "HistoricalAgencyStatement",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("goal", models.TextField()),
            ("interest", models.TextField(blank=True)),
            ("limit", models.TextField(blank=True)),
            ("stated_at", models.DateTimeField()),
            ("case", was("casework.case")),
            ("agency", was("agencies.agency")),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "AgencyStatement",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("case", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="statements", to="casework.case")),
            ("agency", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
            ("goal", models.TextField(verbose_name="our goal")),
            ("interest", models.TextField(blank=True, verbose_name="our interest")),
            ("limit", models.TextField(blank=True, verbose_name="our limit")),
            ("stated_at", models.DateTimeField()),
        ],
        {
            "verbose_name": "agency’s statement",
            "verbose_name_plural": "agencies’ statements",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "constraints": [
                models.UniqueConstraint(fields=("case", "agency"), name="statement_once"),
                models.CheckConstraint(condition=models.Q(("goal", ""), _negated=True), name="statement_has_goal"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "HistoricalTeamMember",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("role", models.CharField(max_length=30)),
            ("active", models.BooleanField(default=True)),
            ("joined_at", models.DateTimeField()),
            ("left_at", models.DateTimeField(blank=True, null=True)),
            ("opened_at", models.DateTimeField()),
            ("double_role_reason", models.TextField(blank=True)),
            ("interest", models.CharField(blank=True, max_length=20)),
            ("interest_words", models.TextField(blank=True)),
            ("declared_at", models.DateTimeField(blank=True, null=True)),
            ("aim_accepted_at", models.DateTimeField(blank=True, null=True)),
            ("case", was("casework.case")),
            ("user", was(settings.AUTH_USER_MODEL)),
            ("agency", was("agencies.agency")),
            *kept(),
        ],
        PAST,
        bases=BASES,
    ),
    migrations.CreateModel(
        "TeamMember",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("case", models.ForeignKey(on_delete=models.PROTECT, related_name="members", to="casework.case")),
            ("user", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL)),
            ("agency", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
            ("role", models.CharField(choices=[("process_coordinator", "process coordinator"), ("content_coordinator", "content coordinator"), ("partner", "partner"), ("risk_owner", "risk owner"), ("evaluator", "evaluator")], max_length=30, verbose_name="role")),
            ("active", models.BooleanField(default=True)),
            ("joined_at", models.DateTimeField()),
            ("left_at", models.DateTimeField(blank=True, null=True)),
            ("opened_at", models.DateTimeField()),
            ("double_role_reason", models.TextField(blank=True)),
            ("interest", models.CharField(blank=True, choices=[("none", "No interest of my own"), ("professional", "A professional interest"), ("personal", "A personal interest")], max_length=20, verbose_name="interest in the case")),
            ("interest_words", models.TextField(blank=True)),
            ("declared_at", models.DateTimeField(blank=True, null=True)),
            ("aim_accepted_at", models.DateTimeField(blank=True, null=True)),
        ],
        {
            "verbose_name": "team member",
            "verbose_name_plural": "team",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(condition=models.Q(("active", True)), fields=["user", "-opened_at", "-case"], include=("agency", "role"), name="team_own_cases"),
                models.Index(condition=models.Q(("active", True), ("interest", "")), fields=["user"], name="team_silent"),
            ],
            "constraints": [
                models.UniqueConstraint(condition=models.Q(("active", True)), fields=("case", "user", "role"), name="team_role_once"),
                models.CheckConstraint(condition=models.Q(("interest", ""), ("declared_at__isnull", False), _connector="XOR"), name="team_interest_is_dated"),
                models.CheckConstraint(condition=models.Q(("active", True), ("left_at__isnull", False), _connector="XOR"), name="team_left_iff_inactive"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "TerritoryProfile",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(default="Saint-Aubrac", max_length=120, verbose_name="name of the territory")),
            ("reference_prefix", models.CharField(default="SA", max_length=8, validators=[django.core.validators.RegexValidator("^[A-Z]{1,8}$", "Capital letters only, eight at most.")], verbose_name="prefix of case references")),
            ("holiday_country", models.CharField(default="FR", max_length=2, verbose_name="country of public holidays")),
            ("holiday_region", models.CharField(blank=True, default="", max_length=40, verbose_name="region of public holidays")),
            ("emergency_numbers", models.CharField(default="17, 112", max_length=60, verbose_name="emergency numbers")),
            ("risk_owner_fr", models.CharField(default="maire", max_length=80, verbose_name="title of the risk owner (French)")),
            ("risk_owner_en", models.CharField(default="mayor", max_length=80, verbose_name="title of the risk owner (English)")),
            ("common_aim_fr", models.CharField(default="Réduire le risque pour la société en aidant la personne à s’en éloigner.", max_length=300, verbose_name="common aim (French)")),
            ("common_aim_en", models.CharField(default="Reduce the risk for society by helping the person to move away from it.", max_length=300, verbose_name="common aim (English)")),
            ("first_team_agencies", models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name="agencies in a first team, at least (S29)")),
            ("conference_domains", models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name="domains at the table, at least (S29)")),
            ("acknowledge_working_days", models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name="acknowledge a signal: working days (S24)")),
            ("answer_request_days", models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="answer a request for information: days (S43)")),
            ("deconfliction_days", models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="answer of the security services: days (S34)")),
            ("deconfliction_urgent_hours", models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name="the same, concern possible or imminent: hours")),
            ("triage_working_days", models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="decide on a signal: working days")),
            ("plan_check_days", models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="between two checkpoints: days at most (S52)")),
            ("checkpoint_reminder_days", models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="remind before a checkpoint: days (S52)")),
            ("assessment_valid_days", models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="assessment before closure: days at most (S75)")),
            ("monitoring_months", models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)], verbose_name="between two checks after closure: months (S83)")),
            ("monitoring_checks", models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)], verbose_name="checks after closure (S83)")),
            ("check_entry_working_days", models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="enter a held check: working days (2.4)")),
            ("action_acceptance_working_days", models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="accept an action: working days (S60)")),
            ("online_update_days", models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="update of the online domain: days (S10)")),
            ("overlap_agencies", models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name="new agencies meeting a person inside a fortnight (S51)")),
            ("overlap_days", models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="length of that window: days (S51)")),
            ("haste_working_days", models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name="approval sooner than this asks a reason: working days (S57)")),
            ("keep_advice_months", models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name="keep advice given: months")),
            ("keep_no_action_months", models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name="keep a signal without action: months")),
            ("keep_malicious_months", models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name="keep a malicious report: months")),
            ("keep_oriented_months", models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name="keep an oriented signal: months")),
            ("keep_security_months", models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name="keep a signal handed to security: months")),
            ("renamings_unnoticed", models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name="name a signal’s person again before the data protection officer is told: times")),
            ("second_approver", models.BooleanField(default=False, verbose_name="a second person approves a plan")),
        ],
        {
            "verbose_name": "territory profile",
            "verbose_name_plural": "territory profile",
            "constraints": [
                models.CheckConstraint(condition=models.Q(("id", 1)), name="territory_is_one_row"),
            ],
        },
    ),
    migrations.CreateModel(
        "Code",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("kind", models.CharField(choices=[("domain", "domains of life (S08)"), ("alternative", "alternatives looked at (S36)"), ("ideology", "forms of extremism (S37)"), ("effect", "kinds of negative effects (S67)")], max_length=20, verbose_name="list")),
            ("code", models.SlugField(max_length=40, verbose_name="code")),
            ("label_fr", models.CharField(max_length=120, verbose_name="label (French)")),
            ("label_en", models.CharField(max_length=120, verbose_name="label (English)")),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ("active", models.BooleanField(default=True, verbose_name="offered")),
        ],
        {
            "verbose_name": "entry of a list",
            "verbose_name_plural": "code lists",
            "ordering": [
                "kind",
                "position",
                "code",
            ],
            "constraints": [
                models.UniqueConstraint(fields=("kind", "code"), name="code_once"),
            ],
        },
    ),
    migrations.CreateModel(
        "LocalHoliday",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("day", models.DateField(unique=True, verbose_name="day")),
            ("name", models.CharField(max_length=120, verbose_name="name")),
        ],
        {
            "verbose_name": "local day off",
            "verbose_name_plural": "local days off",
            "ordering": ["day"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("day__gte", datetime.date(1900, 1, 1)), ("day__lt", datetime.date(2200, 1, 1))), name="casework_localholiday_day_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
    ),
    migrations.CreateModel(
        "ReferenceCounter",
        [
            ("series", models.CharField(max_length=30, primary_key=True, serialize=False)),
            ("last", models.PositiveIntegerField(default=0)),
        ],
    ),
    migrations.CreateModel(
        "JournalEntry",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("at", models.DateTimeField()),
            ("event", models.CharField(max_length=60)),
            ("by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("agency", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
            ("case", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="journal", to="casework.case")),
            ("record", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="casework.record")),
            ("reason", models.TextField(blank=True)),
            ("facts", models.JSONField(default=dict)),
        ],
        {
            "verbose_name": "journal entry",
            "verbose_name_plural": "journal",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["case", "-at", "-id"], name="journal_of_case"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "ReadingLog",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("at", models.DateTimeField()),
            ("reader", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("agency", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
            ("role", models.CharField(blank=True, max_length=120)),
            ("reference", models.CharField(max_length=30)),
            ("case", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="readings", to="casework.case")),
            ("route", models.CharField(max_length=80)),
            ("reason", models.TextField(blank=True)),
            ("request_id", models.CharField(blank=True, max_length=40)),
        ],
        {
            "verbose_name": "reading",
            "verbose_name_plural": "reading log",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["case", "-at", "-id"], name="readings_of_case"),
                models.Index(fields=["-at", "-id"], name="readings_newest"),
            ],
        },
        managers=GUARDED,
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("agencies", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        Tables(*TABLES),
        migrations.RunSQL(  # what the cache of the database needs; no model stands for it
            "create table casework_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);"
            "create index casework_cache_expires on casework_cache (expires);",
            "drop table casework_cache;",
        ),
    ]
