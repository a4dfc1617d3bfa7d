"""A file that an older one on the same person absorbed is none of its person's any more (X04)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from common.need_to_know import Functions

STATES = [
    ("gathering", "gathering information"),
    ("analysis", "in-depth analysis"),
    ("planned", "plan approved"),
    ("active", "being carried out"),
    ("paused", "paused"),
    ("closing", "closure proposed"),
    ("monitoring", "monitoring after closure"),
    ("ended", "ended"),
    ("transferred", "transferred"),
    ("absorbed", "absorbed by another file"),
]


class Migration(migrations.Migration):
    dependencies = [("casework", "0022_left_alone")]

    operations = [
        migrations.RemoveConstraint("case", "case_one_file_a_person"),
        migrations.AddField(
            "case",
            "into",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="casework.case",
            ),
        ),
        migrations.AddField(
            "historicalcase",
            "into",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="casework.case",
            ),
        ),
        migrations.AlterField(
            "case", "state", models.CharField(choices=STATES, editable=False, max_length=20)
        ),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                fields=["subject_head"],
                condition=~Q(state__in=["transferred", "absorbed"]),
                name="case_one_file_a_person",
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_goes_into_another_file",
                condition=Q(into=None) | Q(state="absorbed") & ~Q(into=F("id")),
            ),
        ),
        Functions(Path(__file__).with_name("absorbed.sql")),
    ]
