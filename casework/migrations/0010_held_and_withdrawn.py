"""What an agency holds back, when it is asked again, and pieces that their author withdrew."""

from django.db import migrations, models
from django.db.models import Q

KIND = models.CharField(
    choices=[
        ("fact", "A fact: seen, heard or read"),
        ("assessment", "A judgement: what we make of it"),
        ("need", "A need, without its cause"),
        ("held", "Something that I cannot share"),
    ],
    max_length=20,
    verbose_name="kind",
)


def _on_both(operation, name, field):
    return [
        operation(model_name=model, name=name, field=field)
        for model in ("record", "historicalrecord")
    ]


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_fill_keys")]

    operations = [
        *_on_both(migrations.AlterField, "kind", KIND),
        *_on_both(migrations.AddField, "withdrawn_at", models.DateTimeField(blank=True, null=True)),
        *_on_both(
            migrations.AddField,
            "ask_again_on",
            models.DateField(blank=True, null=True, verbose_name="asked again on"),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                name="record_held_is_shared", condition=~Q(kind="held") | ~Q(audience="own")
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                name="record_only_held_is_asked_again",
                condition=Q(ask_again_on__isnull=True) | Q(kind="held"),
            ),
        ),
    ]
