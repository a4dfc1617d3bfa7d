"""The acts on the duty roster: a turn is added, changed, taken off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies import roster
from agencies.models import Turn
from casework.acts import Act
from casework.calendar import WorkingDays
from common import clock, dates
from common.words import Words
from intake.roster import decisions
from intake.roster.forms import TurnForm, typed
from intake.roster.nights import nights

ABOUT_NOBODY = "A turn is part of nobody’s file."
TOLD: dict[str, Words] = {
    "user": _("person"),
    "begins_at": _("from"),
    "ends_at": _("until"),
    "call": _("call"),
    "phone": _("telephone number"),
    "note": _("note"),
}


class _OfRoster(Act):
    """What the acts of the roster have in common: they lead back to its page."""

    tab = "intake:roster"
    nav = "signals"
    template_name = "intake/roster/turn.html"
    note = _("whoever may read the roster")
    shows_nothing = ABOUT_NOBODY

    def back(self) -> str:
        return reverse(self.tab)

    @classmethod
    def about_row(cls, row: Any) -> Words:
        return f"{row.user.display}, {dates.moment(row.begins_at)}" if row else ""


class AddTurn(_OfRoster):
    """Put somebody on the duty roster."""

    decision = decisions.add_turn
    model = None
    form_class = TurnForm
    button, icon, size = _("Add a turn"), "plus", "m"
    heading = _("Add a turn")
    lede = _("The hours are those of the territory. Several turns may overlap.")
    action = _("Add the turn")
    done = _("The turn stands on the roster.")

    def initial(self) -> dict[str, Any]:
        """The night that comes next, whole."""
        night = nights(clock.now(), WorkingDays(), 1)[0]
        return typed(night.begins, "begins") | typed(night.ends, "ends")

    def values(self, form: Any) -> dict[str, Any]:
        return form.turn()

    @staticmethod
    def example(row: Any, user: Any) -> dict[str, Any]:
        return _example(clock.today() + timedelta(days=200))


class ChangeTurn(_OfRoster):
    """Change a turn that is not over."""

    decision = decisions.change_turn
    model, related = Turn, ("user__agency",)
    form_class = TurnForm
    button, icon = _("Change"), "pen-line"
    heading = _("Change a turn")
    lede = _("The hours are those of the territory. Whoever is on the roster is told.")
    done = _("Changed. Whoever is on the roster has been told.")

    def initial(self) -> dict[str, Any]:
        said = {name: getattr(self.row, name) for name in ("call", "phone", "note")}
        said |= typed(self.row.begins_at, "begins") | typed(self.row.ends_at, "ends")
        return said | {"user": self.row.user_id}

    def values(self, form: Any) -> dict[str, Any]:
        return {"changes": form.turn()}

    def differences(self, form: Any, current: Any) -> list[tuple[Any, Any, Any]]:
        """Each column in which what was typed is not what a colleague saved meanwhile."""
        said, rows = form.turn(), []
        for name, label in TOLD.items():
            now = getattr(current, name)
            if said[name] != now:
                rows.append((label, _in_words(now), _in_words(said[name])))
        return rows

    @staticmethod
    def example(row: Any, user: Any) -> dict[str, Any]:
        return _example(clock.today() + timedelta(days=220))


class RemoveTurn(_OfRoster):
    """Take a turn off the roster, in one click."""

    decision = decisions.remove_turn
    model, related = Turn, ("user__agency",)
    button, icon = _("Take off"), "x"
    done = _("Taken off the roster. Whoever was on it has been told.")


def _in_words(value: Any) -> Any:
    return dates.moment(value) if hasattr(value, "hour") else str(value)


def _example(day: Any) -> dict[str, Any]:
    """A night on which the stage has no turn yet."""
    person = roster.people(clock.today()).order_by("pk").first()
    return {
        "user": person.pk if person else "",
        "begins_on": day.isoformat(),
        "begins_time": "18:00",
        "ends_on": (day + timedelta(days=1)).isoformat(),
        "ends_time": "08:00",
        "call": Turn.Call.FIRST,
        "phone": "06 39 98 12 34",
    }


ON_TURN = (ChangeTurn, RemoveTurn)
