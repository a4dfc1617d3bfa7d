"""People, agencies and channels sort as they are shown (X11)."""

from django.db import migrations, models

from common.sorting import SortKey

KEYS = (
    ("user", "name_key", ("full_name", "email")),
    ("agency", "name_key", ("name",)),
    ("agency", "short_key", ("short_name",)),
    ("channel", "name_key", ("name",)),
)
ORDER = {
    "user": (["name_key", "email"], "person", "people"),
    "agency": (["name_key", "pk"], "agency", "agencies"),
    "channel": (["name_key", "pk"], "channel", "channels"),
}
INDEXES = (
    ("user", ["name_key", "email"], "user_name_key"),
    ("agency", ["name_key"], "agency_name_key"),
    ("agency", ["short_key"], "agency_short_key"),
    ("channel", ["name_key"], "channel_name_key"),
)


def with_keys(apps, schema_editor) -> None:
    """The keys of all rows that stand already."""
    schema_editor.execute("set constraints all immediate")
    for model, key, _of in KEYS:
        rows = apps.get_model("agencies", model).objects.using(schema_editor.connection.alias)
        for row in rows.iterator(chunk_size=2000):
            made = row._meta.get_field(key).pre_save(row, False)
            rows.filter(pk=row.pk).update(**{key: made})


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_account_mail")]

    operations = [
        *(migrations.AddField(model, key, SortKey(*of)) for model, key, of in KEYS),
        *(
            migrations.AlterModelOptions(
                model, {"ordering": by, "verbose_name": one, "verbose_name_plural": many}
            )
            for model, (by, one, many) in ORDER.items()
        ),
        *(
            migrations.AddIndex(model, models.Index(fields=fields, name=name))
            for model, fields, name in INDEXES
        ),
        migrations.RunPython(with_keys, migrations.RunPython.noop),
    ]
