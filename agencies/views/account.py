"""allauth's views, with our answers to faulty forms and dead links."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.account.views import LogoutView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from agencies.requests import person
from agencies.views.pages import FaultyFormMixin


class SignIn(FaultyFormMixin, views.LoginView):
    pass


# Whoever has no session left is simply sent to the sign-in page.
SignOut = method_decorator(login_not_required, name="dispatch")(LogoutView)


class AskReset(FaultyFormMixin, views.PasswordResetView):
    pass


class ResetAsked(views.PasswordResetDoneView):
    pass


class ChooseAfterReset(FaultyFormMixin, views.PasswordResetFromKeyView):
    """The page behind the link of a reset; a dead link answers 404 with a way on."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context.get("token_fail"):
            kwargs["status"] = 404
        response: HttpResponse = super().render_to_response(context, **kwargs)
        return response


class ResetDone(views.PasswordResetFromKeyDoneView):
    pass


class ConfirmIdentity(FaultyFormMixin, views.ReauthenticateView):
    """Asks the passphrase again; 403 for an account without one, as in the demonstration."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not person(request).has_usable_password():
            raise PermissionDenied(_("This account has no passphrase to confirm it with."))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
