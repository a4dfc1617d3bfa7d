"""Closing without a year of checks: opened in error, died, moved away (X25)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_rights_of_one"),
        ("closure", "0003_open_proposals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="closureproposal",
            name="closure_signed_whole",
        ),
        migrations.AddField(
            model_name="closureproposal",
            name="checks_asked",
            field=models.BooleanField(default=True, verbose_name="checks follow"),
        ),
        migrations.AddField(
            model_name="closureproposal",
            name="checks_because",
            field=models.TextField(blank=True, verbose_name="why checks follow or not"),
        ),
        migrations.AddField(
            model_name="closureproposal",
            name="way",
            field=models.CharField(
                choices=[
                    ("joint", "jointly, with a year of checks"),
                    ("without_year", "without a year of checks"),
                ],
                default="joint",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="historicalclosureproposal",
            name="checks_asked",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="historicalclosureproposal",
            name="checks_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="historicalclosureproposal",
            name="way",
            field=models.CharField(default="joint", editable=False, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="closureproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        ("state", "signed"),
                        models.Q(
                            models.Q(("residual_risk", ""), _negated=True),
                            ("way", "without_year"),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "signed"), _negated=True),
                        ("signed_at__isnull", True),
                        ("signed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="closure_signed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="closureproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("way", "joint"),
                    models.Q(("checks_asked", False), ("why__in", ["error", "died"])),
                    models.Q(
                        ("why", "moved_away"), models.Q(("checks_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="closure_without_year_for_a_cause",
            ),
        ),
    ]
