import datetime

from django.db import migrations, models

NAMES = {
    "CheckMeeting": "CheckpointMeeting",
    "CheckSeat": "CheckpointSeat",
    "CheckedAction": "CheckpointAction",
    "CheckedGoal": "CheckpointGoal",
}
FIRST, AFTER = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)


def renamed(day):
    """The window of this day, by the name of its table as it is now."""
    old, new = (f"plans_{table}_{day}_window" for table in ("checkmeeting", "checkpointmeeting"))
    window = models.CheckConstraint(
        condition=models.Q((f"{day}__gte", FIRST), (f"{day}__lt", AFTER)),
        name=new,
        violation_error_message="This day cannot be kept. Look at the year.",
    )
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"alter table plans_checkpointmeeting rename constraint {old} to {new}",
                f"alter table plans_checkpointmeeting rename constraint {new} to {old}",
            )
        ],
        [
            migrations.RemoveConstraint("CheckpointMeeting", old),
            migrations.AddConstraint("CheckpointMeeting", window),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_need_to_know")]

    operations = [
        *(
            migrations.RenameModel(f"{prefix}{old}", f"{prefix}{new}")
            for old, new in NAMES.items()
            for prefix in ("", "Historical")
        ),
        *(renamed(day) for day in ("due_on", "held_on", "next_on")),
    ]
