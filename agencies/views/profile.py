"""One's own account: profile, passphrase, sessions."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from agencies import browsers, decisions
from agencies.forms import ChangePassphraseForm, ProfileForm
from agencies.models import Absence, ChannelPost, Duty, User
from agencies.requests import PersonRequest
from agencies.views.pages import FormPage
from common import clock


class Profile(FormPage):
    """Name, language and time zone; agency, duties and posts to read."""

    request: PersonRequest
    template_name = "agencies/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("agencies:profile")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of the row: a refused form must not rename the signed-in person in the frame.
        own = User.objects.get(pk=self.request.user.pk)
        return super().get_form_kwargs() | {"instance": own}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        posts = ChannelPost.objects.filter(user=user, active=True, channel__active=True)
        absences = Absence.objects.filter(user=user).not_over(today)
        return super().get_context_data(
            duties=Duty.objects.filter(user=user).active_on(today),
            posts=posts.select_related("channel").order_by("channel__name_key"),
            absences=absences.select_related("stand_in", "declared_by"),
            **kwargs,
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        user = form.save()
        # The next page speaks the language that was just chosen.
        with translation.override(user.language):
            messages.success(self.request, _("Your profile is saved."))
        return super().form_valid(form)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Passphrase(FormPage):
    """A new passphrase; all other sessions end, this one gets a new key."""

    request: PersonRequest
    template_name = "agencies/passphrase.html"
    form_class = ChangePassphraseForm
    success_url = reverse_lazy("agencies:profile")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        too_many = ratelimit.consume_or_429(request, action="change_password")
        return too_many or super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: ChangePassphraseForm) -> HttpResponse:
        decisions.set_passphrase(self.request.user, form.cleaned_data["password1"])
        go_on(self.request)
        messages.success(
            self.request, _("Your passphrase is changed and your other sessions are ended.")
        )
        return super().form_valid(form)


class Sessions(TemplateView):
    """The sessions in which one is signed in."""

    request: PersonRequest
    template_name = "agencies/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = UserSession.objects.purge_and_list(self.request.user)
        current = self.request.session.session_key
        sessions = [
            {
                "fields": {"session": row.pk},
                "browser": browsers.name(row.user_agent),
                "address": row.ip,
                "since": row.created_at,
                "current": row.session_key == current,
            }
            for row in rows
        ]
        sessions.sort(key=lambda row: (not row["current"], row["since"]))
        return super().get_context_data(sessions=sessions, **kwargs)


@method_decorator(reauthentication_required, name="dispatch")
class EndSession(View):
    """End one of one's own sessions (A9); the passphrase is asked again first."""

    http_method_names = ["post"]

    def post(self, request: PersonRequest) -> HttpResponse:
        pk = request.POST.get("session", "")
        key = decisions.end_session(request.user, int(pk)) if pk.isdecimal() else None
        if key is None:
            raise Http404
        if key == request.session.session_key:
            logout(request)
            return redirect("account_login")
        messages.success(request, _("That session is ended."))
        return redirect("agencies:sessions")


@method_decorator(reauthentication_required, name="dispatch")
class EndOtherSessions(View):
    """End every session but this one."""

    http_method_names = ["post"]

    def post(self, request: PersonRequest) -> HttpResponse:
        decisions.end_sessions(request.user)
        go_on(request)
        messages.success(request, _("Your other sessions are ended."))
        return redirect("agencies:sessions")


def go_on(request: PersonRequest) -> None:
    """Keep this request's session: a new key, and the hash of the new round."""
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)
