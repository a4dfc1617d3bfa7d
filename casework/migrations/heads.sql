-- A case knows the head of its person's set, so that the database holds one file for a person (X01).
-- It is written here alone: whatever is sent, the row of the person says it.
create function access.follow_head() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  select p.head_id into new.subject_head_id from [casework.Person] p where p.id = new.subject_id;
  return new;
end $$;
create function access.head_moved() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update [casework.Case] set subject_head_id = new.head_id where subject_id = new.id;
  return null;
end $$;

set constraints all immediate;
alter table [casework.Case] disable trigger user;
update [casework.Case] c set subject_head_id = p.head_id
from [casework.Person] p where p.id = c.subject_id;
alter table [casework.Case] enable trigger user;

-- By its name before check_version, which then lets the head alone move without a new version.
create trigger a_follow_head before insert or update on [casework.Case]
  for each row execute function access.follow_head();
drop trigger check_version on [casework.Case];
create trigger check_version before update on [casework.Case]
  for each row when (new.subject_head_id is not distinct from old.subject_head_id)
  execute function access.check_version();
create trigger head_moved after update of head_id on [casework.Person]
  for each row when (new.head_id is distinct from old.head_id)
  execute function access.head_moved();

-- The head of a person's row is moved by itself, as the worker, and never with what is typed.
create function access.keep_head() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.head_id := new.id;
  elsif new.version <> old.version or current_user = 'app' then
    new.head_id := old.head_id;
  end if;
  return new;
end $$;
create trigger a_keep_head before update on [casework.Person]
  for each row execute function access.keep_head();
create trigger a_own_head before insert on [casework.Person]
  for each row when (current_user = 'app') execute function access.keep_head();
drop trigger check_version on [casework.Person];
create trigger check_version before update on [casework.Person]
  for each row when (new.head_id is not distinct from old.head_id)
  execute function access.check_version();
