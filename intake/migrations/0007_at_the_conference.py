"""Signals at the conference are found by an index (X23)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_account_mail"),
        ("casework", "0011_next_steps"),
        ("intake", "0006_who_it_is_about"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("case__isnull", True), ("state", "to_conference")),
                fields=["acknowledged_at"],
                name="signal_at_the_conference",
            ),
        ),
    ]
