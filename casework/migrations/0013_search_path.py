"""What runs with its owner's rights looks at temporary tables last, never first.

A search path that does not name pg_temp looks there before everything else, so that whoever may
make a temporary table could put one in the place of a table that the function reads.
"""

from django.db import migrations

SET = """
do $$
declare one regprocedure;
begin
  for one in
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname in ('access', 'public')
      and pg_get_userbyid(p.proowner) = current_user
  loop
    execute format('alter function %s set search_path = pg_catalog, public{last}', one);
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_held_ended")]

    operations = [migrations.RunSQL(SET.replace("{last}", ", pg_temp"), SET.replace("{last}", ""))]
