"""The acts on a team: name, end, hand over, remind; and one's own declarations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.requests import person
from casework.acts import CaseAct, RowAct
from casework.models import AgencyStatement, Case, TeamMember
from casework.rights import Role
from casework.rows import Rows
from casework.team import decisions, rules
from casework.team.forms import DeclareForm, HandOverForm, JoinForm, LeaveForm, StatementForm

TAB = "case_team"
MEMBER = Rows(
    TeamMember,
    tab=TAB,
    related=("user", "agency"),
    about=lambda row: row.user.display,
    only={"active": True},
)


def _offered(case: Case, user: User) -> list[Role]:
    """What the form offers: where nobody can be named any more, every role, refused in words."""
    return rules.roles_to_give(case, user) or list(rules.GIVEN)


class AddMember(CaseAct):
    """Name somebody on the team."""

    decision = decisions.join
    tab = TAB
    form_class, form_name = JoinForm, "casework.join"
    button, icon, size = _("Name somebody"), "plus", "m"
    heading = _("Name somebody on the team")
    action, note = _("Name this person"), ""
    done = _("Named. The person has been told and can read the case now.")

    def form_options(self) -> dict[str, Any]:
        user = person(self.request)
        return {"roles": _offered(self.subject, user), "but": user}

    @staticmethod
    def example(case: Case, user: User) -> dict[str, Any]:
        roles = _offered(case, user)
        form = JoinForm(roles=roles, but=user)
        return {"user": newcomer(form, "user", case), "role": roles[0].value}


class EndMember(RowAct):
    """End somebody's part on the case."""

    on, decision = MEMBER, decisions.leave
    form_class, form_name = LeaveForm, "casework.leave"
    button, note = _("End"), ""
    action = _("End")
    done = _("Ended. The person reads nothing of this case any more.")
    example = {"reason": "A changé de service."}

    def context(self) -> dict[str, Any]:
        words = {"agency": self.row.agency.name}
        return super().context() | {
            "heading": gettext("End the part of %(name)s (%(role)s)") % _whose(self.row),
            "lede": gettext(
                "From the next click on this person reads nothing of the case."
                " What %(agency)s wrote for itself alone stays with that agency."
            )
            % words,
        }


class ReplaceMember(RowAct):
    """Hand somebody's part over to somebody else."""

    on, decision = MEMBER, decisions.replace
    template_name = "casework/member_replace.html"
    form_class, form_name = HandOverForm, "casework.hand_over"
    button, note = _("Hand over"), ""
    action = _("Hand over")
    done = _("Handed over. The newcomer has been told and asked to declare.")

    def form_options(self) -> dict[str, Any]:
        return {"member": self.row, "but": self.request.user}

    def context(self) -> dict[str, Any]:
        words = _whose(self.row)
        return super().context() | {
            "heading": gettext("Hand over the part of %(name)s (%(role)s)") % words,
            "lede": gettext(
                "The newcomer takes the same role in the same moment."
                " From the next click on, %(name)s reads nothing of this case by this part."
            )
            % words,
        }

    @staticmethod
    def example(member: TeamMember, user: User) -> dict[str, Any]:
        form = HandOverForm(member=member, but=user)
        return {"to": newcomer(form, "to", member.case), "reason": "Congé parental."}


class RemindToDeclare(CaseAct):
    """Remind those who have not declared an interest, at most once a day."""

    decision = decisions.remind_to_declare
    tab = TAB
    button, icon = _("Remind those who have not declared"), "bell"
    done = _("Those who have not declared are asked, at most once a day.")


class Declare(CaseAct):
    """Declare whether one has an interest of one's own, and accept the common aim."""

    decision = decisions.declare
    tab, template_name = TAB, "casework/declare.html"
    form_class, form_name = DeclareForm, "casework.declare"
    button, size = _("Declare my interest"), "m"
    heading = _("Your interest and the common aim")
    action, note = _("Declare"), ""
    done = _("Declared. The team can read it.")
    example = {"interest": TeamMember.Interest.NONE, "aim_accepted": "on"}

    def initial(self) -> dict[str, Any]:
        member = self.subject.members.filter(user=self.request.user, active=True).first()
        return {
            "interest": member.interest,
            "words": member.interest_words,
            "aim_accepted": member.aim_accepted_at is not None,
        }


class StateAgency(CaseAct):
    """Say what the own agency aims at, its interest and its limit."""

    decision = decisions.state_agency
    tab = TAB
    form_class, form_name = StatementForm, "casework.statement"
    fields = ("goal", "interest", "limit")
    button, size = _("Write what our agency aims at"), "m"
    heading = _("What our agency aims at in this case")
    note = _("the whole team")
    done = _("Saved. The team can read it.")
    example = {"goal": "Qu’il garde sa formation.", "interest": "", "limit": ""}

    @property
    def held(self) -> AgencyStatement:
        """The statement of the own agency; a blank one before it is written."""
        own = self.subject.statements.filter(agency_id=person(self.request).agency_id)
        return own.first() or AgencyStatement(version=0)


# In the order in which they stand beside somebody's part.
ON_MEMBER = (ReplaceMember, EndMember)


def _whose(member: TeamMember) -> dict[str, str]:
    return {"name": member.user.display, "role": member.get_role_display()}


def newcomer(form: Any, name: str, case: Case) -> Any:
    """For the tests: the first person offered by the form who has no part on the case."""
    held = {member.user_id for member in case.parts()}
    offered = (user.pk for user in form.fields[name].queryset)
    return next(pk for pk in offered if pk not in held)
