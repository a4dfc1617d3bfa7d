"""The reader's own pages: notices, drafts, the language."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as keep_in_cookie

from agencies.models import User
from agencies.requests import PersonRequest
from casework import own_notices
from casework.rights import Right
from casework.views.base import RightView
from common import clock, drafts, keyset
from common.dates import hour
from notices import telling


class Notices(RightView):
    """The reader's own notices, newest first."""

    right = Right.USE_RELAIS
    template_name = "casework/notices.html"
    nav = "notices"

    def get(self, request: PersonRequest) -> HttpResponse:
        rows = own_notices.readable(request.user)
        page = keyset.page_of(request, rows, "made_at")
        for notice in page.rows:
            notice.sentence = telling.sentence(notice)
        return self.page(found=page)


class ReadNotice(RightView):
    """Mark a notice as read and go to what it is about."""

    right = Right.USE_RELAIS
    http_method_names = ["post", "options"]

    def post(self, request: PersonRequest, pk: UUID) -> HttpResponse:
        rows = own_notices.readable(request.user).filter(pk=pk)
        notice = rows.first()
        if notice is None:
            raise Http404
        rows.filter(read_at__isnull=True).update(read_at=clock.now())
        return HttpResponseRedirect(telling.address(notice))


class ReadAllNotices(RightView):
    """Mark all own notices as read."""

    right = Right.USE_RELAIS
    http_method_names = ["post", "options"]

    def post(self, request: PersonRequest) -> HttpResponse:
        rows = own_notices.readable(request.user)
        rows.filter(read_at__isnull=True).update(read_at=clock.now())
        return HttpResponseRedirect(reverse("notices"))


class SaveDraft(RightView):
    """Keep what is being typed. Answers with the time, never with the text."""

    right = Right.USE_RELAIS
    http_method_names = ["post", "options"]

    def post(self, request: PersonRequest) -> HttpResponse:
        token = drafts.read(request.POST.get(drafts.FIELD, ""))
        if token is None or token.user_id != request.user.pk:
            raise Http404
        draft = drafts.keep(token, request.POST)
        words = _("Draft kept on the server at %(time)s, only you can see it.")
        return JsonResponse(
            {
                "saved": draft.sent_at is None,
                "at": draft.saved_at.isoformat(),
                "words": words % {"time": hour(draft.saved_at)},
            }
        )


class DiscardDraft(RightView):
    """Throw own typed text away."""

    right = Right.USE_RELAIS
    http_method_names = ["post", "options"]

    def post(self, request: PersonRequest) -> HttpResponse:
        token = drafts.read(request.POST.get(drafts.FIELD, ""))
        if token is None or token.user_id != request.user.pk:
            raise Http404
        drafts.discard(request.user, token.form, token.object_key)
        return HttpResponseRedirect(reverse("home"))


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language and stay on the page; a signed-in person's profile keeps it."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in User.Language.values:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return keep_in_cookie(request)
