"""The words of information as they are searched (X13)."""

from django.db import migrations, models
from django.db.models import Q

from casework.kept_keys import rewrite_words
from common.folding import folded


def with_words(apps, schema_editor) -> None:
    """The words of all information that stands already."""
    record = apps.get_model("casework", "Record")
    rewrite_words(schema_editor, record, ("body",), "words_key", folded)


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_urgent_hours")]

    operations = [
        migrations.AddField("Record", "words_key", models.TextField(default="", editable=False)),
        migrations.RunPython(with_words, migrations.RunPython.noop),
        migrations.AddConstraint(
            "Record",
            models.CheckConstraint(
                condition=Q(words_key="") | ~Q(body=""),
                name="record_is_found_by_its_words_alone",
            ),
        ),
    ]
