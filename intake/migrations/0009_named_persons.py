"""A signal names several persons, each in their role; outcomes say about whom they are (X10).

Who was named stays: one row a signal, its answers and its outcome with it.
"""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from casework.need_to_know import DESK, MINE, SIGNAL_COORDINATOR
from common.need_to_know import Functions, WithItsTable

USER = settings.AUTH_USER_MODEL
ROLES = [
    ("subject", "Person concerned"), ("victim", "Child or victim"), ("relative", "Relative"),
    ("source", "Source"), ("contact", "Contact"),
]  # fmt: skip
MINOR = [("yes", "Yes, or very likely"), ("no", "No, or hardly likely"), ("unknown", "Not known")]
REASONED = (
    ("left", "left_because"), ("minor", "minor_basis"), ("taken_back", "taken_back_because"),
)  # fmt: skip


def pointing(to, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+"} | options
    )


def was(to):
    """What a history keeps of a relation."""
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


def columns(past: bool):
    """The columns of a named person, as they are and as their history keeps them."""

    def relation(to, **options):
        return was(to) if past else pointing(to, **options)

    chosen = {} if past else {"choices": ROLES}
    answered = {} if past else {"choices": MINOR}
    return [
        ("version", models.PositiveIntegerField(default=1, editable=False)),
        ("role", models.CharField(default="subject", max_length=10, **chosen)),
        ("named_at", models.DateTimeField()),
        ("left_because", models.TextField(blank=True)),
        ("left_at", models.DateTimeField(null=True)),
        ("minor", models.CharField(blank=True, max_length=10, **answered)),
        ("minor_basis", models.TextField(blank=True)),
        ("minor_at", models.DateTimeField(null=True)),
        ("taken_back_because", models.TextField(blank=True)),
        ("taken_back_at", models.DateTimeField(null=True)),
        ("signal", relation("intake.signal", db_index=False, related_name="named")),
        ("person", relation("casework.person", related_name="named")),
        ("named_by", relation(USER, null=True)),
        ("outcome", relation("intake.outcome", null=True, related_name="decided_about")),
        ("file", relation("casework.case", null=True, related_name="named")),
        ("left_by", relation(USER, null=True)),
        ("minor_by", relation(USER, null=True)),
        ("taken_back_by", relation(USER, null=True)),
    ]


def reasoned(name: str, reason: str):
    """What was said has its author, its moment and its reason."""
    return models.CheckConstraint(
        name=f"named_{name}_has_reason_and_author",
        condition=Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True, reason: ""})
        | Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False}) & ~Q(**{reason: ""}),
    )


PAST = {
    "ordering": ("-history_date", "-history_id"),
    "get_latest_by": ("history_date", "history_id"),
}
TABLES = [
    migrations.CreateModel(
        "HistoricalNamedPerson",
        [
            ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            *columns(past=True),
            (
                "history_id",
                models.BigAutoField(editable=False, primary_key=True, serialize=False),
            ),
            ("history_date", models.DateTimeField()),
            ("history_change_reason", models.TextField(null=True)),
            ("history_type", models.CharField(max_length=1)),
            (
                "history_user",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="+",
                    to=USER,
                ),
            ),
        ],
        PAST,
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        "NamedPerson",
        [
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            *columns(past=False),
        ],
        {
            "verbose_name": "named person",
            "verbose_name_plural": "named persons",
            "base_manager_name": "unscoped",
            "default_manager_name": "objects",
            "constraints": [
                models.UniqueConstraint(fields=["signal", "person"], name="named_once"),
                *(reasoned(name, reason) for name, reason in REASONED),
                models.CheckConstraint(
                    name="named_taken_back_has_no_file",
                    condition=Q(taken_back_at__isnull=True) | Q(file__isnull=True),
                ),
                models.CheckConstraint(
                    name="named_left_has_no_file",
                    condition=Q(left_at__isnull=True) | Q(file__isnull=True),
                ),
            ],
        },
        managers=[
            ("objects", django.db.models.manager.Manager()),
            ("unscoped", django.db.models.manager.Manager()),
        ],
    ),
]

# When, and by whom, the journal knows; who was named stands on the signal.
STANDING = """
set constraints all immediate;
insert into intake_namedperson
  (id, version, role, signal_id, person_id, named_by_id, named_at, outcome_id, file_id,
   left_because, minor, minor_basis, taken_back_because)
select gen_random_uuid(), 1, 'subject', s.id, s.person_id, j.by_id,
       coalesce(j.at, s.acknowledged_at, s.received_at), o.id, s.case_id, '', '', '', ''
from intake_signal s
left join lateral (
  select e.by_id, e.at from casework_journalentry e
  where e.signal_id = s.id and e.event = 'signal.person_named' order by e.at limit 1) j on true
left join intake_outcome o on o.signal_id = s.id and o.status = 'in_force'
where s.person_id is not null;

insert into intake_historicalnamedperson
  (id, version, role, signal_id, person_id, named_by_id, named_at, outcome_id, file_id,
   left_because, minor, minor_basis, taken_back_because,
   history_date, history_type, history_user_id)
select id, version, role, signal_id, person_id, named_by_id, named_at, outcome_id, file_id,
       '', '', '', '', named_at, '+', named_by_id
from intake_namedperson;

alter table intake_outcome disable trigger user;
update intake_outcome o set about = array[n.id] from intake_namedperson n
where n.signal_id = o.signal_id;
alter table intake_outcome enable trigger user;

alter table intake_matchanswer disable trigger user;
update intake_matchanswer a set named_id = n.id from intake_namedperson n
where n.signal_id = a.signal_id;
alter table intake_matchanswer enable trigger user;
update intake_historicalmatchanswer a set named_id = n.id from intake_namedperson n
where n.signal_id = a.signal_id;
set constraints all immediate;
"""

# On which signal, for whom, and of whom it was answered, is not the application's to change.
STANDS = """
drop trigger stands on intake_matchanswer;
create trigger stands before update on intake_matchanswer for each row
when (current_user = 'app'
      and (old.signal_id, old.named_id, old.candidate_id, old.told_on_id)
      is distinct from (new.signal_id, new.named_id, new.candidate_id, new.told_on_id))
execute function access.refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_reopened"),
        ("casework", "0011_next_steps"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        *TABLES,
        *(
            migrations.AddField(
                model,
                "about",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.UUIDField(), default=list, editable=False, size=None
                ),
            )
            for model in ("outcome", "historicaloutcome")
        ),
        *(
            migrations.AddField(model, "apart", models.BooleanField(default=False, editable=False))
            for model in ("outcome", "historicaloutcome")
        ),
        migrations.AddField(
            "matchanswer",
            "named",
            pointing("intake.namedperson", null=True, db_index=False, related_name="answers"),
        ),
        migrations.AddField("historicalmatchanswer", "named", was("intake.namedperson")),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
        migrations.AlterField(
            "matchanswer",
            "named",
            pointing("intake.namedperson", db_index=False, related_name="answers"),
        ),
        migrations.AlterField(
            "matchanswer", "signal", pointing("intake.signal", related_name="answers")
        ),
        migrations.RemoveConstraint("matchanswer", "match_answered_once"),
        migrations.RemoveConstraint("matchanswer", "match_told_answered_once"),
        migrations.AddConstraint(
            "matchanswer",
            models.UniqueConstraint(fields=["named", "candidate"], name="match_answered_once"),
        ),
        migrations.AddConstraint(
            "matchanswer",
            models.UniqueConstraint(fields=["named", "told_on"], name="match_told_answered_once"),
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
        migrations.RemoveConstraint("outcome", "outcome_one_in_force"),
        migrations.AddConstraint(
            "outcome",
            models.UniqueConstraint(
                fields=["signal"],
                condition=Q(status="in_force", apart=False),
                name="outcome_one_in_force",
            ),
        ),
        migrations.RemoveConstraint("signal", "signal_case_only_after_conference"),
        migrations.AddConstraint(
            "signal",
            models.CheckConstraint(
                name="signal_case_only_after_conference",
                condition=Q(state__in=("to_conference", "in_triage")) | Q(case__isnull=True),
            ),
        ),
        migrations.RemoveIndex("signal", "signal_told_keys"),
        migrations.AddIndex(
            "signal",
            django.contrib.postgres.indexes.GinIndex(fields=["told_keys"], name="signal_told_keys"),
        ),
        WithItsTable(
            "NamedPerson",
            reads=DESK,
            adds=f"named_by_id = {MINE} and {SIGNAL_COORDINATOR}",
            changes=SIGNAL_COORDINATOR,
            stands=("signal", "person", "named_by", "named_at", "outcome", "file"),
        ),
        Functions(Path(__file__).with_name("named_persons.sql")),
        migrations.RemoveField("signal", "person"),
        migrations.RemoveField("historicalsignal", "person"),
    ]
