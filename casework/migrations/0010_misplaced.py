"""A note in the wrong file is marked, its words sealed (X26)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.need_to_know import Functions


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_need_to_know"),
        ("casework", "0009_one_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="record",
            name="record_has_body",
        ),
        migrations.AddField(
            model_name="historicalrecord",
            name="misplaced_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalrecord",
            name="misplaced_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="historicalrecord",
            name="misplaced_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="misplaced_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="record",
            name="misplaced_reason",
            field=models.TextField(blank=True, verbose_name="why it is not about this person"),
        ),
        migrations.AddField(
            model_name="record",
            name="misplaced_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", ""), _negated=True),
                    ("misplaced_at__isnull", False),
                    _connector="OR",
                ),
                name="record_has_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("misplaced_at__isnull", True),
                        ("misplaced_by__isnull", True),
                        ("misplaced_reason", ""),
                    ),
                    models.Q(
                        ("body", ""),
                        ("misplaced_at__isnull", False),
                        ("misplaced_by__isnull", False),
                        models.Q(("misplaced_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="record_misplaced_whole",
            ),
        ),
        Functions(Path(__file__).with_name("misplaced.sql")),
    ]
