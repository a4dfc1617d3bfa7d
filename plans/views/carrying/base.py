"""What the views of carrying out share: the line of the address, whose it is, the way back."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.rights import Right
from casework.views.team import CaseDecisionView
from plans.models import FollowUp
from plans.rules import carrying as rules

TAB = "plans:carrying"


def page_of(case, place: str) -> str:
    """The page of carrying out, at that place."""
    return reverse(TAB, args=[case.pk]) + f"#{place}"


def forbid(obstacles) -> None:
    """Raise PermissionDenied with the sentence where the act is not this person's at all."""
    for obstacle in obstacles:
        raise PermissionDenied(f"{obstacle.sentence} {obstacle.todo}")


class CarryingForm(CaseDecisionView):
    """A form of carrying out: heading, words of the button, where it leads back to."""

    right = Right.RECORD_EFFECT
    template_name = "plans/analysis_form.html"
    tab = TAB
    heading: ClassVar[object] = ""
    lede: ClassVar[object] = ""
    action: ClassVar[object] = _("Save")
    place: ClassVar[str] = "actions"
    note: ClassVar[object] = _("whole team")

    def standing(self) -> list:
        return list(rules.has_actions(self.subject))

    def back(self) -> str:
        return page_of(self.subject, self.place)

    def context(self) -> dict:
        words = {name: getattr(self, name) for name in ("heading", "lede", "action", "note")}
        return super().context() | words | {"back": self.back()}

    def success_url(self, result) -> str:
        return self.back()


class LineMixin:
    """The line that the address names, through the reader's eyes: a stranger's is 404."""

    line_model: ClassVar[type] = FollowUp
    related_lines: ClassVar[tuple[str, ...]] = ("case", "agency", "owner", "action", "checked_by")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = self.line_model.objects.visible_to(self.request.user)
        found = rows.select_related(*self.related_lines).filter(
            case=self.subject, pk=kwargs["line"]
        )
        self.line = found.first()
        if self.line is None:
            raise Http404
        forbid(self.not_theirs())

    def not_theirs(self):
        """Sentences for whom the act is not theirs, whatever stands."""
        return ()


class LineForm(LineMixin, CarryingForm):
    """A form on one line, with its version and its own obstacles."""

    fields: ClassVar[tuple[str, ...]] = ()

    def object_key(self) -> str:
        return str(self.line.pk)

    def object_version(self) -> int:
        return self.line.version

    def initial(self) -> dict:
        values = {name: getattr(self.line, name) for name in self.fields}
        return {name: getattr(value, "pk", value) for name, value in values.items()}

    def line_obstacles(self):
        return ()

    def standing(self) -> list:
        return [*super().standing(), *self.line_obstacles()]

    def line_words(self) -> str:
        return self.line.action.title

    def context(self) -> dict:
        return super().context() | {"line": self.line, "line_words": self.line_words()}

    def split(self, form) -> tuple[dict, str]:
        """The new values, and why they were changed."""
        changes = dict(form.cleaned_data)
        return changes, changes.pop("why", "")
