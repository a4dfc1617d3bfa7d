"""What the database holds of a day that people fill in, whoever writes it.

The bounds are fixed and wide: a constraint cannot know what day it is. What a person may type is
narrower (common/windows.py).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _
from psycopg2 import sql

# First day, and the first day beyond.
HELD = (date(1900, 1, 1), date(2200, 1, 1))
BIRTH_BOUNDS = (date(1880, 1, 1), date(2200, 1, 1))
ENDING = "_window"


def within(field: str, bounds: tuple[date, date] = HELD) -> models.CheckConstraint:
    """The constraint that keeps the column ``field`` inside ``bounds``; empty stays allowed."""
    first, beyond = bounds
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}{ENDING}",
        condition=models.Q(**{f"{field}__gte": first, f"{field}__lt": beyond}),
        violation_error_message=_("This day cannot be kept. Look at the year."),
    )


# Table and columns are names out of a migration; what a person typed is bound.
ANY = sql.SQL("select exists (select from {table} where {column} not between %s and %s)")
NEAREST = sql.SQL(
    "update {table} set {column} = greatest(least({column}, %s), %s)"
    " where {column} not between %s and %s"
)
FORGET = sql.SQL(
    "update {table} set {column} = null,"
    " {kept} = case when {kept} = '' then {column}::text else {kept} end"
    " where {column} not between %s and %s"
)
REST = sql.SQL("alter table {table} disable trigger user")
WAKE = sql.SQL("alter table {table} enable trigger user")


def bring_inside(
    schema_editor: BaseDatabaseSchemaEditor,
    table: str,
    names: tuple[str, ...],
    bounds: tuple[date, date] = HELD,
) -> None:
    """For a migration: rows of before whose day cannot be get the nearest day that can.

    Decided by nobody, so no version is raised and the triggers rest meanwhile.
    """
    first, last = bounds[0], bounds[1] - timedelta(days=1)
    for name in names:
        parts = {"table": sql.Identifier(table), "column": sql.Identifier(name)}
        _mend(schema_editor, parts, NEAREST, (last, first), (first, last))


def forget_outside(
    schema_editor: BaseDatabaseSchemaEditor,
    table: str,
    name: str,
    kept: str,
    bounds: tuple[date, date],
) -> None:
    """For a migration: a day that cannot be is emptied; as text it stays in the column ``kept``."""
    names = {"table": table, "column": name, "kept": kept}
    parts = {key: sql.Identifier(value) for key, value in names.items()}
    _mend(schema_editor, parts, FORGET, (), (bounds[0], bounds[1] - timedelta(days=1)))


def _mend(
    schema_editor: BaseDatabaseSchemaEditor,
    parts: dict[str, sql.Identifier],
    change: sql.SQL,
    values: tuple[date, ...],
    limits: tuple[date, date],
) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ANY.format(**parts), limits)
        if cursor.fetchone()[0]:
            cursor.execute(REST.format(**parts))
            cursor.execute(change.format(**parts), (*values, *limits))
            cursor.execute(WAKE.format(**parts))
