from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0016_has_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="facts",
            field=models.JSONField(default=dict),
        ),
    ]
