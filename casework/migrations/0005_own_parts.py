"""Parts on teams know the state of their case, and one's own are found by it."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

from common.need_to_know import Functions


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_words_of_the_conference")]

    operations = [
        migrations.RemoveIndex("TeamMember", "team_own_cases"),
        migrations.RemoveIndex("TeamMember", "team_silent"),
        migrations.AddField(
            "TeamMember",
            "case_state",
            models.CharField(default="", editable=False, max_length=20),
        ),
        Functions(Path(__file__).with_name("own_parts.sql")),
        migrations.AddIndex(
            "TeamMember",
            models.Index(
                fields=["user", "-opened_at", "-case"],
                include=["agency", "role", "case_state", "id"],
                condition=Q(active=True),
                name="team_own_cases",
            ),
        ),
        migrations.AddIndex(
            "TeamMember",
            models.Index(
                fields=["user", "role", "case_state", "case"],
                include=["agency", "opened_at"],
                condition=Q(active=True),
                name="team_own_states",
            ),
        ),
        migrations.AddIndex(
            "TeamMember",
            models.Index(
                fields=["user", "joined_at", "id"],
                include=["agency", "role", "case_state"],
                condition=Q(active=True, interest=""),
                name="team_silent",
            ),
        ),
        migrations.CreateModel(
            "OwnPart",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("role", models.CharField(max_length=30)),
                ("case_state", models.CharField(max_length=20)),
                ("opened_at", models.DateTimeField()),
            ],
            options={"db_table": 'access"."own_part', "managed": False, "default_permissions": ()},
        ),
    ]
