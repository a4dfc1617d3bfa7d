"""The acts of taking over a file from paper (X14): from the decider to the risk owner."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import one_file, reading_log
from casework.acts import Act, CaseAct
from casework.models import Case, Person
from common.scope import elevated
from plans.models import PaperFile
from plans.paper import decisions, forms
from plans.paper.content import kept
from plans.paper.decisions import OPENING

TAB = "papers:page"
PEOPLE = ("opened_by__agency", "types__agency", "confirms__agency", "risk_owner__agency")
_PERSON = ("given_name", "family_name", "alias", "birth_date", "age_text")


class OpenPaper(Act):
    """Open a file that ran on paper: who it is about, where the paper lies, who types it."""

    decision = decisions.open_paper
    model, tab = None, "papers:list"
    shows_nothing = "There is no file yet."
    nav = "cases"
    template_name = "plans/paper/act.html"
    form_class = forms.OpenPaperForm
    button, icon = _("Take over a file from paper"), "file-text"
    heading = _("Take over a file from paper")
    lede = _(
        "For a file that ran before Relais. Every act keeps the day on which it happened, beside"
        " the day on which it is entered."
    )
    action = _("Open it for typing")
    note = _("you, and the three people named above")
    done = _("Open. Whoever types it has been told.")

    def form_options(self) -> dict:
        return {"but": self.request.user}

    def _kept(self, token: Any, form: Any, *, status: int, **more: Any) -> HttpResponse:
        """A refusal that tells of another file is a reading of that file (X41, X44)."""
        if status == 409:
            person = Person(**{name: form.cleaned_data.get(name) for name in _PERSON})
            with elevated():  # the reader is not on the team of the file that is named
                for found in one_file.files_like(person):
                    reading_log.log(self.request, found.case)
        return super()._kept(token, form, status=status, **more)

    def success_url(self, result: Any) -> str:
        return reverse(TAB, args=[result.pk])

    @staticmethod
    def example(row: Any, user: Any) -> dict:
        people = [one.pk for one in forms.people().exclude(pk=user.pk)[:3]]
        return _OPENED | dict(zip(("types", "confirms", "risk_owner"), people, strict=True))


_OPENED = {
    "given_name": "Ghislaine", "family_name": "Oppenot", "birth_date": "1988-04-12",
    "paper_place": "Mairie, armoire 3, chemise 12", "opened_on": "2026-01-05",
    "prevention_level": Case.Level.INDIVIDUAL, "grounds": "Isolement et menaces.",
    "concern": "none", "concern_grounds": "Ni arme, ni départ.",
}  # fmt: skip


class PaperAct(Act):
    """An act on a file from paper before it is a case."""

    model = PaperFile
    related = PEOPLE
    tab = TAB
    nav = "cases"
    template_name = "plans/paper/act.html"
    note = _("whoever opened the file, types it and confirms it")

    def object_version(self) -> int:
        version: int = self.row.version
        return version

    def expected(self) -> int | None:
        return getattr(self, "expected_version", 0) or None


class CorrectOpening(PaperAct):
    """Correct what was typed at the opening."""

    decision = decisions.correct_opening
    form_class = forms.OpenPaperForm
    fields = (*OPENING, *decisions.PEOPLE)
    button, heading = _("Correct the opening"), _("Correct the opening")
    done = _("Corrected. It is handed over anew when it is whole.")

    def form_options(self) -> dict:
        return {"but": self.request.user}

    def values(self, form: Any) -> dict:
        typed = dict(form.cleaned_data)
        return {"reason": typed.pop("reason"), "changes": typed}

    @staticmethod
    def example(row: Any, user: Any) -> dict:
        told = {name: getattr(row, name) or "" for name in OPENING}
        named = {name: getattr(row, f"{name}_id") for name in decisions.PEOPLE}
        return told | named | {"grounds": "Isolement, menaces, dettes."}


class TypePaper(PaperAct):
    """Type what stands on paper: team, plan in force, last checkpoint and the next."""

    decision = decisions.type_paper
    template_name = "plans/paper/type.html"
    form_class = forms.PaperForm
    button, icon, kind, size = _("Type the file"), "pencil", "main", "m"
    heading = _("Type the file")
    lede = _(
        "Type it as it stands on paper. Save as often as you like: what is missing is listed on the"
        " page of the file, and nothing is a case before it is confirmed."
    )
    done = _("Saved.")
    example = {"process_on": "2026-01-05"}

    def form_options(self) -> dict:
        return {"paper": self.row}

    def initial(self) -> dict:
        return dict(self.row.typed)

    def values(self, form: Any) -> dict:
        return {"said": kept(form.cleaned_data)}

    def differences(self, form: Any, current: Any) -> list:
        """Each field in which what was typed is not what a colleague saved meanwhile."""
        said, rows = kept(form.cleaned_data), []
        for name, field in form.fields.items():
            now, typed = current.typed.get(name, ""), said.get(name, "")
            if now != typed:
                rows.append((field.label, now, typed))
        return rows


class HandOver(PaperAct):
    """Say that it is whole; the content coordinator confirms it."""

    decision = decisions.hand_over
    form_class = forms.ReasonForm
    button, icon, size = _("It is whole: hand it over"), "check", "m"
    heading, action = _("Hand it over to be confirmed"), _("Hand over")
    done = _("Handed over. The content coordinator has been told.")
    example = {"reason": "Convenu à la table."}


class GiveBack(PaperAct):
    """Say what is not as it stands on paper."""

    decision = decisions.give_back
    form_class = forms.GiveBackForm
    button, size = _("Something is not right"), "m"
    heading, action = _("Give it back"), _("Give it back")
    done = _("Given back. Whoever types it has been told.")
    example = {"reason": "La date du plan est celle de la réunion."}


class ConfirmPaper(PaperAct):
    """Confirm that it is what stands on paper; from then on it is a case."""

    decision = decisions.confirm_paper
    form_class = forms.ConfirmForm
    button, icon, kind, size = _("Confirm"), "scale", "main", "m"
    heading, action = _("Confirm the file"), _("Confirm")
    lede = _(
        "From here on it is a case like any other: the team is told, its days are reminded of, and"
        " the risk owner signs the plan in force."
    )
    note = _("whole team")
    done = _("Confirmed. The team has been told.")
    example = {"read": "on", "reason": "Vu au dossier papier."}

    def success_url(self, result: Any) -> str:
        return reverse("case", args=[result.pk])


class CallOff(PaperAct):
    """Call it off: what was typed is deleted."""

    decision = decisions.call_off
    form_class = forms.CallOffForm
    button, size = _("Call it off"), "m"
    heading, action = _("Call it off"), _("Delete what was typed")
    done = _("Called off. Nothing of it is kept here.")
    example = {"sure": "on"}

    def success_url(self, result: Any) -> str:
        return reverse("papers:list")


class SignPlan(CaseAct):
    """Sign the plan in force that came from paper; the risk owner does."""

    decision = decisions.sign_plan
    tab = "plans:plan"
    form_class = forms.SignForm
    icon, kind, size = "scale", "main", "m"
    heading, action = _("Sign the plan in force"), _("Sign")
    lede = _("It was approved on paper before the file was brought into Relais.")
    done = _("Signed. The team has been told.")
    example = {"read": "on"}

    @classmethod
    def button_words(cls, row: Any) -> str:
        return gettext("Sign the plan in force")


ON_PAPER = (TypePaper, HandOver, ConfirmPaper, GiveBack, CorrectOpening, CallOff)
