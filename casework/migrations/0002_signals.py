"""What the case file knows of signals, which know persons: the way round a circle of tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("casework", "0001_initial"), ("intake", "0001_initial")]

    operations = [
        migrations.AddField(
            "JournalEntry",
            "signal",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="intake.signal",
            ),
        ),
        migrations.AddField(
            "ReadingLog",
            "signal",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="intake.signal",
            ),
        ),
        migrations.AddField(
            "Conference",
            "signal",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="intake.signal",
            ),
        ),
        migrations.AddField(
            "Deconfliction",
            "signal",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="intake.signal",
            ),
        ),
        migrations.AddField(
            "HistoricalConference",
            "signal",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=models.DO_NOTHING,
                related_name="+",
                to="intake.signal",
            ),
        ),
        migrations.AddField(
            "HistoricalDeconfliction",
            "signal",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=models.DO_NOTHING,
                related_name="+",
                to="intake.signal",
            ),
        ),
        migrations.AddIndex(
            "Conference", models.Index(fields=["signal", "-held_on"], name="conference_of_signal")
        ),
        migrations.AddIndex(
            "Deconfliction",
            models.Index(fields=["signal", "-stated_at"], name="deconfliction_of_signal"),
        ),
        migrations.AddIndex(
            "JournalEntry", models.Index(fields=["signal", "-at"], name="journal_of_signal")
        ),
        migrations.AddConstraint(
            "Conference",
            models.CheckConstraint(
                condition=models.Q(
                    ("signal__isnull", False), ("case__isnull", False), _connector="OR"
                ),
                name="conference_is_about_a_file",
            ),
        ),
        migrations.AddConstraint(
            "Deconfliction",
            models.CheckConstraint(
                condition=models.Q(
                    ("signal__isnull", False), ("case__isnull", False), _connector="OR"
                ),
                name="deconfliction_is_about_a_file",
            ),
        ),
    ]
