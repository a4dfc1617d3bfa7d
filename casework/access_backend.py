"""guardian's rights on a case, asked once per request and case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from guardian.backends import ObjectPermissionBackend

from agencies.models import User
from casework.models import Case, CaseUserObjectPermission


class CachedGuardianBackend(ObjectPermissionBackend):
    """The only object backend: one query for all rights of a user on a case, none for a superuser.

    ``forget(user)`` after a change of team inside the request.
    """

    def authenticate(self, request: HttpRequest | None, *args: Any, **credentials: Any) -> None:
        return None

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Case) or not user_obj.is_active:
            return False
        cache = user_obj.__dict__.setdefault("_case_rights", {})
        if obj.pk not in cache:
            cache[obj.pk] = frozenset(
                CaseUserObjectPermission.objects.filter(
                    user_id=user_obj.pk, content_object_id=obj.pk
                ).values_list("permission__codename", flat=True)
            )
        return perm.rpartition(".")[2] in cache[obj.pk]

    def get_all_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        return set()


def know(user: User, cases: Iterable[Any]) -> None:
    """Read the user's rights on these cases (keys) at once: a list asks an act of each row."""
    cache = user.__dict__.setdefault("_case_rights", {})
    unknown = set(cases) - cache.keys()
    if not unknown or not user.is_active:
        return
    found: dict[Any, set[str]] = {key: set() for key in unknown}
    rows = CaseUserObjectPermission.objects.filter(user_id=user.pk, content_object_id__in=unknown)
    for key, right in rows.values_list("content_object_id", "permission__codename"):
        found[key].add(right)
    cache |= {key: frozenset(rights) for key, rights in found.items()}


def forget(user: User) -> None:
    """Drop what this request knew of the user's rights."""
    user.__dict__.pop("_case_rights", None)
