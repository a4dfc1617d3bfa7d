"""The filters of the list of cases: always in sight, kept in the address."""

from __future__ import annotations

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from casework.models import Case, TeamMember
from casework.rights import Role

# What is asked for -> the states of that phase.
PHASES = (
    ("1", _("1 Intake")),
    ("2", _("2 Analysis and plan")),
    ("3", _("3 Carrying out")),
    ("4", _("4 Closure and monitoring")),
)
ORDERS = (("newest", _("Newest first")), ("oldest", _("Oldest first")))


class CaseFilter(filters.FilterSet):
    """Filters on the reader's own memberships: phase of the case, own role; and the order."""

    phase = filters.ChoiceFilter(
        label=_("Phase"), choices=PHASES, method="by_phase", empty_label=_("All")
    )
    role = filters.ChoiceFilter(
        label=_("You are"),
        choices=[(role.value, role.label) for role in Role if role != Role.EVALUATOR],
        empty_label=_("All"),
    )
    order = filters.ChoiceFilter(
        label=_("Order"), choices=ORDERS[1:], method="in_order", empty_label=ORDERS[0][1]
    )

    class Meta:
        model = TeamMember
        fields = ["phase", "role", "order"]

    def by_phase(self, rows, name, value):
        states = [state for state, phase in Case.PHASES.items() if str(phase) == value]
        return rows.filter(case__state__in=states)

    def in_order(self, rows, name, value):
        """The order is the page's (keyset), not the queryset's."""
        return rows

    @property
    def oldest_first(self) -> bool:
        return self.request.GET.get("order") == "oldest"
