from django.conf import settings
from django.core.management.base import CommandError
from django.db import migrations, models

DOUBLES = """
select string_agg(reference, ', ' order by reference) from casework_case
 where state <> 'transferred' group by subject_id having count(*) > 1 order by 1
"""


def refuse_doubles(apps, schema_editor):
    """Which of two files goes on is for people to decide: no migration does it for them (X01)."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(DOUBLES)
        found = "; ".join(row[0] for row in cursor.fetchall())
    if found:
        raise CommandError(
            f"One person has one file, and these are several about one person: {found}. Before this"
            " version they must be one (in the demonstration: `make demo-reset`, which begins anew)."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0017_notice_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(refuse_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "transferred"), _negated=True),
                fields=("subject",),
                name="case_one_file_a_person",
            ),
        ),
    ]
