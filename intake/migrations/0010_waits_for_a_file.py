"""Who waits for a file is found by an index, also where another of the signal has one (X10, X23)."""

from django.conf import settings
from django.db import migrations, models

STANDING = """
set constraints all immediate;
alter table intake_namedperson disable trigger user;
update intake_namedperson n set waits = true from intake_outcome o
where o.id = n.outcome_id and o.kind = 'to_conference' and n.role = 'subject'
  and n.taken_back_at is null and n.file_id is null and n.left_at is null;
set constraints all immediate;
alter table intake_namedperson enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_next_steps"),
        ("intake", "0009_named_persons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="namedperson",
            name="waits",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="namedperson",
            index=models.Index(
                condition=models.Q(("waits", True)),
                fields=["signal"],
                name="named_waits_for_a_file",
            ),
        ),
    ]
