"""The history of authorisations, and the administration's own log: added to, never changed (X40)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = ("agencies_authorisation", "django_admin_log")
REVOKE = "".join(
    f"revoke update, delete, truncate on {t} from app, app_worker;" for t in APPEND_ONLY
)
GRANT = "grant update, delete on django_admin_log to app, app_worker;"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_has_moved"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authorisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=30)),
                ("facts", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "authorisation",
                "verbose_name_plural": "history of authorisations",
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="authorisations_newest"),
                ],
            },
        ),
        migrations.RunSQL(REVOKE, GRANT),
    ]
