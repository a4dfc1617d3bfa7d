"""Persons are ranked before the list is cut, and found through one index; keys of what was told anew.

The keys of casework.matching have changed (X05, X06).
"""

from pathlib import Path

from django.db import migrations

from casework.kept_keys import rewrite
from common.need_to_know import Functions
from intake.matching.told import keys_of_text


def with_keys(apps, schema_editor) -> None:
    """The keys of what was told on signals that stand already."""
    signal = apps.get_model("intake", "Signal")
    rewrite(schema_editor, signal, ("about", "others"), ("told_tokens", "told_keys"), keys_of_text)


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_who_it_is_about"), ("casework", "0011_keys_of_names")]

    operations = [
        Functions(Path(__file__).with_name("ranked.sql")),
        migrations.RunPython(with_keys, migrations.RunPython.noop),
    ]
