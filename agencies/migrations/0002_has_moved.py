"""Who has been at another agency before: their parts on cases may have stayed there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="has_moved",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
