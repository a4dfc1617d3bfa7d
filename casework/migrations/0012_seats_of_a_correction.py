"""A correction of a conference writes anew who was there (X29)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_account_mail"),
        ("casework", "0011_next_steps"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="conferenceseat",
            name="seat_once",
        ),
        migrations.AddField(
            model_name="conferenceseat",
            name="of_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddConstraint(
            model_name="conferenceseat",
            constraint=models.UniqueConstraint(
                fields=("conference", "agency", "of_version"), name="seat_once_a_version"
            ),
        ),
    ]
