"""The duty roster: who is called on nights and days off (S24, rulings 7)."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.need_to_know import WithItsTable

COORDINATES_SIGNALS = "(select access.has_duty('signal_coordinator'))"
ON_A_DESK = "coalesce(cardinality((select access.my_channels())::bigint[]), 0) > 0"
COORDINATES_A_CASE = (
    "exists (select 1 from access.membership m"
    " where m.role = any('{process_coordinator,content_coordinator}'::text[]))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_sort_keys"),
        ("casework", "0003_need_to_know"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalTurn",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("call", models.CharField(default="first", max_length=6)),
                ("phone", models.CharField(max_length=30)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(max_length=1)),
                (
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("begins_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "call",
                    models.CharField(
                        choices=[("first", "First call"), ("second", "Second call")],
                        default="first",
                        max_length=6,
                        verbose_name="call",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 .()/-]{2,28}$",
                                "Write a telephone number, such as 06 39 98 12 34.",
                            )
                        ],
                        verbose_name="telephone number",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "turn on the duty roster",
                "verbose_name_plural": "duty roster",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["ends_at", "begins_at"],
                        name="turn_standing",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="turn_ends_after_it_begins",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        WithItsTable(
            "Turn",
            reads=f"({COORDINATES_SIGNALS} or {ON_A_DESK} or {COORDINATES_A_CASE})",
            adds=COORDINATES_SIGNALS,
            changes=COORDINATES_SIGNALS,
        ),
    ]
