"""The authentication backend for passphrases; rights are asked elsewhere."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from agencies.models import Duty, User
from common import clock
from common.compiled import compiled
from common.together import ask_together


class PasswordBackend(AuthenticationBackend):
    """allauth's backend; an account has one address, the one in User.email.

    Somebody inactive is answered like somebody unknown, and a superuser's flag gives nothing.
    """

    def _authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        email = User.objects.normalize_email(
            credentials.get("email") or credentials.get("username")
        )
        user = User.objects.filter(email=email).first() if email else None
        known: User | None = self._check_password(user, credentials["password"])
        return known

    @classmethod
    def _stash_user(cls, user: User) -> None:
        # allauth keeps an inactive person who knew the passphrase in order to tell them so;
        # that would tell anybody whether the passphrase was right.
        return None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session with their agency and duties, which every page asks."""
        rows = compiled(_person, user_id, most=1)
        duties = compiled(Duty.held_on, clock.today(), user_id)
        ask_together(rows, duties)
        user = next(iter(rows), None)
        if user:
            user.keep_duties(duties)
        return user if user and self.user_can_authenticate(user) else None

    def get_user_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        return set()

    get_group_permissions = get_all_permissions = get_user_permissions

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        return False

    def with_perm(
        self, perm: str, is_active: bool = True, include_superusers: bool = False, obj: Any = None
    ) -> QuerySet[User]:
        return User.objects.none()


def _person(pk: int) -> QuerySet[User]:
    return User.objects.select_related("agency").filter(pk=pk)
