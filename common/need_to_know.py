"""Two operations of migrations: the SQL functions of an app, and all that guards one table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState, StateApps

ROLES = "app, app_worker"
_NAMED = re.compile(r"\[(\w+)\.(\w+)\]")


def with_tables(sql: str, apps: Any, own: str = "") -> str:
    """SQL with ``[casework.Case]`` replaced by that model's table, ``[self]`` by ``own``."""
    named = _NAMED.sub(lambda found: apps.get_model(*found.groups())._meta.db_table, sql)
    return named.replace("[self]", own)


class Forwards(Operation):
    """An operation that is not reversed: no schema should be worked on without need-to-know."""

    reduces_to_sql = True
    reversible = False
    category = OperationCategory.SQL

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: the operation concerns no model."""


class Functions(Forwards):
    """The SQL of one file; tables are named by their models (``[casework.Case]``)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        sql = with_tables(self.path.read_text(encoding="utf-8"), to_state.apps)
        schema_editor.execute(sql, params=None)

    def describe(self) -> str:
        return f"Functions of {self.path.name}"


class NeedToKnow(Forwards):
    """Who may read and write the rows of one table, its history with it.

    ``reads``, ``adds`` and ``changes`` are conditions for ``app``: which rows it reads, inserts and
    changes; what is not given, ``app`` does not do at all. ``becomes`` is what a changed row must
    be (as ``changes`` when not given). The worker passes.

    ``stands`` names columns that ``app`` never changes; ``columns`` grants ``app`` the change of
    these alone. ``once``: nobody changes a row, the worker neither. ``deletes`` leaves the worker
    the right to delete rows. ``triggers`` are functions of the schema access, each with its moment.
    Rows with a version get the trigger that a stale write meets.

    ``is_open`` says why a table is no part of anybody's file; ``only_read`` leaves such a table to
    its owner. ``worker_alone``: ``app`` has no part in it. ``given_to`` is the column of the
    person to whom a row, or a change of ``powers``, gives what opens files.

    Raises ImproperlyConfigured for a table that declares nothing, and where ``app`` could write
    whatever it likes.
    """

    def __init__(
        self,
        model: str,
        *,
        reads: str = "",
        adds: str = "",
        changes: str = "",
        becomes: str = "",
        stands: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
        once: bool = False,
        deletes: bool = False,
        triggers: tuple[tuple[str, str], ...] = (),
        is_open: str = "",
        only_read: bool = False,
        worker_alone: bool = False,
        given_to: str = "",
        powers: tuple[str, ...] = (),
    ) -> None:
        self.model, self.reads, self.adds = model, reads, adds
        self.changes, self.becomes = changes, becomes or changes
        self.stands, self.columns, self.triggers = stands, columns, triggers
        self.once, self.deletes, self.only_read = once, deletes, only_read
        self.is_open, self.worker_alone = is_open, worker_alone
        self.given_to, self.powers = given_to, powers
        self._refuse()

    def _refuse(self) -> None:
        guarded = self.reads or self.adds or self.changes or self.worker_alone
        if not guarded and not self.is_open:
            raise ImproperlyConfigured(f"{self.model} declares nothing: who reads, who writes?")
        if guarded and self.is_open:
            raise ImproperlyConfigured(f"{self.model} is open or guarded, not both.")
        for what in (self.adds, self.changes, self.becomes):
            if re.fullmatch(r"\(*\s*(true|1\s*=\s*1)\s*\)*", what.strip(), re.IGNORECASE):
                raise ImproperlyConfigured(f"{self.model}: app would write whatever it likes.")
        if self.once and self.changes:
            raise ImproperlyConfigured(f"{self.model} is written once and changed: which?")

    def describe(self) -> str:
        return f"Need-to-know of {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.statements(app_label, to_state.apps):
            schema_editor.execute(statement, params=None)

    def statements(self, app_label: str, apps: StateApps) -> Iterator[str]:
        """All SQL for the table and its history."""
        app, _dot, name = self.model.rpartition(".")
        model = apps.get_model(app or app_label, name)
        table = model._meta.db_table
        fields = {field.name for field in model._meta.fields}
        yield from self._grants(table)
        if self.given_to:
            yield self._given(table, model)
        if self.is_open:
            return
        guard = Guard(table, apps)
        yield from guard.begin()
        yield from guard.policy("select", using=self.reads)
        yield from guard.policy("insert", check=self.adds)
        yield from guard.policy("update", using=self.changes, check=self.becomes)
        if "version" in fields and not self.once:
            yield _trigger(table, "check_version", "before update")
        if self.stands:
            columns = [model._meta.get_field(one).column for one in self.stands]
            yield _stands(table, columns)
        for function, moment in self.triggers:
            yield _trigger(table, function, moment)
        past = apps.all_models[app or app_label].get(f"historical{name.lower()}")
        if past is not None:
            yield from _history(past._meta.db_table, table, apps)

    def _given(self, table: str, model: type[Any]) -> str:
        """A trigger: an administrator gives it, and never to themselves (B5)."""
        columns = [model._meta.get_field(one).column for one in self.powers]
        when, moment = "current_user = 'app'", "before insert or update"
        if columns:
            when, moment = f"{when} and {_differs(columns)}", "before update"
        column = model._meta.get_field(self.given_to).column
        return (
            f"create trigger given_by_another {moment} on {table} for each row when ({when})"
            f" execute function access.given_by_another('{column}');"
        )

    def _grants(self, table: str) -> Iterator[str]:
        taken = ["truncate"]
        if self.once or self.only_read:
            taken += ["update", "delete"]
        elif not self.deletes and not self.is_open:
            taken.append("delete")
        if self.only_read:
            taken.append("insert")
        yield f"revoke {', '.join(taken)} on {table} from {ROLES};"
        if self.deletes:
            yield f"revoke delete on {table} from app;"
        if self.columns:
            yield f"revoke update on {table} from app;"
            yield f"grant update ({', '.join(self.columns)}) on {table} to app;"


class WithItsTable(NeedToKnow):
    """Need-to-know of a table that the same migration makes: going back drops both."""

    reversible = True

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Nothing: policies are dropped with their table."""


class Guard:
    """Row-level security of one table, as SQL statements."""

    def __init__(self, table: str, apps: StateApps) -> None:
        self.table, self.apps = table, apps

    def begin(self) -> Iterator[str]:
        """Row-level security on, with a policy that lets the worker pass.

        Not forced on the owner: what runs with the owner's rights (migrations, dumps, the functions
        of access) would silently find no rows. The application refuses to sign in as the owner.
        """
        yield f"alter table {self.table} enable row level security;"
        yield f"create policy work on {self.table} to app_worker using (true) with check (true);"

    def policy(self, command: str, *, using: str = "", check: str = "") -> Iterator[str]:
        """One policy of ``app``; none where neither ``using`` nor ``check`` is given."""
        if not using and not check:
            return
        clauses = f" using ({using})" if using else ""
        clauses += f" with check ({check})" if check else ""
        text = f"create policy see_{command} on [self] for {command} to app{clauses};"
        yield with_tables(text, self.apps, self.table)


def _history(past: str, live: str, apps: StateApps) -> Iterator[str]:
    """Policies of a history: who reads the row reads it, and adds in their own name; no change."""
    guard = Guard(past, apps)
    still = f"exists (select 1 from {live} l where l.id = [self].id)"
    yield f"revoke update, delete, truncate on {past} from {ROLES};"
    yield from guard.begin()
    yield from guard.policy("select", using=still)
    yield from guard.policy("insert", check=f"history_user_id = access.uid() and {still}")


def _trigger(table: str, function: str, moment: str) -> str:
    return (
        f"create trigger {function} {moment} on {table}"
        f" for each row execute function access.{function}();"
    )


def _stands(table: str, columns: list[str]) -> str:
    """A trigger that refuses ``app`` a change of these columns; it runs when one differs."""
    return (
        f"create trigger stands before update on {table} for each row"
        f" when (current_user = 'app' and {_differs(columns)})"
        " execute function access.refuse_change();"
    )


def _differs(columns: list[str]) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    return f"({old}) is distinct from ({new})"
