"""guardian's rights on a case, asked once per request and case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from guardian.backends import ObjectPermissionBackend

from agencies.models import User
from casework.models import Case, CaseUserObjectPermission
from common.compiled import compiled
from common.together import Asking


class CachedGuardianBackend(ObjectPermissionBackend):
    """The only object backend: one query for all rights of a user on a case, none for a superuser.

    ``forget(user)`` after a change of team inside the request.
    """

    def authenticate(self, request: HttpRequest | None, *args: Any, **credentials: Any) -> None:
        return None

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Case) or not user_obj.is_active:
            return False
        known = _known(user_obj)
        if obj.pk not in known:
            known[obj.pk] = frozenset(compiled(rights_of, user_obj, obj.pk))
        return perm.rpartition(".")[2] in known[obj.pk]

    def get_all_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        return set()


def know(user: User, cases: Iterable[UUID]) -> Asking[None]:
    """Ask for the user's rights on these cases (keys) at once: a list asks an act of each row."""
    known = _known(user)
    unknown = set(cases) - known.keys()
    if not unknown or not user.is_active:
        return
    found: dict[UUID, set[str]] = {key: set() for key in unknown}
    rows = compiled(_rights_on, user, unknown)
    yield [rows]
    for key, right in rows:
        found[key].add(right)
    known |= {key: frozenset(rights) for key, rights in found.items()}


def rights_of(user: User, case: UUID) -> QuerySet[Any, str]:
    """The names of the rights that this person has on that case."""
    rows = CaseUserObjectPermission.objects.filter(user_id=user.pk, content_object_id=case)
    return rows.values_list("permission__codename", flat=True)


def _rights_on(user: User, cases: set[UUID]) -> QuerySet[Any, tuple[UUID, str]]:
    rows = CaseUserObjectPermission.objects.filter(user_id=user.pk, content_object_id__in=cases)
    return rows.values_list("content_object_id", "permission__codename")


def keep(user: User, case: UUID, names: Iterable[str]) -> None:
    """What this request knows of the user's rights on that case, where it is read with the case."""
    _known(user)[case] = frozenset(names)


def _known(user: User) -> dict[UUID, frozenset[str]]:
    """Of this instance; a request's lazy user is asked for the one behind it."""
    if not hasattr(user, "_case_rights"):
        user._case_rights = {}
    return user._case_rights


def forget(user: User) -> None:
    """Drop what this request knew of the user's rights."""
    _known(user).clear()
