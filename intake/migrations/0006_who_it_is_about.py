"""Who a signal is about stands before its outcome; what is told of nobody named is found (X03).

A signal keeps the row of its person, whoever that person was said to be (X04).
"""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from common.need_to_know import Functions
from intake.matching.told import keys_of_text


def with_keys(apps, schema_editor) -> None:
    """The keys of what was told on signals that stand already."""
    signals = apps.get_model("intake", "Signal").objects.using(schema_editor.connection.alias)
    rows = signals.exclude(about="", others="").only("about", "others")
    schema_editor.execute("alter table intake_signal disable trigger user")
    for found in rows.iterator(chunk_size=2000):
        made = keys_of_text(found.about, found.others)
        signals.filter(pk=found.pk).update(told_tokens=list(made.tokens), told_keys=list(made.keys))
    schema_editor.execute("alter table intake_signal enable trigger user")


def words():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.TextField(), default=list, editable=False, size=None
    )


def pointing(to: str):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


def past(to: str):
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


# On which signal, and of whom it was answered, is not the application's to change.
STANDS = """
drop trigger stands on intake_matchanswer;
create trigger stands before update on intake_matchanswer for each row
when (current_user = 'app' and (old.signal_id, old.candidate_id, old.told_on_id)
      is distinct from (new.signal_id, new.candidate_id, new.told_on_id))
execute function access.refuse_change();
"""

# Signals that were joined pointed at the other person's row.
OWN_ROWS = """
set constraints all immediate;
alter table intake_signal disable trigger user;
update intake_signal s set person_id = a.own_id
from intake_matchanswer a where a.signal_id = s.id and a.answer = 'same';
alter table intake_signal enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_ages_as_told"),
        ("casework", "0009_one_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            operation
            for model in ("historicaltriage", "triage")
            for operation in (
                migrations.AddField(model, "unnamed_because", models.TextField(blank=True)),
                migrations.AddField(model, "unnamed_at", models.DateTimeField(null=True)),
            )
        ),
        migrations.AddField("triage", "unnamed_by", pointing(settings.AUTH_USER_MODEL)),
        migrations.AddField("historicaltriage", "unnamed_by", past(settings.AUTH_USER_MODEL)),
        migrations.AddConstraint(
            "triage",
            models.CheckConstraint(
                name="triage_unnamed_has_author",
                condition=Q(unnamed_because="")
                | Q(unnamed_by__isnull=False, unnamed_at__isnull=False),
            ),
        ),
        migrations.AddField("matchanswer", "told_on", pointing("intake.signal")),
        migrations.AddField("historicalmatchanswer", "told_on", past("intake.signal")),
        migrations.AlterField("matchanswer", "candidate", pointing("casework.person")),
        migrations.AddConstraint(
            "matchanswer",
            models.UniqueConstraint(fields=("signal", "told_on"), name="match_told_answered_once"),
        ),
        migrations.AddConstraint(
            "matchanswer",
            models.CheckConstraint(
                name="match_has_candidate",
                condition=Q(candidate__isnull=False) | Q(told_on__isnull=False) & ~Q(answer="same"),
            ),
        ),
        migrations.RemoveConstraint("matchanswer", "match_same_once"),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
        migrations.AddField("signal", "told_tokens", words()),
        migrations.AddField("signal", "told_keys", words()),
        migrations.AddIndex(
            "signal",
            django.contrib.postgres.indexes.GinIndex(
                fields=["told_keys"], condition=Q(person__isnull=True), name="signal_told_keys"
            ),
        ),
        migrations.RunSQL(OWN_ROWS, migrations.RunSQL.noop),
        Functions(Path(__file__).with_name("matching.sql")),
        migrations.RunPython(with_keys, migrations.RunPython.noop),
    ]
