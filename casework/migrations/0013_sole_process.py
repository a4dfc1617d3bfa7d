"""Who alone coordinates the process of every case is told, and no case (S91)."""

from pathlib import Path

from django.db import migrations

from common.need_to_know import Functions


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_seats_of_a_correction"), ("agencies", "0003_account_mail")]

    operations = [Functions(Path(__file__).with_name("sole_process.sql"))]
