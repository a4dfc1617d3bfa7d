"""Versions of a plan: given up with a reason, approved by two; proposals; what was approved stands."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A line is written while its plan is a draft, and never moves from one version to another.
LINE_OF_A_DRAFT = """
create or replace function access.plan_is_draft() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.plan_id, old.case_id, old.line)
      is distinct from (new.plan_id, new.case_id, new.line) then
    raise exception 'a line stays in its version: %', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (
      select 1 from plans_plan p
      where p.id = case when tg_op = 'DELETE' then old.plan_id else new.plan_id end
        and p.case_id = case when tg_op = 'DELETE' then old.case_id else new.case_id end
        and p.state = 'draft') then
    raise exception 'a line of a plan that is no draft: %', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
"""
BEFORE = """
create or replace function access.plan_is_draft() returns trigger language plpgsql as $$
begin
  if not exists (
      select 1 from plans_plan p
      where p.id = case when tg_op = 'DELETE' then old.plan_id else new.plan_id end
        and p.state = 'draft') then
    raise exception 'a line of a plan that is no draft: %', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
"""
# What was approved or given up keeps its words; only its being replaced is written (S53).
PLAN_STANDS = """
create function access.plan_stands() returns trigger language plpgsql as $$
declare may text[] := array['state', 'superseded_at', 'version'];
begin
  if old.state <> 'draft' and (
      (to_jsonb(new) - may) <> (to_jsonb(old) - may)
      or (old.state, new.state) not in (('approved', 'superseded'))) then
    raise exception 'a version of a plan that is no draft'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger plan_stands before update on plans_plan
  for each row execute function access.plan_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("casework", "0006_statement_need_to_know"),
        ("plans", "0003_analysis_withdrawn_because"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_approved_iff_dated",
        ),
        migrations.AddField(
            model_name="action",
            name="answer",
            field=models.TextField(blank=True, verbose_name="answer to the proposal"),
        ),
        migrations.AddField(
            model_name="action",
            name="proposal",
            field=models.CharField(
                choices=[
                    ("taken", "in the plan"),
                    ("waiting", "proposed"),
                    ("declined", "not taken in"),
                ],
                default="taken",
                max_length=10,
                verbose_name="proposal",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it changes"),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it changes"),
        ),
        migrations.AddField(
            model_name="goal",
            name="why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it changes"),
        ),
        migrations.AddField(
            model_name="historicalaction",
            name="answer",
            field=models.TextField(blank=True, verbose_name="answer to the proposal"),
        ),
        migrations.AddField(
            model_name="historicalaction",
            name="proposal",
            field=models.CharField(
                choices=[
                    ("taken", "in the plan"),
                    ("waiting", "proposed"),
                    ("declined", "not taken in"),
                ],
                default="taken",
                max_length=10,
                verbose_name="proposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalaction",
            name="why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it changes"),
        ),
        migrations.AddField(
            model_name="historicalcheckpoint",
            name="why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it changes"),
        ),
        migrations.AddField(
            model_name="historicalgoal",
            name="why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it changes"),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="approval_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="approval_asked_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="base",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plans.plan",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="discard_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="discarded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="discarded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="approval_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="approval_asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="base",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.plan",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="discard_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="discarded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="discarded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="historicalplan",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("approved", "approved"),
                    ("superseded", "replaced"),
                    ("discarded", "given up"),
                ],
                default="draft",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("approved", "approved"),
                    ("superseded", "replaced"),
                    ("discarded", "given up"),
                ],
                default="draft",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proposal", "declined"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="action_declined_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposal", "taken"), ("proposed_by__isnull", False), _connector="OR"
                ),
                name="action_proposed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "discarded"]),
                    ("approved_at__isnull", False),
                    _connector="XOR",
                ),
                name="plan_approved_iff_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("discarded_at__isnull", False),
                        ("state", "discarded"),
                        models.Q(("discard_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "discarded"), _negated=True),
                        ("discarded_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="plan_given_up_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approval_asked_at__isnull", True), ("approval_asked_by__isnull", True)
                    ),
                    models.Q(
                        ("approval_asked_at__isnull", False), ("approval_asked_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="plan_approval_asked_by_somebody",
            ),
        ),
        migrations.RunSQL(
            LINE_OF_A_DRAFT + PLAN_STANDS,
            "drop trigger plan_stands on plans_plan; drop function access.plan_stands();" + BEFORE,
        ),
    ]
