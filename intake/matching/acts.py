"""The acts of matching: who the signal is about, and the answer to one possible match (2.1)."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Person
from casework.persons.rules import FIELDS
from intake.first_analysis import sheet
from intake.matching import decisions, rules
from intake.matching.base import WITH_PERSON, found_for
from intake.matching.forms import AnswerMatchForm, LeaveUnnamedForm, NamePersonForm
from intake.models import MatchAnswer
from intake.signals.base import SignalAct


class NamePerson(SignalAct):
    """Write who the signal is about, or correct it."""

    decision = decisions.name_person
    related, tab = WITH_PERSON, "intake:matches"
    form_class = NamePersonForm
    fields = FIELDS
    kind = "main"
    heading = _("Who is it about?")
    lede = _("As you understand it. Only the desk reads it; it is there to find earlier signals.")
    action, note = _("Save and search"), _("the desk of this signal")
    done = _("Noted. What stood before is kept in the history.")
    example = {"given_name": "Yanis", "family_name": "Belcourt"}

    @property
    def held(self):
        return self.row.person or Person(age_text=self.row.about_age, version=0)

    def initial(self) -> dict:
        """The person's fields; empty where the signal was joined to a known person (2.5)."""
        return {} if self.standing() else super().initial()

    @classmethod
    def button_words(cls, row):
        return _("Correct who it is about") if row.person_id else _("Say who it is about")


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
    related, tab = WITH_PERSON, "intake:matches"
    template_name = "intake/matching/answer_match.html"
    form_class = AnswerMatchForm
    fields = ("answer", "reason")
    heading = _("Is it the same person?")
    action, note = _("Keep the answer"), _("the desk of this signal")
    done = _("Your answer is kept. It can be changed.")
    example = {"answer": "cannot_tell", "reason": "Deux cousins."}
    candidate, named = None, ""

    def prepare(self, **kwargs) -> None:
        """404 where the address names nobody who is a possible match of this signal."""
        super().prepare(**kwargs)
        if not list(rules.may_be_looked_for(self.subject, self.request.user)):
            found = found_for(self)
            self.named = found.own.name if found.own else ""
            self.candidate = found.candidate(self.row.key)
            if self.candidate is None:
                raise Http404

    def find(self, **kwargs) -> MatchAnswer:
        """The answer that stands, or one that nobody has given yet."""
        return decisions.answer_on(self.subject, kwargs["candidate"])

    def object_key(self) -> str:
        """Signal and candidate, cut to the length of a draft's column."""
        return f"{self.row.signal_id.hex[:24]}:{self.row.key.hex}"

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
        given.signal = row.of
        return given

    @classmethod
    def button_words(cls, row):
        return _("Change the answer") if row.answer else _("Answer")

    @classmethod
    def address(cls, row) -> str:
        return reverse("intake:answer_match", args=[row.of.pk, row.pk])
