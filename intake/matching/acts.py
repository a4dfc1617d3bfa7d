"""The acts of matching: who the signal is about, and the answer to one possible match (2.1)."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.acts import RowAct
from casework.persons.rules import FIELDS
from intake.first_analysis import sheet
from intake.matching import decisions, rules
from intake.matching.base import NAMED, found_for, of_person
from intake.matching.forms import (
    AnswerMatchForm,
    LeaveUnnamedForm,
    NamePersonForm,
    TakeNameBackForm,
)
from intake.models import MatchAnswer
from intake.signals.base import SignalAct


class NamePerson(SignalAct):
    """Name one more person on the signal, in a role."""

    decision = decisions.name_person
    tab = "intake:matches"
    form_class = NamePersonForm
    kind = "main"
    heading = _("Who is it about?")
    lede = _(
        "One person at a time, as you understand it; each is searched apart. Only the desk reads"
        " it; it is there to find earlier signals."
    )
    action, note = _("Save and search"), _("the desk of this signal")
    done = _("Noted. The person is searched among all who are known.")
    example = {"given_name": "Yanis", "family_name": "Ajouté", "role": "relative"}

    def initial(self) -> dict:
        """The age that the caller told, for the first who is named (X07)."""
        return {"role": "subject"} | (
            {} if sheet.of(self.row).named else {"age_text": self.row.about_age}
        )

    def success_url(self, result) -> str:
        return of_person(result)

    @classmethod
    def button_for(cls, user, row):
        """The main button until somebody is named, then a secondary one."""
        found = super().button_for(user, row)
        if found is None or not sheet.of(row).named:
            return found
        return replace(found, kind="second", size="s")

    @classmethod
    def button_words(cls, row):
        return _("Name another person") if sheet.of(row).named else _("Say who it is about")


class CorrectNamed(RowAct):
    """Correct who a named person is, or in which role."""

    on, decision = NAMED, decisions.correct_named
    note = ""
    form_class = NamePersonForm
    fields = ("role", *FIELDS)
    button, icon, size = _("Correct"), "", "s"
    heading = _("Correct who it is")
    lede = _("What stood before is kept in the history.")
    action, note = _("Save and search"), _("the desk of this signal")
    done = _("Noted. What stood before is kept in the history.")
    example = {"given_name": "Yanis", "family_name": "Corrigé", "role": "subject"}

    @property
    def held(self):
        """The person with their role: the version that was read is that of the person's row."""
        person = self.row.person
        person.role = self.row.role
        return person

    def object_version(self) -> int:
        return self.held.version

    def initial(self) -> dict:
        """The person's fields; empty where somebody known was joined to them (2.5)."""
        return {} if self.standing() else super().initial()

    def differences(self, form, current):
        current.role = self.row.role
        return super().differences(form, current)

    def back(self) -> str:
        return of_person(self.row)


class TakeNameBack(RowAct):
    """Take back a name that was typed in error."""

    on, decision = NAMED, decisions.take_name_back
    form_class = TakeNameBackForm
    button, icon, size = _("Typed in error"), "", "s"
    heading = _("Take this name back")
    lede = _("It counts nowhere any more. The name and your reason stay in the history.")
    action, note = _("Take this name back"), _("the desk of this signal")
    done = _("The name is taken back; it stays in the history.")
    example = {"reason": "Mal entendu : il parlait d’un autre."}


class LeaveUnnamed(SignalAct):
    """Write why nobody is named on the signal, or write it anew (X03)."""

    decision = decisions.leave_unnamed
    tab = "intake:matches"
    form_class = LeaveUnnamedForm
    fields = ("unnamed_because",)
    size = "m"
    heading = _("Why is nobody named?")
    lede = _("An outcome can be decided without a name where a reason says why there is none.")
    action, note = _("Keep the reason"), _("the desk of this signal")
    done = _("The reason is kept. Somebody can still be named later, after the outcome too.")
    example = {"unnamed_because": "Personne n’est désigné."}

    @property
    def held(self):
        return sheet.of(self.row).triage

    @classmethod
    def button_words(cls, row):
        if sheet.of(row).triage.unnamed_because:
            return _("Change why nobody is named")
        return _("Nobody can be named")


class AnswerMatch(SignalAct):
    """Answer one possible match: the same person, another, or one cannot tell."""

    decision = decisions.answer_match
    tab = "intake:matches"
    template_name = "intake/matching/answer_match.html"
    form_class = AnswerMatchForm
    fields = ("answer", "reason")
    heading = _("Is it the same person?")
    action, note = _("Keep the answer"), _("the desk of this signal")
    done = _("Your answer is kept. It can be changed.")
    example = {"answer": "cannot_tell", "reason": "Deux cousins."}
    candidate, named = None, ""

    def prepare(self, **kwargs) -> None:
        """404 where the address names nobody who is a possible match of that person."""
        super().prepare(**kwargs)
        named = self.row.named
        if not list(rules.may_be_looked_for(named, self.request.user)):
            found = found_for(self, named)
            self.named = found.own.name if found.own else ""
            self.candidate = found.candidate(self.row.key)
            if self.candidate is None:
                raise Http404

    def find(self, **kwargs) -> MatchAnswer | None:
        """The answer that stands, or one that nobody has given yet."""
        named = NAMED.find(self.request.user, self.subject, **kwargs)
        if named is None:
            return None
        named.signal = self.subject
        return decisions.answer_on(named, kwargs["candidate"])

    def back(self) -> str:
        return of_person(self.row.named)

    def object_key(self) -> str:
        """Named person and candidate, cut to the length of a draft's column."""
        return f"{self.row.named_id.hex[:24]}:{self.row.key.hex}"

    def initial(self) -> dict:
        return {"answer": self.held.answer}

    def context(self) -> dict:
        return super().context() | {"candidate": self.candidate, "named": self.named}

    def standing(self) -> list:
        """The obstacles before any answer; without them the warnings for this candidate."""
        return super().standing() or decisions.before_answering(self.row)

    @classmethod
    def decided_on(cls, row) -> MatchAnswer:
        """The answer on the candidate that the page shows."""
        given = row.answer
        if given is None:
            candidate = None if row.told_on else row.pk
            given = MatchAnswer(candidate_id=candidate, told_on=row.told_on, version=0)
        given.named, given.signal = row.of, row.of.signal
        return given

    @classmethod
    def button_words(cls, row):
        return _("Change the answer") if row.answer else _("Answer")

    @classmethod
    def address(cls, row) -> str:
        return reverse("intake:answer_match", args=[row.of.signal_id, row.of.pk, row.pk])
