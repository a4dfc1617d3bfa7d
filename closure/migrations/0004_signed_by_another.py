from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """From now on; a closure that was signed otherwise before stays as it was signed (X42)."""

    dependencies = [
        ("closure", "0003_to_be_held"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="closureproposal",
            constraint=models.CheckConstraint(
                name="closure_signed_by_another",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("proposed_by")),
            ),
        ),
    ]
