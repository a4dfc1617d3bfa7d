-- What a version says is what was approved: its lines cannot change any more (S53).
create function access.plan_is_draft() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.plan_id, old.case_id, old.line)
      is distinct from (new.plan_id, new.case_id, new.line) then
    raise exception 'a line stays in its version: %', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (
      select 1 from [plans.Plan] p
      where p.id = case when tg_op = 'DELETE' then old.plan_id else new.plan_id end
        and p.case_id = case when tg_op = 'DELETE' then old.case_id else new.case_id end
        and p.state = 'draft') then
    raise exception 'a line of a plan that is no draft: %', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

-- What was approved or given up keeps its words; only its being replaced is written (S53).
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
