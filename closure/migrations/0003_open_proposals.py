"""Open proposals in the order in which My work lists them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("closure", "0002_need_to_know")]

    operations = [
        migrations.RemoveIndex("ClosureProposal", "closure_opinions_due"),
        migrations.AddIndex(
            "ClosureProposal",
            models.Index(
                fields=["opinions_due_on", "id"],
                condition=Q(state="open"),
                name="closure_opinions_due",
            ),
        ),
    ]
