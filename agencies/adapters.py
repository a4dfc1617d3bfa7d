"""What we change of django-allauth: no sign-up, own redirects, no mails or messages of its own."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from agencies import decisions
from agencies.models import User

log = logging.getLogger("relais.sign_in")


class AccountAdapter(DefaultAccountAdapter):
    """Adapter of allauth: it opens and ends sessions; an administrator gives accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this passphrase do not open an account."),
        "incorrect_password": _("This is not your passphrase in force."),
        "too_many_login_attempts": _(
            "Too many wrong passphrases from this network. Wait a minute and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        # allauth would answer a script with the form's values, the typed passphrase among them.
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Go to own paths only (D5): allauth would follow any allowed host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def set_password(self, user: User, password: str) -> None:
        decisions.set_passphrase(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: every mail of ours is written in agencies/mail.py."""

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        log.info("signed_in", extra={"user_id": user.pk})
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("sign_in_failed")

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say nothing in the library's words: the page that follows says it in ours."""
