"""Signed rows keep the names of their day (X34)."""

from django.db import migrations, models

from common.names_then import fill

NAMES = models.JSONField(default=dict, editable=False)
# By model the column of a person or agency, and that of the moment at which they sign.
SIGNED = {
    "Plan": {
        "approval_asked_by": "approval_asked_at",
        "approved_by": "approved_at",
        "second_approver": "approved_at",
        "discarded_by": "discarded_at",
    },
    "Commitment": {"author": "written_at", "agency": "written_at", "settled_by": "settled_at"},
    "CheckpointMeeting": {"concluded_by": "concluded_at"},
    "CheckpointSeat": {"agency": ""},
}


def of_that_day(apps, schema_editor):
    """The names of this day, marked as such: those of the days themselves were not kept."""
    for model, names in SIGNED.items():
        fill(apps.get_model("plans", model), names, schema_editor)
    table = apps.get_model("plans", "Plan")._meta.db_table
    schema_editor.execute(f"alter table {table} disable trigger user")
    schema_editor.execute(OF_LINES)
    schema_editor.execute(f"alter table {table} enable trigger user")


# Who answers for the actions of a version that was approved.
OF_LINES = """
    update plans_plan p set names = p.names || jsonb_build_object('lines', found.names)
    from (
        select plan_id, jsonb_object_agg(key, said) as names
        from (
            select l.plan_id, 'agency:' || a.id as key, jsonb_build_object('name', a.name,
                'short_name', a.short_name, 'later', true) as said
            from plans_action l join agencies_agency a on a.id = l.agency_id
            union
            select l.plan_id, 'user:' || u.id, jsonb_build_object('full_name', u.full_name,
                'later', true)
            from plans_action l join agencies_user u on u.id in (l.owner_id, l.proposed_by_id)
        ) each group by plan_id
    ) found
    where found.plan_id = p.id and p.state in ('approved', 'superseded')
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_account_mail"), ("plans", "0007_going_on")]

    operations = [
        migrations.AddField("Plan", "names", NAMES),
        migrations.AddField("Commitment", "names", NAMES),
        migrations.AddField("CheckpointMeeting", "names", NAMES),
        migrations.AddField("CheckpointSeat", "names", NAMES),
        migrations.RunPython(of_that_day, migrations.RunPython.noop),
    ]
