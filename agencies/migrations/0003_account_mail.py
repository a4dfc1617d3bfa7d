"""Mails about accounts that have not left yet, and until when an invitation holds (X22)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import agencies.models.user
from common.need_to_know import WithItsTable

# An invitation that was sent holds as long as its mail says.
SENT = """
update agencies_user set invitation_ends_at = invited_at + interval '24 hours'
where invited_at is not null
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_need_to_know"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="invitation_ends_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(SENT, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="AccountMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("made_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("given_up_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mail about an account",
                "verbose_name_plural": "mails about accounts",
                "indexes": [models.Index(fields=["next_try_at"], name="account_mail_next")],
            },
        ),
        migrations.AlterField(
            "User",
            "time_zone",
            models.CharField(
                default=agencies.models.user.of_the_territory,
                max_length=64,
                validators=[agencies.models.user.known_time_zone],
                verbose_name="time zone",
            ),
        ),
        WithItsTable("AccountMail", worker_alone=True, deletes=True),
    ]
