"""What was told in a signal, as its desk searches it (X13)."""

from django.db import migrations, models

from casework.kept_keys import rewrite_words
from intake.matching.told import words_of


def with_words(apps, schema_editor) -> None:
    """The words of all signals that stand already."""
    signal = apps.get_model("intake", "Signal")
    told = ("words", "about", "place", "others")
    rewrite_words(schema_editor, signal, told, "words_key", words_of)


class Migration(migrations.Migration):
    dependencies = [("intake", "0015_open_again")]

    operations = [
        migrations.AddField("Signal", "words_key", models.TextField(default="", editable=False)),
        migrations.RunPython(with_words, migrations.RunPython.noop),
    ]
