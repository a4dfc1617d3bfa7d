"""Whoever holds a part for an agency that is not theirs has moved."""

from django.db import migrations

MOVED = """
update agencies_user u set has_moved = true where exists (
    select 1 from casework_teammember m
    where m.user_id = u.id and m.active and m.agency_id is distinct from u.agency_id
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_has_moved"),
        ("casework", "0015_sweep_held"),
    ]

    operations = [migrations.RunSQL(MOVED, migrations.RunSQL.noop)]
