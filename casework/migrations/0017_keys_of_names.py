"""The keys by which a name is found, as casework.matching makes them now (X05)."""

from django.db import migrations

from casework.kept_keys import rewrite
from casework.matching import keys_of


def with_keys(apps, schema_editor) -> None:
    """The keys of all persons that stand already."""
    person = apps.get_model("casework", "Person")
    names = ("given_name", "family_name", "alias", "birth_date")
    rewrite(schema_editor, person, names, ("match_tokens", "match_keys"), keys_of)


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_answer_entered")]

    operations = [migrations.RunPython(with_keys, migrations.RunPython.noop)]
