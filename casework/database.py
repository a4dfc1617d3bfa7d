"""Which login the application may run under: never one that row-level security lets through."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_ASK = """
select current_user, r.rolsuper, r.rolbypassrls,
       exists(select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'public' and c.relname = 'casework_case'
                and c.relowner = r.oid)
from pg_roles r where r.rolname = current_user
"""


def refuse_wrong_login() -> None:
    """Raise ImproperlyConfigured as superuser, with BYPASSRLS, or as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        name, superuser, bypass, owner = cursor.fetchone()
    wrong = {
        "is a superuser": superuser,
        "has BYPASSRLS": bypass,
        "owns the tables": owner,
    }
    for why, is_so in wrong.items():
        if is_so:
            raise ImproperlyConfigured(
                f"Relais will not run as the database login {name}: it {why}, and need-to-know"
                " would not hold. Let DATABASE_URL name the login that"
                " «manage.py database_roles» made, and keep the owner for migrations."
            )
