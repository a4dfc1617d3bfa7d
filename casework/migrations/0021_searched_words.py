"""What was typed to find a person, sealed for the officer; what somebody opened lately (X13)."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from casework.need_to_know import MINE, OFFICER, OUR_AGENCY
from common.need_to_know import Functions, WithItsTable


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_account_mail"),
        ("casework", "0020_relationships"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchedWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "search by name",
                "verbose_name_plural": "searches by name",
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["-at", "-id"], name="searched_words_newest")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        WithItsTable(
            "SearchedWords",
            reads=OFFICER,
            adds=f"by_id = {MINE} and (agency_id is null or agency_id = {OUR_AGENCY})",
            once=True,
        ),
        migrations.AddIndex(
            model_name="readinglog",
            index=models.Index(
                fields=["reader", "-at"],
                name="readings_of_reader",
                condition=Q(case__isnull=False) | Q(signal__isnull=False),
            ),
        ),
        Functions(Path(__file__).with_name("opened_lately.sql")),
    ]
