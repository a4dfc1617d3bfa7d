"""Who called can be corrected: a row after the other, the last one holds (X33)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from common.need_to_know import Functions


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0011_names_then"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "sourceidentity",
            "signal",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="source_identities",
                to="intake.signal",
            ),
        ),
        migrations.AddField(
            "sourceidentity", "number", models.PositiveSmallIntegerField(default=1)
        ),
        migrations.AddField("sourceidentity", "anonymous", models.BooleanField(default=False)),
        migrations.AddField(
            "sourceidentity",
            "made_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "sourceidentity",
            models.UniqueConstraint(fields=["signal", "number"], name="source_number_once"),
        ),
        migrations.AddConstraint(
            "sourceidentity",
            models.CheckConstraint(
                name="source_anonymous_is_not_compared",
                condition=Q(anonymous=False) | Q(marks=[]),
            ),
        ),
        Functions(Path(__file__).with_name("source_corrected.sql")),
    ]
