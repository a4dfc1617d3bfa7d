"""The words of notices on a case and its team, and who may still read these."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.access import may
from casework.models import Case
from casework.rights import Right
from notices import outbox, telling

for _kind, _sentence, _route in (
    ("team_joined", _("You are on the team of %(reference)s."), "case"),
    (
        "declaration_asked",
        _("On %(reference)s, say whether you have an interest of your own."),
        "case_declare",
    ),
    (
        "interest_declared",
        _("Somebody on the team of %(reference)s declared a personal interest."),
        "case_team",
    ),
    ("information_corrected", _("A piece of information on %(reference)s was corrected."), "case"),
    (
        "information_misplaced",
        _("A piece of information on %(reference)s was not about this person: leave it out."),
        "case",
    ),
    (
        "information_put_back",
        _("A piece of information on %(reference)s is about this person after all."),
        "case",
    ),
    (
        "age_corrected",
        _("The age on %(reference)s was corrected: what is asked for a minor changes with it."),
        "case",
    ),
    ("held_ended", _("Something on %(reference)s is no longer held back."), "case"),
    ("information_added", _("New information on %(reference)s."), "case"),
    (
        "relationship_added",
        _("Somebody around the person of %(reference)s was written down."),
        "plans:analysis",
    ),
    (
        "relationship_corrected",
        _("What is written of somebody around the person of %(reference)s was changed."),
        "plans:analysis",
    ),
    (
        "relationship_ended",
        _("What is written of somebody around the person of %(reference)s no longer holds."),
        "plans:analysis",
    ),
    ("office_given", _("Somebody new holds an office on %(reference)s."), "case_team"),
    (
        "file_left_alone",
        _("Nobody answers for %(reference)s any more. Name a risk owner."),
        "left_alone",
    ),
    (
        "risk_owner_named",
        _("%(who)s named a risk owner on %(reference)s, where nobody was left who could."),
        "authorisations",
    ),
    (
        "part_left",
        _("%(who)s is no longer there. Hand their part on %(reference)s over."),
        "case_team",
    ),
    (
        "part_ended",
        _("Your part on %(reference)s has ended. %(who)s ended it and can tell you why."),
        "cases",
    ),
    (
        "part_ended_as_planned",
        _("Your part on %(reference)s has ended, on the day that was agreed. Questions: %(who)s."),
        "cases",
    ),
):
    telling.register(_kind, _sentence, _route)


@outbox.entitlement("case")
def may_know_of_case(user: User, pk: UUID) -> bool:
    """Whether the file is this person's to read today (E8). Asked with the person bound."""
    case = Case.objects.visible_to(user).filter(pk=pk).first()
    return case is not None and bool(may(user, Right.READ_CASE, case))
