"""Joined persons are one set, and the database holds one file for it (X01, X04)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from common.need_to_know import Functions

# Whoever was joined leads to whom; the head is the smallest id of all who lead to the same row.
HEADS = """
set constraints all immediate;
alter table casework_person disable trigger user;
with recursive leads (id, root) as (
  select id, id from casework_person where head_id is null
  union all
  select p.id, l.root from casework_person p join leads l on p.head_id = l.id
)
update casework_person p set head_id = h.head
from (select id, min(id::text) over (partition by root)::uuid as head from leads) h
where h.id = p.id;
alter table casework_person enable trigger user;
"""


def pointing(**options):
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="casework.person",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_ages_as_told")]

    operations = [
        migrations.RemoveField("historicalperson", "merged_into"),
        migrations.RenameField("person", "merged_into", "head"),
        migrations.RunSQL(HEADS, migrations.RunSQL.noop),
        migrations.AlterField("person", "head", pointing()),
        migrations.AddField("case", "subject_head", pointing(null=True, db_index=False)),
        migrations.RemoveConstraint("case", "case_one_file_a_person"),
        Functions(Path(__file__).with_name("heads.sql")),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                fields=["subject_head"],
                condition=~Q(state="transferred"),
                name="case_one_file_a_person",
            ),
        ),
    ]
