"""The filters of the list of signals: visible, kept in the address."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Channel
from common.day_field import DayFilter
from common.windows import HAPPENED
from intake.models import Signal
from intake.signals.desk import desk_rows

State = Signal.State


class SignalFilter(filters.FilterSet):
    """Filters by state, channel, danger and holder.

    What a reporter may not know (anything after «acknowledged», what the desk corrected) is no
    filter on own reports.
    """

    state = filters.ChoiceFilter(
        label=_("State"), choices=State.choices, method="by_state", empty_label=_("All")
    )
    channel = filters.ModelChoiceFilter(
        label=_("Channel"), queryset=Channel.objects.all(), empty_label=_("All")
    )
    danger = filters.ChoiceFilter(
        label=_("Danger"),
        choices=Signal.Danger.choices,
        method="by_danger",
        empty_label=_("All"),
    )
    since = DayFilter(
        label=_("Received since"),
        field_name="received_at",
        lookup_expr="date__gte",
        window=HAPPENED,
    )
    mine = filters.BooleanFilter(
        label=_("With me"), method="held_by_me", widget=forms.CheckboxInput()
    )

    class Meta:
        model = Signal
        fields = ["state", "channel", "danger", "since", "mine"]

    def by_state(self, rows, name, value):
        if value == State.RECEIVED:
            return rows.filter(state=value)
        desk = desk_rows(self.request.user)
        if value == State.ACKNOWLEDGED:
            return rows.filter(Q(desk, state=value) | Q(~desk & ~Q(state=State.RECEIVED)))
        return rows.filter(desk, state=value)

    def by_danger(self, rows, name, value):
        """What the desk says of danger now; on own reports what was sent (X45)."""
        desk = desk_rows(self.request.user)
        return rows.filter(Q(desk, danger=value) | Q(~desk, sent_danger=value))

    def held_by_me(self, rows, name, value):
        return rows.filter(holder=self.request.user) if value else rows
