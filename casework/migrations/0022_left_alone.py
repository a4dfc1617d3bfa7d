"""Files that nobody who is there can name anybody to (X24)."""

from pathlib import Path

from django.db import migrations, models

from common.need_to_know import Functions


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_account_mail"),
        ("casework", "0021_searched_words"),
    ]

    operations = [
        Functions(Path(__file__).with_name("left_alone.sql")),
        migrations.CreateModel(
            "LeftAlone",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=30)),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
            ],
            options={
                "db_table": 'access"."left_alone',
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
