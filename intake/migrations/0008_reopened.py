"""A signal that has its outcome is reopened for a reason (S78, X24)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_next_steps"),
        ("intake", "0007_at_the_conference"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaloutcome",
            name="reopened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="historicaloutcome",
            name="reopened_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="historicaloutcome",
            name="reopened_by",
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
            model_name="historicaloutcome",
            name="reopened_why",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="outcome",
            name="reopened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outcome",
            name="reopened_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="outcome",
            name="reopened_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="reopened_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new_information", "There is something new"),
                    ("wrong_decision", "The decision was wrong"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="status",
            field=models.CharField(
                choices=[
                    ("proposed", "waits for its second reader"),
                    ("in_force", "in force"),
                    ("refused", "refused by the second reader"),
                    ("withdrawn", "taken back"),
                    ("ended", "answered"),
                    ("replaced", "replaced by a later outcome"),
                    ("reopened", "the signal was reopened"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "reopened"), _negated=True),
                    models.Q(
                        ("reopened_at__isnull", False),
                        ("reopened_by__isnull", False),
                        models.Q(("reopened_why", ""), _negated=True),
                        models.Q(("reopened_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outcome_reopened_for_a_reason",
            ),
        ),
    ]
