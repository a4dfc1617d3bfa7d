"""The filters of the list of cases: always in sight, kept in the address."""

from __future__ import annotations

import unicodedata
from datetime import date

import django_filters as filters
from django import forms
from django.db.models import Q
from django.db.models.functions import Left, Upper
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.models import Case, TeamMember
from casework.rights import Role

# What is asked for -> the states of that phase.
PHASES = (
    ("1", _("1 Intake")),
    ("2", _("2 Analysis and plan")),
    ("3", _("3 Carrying out")),
    ("4", _("4 Closure and monitoring")),
)
NEWEST, OLDEST, LONGEST = "newest", "oldest", "longest"
ORDERS = (
    (NEWEST, _("Newest first")),
    (OLDEST, _("Oldest first")),
    (LONGEST, _("Longest in its step")),
)
# order -> the moment by which the pages go, and whether the oldest stands first.
MOMENTS = {
    NEWEST: ("opened_at", False),
    OLDEST: ("opened_at", True),
    LONGEST: ("case__state_since", True),
}
# Letters with accents, each under the bare capital that people type for it.
ACCENTED: dict[str, list[str]] = {}
for _letter in map(chr, range(0xC0, 0x250)):
    _bare = unicodedata.normalize("NFKD", _letter)[0]
    if _letter.isupper() and _bare.isascii() and _bare != _letter:
        ACCENTED.setdefault(_bare, []).append(_letter)


class CaseFilter(filters.FilterSet):
    """Filters on the reader's own memberships, and the order. Never wider than these."""

    q = filters.CharFilter(label=_("Reference or initials"), method="by_reference", max_length=60)
    phase = filters.ChoiceFilter(
        label=_("Phase"), choices=PHASES, method="by_phase", empty_label=_("All")
    )
    role = filters.ChoiceFilter(
        label=_("You are"),
        choices=[(role.value, role.label) for role in Role if role != Role.EVALUATOR],
        empty_label=_("All"),
    )
    minor = filters.BooleanFilter(
        label=_("Under 18, or age unknown"), method="by_age", widget=forms.CheckboxInput()
    )
    undeclared = filters.BooleanFilter(
        label=_("My declaration is missing"), method="by_declaration", widget=forms.CheckboxInput()
    )
    order = filters.ChoiceFilter(
        label=_("Order"), choices=ORDERS[1:], method="in_order", empty_label=ORDERS[0][1]
    )

    class Meta:
        model = TeamMember
        fields = ["q", "phase", "role", "minor", "undeclared", "order"]

    def by_reference(self, rows, name, value):
        """A part of the reference, or two initials. No name: it would stand in the address."""
        text = value.replace("\x00", "").strip()
        letters = [c for c in unicodedata.normalize("NFKD", text).upper() if c.isalpha()]
        if len(letters) != 2 or any(c.isdigit() for c in text):
            return rows.filter(case__reference__icontains=text)
        given, family = ([letter, *ACCENTED.get(letter, ())] for letter in letters)
        return rows.annotate(
            given=Upper(Left("case__subject__given_name", 1)),
            family=Upper(Left("case__subject__family_name", 1)),
        ).filter(given__in=given, family__in=family)

    def by_phase(self, rows, name, value):
        states = [state for state, phase in Case.PHASES.items() if str(phase) == value]
        return rows.filter(case__state__in=states)

    def by_age(self, rows, name, value):
        """S35, H6: an unknown date of birth counts as a minor."""
        if not value:
            return rows
        born_after = _eighteen_years_before(clock.today())
        unknown = Q(case__subject__birth_date__isnull=True)
        return rows.filter(unknown | Q(case__subject__birth_date__gt=born_after))

    def by_declaration(self, rows, name, value):
        return rows.filter(interest="") if value else rows

    def in_order(self, rows, name, value):
        """The order is the page's (keyset), not the queryset's."""
        return rows

    @property
    def moment(self) -> tuple[str, bool]:
        """By which moment the pages go, and whether the oldest stands first."""
        return MOMENTS.get(self.request.GET.get("order"), MOMENTS[NEWEST])


def _eighteen_years_before(day: date) -> date:
    """Born after this day: not 18 yet (on 29 February: born on 1 March counts as not yet)."""
    try:
        return day.replace(year=day.year - 18)
    except ValueError:
        return day.replace(year=day.year - 18, day=28)
