"""What each agency has said that it aims at, and which have not said it (S14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.models import AgencyStatement, Case, TeamMember
from casework.rights import Role
from common.compiled import asked_once
from common.folding import sort_key
from common.refusals import Obstacle, Strength


@asked_once
def statements(case: Case) -> QuerySet[AgencyStatement]:
    """What each agency said that it aims at (S14), by agency."""
    return (
        AgencyStatement.objects.filter(case=case)
        .select_related("agency")
        .order_by("agency__name_key")
    )


def not_said(members: list[TeamMember], said: Iterable[AgencyStatement]) -> list[Obstacle]:
    """The agencies of the team that have not said what they aim at: a warning (S14)."""
    known = {statement.agency_id for statement in said}
    silent = {
        m.agency_id: m.agency.short_name
        for m in members
        if m.role != Role.EVALUATOR and m.agency_id not in known
    }
    if not silent:
        return []
    return [
        Obstacle(
            _("Not said yet what they aim at and where they stop: %(agencies)s.")
            % {"agencies": ", ".join(sorted(silent.values(), key=sort_key))},
            row="S14",
            strength=Strength.WARNING,
            todo=_("Each agency writes it on the team page; the plan builds on it."),
        )
    ]
