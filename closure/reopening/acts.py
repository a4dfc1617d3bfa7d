"""The acts of a reopening: open the file again, tell those around the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.requests import person
from casework.acts import CaseAct, RowAct
from casework.models import Case
from casework.team.acts import newcomer
from casework.team.rules import vacant_offices
from closure.monitoring import forms
from closure.monitoring.acts import TEMPLATE
from closure.monitoring.rows import PARTY, TAB
from closure.reopening import decisions, rules
from common import clock


class Reopen(CaseAct):
    """Open the file again, for a new cycle."""

    decision = decisions.reopen
    tab = TAB
    form_class = forms.ReopenForm
    button, size = _("Reopen the case"), "m"
    heading, action = _("Reopen the case"), _("Reopen")
    lede = _("The reference and the whole history stay; the last plan is where you start from.")
    done = _("Reopened. The team has been told; see below who was told it might happen.")

    def form_options(self) -> dict:
        return {"vacant": vacant_offices(self.subject), "but": person(self.request)}

    def values(self, form) -> dict:
        typed = super().values(form)
        named = {role: typed.pop(role.value) for role in form.vacant}
        check = rules.asked_by(self.subject, typed["trigger"])
        return typed | {"check": check, "successors": named}

    @staticmethod
    def example(case: Case, user: User) -> dict:
        form = forms.ReopenForm(vacant=vacant_offices(case), but=user)
        named = {role.value: newcomer(form, role.value, case) for role in form.vacant}
        twice = {"why_twice": "Personne d’autre."} if named else {}
        return {"trigger": "other", "reason": "Il demande de l’aide."} | named | twice


class TellAgain(RowAct):
    """Note that somebody around the person was told of the reopening."""

    on, decision = PARTY, decisions.tell_again
    form_class = forms.ToldAgainForm
    template_name = TEMPLATE
    button = _("Tell again")
    heading = _("Told of the reopening")
    done = _("Written down.")

    def initial(self) -> dict:
        return {"on": clock.today()}

    @staticmethod
    def example(row, user) -> dict:
        return {"on": clock.today().isoformat()}
