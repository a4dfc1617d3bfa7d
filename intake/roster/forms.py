"""The form of a turn: days and hours of the territory, wherever the reader is (X16)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies import roster
from agencies.models import Turn, User
from agencies.models.turn import NUMBER
from common import clock
from common.day_field import DayField
from common.widgets import Chips
from common.windows import PLANNED
from intake.fields import person_label


def in_territory(day: date, at: time) -> datetime:
    """The moment of that day and hour in the territory's time."""
    return timezone.make_aware(datetime.combine(day, at), timezone.get_default_timezone())


def typed(moment: datetime, name: str) -> dict[str, Any]:
    """The day and the hour of a moment, for the fields of that name."""
    local = clock.in_zone(moment, timezone.get_default_timezone())
    return {f"{name}_on": local.date(), f"{name}_time": f"{local:%H:%M}"}


def _time(label: Any) -> forms.TimeField:
    clock_face = forms.TimeInput(attrs={"type": "time", "class": "w12"}, format="%H:%M")
    return forms.TimeField(label=label, widget=clock_face)


class TurnForm(forms.Form):
    """Who is called, from when to when, by which number."""

    user = forms.ModelChoiceField(
        label=_("Who is called?"),
        help_text=_(
            "Signal coordinators, and whoever has a post on a channel. A turn gives no right: each"
            " reads what their duty lets them read."
        ),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
    )
    begins_on = DayField(label=_("From"), window=PLANNED)
    begins_time = _time(_("Hour of the beginning"))
    ends_on = DayField(label=_("Until"), window=PLANNED)
    ends_time = _time(_("Hour of the end"))
    call = forms.ChoiceField(
        label=_("Called first, or when the first does not answer?"),
        choices=Turn.Call.choices,
        initial=Turn.Call.FIRST,
        widget=Chips,
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        help_text=_("Read by everybody who may read the roster."),
        max_length=30,
        validators=[RegexValidator(NUMBER, _("Write a telephone number, such as 06 39 98 12 34."))],
        widget=forms.TextInput(attrs={"type": "tel", "class": "w20", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For instance: ring twice. Nothing about a file."),
        max_length=200,
        required=False,
    )
    groups = (
        (_("From when"), ["begins_on", "begins_time"]),
        (_("Until when"), ["ends_on", "ends_time"]),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.queryset = roster.people(clock.today()).select_related("agency")
        user.label_from_instance = person_label

    def turn(self) -> dict[str, Any]:
        """What was typed, as the columns of a turn."""
        said = dict(self.cleaned_data)
        for name in ("begins", "ends"):
            said[f"{name}_at"] = in_territory(said.pop(f"{name}_on"), said.pop(f"{name}_time"))
        return said
