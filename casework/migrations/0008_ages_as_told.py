"""An age keeps the day on which it was told, and what it says of the birth; when one is an adult."""

import datetime

import django.core.validators
from django.db import migrations, models
from django.db.models import Q

from casework.persons import ages
from common import clock


def read_every_age(apps, schema_editor) -> None:
    """An age that stands was told on the day its row was made. Nobody decides that: no version."""
    table = schema_editor.quote_name(apps.get_model("casework", "Person")._meta.db_table)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"select id, age_text, created_at from {table} where age_text <> ''")
        known = []
        for pk, text, created_at in cursor.fetchall():
            told_on = clock.day_of(created_at)
            told = ages.read(text, told_on)
            known.append((told_on, told and told.first, told and told.last, pk))
        cursor.execute(f"alter table {table} disable trigger check_version")
        cursor.executemany(
            f"update {table} set age_told_on = %s, born_from = %s, born_to = %s where id = %s",
            known,
        )
        cursor.execute(f"alter table {table} enable trigger check_version")


def within(field: str, first: int) -> migrations.AddConstraint:
    """The column ``field`` of Person lies between 1 January of that year and 2200."""
    bounds = {
        f"{field}__gte": datetime.date(first, 1, 1),
        f"{field}__lt": datetime.date(2200, 1, 1),
    }
    return migrations.AddConstraint(
        "Person",
        models.CheckConstraint(
            condition=Q(**bounds),
            name=f"casework_person_{field}_window",
            violation_error_message="This day cannot be kept. Look at the year.",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_days_of_an_invitation")]

    operations = [
        migrations.AddField(
            "Person",
            "age_told_on",
            models.DateField(editable=False, null=True, verbose_name="age told on"),
        ),
        migrations.AddField("Person", "born_from", models.DateField(editable=False, null=True)),
        migrations.AddField("Person", "born_to", models.DateField(editable=False, null=True)),
        migrations.AddField("Person", "adult_said_on", models.DateField(editable=False, null=True)),
        migrations.AddField(
            "HistoricalPerson", "age_told_on", models.DateField(editable=False, null=True)
        ),
        migrations.AddField(
            "HistoricalPerson", "adult_said_on", models.DateField(editable=False, null=True)
        ),
        migrations.RunPython(read_every_age, migrations.RunPython.noop),
        within("age_told_on", 1900),
        within("born_from", 1880),
        within("born_to", 1880),
        within("adult_said_on", 1900),
        migrations.AddConstraint(
            "Person",
            models.CheckConstraint(
                condition=Q(age_text="", age_told_on__isnull=True)
                | ~Q(age_text="") & Q(age_told_on__isnull=False),
                name="person_age_has_its_day",
            ),
        ),
        migrations.AddField(
            "TerritoryProfile",
            "surely_adult_years",
            models.PositiveSmallIntegerField(
                default=20,
                help_text=(
                    "Ages that are told are seldom exact. Whoever may be younger than this counts"
                    " as a minor, unless the date of birth is known or the first analysis has"
                    " answered."
                ),
                validators=[
                    django.core.validators.MinValueValidator(18),
                    django.core.validators.MaxValueValidator(30),
                ],
                verbose_name="surely adult by the age or year that was told: from so many years (S35)",
            ),
        ),
    ]
