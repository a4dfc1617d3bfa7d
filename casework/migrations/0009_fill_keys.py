"""Keys of matching for the persons that stand already, made as each later save makes them."""

from django.db import migrations

from casework import matching


def fill(apps, schema_editor):
    """Derived columns only: no version is raised, so the trigger rests meanwhile."""
    person = apps.get_model("casework", "Person")
    rows = person._base_manager.using(schema_editor.connection.alias)
    schema_editor.execute("alter table casework_person disable trigger check_version")
    for row in rows.only("id", "given_name", "family_name", "alias").iterator():
        made = matching.keys_of(row.given_name, row.family_name, row.alias)
        rows.filter(pk=row.pk).update(match_tokens=list(made.tokens), match_keys=list(made.keys))
    schema_editor.execute("alter table casework_person enable trigger check_version")


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_person_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
