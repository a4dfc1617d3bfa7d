"""Who works here: every table, with its keys, indexes and constraints. Written by a program, not formatted."""

import datetime
import uuid

import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import agencies.models.user
from common.tables import Tables

TABLES = [
    migrations.CreateModel(
        "Absence",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="absences", to=settings.AUTH_USER_MODEL, verbose_name="person")),
            ("first_day", models.DateField(verbose_name="first day")),
            ("last_day", models.DateField(verbose_name="last day")),
            ("stand_in", models.ForeignKey(blank=True, null=True, on_delete=models.SET_NULL, related_name="stands_in", to=settings.AUTH_USER_MODEL, verbose_name="stand-in")),
            ("reason", models.CharField(blank=True, help_text="A word such as leave or training. Nothing about health.", max_length=120, verbose_name="reason")),
            ("declared_by", models.ForeignKey(blank=True, editable=False, null=True, on_delete=models.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="declared by")),
        ],
        {
            "verbose_name": "absence",
            "verbose_name_plural": "absences",
            "ordering": ["first_day", "pk"],
            "indexes": [
                models.Index(fields=["last_day", "first_day"], name="absence_days"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("last_day__gte", models.F("first_day"))), name="absence_ends_after_it_begins", violation_error_message="The last day cannot come before the first day."),
                models.CheckConstraint(condition=models.Q(("stand_in", None), models.Q(("stand_in", models.F("user")), _negated=True), _connector="OR"), name="absence_stand_in_is_somebody_else", violation_error_message="The stand-in must be somebody else."),
                models.CheckConstraint(condition=models.Q(("first_day__gte", datetime.date(1900, 1, 1)), ("first_day__lt", datetime.date(2200, 1, 1))), name="agencies_absence_first_day_window", violation_error_message="This day cannot be kept. Look at the year."),
                models.CheckConstraint(condition=models.Q(("last_day__gte", datetime.date(1900, 1, 1)), ("last_day__lt", datetime.date(2200, 1, 1))), name="agencies_absence_last_day_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
    ),
    migrations.CreateModel(
        "Agency",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=150, unique=True, verbose_name="name")),
            ("short_name", models.CharField(max_length=40, verbose_name="short name")),
            ("kind", models.CharField(choices=[("town", "Town"), ("school", "School"), ("police", "Police"), ("mental_health", "Mental health"), ("youth", "Youth work"), ("child_protection", "Child protection"), ("probation", "Probation and prison"), ("work", "Employment"), ("social", "Social services"), ("ngo", "Association"), ("university", "University"), ("justice", "Justice"), ("other", "Other")], max_length=20, verbose_name="kind")),
            ("group", models.OneToOneField(editable=False, on_delete=models.PROTECT, to="auth.group", verbose_name="group")),
            ("active", models.BooleanField(default=True, verbose_name="active")),
            ("last_briefed_on", models.DateField(blank=True, help_text="The last time this agency was told where a concern goes and what follows.", null=True, verbose_name="last briefed on")),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
        ],
        {
            "verbose_name": "agency",
            "verbose_name_plural": "agencies",
            "ordering": ["name"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("last_briefed_on__gte", datetime.date(1900, 1, 1)), ("last_briefed_on__lt", datetime.date(2200, 1, 1))), name="agencies_agency_last_briefed_on_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
    ),
    migrations.CreateModel(
        "Authorisation",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("at", models.DateTimeField()),
            ("kind", models.CharField(max_length=30)),
            ("by", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("to", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("facts", models.JSONField(default=dict)),
        ],
        {
            "verbose_name": "authorisation",
            "verbose_name_plural": "history of authorisations",
            "indexes": [
                models.Index(fields=["-at", "-id"], name="authorisations_newest"),
            ],
        },
    ),
    migrations.CreateModel(
        "Channel",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
            ("kind", models.CharField(choices=[("hotline", "Hotline"), ("mail", "Mail"), ("desk", "Desk"), ("partner", "Partner agency"), ("public_form", "Public form")], max_length=20, verbose_name="kind")),
            ("hours", models.TextField(blank=True, verbose_name="opening hours")),
            ("active", models.BooleanField(default=True, verbose_name="active")),
        ],
        {
            "verbose_name": "channel",
            "verbose_name_plural": "channels",
            "ordering": ["name"],
        },
    ),
    migrations.CreateModel(
        "ChannelPost",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("channel", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="posts", to="agencies.channel", verbose_name="channel")),
            ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="posts", to=settings.AUTH_USER_MODEL, verbose_name="person")),
            ("post", models.CharField(choices=[("receiver", "Receiver"), ("deputy", "Deputy")], max_length=10, verbose_name="post")),
            ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
            ("active", models.BooleanField(default=True, verbose_name="active")),
        ],
        {
            "verbose_name": "post on a channel",
            "verbose_name_plural": "posts on channels",
            "ordering": [
                "channel",
                "position",
                "pk",
            ],
            "constraints": [
                models.UniqueConstraint(fields=("channel", "user"), name="channel_post_once", violation_error_message="This person already has a post on this channel."),
            ],
        },
    ),
    migrations.CreateModel(
        "Duty",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="duty_periods", to=settings.AUTH_USER_MODEL, verbose_name="person")),
            ("kind", models.CharField(choices=[("signal_coordinator", "Signal coordinator"), ("decider", "Decider"), ("dpo", "Data protection officer"), ("administrator", "Administrator")], max_length=20, verbose_name="duty")),
            ("since", models.DateField(verbose_name="since")),
            ("until", models.DateField(blank=True, null=True, verbose_name="until")),
        ],
        {
            "verbose_name": "duty",
            "verbose_name_plural": "duties",
            "ordering": [
                "user",
                "kind",
                "-since",
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"), name="duty_ends_after_it_begins", violation_error_message="A duty cannot end before it begins."),
                models.UniqueConstraint(condition=models.Q(("until", None)), fields=("user", "kind"), name="duty_open_once", violation_error_message="This person already holds this duty."),
                models.CheckConstraint(condition=models.Q(("since__gte", datetime.date(1900, 1, 1)), ("since__lt", datetime.date(2200, 1, 1))), name="agencies_duty_since_window", violation_error_message="This day cannot be kept. Look at the year."),
                models.CheckConstraint(condition=models.Q(("until__gte", datetime.date(1900, 1, 1)), ("until__lt", datetime.date(2200, 1, 1))), name="agencies_duty_until_window", violation_error_message="This day cannot be kept. Look at the year."),
            ],
        },
    ),
    migrations.CreateModel(
        "User",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            ("is_superuser", models.BooleanField(default=False, help_text="Designates that this user has all permissions without explicitly assigning them.", verbose_name="superuser status")),
            ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
            ("full_name", models.CharField(max_length=120, verbose_name="name shown")),
            ("agency", models.ForeignKey(blank=True, help_text="Left empty for administrators only.", null=True, on_delete=models.PROTECT, related_name="people", to="agencies.agency", verbose_name="agency")),
            ("job_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
            ("language", models.CharField(choices=[("fr", "Français"), ("en", "English")], default="fr", max_length=2, verbose_name="language")),
            ("time_zone", models.CharField(default="Europe/Paris", max_length=64, validators=[agencies.models.user.known_time_zone], verbose_name="time zone")),
            ("is_active", models.BooleanField(default=True, help_text="Without this the person cannot sign in, and every session of theirs ends.", verbose_name="active")),
            ("date_joined", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created at")),
            ("invited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="invited at")),
            ("has_moved", models.BooleanField(default=False, editable=False)),
            ("session_round", models.PositiveIntegerField(default=0, editable=False)),
            ("groups", models.ManyToManyField(blank=True, help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.", related_name="user_set", related_query_name="user", to="auth.group", verbose_name="groups")),
            ("user_permissions", models.ManyToManyField(blank=True, help_text="Specific permissions for this user.", related_name="user_set", related_query_name="user", to="auth.permission", verbose_name="user permissions")),
        ],
        {
            "verbose_name": "person",
            "verbose_name_plural": "people",
            "ordering": ["full_name", "email"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("email", django.db.models.functions.text.Lower("email"))), name="user_email_is_lower_case"),
            ],
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Tables(*TABLES),
    ]
