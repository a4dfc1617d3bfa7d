"""guardian's rows on cases follow the team: fill the trigger's table, check or rebuild the rows.

Runs as the owner, beside migrations; the application only reads these rows.
"""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import connections, transaction

from casework.models import RoleRight
from casework.rights import CASE_RIGHTS, MAY

_WANTED = """
select distinct m.case_id, m.user_id, r.permission_id
from casework_teammember m join casework_roleright r on r.role = m.role where m.active
"""
_PRESENT = "select content_object_id, user_id, permission_id from casework_caseuserobjectpermission"


def sync_role_rights(using: str) -> bool:
    """Fill the table that the team's trigger reads from the rights. Returns whether it changed."""
    permissions = dict(
        Permission.objects.using(using)
        .filter(content_type__app_label="casework", codename__in=[r.value for r in CASE_RIGHTS])
        .values_list("codename", "id")
    )
    wanted = {
        (role.value, permissions[right.value]) for role, rights in MAY.items() for right in rights
    }
    rows = RoleRight.objects.using(using)
    present = {
        (role, permission): pk
        for pk, role, permission in rows.values_list("id", "role", "permission_id")
    }
    stale = [pk for key, pk in present.items() if key not in wanted]
    missing = sorted(wanted - present.keys())
    rows.filter(pk__in=stale).delete()
    rows.bulk_create(RoleRight(role=role, permission_id=pk) for role, pk in missing)
    return bool(stale or missing)


def drift(using: str) -> tuple[int, int]:
    """How many rights are missing, and how many have no membership."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"select count(*) from ({_WANTED} except {_PRESENT}) missing")  # noqa: S608
        missing = cursor.fetchone()[0]
        cursor.execute(f"select count(*) from ({_PRESENT} except {_WANTED}) extra")  # noqa: S608
        return missing, cursor.fetchone()[0]


def rebuild(using: str) -> None:
    """Derive every right on cases anew from the team."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(
            "select access.derive_rights(case_id, user_id) from"
            " (select case_id, user_id from casework_teammember union"
            " select content_object_id, user_id from casework_caseuserobjectpermission) pairs"
        )
