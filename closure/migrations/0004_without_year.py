"""Closing without a year of checks: opened in error, died, moved away (X25)."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

# Signatures that are waited for: these tables tell of their changes, for one duty more (X21).
pending = import_module("notices.migrations.0004_pending")
TELLING = (
    "casework_case",
    "casework_teammember",
    "closure_closureproposal",
    "agencies_user",
    "agencies_absence",
)


def tells_more(table, moment, what, column, duties):
    before = pending.trigger(table, moment, what, column, duties)
    after = pending.trigger(table, moment, what, column, (*duties, "without_year"))
    return migrations.RunSQL([before.reverse_sql, after.sql], [after.reverse_sql, before.sql])


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_rights_of_one"),
        ("closure", "0003_open_proposals"),
        ("notices", "0004_pending"),
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
        *(tells_more(*one) for one in pending.TRIGGERS if one[0] in TELLING),
    ]
