"""People around the person of a case, each with its audience; entries of the journal about them."""

import datetime
import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from casework.need_to_know import BY_OWN_SHARING, COORDINATORS, MINE, OUR_AGENCY, leads, on_team
from common.need_to_know import Functions, WithItsTable

# Its agency keeps it true, a colleague of the author too, and whoever coordinates the case.
KEPT = f"({BY_OWN_SHARING}) and (agency_id = {OUR_AGENCY} or {leads(COORDINATORS)})"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_turns"),
        ("casework", "0019_words_searched"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalRelationship",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("role", models.CharField(max_length=10)),
                ("knows_well", models.CharField(max_length=10)),
                ("approach", models.CharField(max_length=10)),
                ("only_by", models.CharField(blank=True, max_length=200)),
                ("approach_because", models.TextField(blank=True)),
                ("told", models.TextField(blank=True)),
                ("told_by", models.CharField(blank=True, max_length=200)),
                ("since", models.DateField()),
                ("audience", models.CharField(max_length=10)),
                (
                    "shared_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.TextField(blank=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField()),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(max_length=1)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "author",
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
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
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
            ],
            options={
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="who")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "Father or mother"),
                            ("sibling", "Brother or sister"),
                            ("partner", "Husband, wife or partner"),
                            ("child", "Son or daughter"),
                            ("family", "Other family"),
                            ("friend", "Friend"),
                            ("peer", "From school or work"),
                            ("neighbour", "Neighbour"),
                            ("professional", "Professional who meets the person"),
                            ("other", "Somebody else"),
                        ],
                        max_length=20,
                        verbose_name="tie to the person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("victim", "Child or victim"),
                            ("relative", "Relative"),
                            ("contact", "Contact"),
                            ("source", "Source"),
                        ],
                        max_length=10,
                        verbose_name="place in the file",
                    ),
                ),
                (
                    "knows_well",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "It is not known")],
                        max_length=10,
                        verbose_name="knows the person well",
                    ),
                ),
                (
                    "approach",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("only_by", "Only by somebody in particular"),
                            ("no", "No"),
                        ],
                        max_length=10,
                        verbose_name="may be approached",
                    ),
                ),
                (
                    "only_by",
                    models.CharField(blank=True, max_length=200, verbose_name="by whom alone"),
                ),
                (
                    "approach_because",
                    models.TextField(blank=True, verbose_name="why so, or why not"),
                ),
                ("told", models.TextField(blank=True, verbose_name="what they were told")),
                ("told_by", models.CharField(blank=True, max_length=200, verbose_name="told by")),
                ("since", models.DateField(verbose_name="since")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "The whole team"),
                            ("named", "Named agencies and both coordinators"),
                            ("own", "Our own agency only"),
                        ],
                        max_length=10,
                        verbose_name="audience",
                    ),
                ),
                (
                    "shared_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("ended_because", models.TextField(blank=True, verbose_name="why it ended")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relationships",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "person around",
                "verbose_name_plural": "people around",
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="journalentry",
            name="relationship",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.relationship",
            ),
        ),
        migrations.AddIndex(
            model_name="relationship",
            index=models.Index(fields=["case", "written_at"], name="relationship_of_case"),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="relationship_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approach", "no"), _negated=True),
                    models.Q(("approach_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="relationship_no_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("approach", "only_by"), ("only_by", ""), _connector="XOR"),
                name="relationship_only_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("told", ""), models.Q(("told_by", ""), _negated=True), _connector="XOR"
                ),
                name="relationship_told_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", "named"), ("shared_with", []), _connector="XOR"),
                name="relationship_named_agencies",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    models.Q(("ended_because", ""), _negated=True),
                    _connector="XOR",
                ),
                name="relationship_ended_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__gte", datetime.date(1900, 1, 1)),
                    ("since__lt", datetime.date(2200, 1, 1)),
                ),
                name="casework_relationship_since_window",
                violation_error_message="This day cannot be kept. Look at the year.",
            ),
        ),
        WithItsTable(
            "Relationship",
            reads=BY_OWN_SHARING,
            adds=f"author_id = {MINE} and agency_id = {OUR_AGENCY} and {on_team()}",
            changes=KEPT,
            stands=("case", "author", "agency", "written_at", "audience", "shared_with"),
        ),
        Functions(Path(__file__).with_name("relationships.sql")),
    ]
