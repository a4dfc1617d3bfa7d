"""Notices, their mails, the marks of the sweeps, with keys and indexes. Written by a program, not formatted."""

import datetime
import uuid

import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from common.tables import Tables

GUARDED = [("objects", django.db.models.manager.Manager()), ("unscoped", django.db.models.manager.Manager())]
TABLES = [
    migrations.CreateModel(
        "Notice",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("recipient", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("key", models.CharField(max_length=160)),
            ("kind", models.CharField(max_length=60)),
            ("reference", models.CharField(max_length=30)),
            ("facts", models.JSONField(default=dict)),
            ("case", models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="casework.case")),
            ("signal", models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name="+", to="intake.signal")),
            ("due_at", models.DateTimeField(null=True)),
            ("made_at", models.DateTimeField()),
            ("read_at", models.DateTimeField(null=True)),
        ],
        {
            "verbose_name": "notice",
            "verbose_name_plural": "notices",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["recipient", "-made_at", "-id"], name="notice_newest"),
                models.Index(condition=models.Q(("read_at__isnull", True)), fields=["recipient"], name="notice_unread"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("key", "recipient"), name="notice_once"),
            ],
        },
        managers=GUARDED,
    ),
    migrations.CreateModel(
        "Delivery",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("notice", models.OneToOneField(on_delete=models.CASCADE, related_name="delivery", to="notices.notice")),
            ("state", models.CharField(choices=[("waiting", "waiting"), ("sent", "sent"), ("dropped", "not sent: no longer asked, or no longer allowed"), ("undelivered", "undelivered")], default="waiting", max_length=12)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("next_try_at", models.DateTimeField()),
            ("leased_until", models.DateTimeField(null=True)),
            ("first_try_at", models.DateTimeField(null=True)),
            ("sent_at", models.DateTimeField(null=True)),
            ("message_id", models.CharField(max_length=120, unique=True)),
        ],
        {
            "verbose_name": "delivery",
            "verbose_name_plural": "deliveries",
            "indexes": [
                models.Index(condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="delivery_waiting"),
            ],
        },
    ),
    migrations.CreateModel(
        "Sweep",
        [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60, unique=True)),
            ("last_at", models.DateTimeField(null=True)),
            ("held_since", models.DateTimeField(null=True)),
            ("doubt", models.CharField(blank=True, choices=[("ahead", "far ahead of the last run"), ("back", "behind the last run"), ("apart", "not that of the database server")], max_length=8)),
            ("seen_at", models.DateTimeField(null=True)),
            ("steady", models.DurationField(default=datetime.timedelta)),
            ("capped_at", models.DateTimeField(null=True)),
            ("told", models.PositiveIntegerField(default=0)),
            ("unheard", models.PositiveIntegerField(default=0)),
        ],
        {
            "verbose_name": "sweep",
            "verbose_name_plural": "sweeps",
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("casework", "0001_initial"),
        ("intake", "0001_initial"),
    ]

    operations = [Tables(*TABLES)]
