"""Is this person known already? The panel, who it is about, one possible match (2.1)."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models import Person
from casework.persons import FIELDS
from casework.rights import Right
from casework.views.base import DecisionView, SubjectView
from intake.matching import decisions as matching
from intake.matching import rules
from intake.matching.decisions import before_answering
from intake.matching.forms import AnswerMatchForm, NamePersonForm
from intake.matching.priors import priors
from intake.matching.search import Candidate, Found, look
from intake.models import MatchAnswer, Signal


class OfSignal:
    """What the three views share: the signal, the right, the way back."""

    model = Signal
    related = ("channel", "holder", "reporter", "acknowledged_by", "person")
    right = Right.MATCH_PERSONS
    nav = "signals"

    def found(self) -> Found:
        """The possible matches; once a name is given the database has logged the reading."""
        request = self.request
        found = look(self.subject, by=request.user, request_id=getattr(request, "id", ""))
        self.logged = self.logged or found.own is not None
        return found

    def success_url(self, result) -> str:
        return reverse("intake:matches", args=[self.subject.pk])


class Matches(OfSignal, SubjectView):
    """Everybody who may be the same person. The signal's page loads this after itself."""

    template_name = "intake/matches.html"

    def get(self, request, pk):
        obstacles = list(rules.may_be_looked_for(self.subject))
        found = Found() if obstacles else self.found()
        return self.page(
            subject=self.subject,
            obstacles=obstacles,
            found=found,
            earlier=priors(found.own and self.subject.person, self.subject, by=request.user),
        )


class NamePerson(OfSignal, DecisionView):
    """Who the signal is about, as understood by the coordinator; a wrong name is corrected."""

    template_name = "intake/name_person.html"
    form_class = NamePersonForm
    form_name = "intake.name_person"
    success_message = _("Noted. What stood before is kept in the history.")

    def object_version(self) -> int:
        return self.subject.person.version if self.subject.person else 0

    def initial(self) -> dict:
        """What stands; of a known person, of this signal or of its case, nothing (2.5)."""
        if self.standing():
            return {}
        person = self.subject.person or Person(age_text=self.subject.about_age)
        return {name: getattr(person, name) for name in FIELDS}

    @cached_property
    def joined(self) -> MatchAnswer | None:
        """The answer that joined the signal to a known person."""
        given = MatchAnswer.objects.visible_to(self.request.user).filter(signal=self.subject)
        return given.filter(answer=MatchAnswer.Answer.SAME).first()

    def standing(self) -> list:
        return [*rules.may_be_looked_for(self.subject), *rules.joined(self.joined)]

    def decide(self, form):
        return matching.name_person(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            changes=form.cleaned_data,
        )


class AnswerMatch(OfSignal, DecisionView):
    """One possible match: what agrees, what differs, and what the coordinator says."""

    template_name = "intake/answer_match.html"
    form_class = AnswerMatchForm
    form_name = "intake.answer_match"
    success_message = _("Your answer is kept. It can be changed.")
    candidate: ClassVar[Candidate | None] = None
    named: ClassVar[str] = ""

    def prepare(self, **kwargs) -> None:
        """Whoever is no possible match of this signal is not known here: 404."""
        super().prepare(**kwargs)
        self.wanted = kwargs["candidate"]
        if not list(rules.may_be_looked_for(self.subject)):
            found = self.found()
            self.named = found.own.name if found.own else ""
            self.candidate = found.candidate(self.wanted)
            if self.candidate is None:
                raise Http404

    def object_key(self) -> str:
        """Both keys, as much of them as a draft's column holds."""
        return f"{self.subject.pk.hex[:24]}:{self.wanted.hex}"

    @property
    def answered(self) -> MatchAnswer | None:
        """The answer that stands."""
        return self.candidate.answer if self.candidate else None

    def object_version(self) -> int:
        return self.answered.version if self.answered else 0

    def initial(self) -> dict:
        return {"answer": self.answered.answer} if self.answered else {}

    def context(self) -> dict:
        return super().context() | {"candidate": self.candidate, "named": self.named}

    def standing(self) -> list:
        return before_answering(self.subject, by=self.request.user, candidate=self.wanted)

    def decide(self, form):
        return matching.answer_match(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            candidate=self.wanted,
            **form.cleaned_data,
        )
