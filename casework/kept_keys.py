"""Writing what rows are searched by anew, for all rows of a table, in few statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.matching import Keys

AT_ONCE = 2000
# No token or key holds a line break. Nobody decides this: no version, no history.
WRITE = """
update {table} t
set {tokens} = string_to_array(v.tokens, E'\\n'), {keys} = string_to_array(v.keys, E'\\n')
from unnest(%s::uuid[], %s::text[], %s::text[]) v (id, tokens, keys)
where t.id = v.id
"""


def rewrite(
    schema_editor: BaseDatabaseSchemaEditor,
    model: Any,
    read: tuple[str, ...],
    written: tuple[str, str],
    made: Callable[..., Keys],
) -> None:
    """Make the keys of each row with ``made`` of the columns ``read``.

    ``written`` names the columns of the tokens and of the keys.
    """
    table, alias = model._meta.db_table, schema_editor.connection.alias
    statement = WRITE.format(table=table, tokens=written[0], keys=written[1])
    rows = list(model.objects.using(alias).values_list("pk", *read))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} disable trigger user")
        for start in range(0, len(rows), AT_ONCE):
            found = [(str(pk), made(*names)) for pk, *names in rows[start : start + AT_ONCE]]
            cursor.execute(
                statement,
                [
                    [pk for pk, _keys in found],
                    ["\n".join(keys.tokens) for _pk, keys in found],
                    ["\n".join(keys.keys) for _pk, keys in found],
                ],
            )
        cursor.execute(f"alter table {table} enable trigger user")


WRITE_WORDS = """
update {table} t set {written} = v.words
from unnest(%s::uuid[], %s::text[]) v (id, words) where t.id = v.id
"""


def rewrite_words(
    schema_editor: BaseDatabaseSchemaEditor,
    model: Any,
    read: tuple[str, ...],
    written: str,
    made: Callable[..., str],
) -> None:
    """Make the column ``written`` of each row with ``made`` of the columns ``read``."""
    table, alias = model._meta.db_table, schema_editor.connection.alias
    statement = WRITE_WORDS.format(table=table, written=written)
    rows = model.objects.using(alias).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} disable trigger user")
        for start in range(0, len(keys), AT_ONCE):
            some = rows.filter(pk__in=keys[start : start + AT_ONCE]).values_list("pk", *read)
            found = [(str(pk), made(*texts)) for pk, *texts in some]
            cursor.execute(statement, [[pk for pk, _w in found], [words for _pk, words in found]])
        cursor.execute(f"alter table {table} enable trigger user")
