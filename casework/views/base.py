"""The base views: load as the reader, ask the right, log the reading, keep what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import classonlymethod
from django.utils.translation import gettext as _
from django.views import View

from agencies.requests import PersonRequest
from casework import access, case_read, reading_log
from casework.models import Case
from casework.rights import Right, Role
from common import drafts
from common.models import Draft
from common.refusals import Conflict, Obstacle, Refused, Strength
from common.words import Words


class RightView(View):
    """A view that names its right; one without a right fails when the URLconf loads."""

    request: PersonRequest
    right: ClassVar[Any] = None
    template_name: str = ""
    nav: ClassVar[str] = ""

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        if not isinstance(cls.right, Right):
            raise ImproperlyConfigured(f"{cls.__name__} asks for no right (casework.rights).")
        return super().as_view(**initkwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.prepare(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, **kwargs: Any) -> None:
        """Ask the right. Raises PermissionDenied with its sentence."""
        self.ask(None)

    def ask(self, obj: Any) -> None:
        verdict = access.may(self.request.user, self.right, obj)
        if not verdict:
            raise PermissionDenied(verdict.reason)

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, {"nav": self.nav} | context, status=status)


class SubjectView(RightView):
    """A page on one case or signal: stranger 404, without the right 403, reading logged.

    Every page is logged as it is rendered, whatever the method and the status (X44).
    """

    model: ClassVar[Any] = Case
    related: ClassVar[tuple[str, ...]] = ()
    # The reason why the page shows nothing of its subject and so is not logged; else empty.
    shows_nothing: ClassVar[str] = ""
    logged = False
    subject: Any

    def prepare(self, **kwargs: Any) -> None:
        self.subject = self.load(kwargs["pk"])
        self.ask(self.subject)

    def load(self, pk: Any) -> Any:
        """The row, if this reader may know of it. Raises Http404."""
        user = self.request.user
        if self.model is Case:
            row = case_read.read(user, pk, *self.related)
        else:
            names = self.related or (None,)  # without one Django joins whatever cannot be missing
            rows = self.model.objects.visible_to(user).select_related(*names)
            row = rows.filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        self.log_reading()
        return super().page(status, **context)

    def log_reading(self, reason: str = "", route: str = "") -> None:
        """Write the reading of this page, once; without it there is no page (G2, X44).

        A view calls it itself only to say a ``reason``, another ``route``, or to have the row
        among what it reads.
        """
        if self.logged or self.shows_nothing or self.subject is None:
            return
        self.logged = True
        roles: Iterable[Role] = ()
        if isinstance(self.subject, Case):
            roles = access.roles_on(self.request.user, self.subject)
        reading_log.log(self.request, self.subject, reason=reason, route=route, roles=roles)


class FormView(RightView):
    """The view of a form that writes: its draft on the server, sent twice written once.

    Subclasses give ``form_class``, ``decide`` and ``success_url``.
    """

    form_class: ClassVar[Any] = None
    form_name: ClassVar[str] = ""
    success_message: ClassVar[Words] = ""

    # --- what a page adds ---------------------------------------------------------------------
    def object_key(self) -> str:
        return ""

    def object_version(self) -> int:
        return 0

    def initial(self) -> dict[str, Any]:
        return {}

    def form_options(self) -> dict[str, Any]:
        return {}

    def context(self) -> dict[str, Any]:
        return {}

    def standing(self) -> list[Obstacle]:
        """The obstacles before the form is filled in, shown beside its button."""
        return []

    def decide(self, form: Any) -> Any:
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        raise NotImplementedError

    def success_words(self, result: Any) -> Any:
        """What is said when it is done."""
        return str(self.success_message)

    # --- the one way of handling ---------------------------------------------------------------
    def get(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.form_page(**self._unsent())

    def opened(self) -> dict[str, Any]:
        """The form with its token, for another page that shows it and sends it to this view."""
        found = self._unsent()
        token = drafts.mint(
            self.request.user,
            self.form_name,
            self.object_key(),
            found["version"],
            draft=found["draft"],
        )
        return {"form": found["form"], "draft": found["draft"], "draft_token": token}

    def _unsent(self) -> dict[str, Any]:
        """The form to open, with what this person typed into it and never sent."""
        draft = drafts.unfinished(self.request.user, self.form_name, self.object_key())
        initial = self.initial()
        if draft:
            initial |= self._typed_before(draft)
        form = self.form_class(initial=initial, **self.form_options())
        version = draft.object_version if draft else self.object_version()
        return {"form": form, "draft": draft, "version": version}

    def post(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = self._token()
        draft = drafts.claim(token)
        if draft.sent_at is not None and drafts.is_resent(draft, request.POST):
            return HttpResponseRedirect(draft.result or request.path)
        form = self.form_class(data=request.POST, **self.form_options())
        if draft.sent_at is not None:
            return self._other_words(form)
        if not form.is_valid():
            return self._kept(token, form, status=422)
        try:
            with transaction.atomic():
                self.expected_version = token.object_version
                result = self.decide(form)
        except PermissionDenied:  # a NotTheirs is a Refused too, and answers 403
            raise
        except Refused as refusal:
            return self._kept(token, form, status=409, refused=refusal.obstacles)
        except Conflict as conflict:
            return self._conflict(token, form, conflict)
        url = self.success_url(result)
        drafts.finish(draft, url, request.POST)
        drafts.supersede(draft, request.POST)
        if self.success_message:
            messages.success(request, self.success_words(result))
        return HttpResponseRedirect(url)

    def form_page(
        self,
        form: Any,
        *,
        draft: Draft | None = None,
        version: int = 0,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """Render the form with a token that continues ``draft`` where there is one."""
        token = drafts.mint(
            self.request.user, self.form_name, self.object_key(), version, draft=draft
        )
        standing = self.standing()
        return self.page(
            status,
            form=form,
            draft_token=token,
            draft=draft if draft and draft.data else None,
            obstacles=more.pop("refused", None) or standing,
            # Obstacles that depend on what is typed do not lock the button.
            blocked=standing,
            **(self.context() | more),
        )

    def _kept(self, token: drafts.Token, form: Any, *, status: int, **more: Any) -> HttpResponse:
        draft = drafts.keep(token, self.request.POST)
        return self.form_page(
            form, draft=draft, version=token.object_version, status=status, **more
        )

    def _other_words(self, form: Any) -> HttpResponse:
        """The form was sent already and comes with other words (back, two windows): keep them.

        They become a draft of their own, shown with a fresh token; nothing is written twice.
        """
        said = Obstacle(
            _("This form was sent already. Below is what you have typed since."),
            row="I2",
            strength=Strength.WARNING,
            todo=_("Send it if it is something new."),
        )
        return self._kept(self._fresh_token(), form, status=409, refused=[said])

    def _conflict(self, token: drafts.Token, form: Any, conflict: Conflict) -> HttpResponse:
        """Show both texts; the next POST is compared with the colleague's version."""
        draft = drafts.keep(token, form.data)
        draft.object_version = conflict.version
        draft.save()
        return self.form_page(
            form,
            draft=draft,
            version=conflict.version,
            status=409,
            conflict=conflict.current,
            differences=self.differences(form, conflict.current),
            since=self.since(conflict),
        )

    def since(self, conflict: Conflict) -> list[Any]:
        """What others have written since the version that was read, newest first."""
        return []

    def differences(self, form: Any, current: Any) -> list[tuple[Any, Any, Any]]:
        """(label, what stands now, what was typed) for each field in which they differ."""
        rows = []
        for name, field in form.fields.items():
            now, typed = getattr(current, name, ""), form.cleaned_data.get(name, "")
            if str(now or "") != str(typed or ""):
                rows.append((field.label, now, typed))
        return rows

    def _token(self) -> drafts.Token:
        token = drafts.read(self.request.POST.get(drafts.FIELD, ""))
        mine = (self.request.user.pk, self.form_name, self.object_key())
        if token and (token.user_id, token.form, token.object_key) == mine:
            return token
        return self._fresh_token()

    def _fresh_token(self) -> drafts.Token:
        """A token of version 0, for a text of which nobody knows what version it was typed on."""
        fresh = drafts.mint(self.request.user, self.form_name, self.object_key())
        return cast(drafts.Token, drafts.read(fresh))

    def _typed_before(self, draft: Draft) -> dict[str, Any]:
        fields = self.form_class(**self.form_options()).fields
        typed = drafts.as_querydict(draft.data)
        return {
            name: field.widget.value_from_datadict(typed, {}, name)
            for name, field in fields.items()
        }
