"""The history of authorisations and the administration's own log: added to, never changed (X40)."""

from django.db import migrations

from common.need_to_know import NeedToKnow


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        NeedToKnow("Authorisation", is_open="its page asks for the officer's duty", once=True),
        NeedToKnow("admin.LogEntry", is_open="settings, no file", once=True),
    ]
