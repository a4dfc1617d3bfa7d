"""The team of a case: read, name, end."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import absent, access, persons, powers, statements, team
from casework.forms import DeclareForm, HandOverForm, JoinForm, LeaveForm, PersonForm, StatementForm
from casework.models import Case
from casework.rights import Right, Role
from casework.views.base import ActView, DecisionView
from casework.views.case import CaseView


class CaseTeam(CaseView):
    """Who works on the case, since when, and who did."""

    template_name = "casework/case_team.html"
    tab = "case_team"

    def get(self, request, pk):
        case, user = self.subject, request.user
        frame = self.frame()
        for member in frame["members"]:
            member.may_end = access.may(user, powers.right_over(member.role), case)
            member.is_own = list(powers.ends_own_part(case, user, member)) if member.may_end else []
        said = statements.statements(case)
        left = case.members.filter(active=False).select_related("user", "agency")
        return self.page(
            **frame,
            left=left.order_by("-left_at")[:50],
            may_name=bool(_roles_to_name(user, case)),
            statements=said,
            warnings=absent.warnings(case, user, frame["members"], frame["roles"])
            + statements.not_said(frame["members"], said),
            may_remind=access.may(user, Right.MANAGE_TEAM, case)
            and team.undeclared(frame["members"]),
            may_state=access.may(user, Right.DECLARE_INTEREST, case),
        )


def _roles_to_name(user, case: Case) -> list[Role]:
    """The roles that this person may fill: partners and others, or the coordinators' posts."""
    roles = []
    if access.may(user, Right.MANAGE_TEAM, case):
        roles += [Role.PARTNER, Role.RISK_OWNER, Role.EVALUATOR]
    if access.may(user, Right.REPLACE_COORDINATOR, case):
        roles += [Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR]
    return roles


class CaseDecisionView(DecisionView, CaseView):
    """A decision on a case, inside the case's frame."""

    related: ClassVar[tuple[str, ...]] = ("subject",)

    def context(self) -> dict:
        return super().context() | self.frame()


class AddMember(CaseDecisionView):
    """Name somebody; the right depends on the role, so both holders reach the page."""

    right = Right.READ_CASE
    template_name = "casework/member_add.html"
    tab = "case_team"
    form_class = JoinForm
    form_name = "casework.join"
    success_message = _("Named. The person has been told and can read the case now.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.roles = _roles_to_name(self.request.user, self.subject)
        if not self.roles:
            raise PermissionDenied(
                access.may(self.request.user, Right.MANAGE_TEAM, self.subject).reason
            )

    def form_options(self) -> dict:
        return {"roles": self.roles, "but": self.request.user}

    def decide(self, form):
        return team.join(
            self.subject,
            by=self.request.user,
            user=form.cleaned_data["user"],
            role=Role(form.cleaned_data["role"]),
            reason=form.cleaned_data["reason"],
        )

    def success_url(self, member) -> str:
        return reverse("case_team", args=[self.subject.pk])


class EndMember(CaseDecisionView):
    """End somebody's part; from their next click they read nothing."""

    right = Right.READ_CASE
    template_name = "casework/member_end.html"
    tab = "case_team"
    form_class = LeaveForm
    form_name = "casework.leave"
    success_message = _("Ended. The person reads nothing of this case any more.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = self.subject.members.filter(pk=kwargs["member"], active=True)
        self.member = rows.select_related("user", "agency").first()
        if self.member is None:
            raise Http404
        verdict = access.may(self.request.user, powers.right_over(self.member.role), self.subject)
        if not verdict:
            raise PermissionDenied(verdict.reason)

    def object_key(self) -> str:
        return str(self.member.pk)

    def standing(self) -> list:
        return list(powers.ends_own_part(self.subject, self.request.user, self.member))

    def context(self) -> dict:
        return super().context() | {"member": self.member}

    def decide(self, form):
        return team.leave(self.member, by=self.request.user, reason=form.cleaned_data["reason"])

    def success_url(self, member) -> str:
        return reverse("case_team", args=[self.subject.pk])


class ReplaceMember(EndMember):
    """Hand somebody's part over: the new person in, the old one out, in one act."""

    template_name = "casework/member_replace.html"
    form_class = HandOverForm
    form_name = "casework.hand_over"
    success_message = _("Handed over. The newcomer has been told and asked to declare.")

    def form_options(self) -> dict:
        return {"member": self.member, "but": self.request.user}

    def decide(self, form):
        return team.replace(self.member, by=self.request.user, **form.cleaned_data)


class RemindToDeclare(ActView):
    """One click of the process coordinator: whoever has not declared is asked, once a day."""

    model = Case
    right = Right.MANAGE_TEAM
    success_message = _("Those who have not declared are asked, at most once a day.")

    def act(self):
        return team.remind_to_declare(self.subject, by=self.request.user)

    def success_url(self, told) -> str:
        return reverse("case_team", args=[self.subject.pk])


class Declare(CaseDecisionView):
    """One's own interest, and the common aim; everybody on the team, for themselves."""

    right = Right.DECLARE_INTEREST
    template_name = "casework/declare.html"
    tab = "case_team"
    form_class = DeclareForm
    form_name = "casework.declare"
    success_message = _("Declared. The team can read it.")

    def initial(self) -> dict:
        member = self.subject.members.filter(user=self.request.user, active=True).first()
        return {
            "interest": member.interest,
            "words": member.interest_words,
            "aim_accepted": member.aim_accepted_at is not None,
        }

    def decide(self, form):
        return team.declare(self.subject, by=self.request.user, **form.cleaned_data)

    def success_url(self, members) -> str:
        return reverse("case_team", args=[self.subject.pk])


class CorrectPerson(CaseDecisionView):
    """Who the person is, corrected by the content coordinator."""

    right = Right.RECORD_DECISION
    template_name = "casework/person_correct.html"
    form_class = PersonForm
    form_name = "casework.person"
    success_message = _("Corrected. What stood before is kept in the history.")

    def object_version(self) -> int:
        return self.subject.subject.version

    def initial(self) -> dict:
        return {name: getattr(self.subject.subject, name) for name in persons.FIELDS}

    def decide(self, form):
        changes = dict(form.cleaned_data)
        return persons.correct_person(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            reason=changes.pop("reason"),
            changes=changes,
        )

    def success_url(self, person) -> str:
        return reverse("case", args=[self.subject.pk])


class StateAgency(CaseDecisionView):
    """What the own agency aims at, what it gains, where it stops."""

    right = Right.DECLARE_INTEREST
    template_name = "casework/statement.html"
    tab = "case_team"
    form_class = StatementForm
    form_name = "casework.statement"
    success_message = _("Saved. The team can read it.")

    def own(self):
        return self.subject.statements.filter(agency_id=self.request.user.agency_id).first()

    def object_version(self) -> int:
        own = self.own()
        return own.version if own else 0

    def initial(self) -> dict:
        own = self.own()
        return {"goal": own.goal, "interest": own.interest, "limit": own.limit} if own else {}

    def decide(self, form):
        return team.state_agency(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )

    def success_url(self, statement) -> str:
        return reverse("case_team", args=[self.subject.pk])
