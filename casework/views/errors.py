"""The answer to a form whose token no longer fits: text kept, act not done (D4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refuse

from common import drafts


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse the forged or outdated form; what its own author typed stands in the form again."""
    token = drafts.read(request.POST.get(drafts.FIELD, ""))
    if token is None or token.user_id != request.user.pk:
        return refuse(request, reason=reason, template_name="403_csrf.html")
    drafts.keep(token, request.POST)
    messages.warning(
        request,
        _("This page was opened before you signed in again. Your text is kept: send it once more."),
    )
    return redirect(request.path)
