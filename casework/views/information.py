"""Writing information on a case; correcting and withdrawing one's own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import audiences, information
from casework.forms import CorrectInformationForm, EndHeldForm, InformationForm
from casework.models import Case, Record
from casework.rights import Right
from casework.views.base import ActView
from casework.views.team import CaseDecisionView


class AddInformation(CaseDecisionView):
    """Write a piece of information and choose who may read it."""

    right = Right.WRITE_INFORMATION
    template_name = "casework/information_add.html"
    form_class = InformationForm
    form_name = "casework.information"
    success_message = _("Saved. Those who may read it have been told.")

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user}

    def decide(self, form):
        return information.write_information(
            self.subject, by=self.request.user, **form.cleaned_data
        )

    def success_url(self, record) -> str:
        return reverse("case", args=[self.subject.pk])


class OwnPiece:
    """The piece that the address names: unknown 404, somebody else's 403."""

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = Record.objects.visible_to(self.request.user).filter(case=self.subject)
        self.record = rows.select_related("author", "agency").filter(pk=kwargs["record"]).first()
        if self.record is None:
            raise Http404
        if self.record.author_id != self.request.user.pk:
            raise PermissionDenied(
                gettext("%(who)s wrote this.") % {"who": self.record.author.display}
            )


class CorrectInformation(OwnPiece, CaseDecisionView):
    """The author corrects their own words; two tabs never overwrite each other (I1)."""

    right = Right.WRITE_INFORMATION
    template_name = "casework/information_correct.html"
    form_class = CorrectInformationForm
    form_name = "casework.correct_information"
    success_message = _("Corrected. What stood before is kept in the history.")

    def object_key(self) -> str:
        return str(self.record.pk)

    def object_version(self) -> int:
        return self.record.version

    def initial(self) -> dict:
        return {"body": self.record.body}

    def context(self) -> dict:
        named = information.agencies_named(self.record).values_list("short_name", flat=True)
        return super().context() | {
            "record": self.record,
            "audience": audiences.audience_words(self.record, named),
            "cannot_withdraw": list(information.cannot_withdraw(self.record, self.request.user)),
        }

    def decide(self, form):
        return information.correct_information(
            self.record,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )

    def success_url(self, record) -> str:
        return reverse("case", args=[self.subject.pk])


class WithdrawInformation(OwnPiece, ActView):
    """One click: take back what nobody else can have read."""

    model = Case
    right = Right.WRITE_INFORMATION
    success_message = _("Withdrawn. Nobody else reads it; it stays with you.")

    def act(self):
        return information.withdraw_information(self.record, by=self.request.user)

    def success_url(self, record) -> str:
        return reverse("case", args=[self.subject.pk])


class EndHeld(CaseDecisionView):
    """The agency that holds something back ends the mark; anybody of it on the team may."""

    right = Right.WRITE_INFORMATION
    template_name = "casework/held_end.html"
    form_class = EndHeldForm
    form_name = "casework.end_held"
    success_message = _("Ended. Those who may read it have been told.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = Record.objects.visible_to(self.request.user).filter(
            case=self.subject, kind=Record.Kind.HELD
        )
        self.record = rows.select_related("agency").filter(pk=kwargs["record"]).first()
        if self.record is None:
            raise Http404
        if self.record.agency_id != self.request.user.agency_id:
            raise PermissionDenied(
                gettext("%(agency)s holds this back.") % {"agency": self.record.agency.name}
            )

    def object_key(self) -> str:
        return str(self.record.pk)

    def standing(self) -> list:
        return list(information.cannot_end(self.record, self.request.user))

    def context(self) -> dict:
        return super().context() | {"record": self.record}

    def decide(self, form):
        return information.end_held(self.record, by=self.request.user, **form.cleaned_data)

    def success_url(self, record) -> str:
        return reverse("case", args=[self.subject.pk])
