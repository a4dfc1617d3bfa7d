"""What people type, with its keys and indexes. Written by a program, not formatted."""

import uuid

import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from common.tables import Tables

GUARDED = [("objects", django.db.models.manager.Manager()), ("unscoped", django.db.models.manager.Manager())]
TABLES = [
    migrations.CreateModel(
        "Draft",
        [
            ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ("user", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("form", models.CharField(max_length=80)),
            ("object_key", models.CharField(blank=True, max_length=60)),
            ("object_version", models.PositiveIntegerField(default=0)),
            ("data", models.JSONField(default=dict)),
            ("saved_at", models.DateTimeField()),
            ("sent_at", models.DateTimeField(null=True)),
            ("result", models.CharField(blank=True, max_length=300)),
        ],
        {
            "verbose_name": "draft",
            "verbose_name_plural": "drafts",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "indexes": [
                models.Index(fields=["user", "form", "object_key", "-saved_at"], name="draft_of_form"),
            ],
        },
        managers=GUARDED,
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("agencies", "0001_initial")]

    operations = [Tables(*TABLES)]
