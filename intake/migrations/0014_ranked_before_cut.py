"""Persons are ranked before the list is cut, and found through one index; keys of what was told anew.

The keys of casework.matching have changed (X05, X06).
"""

from pathlib import Path

from django.db import migrations, models

from casework.kept_keys import rewrite
from common import folding
from common.need_to_know import Functions
from intake.matching.told import keys_of_text


def with_keys(apps, schema_editor) -> None:
    """The keys of what was told on signals that stand already."""
    signal = apps.get_model("intake", "Signal")
    rewrite(schema_editor, signal, ("about", "others"), ("told_tokens", "told_keys"), keys_of_text)


PLACED = "update intake_signal set place_key = %s where place = %s"


def with_places(apps, schema_editor) -> None:
    """One place however it was typed."""
    signals = apps.get_model("intake", "Signal").objects.using(schema_editor.connection.alias)
    places = set(signals.exclude(place="").values_list("place", flat=True))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("alter table intake_signal disable trigger user")
        cursor.execute("create index placed on intake_signal (place)")
        cursor.executemany(PLACED, [(folding.folded(place), place) for place in places])
        cursor.execute("drop index placed")
        cursor.execute("alter table intake_signal enable trigger user")


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_entered_later"), ("casework", "0017_keys_of_names")]

    operations = [
        migrations.AddField("signal", "place_key", models.TextField(default="", editable=False)),
        Functions(Path(__file__).with_name("ranked.sql")),
        migrations.RunPython(with_keys, migrations.RunPython.noop),
        migrations.RunPython(with_places, migrations.RunPython.noop),
    ]
