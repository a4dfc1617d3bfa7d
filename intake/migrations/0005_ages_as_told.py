"""The search of persons counts an age from the day on which it was told; who was said to be adult."""

import re
from pathlib import Path

from django.conf import settings
from django.db import migrations

from common.need_to_know import Functions, with_tables

# What access.match_persons asked of an age, and what it asks now; the rest of it stands as it is.
ASKED = (
    (
        r"access\.year_born\((\w+)\.birth_date, \1\.age_text, \1\.created_at\)",
        r"access.year_born(\1.birth_date, \1.born_from, \1.born_to)",
    ),
    (
        r"(\w+)\.age_text::text, \1\.created_at",
        r"\1.age_text::text, coalesce(\1.age_told_on::timestamp at time zone 'UTC', \1.created_at)",
    ),
)


def ask_by_the_day(apps, schema_editor) -> None:
    """Write access.match_persons anew. Raises ValueError where it does not ask as it did."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('access.match_persons'::regproc)")
        (body,) = cursor.fetchone()
        for before, after in ASKED:
            body, found = re.subn(before, after, body)
            if found != 2:
                raise ValueError(f"access.match_persons asks {found} times: {before}")
        cursor.execute(body)
        cursor.execute("drop function access.year_born(date, text, timestamptz)")


# The answer on a minor counts on the case that was opened. Nobody decides that now: no version.
SAID = """
update [casework.Person] p set adult_said_on = (t.minor_at at time zone %s)::date
from [intake.Triage] t join [intake.Signal] s on s.id = t.signal_id
where s.case_id is not null and s.person_id = p.id and t.minor = 'no'
"""


def said_to_be_adult(apps, schema_editor) -> None:
    """Whoever has a case on a signal that said «not a minor» keeps that answer."""
    with schema_editor.connection.cursor() as cursor:
        for sql, *values in (
            ("alter table [casework.Person] disable trigger check_version",),
            (SAID, settings.TIME_ZONE),
            ("alter table [casework.Person] enable trigger check_version",),
        ):
            cursor.execute(with_tables(sql, apps), values or None)


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_before_outcome"), ("casework", "0008_ages_as_told")]

    operations = [
        Functions(Path(__file__).with_name("ages_as_told.sql")),
        migrations.RunPython(ask_by_the_day, migrations.RunPython.noop),
        migrations.RunPython(said_to_be_adult, migrations.RunPython.noop),
    ]
