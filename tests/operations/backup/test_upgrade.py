"""An upgrade: rows of an earlier Relais are still there after every migration since."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.executor import MigrationExecutor

from casework.matching import keys_of
from common.folding import folded
from intake.matching.told import keys_of_text, words_of
from operations.backup import restore
from operations.management.commands.database_roles import prepare_database

# The schema with which the first release begins; what has landed since is what an upgrade does.
OURS = ("common", "notices", "agencies", "casework", "intake", "plans", "closure")
EARLIER = [(app, "0001_initial") for app in OURS]
ALIAS = "upgrade"
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
# What an upgrade moves on purpose: a joined signal leads to its own person again, and persons that
# were said to be one are a set (X04).
# The keys of names are made anew (X05).
MOVED = {
    "casework_person": {"merged_into_id", "match_tokens", "match_keys"},
    "intake_signal": {"person_id", "told_tokens", "told_keys"},
}
PLAINEST = (
    (models.DateTimeField, AT),
    (models.DateField, AT.date()),
    (models.BinaryField, b"sealed"),
    (models.IntegerField, 1),
)


@pytest.fixture
def database(committed):
    """An empty database of the owner's under an alias of its own."""
    owner = settings.DATABASES["owner"]
    name = f"relais_upgrade_{secrets.token_hex(4)}"
    with restore.as_owner(owner) as link, link.cursor() as cursor:
        cursor.execute(f'create database "{name}"')
        connections.databases[ALIAS] = owner | {"NAME": name}
        try:
            prepare_database(connections[ALIAS])
            yield connections[ALIAS]
        finally:
            connections[ALIAS].close()
            del connections[ALIAS], connections.databases[ALIAS]
            restore.drop(cursor, name)


class Town:
    """Rows of an earlier state: what is not given is the plainest thing that fits."""

    def __init__(self, apps):
        self.apps = apps
        self.last: dict[str, models.Model] = {}

    def row(self, label: str, **values):
        """A row of that model as it was; a relation that is not given leads to the last one."""
        model = self.apps.get_model(label)
        for field in model._meta.concrete_fields:
            if field.name in values or field.has_default() or field.null or field.blank:
                continue
            values[field.name] = self._plain(field)
        made = model(**values)
        made.save(using=ALIAS, force_insert=True)
        self.last[model._meta.label] = made
        return made

    def _plain(self, field):
        if field.is_relation:
            return self.last[field.related_model._meta.label]
        if field.choices:
            return field.choices[0][0]
        for kind, value in PLAINEST:
            if isinstance(field, kind):
                return value
        return f"{field.name} é 😀"[: field.max_length or 20]


def lived_in(apps) -> None:
    """A town, a case with its team, what it knows and plans, as the earlier models have it."""
    town = Town(apps)
    town.row("auth.Group")
    there = town.row("agencies.Agency")
    people = [
        town.row("agencies.User", email=f"{n}@relais.example", agency=there) for n in range(3)
    ]
    person = town.row("casework.Person", age_text="16 ans")
    case = town.row("casework.Case", reference="SA-2026-001")
    roles = ("process_coordinator", "content_coordinator", "risk_owner")
    for user, role in zip(people, roles, strict=True):
        town.row("casework.TeamMember", user=user, role=role, active=True)
    town.row("casework.Record")
    town.row("agencies.Channel")
    town.row("intake.Signal")
    town.row("intake.SourceIdentity")
    on_it = {"state": "to_conference", "acknowledged_at": AT, "acknowledged_by": people[0]}
    town.row("intake.Signal", reference="S-2026-002", person=person, case=case, **on_it)
    town.row(
        "intake.Outcome", kind="to_conference", status="in_force", in_force_at=AT,
        proposed_by=people[0],
    )  # fmt: skip
    said = {"minor": "no", "minor_basis": "Majeur.", "minor_by": people[0], "minor_at": AT}
    town.row("intake.Triage", **said)
    named = town.row("casework.Person", given_name="Yanis", merged_into=person)
    joined = town.row(
        "intake.Signal", reference="S-2026-003", person=person, state="acknowledged",
        acknowledged_at=AT, acknowledged_by=people[0],
    )  # fmt: skip
    town.row(
        "intake.MatchAnswer", signal=joined, candidate=person, own=named, answer="same",
        decided_by=people[0], decided_at=AT,
    )  # fmt: skip
    town.row("casework.Code", kind="domain")
    town.row("plans.LevelRating")
    town.row("plans.Gap", status="to_find_out", finder=people[0], due_on=AT.date())
    town.row("plans.Plan", number=1)
    town.row("plans.Goal")


def content(connection, columns: dict[str, list[str]]) -> dict[str, list]:
    """Every row of those tables, by the columns named."""
    found = {}
    with connection.cursor() as cursor:
        for table, names in columns.items():
            listed = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f"select to_jsonb(r)::text from (select {listed} from {table}) r order by 1"
            )
            found[table] = [json.loads(row[0]) for row in cursor.fetchall()]
    return found


def sets_of(connection) -> list[tuple]:
    """Of each person: name, whether the set is that of both, its signals, the files of the set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select given_name, p.head_id = (select min(o.id::text)::uuid from casework_person o),"
            " (select count(*) from intake_namedperson n where n.person_id = p.id),"
            " (select count(*) from casework_case c where c.subject_head_id = p.head_id)"
            " from casework_person p order by given_name desc"
        )
        found: list[tuple] = cursor.fetchall()
        return found


def columns_of(connection) -> dict[str, list[str]]:
    """The tables that hold a row, with their columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, array_agg(column_name::text order by ordinal_position)"
            " from information_schema.columns where table_schema = 'public'"
            " and table_name ~ '^(agencies|casework|intake|plans)_' group by 1"
        )
        every = dict(cursor.fetchall())
        kept = {}
        for table, names in every.items():
            cursor.execute(f"select exists (select 1 from {table})")
            if cursor.fetchone()[0]:
                gone = MOVED.get(table, set())
                kept[table] = [name for name in names if name not in gone]
    return kept


def test_what_stood_before_stands_after(database):
    """Rows of the tables that a first case fills, and the policies, after every migration."""
    executor = MigrationExecutor(database)
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in OURS]
    lived_in(executor.migrate([*others, *EARLIER]).apps)
    columns = columns_of(database)
    before = content(database, columns)
    wanted = {
        "agencies_user", "casework_case", "casework_teammember", "casework_record",
        "intake_signal", "intake_sourceidentity", "plans_levelrating", "plans_gap", "plans_plan",
        "plans_goal",
    }  # fmt: skip
    assert wanted <= set(before)

    executor = MigrationExecutor(database)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert {node.app_label for node, _back in plan} >= {"agencies", "casework", "intake", "plans"}
    executor.migrate(executor.loader.graph.leaf_nodes())

    after = content(database, columns)
    for table, rows in before.items():
        assert all(row in after[table] for row in rows), f"{table}: a row was lost or changed"
    with database.cursor() as cursor:  # X07, X08: read_every_age, said_to_be_adult
        cursor.execute(
            "select age_told_on, born_from, born_to, adult_said_on, version from casework_person"
            " where age_text <> ''"
        )
        told = (AT.date(), date(2009, 3, 3), date(2010, 3, 2), AT.date(), 1)
        assert cursor.fetchall() == [told]
        cursor.execute("select finder_agency_id = u.agency_id from plans_gap, agencies_user u")
        assert set(cursor.fetchall()) == {(True,)}, "the agency that was asked"
    with database.cursor() as cursor:  # X05: 0011_keys_of_names, 0007_ranked_before_cut
        cursor.execute("select given_name, family_name, alias, match_keys from casework_person")
        for *named, keys in cursor.fetchall():
            assert keys == list(keys_of(*named).keys), named
        cursor.execute("select about, others, told_keys from intake_signal")
        assert all(keys == list(keys_of_text(*said).keys) for *said, keys in cursor.fetchall())
    with database.cursor() as cursor:  # X13: 0019_words_searched, 0016_words_searched
        cursor.execute("select body, words_key from casework_record")
        assert all(key == folded(body) != "" for body, key in cursor.fetchall())
        cursor.execute("select words, about, place, others, words_key from intake_signal")
        assert all(key == words_of(*said) != "" for *said, key in cursor.fetchall())
    names = [(name, *rest) for name, *rest in sets_of(database)]
    assert names[0] == ("Yanis", True, 1, 1), "its own signal, the set of the other, one file"
    assert names[1][1:] == (True, 1, 1)
    with database.cursor() as cursor:  # X10: who was named, the outcome and the answers with them
        cursor.execute(
            "select s.reference, n.role, n.file_id = s.case_id, o.about = array[n.id],"
            " (select count(*) from intake_matchanswer a where a.named_id = n.id),"
            " (select count(*) from intake_historicalnamedperson h where h.id = n.id)"
            " from intake_namedperson n join intake_signal s on s.id = n.signal_id"
            " left join intake_outcome o on o.id = n.outcome_id order by 1"
        )
        assert cursor.fetchall() == [
            ("S-2026-002", "subject", True, True, 0, 1),
            ("S-2026-003", "subject", None, None, 1, 1),
        ]
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and not relrowsecurity"
            " and relname in ('casework_case', 'casework_record', 'plans_checkpointmeeting',"
            " 'closure_closureproposal', 'intake_sourceidentity')"
        )
        assert cursor.fetchall() == []
    app = settings.DATABASES[DEFAULT_DB_ALIAS] | {"NAME": database.settings_dict["NAME"]}
    with restore.as_owner(app) as link, link.cursor() as cursor:
        cursor.execute("select count(*) from casework_case")
        assert cursor.fetchone()[0] == 0, "nobody signed in sees nothing, as before"
