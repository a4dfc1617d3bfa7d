"""The rights of one person on some cases: of many cases only those are read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_own_parts")]

    operations = [
        migrations.AddIndex(
            "CaseUserObjectPermission",
            models.Index(fields=["content_object", "user"], name="rights_of_one"),
        ),
    ]
