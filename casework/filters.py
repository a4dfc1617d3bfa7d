"""The filters and the order of the list of cases, kept in the address."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.models import Case, JournalEntry, Record, TeamMember, TerritoryProfile
from casework.persons.minority import adults
from casework.rights import Role
from common import clock
from common.folding import folded

# What is asked for -> the states of that phase.
PHASES = (
    ("1", _("1 Intake")),
    ("2", _("2 Analysis and plan")),
    ("3", _("3 Carrying out")),
    ("4", _("4 Closure and monitoring")),
)
ORDERS = (
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("silent", _("Longest without news")),
)


class CaseFilter(filters.FilterSet):
    """Filters on the reader's own memberships, and their order."""

    q = filters.CharFilter(label=_("Reference or initials"), method="by_words", max_length=60)
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
    minors = filters.BooleanFilter(
        label=_("Under 18, or age not certain"), method="by_age", widget=forms.CheckboxInput
    )
    undeclared = filters.BooleanFilter(
        label=_("My declaration is missing"), method="by_declaration", widget=forms.CheckboxInput
    )

    class Meta:
        model = TeamMember
        fields = ["q", "phase", "role", "order", "minors", "undeclared"]

    def by_words(self, rows: QuerySet[TeamMember], name: str, value: str) -> QuerySet[TeamMember]:
        """Own cases with these words in the reference, or as initials; names are not searched.

        A name would stand in the address.
        """
        own = rows.values_list(
            "case_id",
            "case__reference",
            "case__subject__given_name",
            "case__subject__family_name",
        )
        wanted = folded(value).split()
        found = {pk for pk, *words in own if _holds(words, wanted)}
        return rows.filter(case_id__in=found)

    def by_phase(self, rows: QuerySet[TeamMember], name: str, value: str) -> QuerySet[TeamMember]:
        states = [state for state, phase in Case.PHASES.items() if str(phase) == value]
        return rows.filter(case__state__in=states)

    def by_age(self, rows: QuerySet[TeamMember], name: str, value: bool) -> QuerySet[TeamMember]:
        """Minors, and who may be one, today (S35, X08)."""
        if not value:
            return rows
        surely_adult = TerritoryProfile.load().surely_adult_years
        return rows.exclude(adults(clock.today(), "case__subject__", surely_adult))

    def by_declaration(
        self, rows: QuerySet[TeamMember], name: str, value: bool
    ) -> QuerySet[TeamMember]:
        return rows.filter(interest="") if value else rows

    def in_order(self, rows: QuerySet[TeamMember], name: str, value: str) -> QuerySet[TeamMember]:
        """Annotates what the order needs; the keyset of the page does the ordering."""
        return with_news(rows, self.request.user) if value == "silent" else rows

    @property
    def oldest_first(self) -> bool:
        return self._order in ("oldest", "silent")

    @property
    def moment(self) -> str:
        """The column by which the keyset walks the list."""
        return "news" if self._order == "silent" else "opened_at"

    @property
    def _order(self) -> str:
        order = self.request.GET.get("order", "")
        return order if order in dict(ORDERS) else ""


def with_news(rows: QuerySet[TeamMember], user: User) -> QuerySet[TeamMember]:
    """The memberships with ``news``: the last event on the case that this reader may read.

    One probe of an index for each own case, and nothing of anybody else's. What the reader may
    not read does not move the case.
    """
    entries = JournalEntry.objects.visible_to(user).filter(case=OuterRef("case"))
    records = Record.objects.visible_to(user).filter(case=OuterRef("case"))
    return rows.annotate(
        news=Coalesce(
            Greatest(
                Subquery(entries.order_by("-at", "-id").values("at")[:1]),
                Subquery(records.order_by("-written_at", "-id").values("written_at")[:1]),
            ),
            "opened_at",
        )
    )


def _holds(words: list[str], wanted: list[str]) -> bool:
    """Whether each wanted word is part of the reference, or the initials."""
    reference, given, family = (folded(word) for word in words)
    first, last = given[:1] or "?", family[:1] or "?"
    initials = {f"{first}{last}", first, last}
    return all(word in reference or word in initials for word in wanted)
