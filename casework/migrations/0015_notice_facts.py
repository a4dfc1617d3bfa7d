from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_sweep"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="facts",
            field=models.JSONField(default=dict),
        ),
    ]
