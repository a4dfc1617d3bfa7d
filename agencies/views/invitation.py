"""The page behind the link of an invitation: the first passphrase."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from agencies import decisions, invitations
from agencies.forms import PassphraseForm
from agencies.views.pages import FormPage
from common import clock

IN_SESSION = "invitation"
WITHOUT_TOKEN = "choose"  # noqa: S105


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class Invitation(FormPage):
    """Choose a passphrase. The token moves to the session, so that no history keeps it."""

    template_name = "agencies/invitation.html"
    form_class = PassphraseForm

    def dispatch(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponseBase:
        in_address = token != WITHOUT_TOKEN
        self.token = token if in_address else request.session.get(IN_SESSION, "")
        self.invited = invitations.find(uidb64, self.token, clock.now())
        if self.invited is None:
            return self._over(request)
        if in_address:
            request.session[IN_SESSION] = token
            return redirect("agencies:invitation", uidb64=uidb64, token=WITHOUT_TOKEN)
        with translation.override(self.invited.language):
            response = super().dispatch(request, uidb64=uidb64, token=token)
            if hasattr(response, "render"):
                response.render()
        response.headers["Content-Language"] = self.invited.language
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.invited}

    def form_valid(self, form: PassphraseForm) -> HttpResponse:
        passphrase = form.cleaned_data["password1"]
        user = decisions.accept_invitation(self.kwargs["uidb64"], self.token, passphrase)
        if user is None:
            return self._over(self.request)
        logout(self.request)
        messages.success(self.request, _("Your passphrase is set. You can sign in."))
        response = redirect(reverse("account_login"))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response

    def _over(self, request: HttpRequest) -> HttpResponse:
        return render(request, "agencies/invitation_over.html", status=404)
